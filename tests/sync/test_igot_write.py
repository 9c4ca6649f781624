"""What is sent never loses what the server has, and never sends it backwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.model import Json, Place, RefusalReason, ServerState, Watched
from karmadesk.ports import Message
from karmadesk.statement import Statement, StatementKind, Verb, new_id
from karmadesk.sync import igot_write as write
from karmadesk.sync.igot_read import state_from
from tests.sync.clock import START

PLACE = Place("course", "batch", "film")


def said(verb: Verb, at: datetime = START, **body: Json) -> Statement:
    clock = f"{int(at.timestamp() * 1000):015d}.00000.here"
    return Statement(
        new_id(), StatementKind.STATEMENT, verb, PLACE, body, "here", 1, clock, at_raw=at, at=at, boot="boot"
    )


def film(
    at: datetime = START, *, fraction: float = 0.4, position_s: float = 48.0, verb: Verb = Verb.PROGRESSED
) -> Statement:
    facts = {"fraction": fraction, "position_s": position_s, "duration_s": 120.0, "mime_type": "video/mp4"}
    return said(verb, at, **facts, language="Hindi")


def server_row(**more: Any) -> ServerState:
    row: dict[str, Any] = {
        "status": 1,
        "percentage": 30.0,
        "details": {"max_size": 120.0, "current": ["36.0"], "mimeType": "video/mp4", "spentTime": 9, "theirs": "kept"},
        "last_access_at": START - timedelta(hours=1),
    }
    return ServerState("course", "batch", "film", **{**row, **more})


def message(body: dict[str, Json], kind: str = write.STATE) -> Message:
    return Message("m", "progress", PLACE, kind, body, START)


def test_progress_in_a_film_is_written_as_the_players_write_it() -> None:
    watched = Watched("film", 1.0, 120_000, ((0, 48_000),), 48_000, 48_000)
    kind, body = write.composed(PLACE, [film()], watched, None, START)
    assert kind == "state"
    assert body == {
        "contentId": "film",
        "courseId": "course",
        "batchId": "batch",
        "status": 1,
        "completionPercentage": 40.0,
        "lastAccessTime": "2026-11-24 08:30:00:000+0000",
        "progressdetails": {
            "max_size": 120.0,
            "current": ["48.0"],
            "mimeType": "video/mp4",
            "spentTime": 48,
            "karmadesk": {"version": 1.0, "length": 120_000, "seen": [[0, 48_000]], "at": 48_000, "clock": ""},
        },
        "language": "hindi",
    }


def test_an_older_position_never_overwrites_a_newer_one() -> None:
    newer = server_row(last_access_at=START + timedelta(minutes=5))
    later = START + timedelta(hours=1)
    _, body = write.composed(PLACE, [film(fraction=0.6)], None, newer, later)
    assert body["progressdetails"] == newer.details
    assert body["lastAccessTime"] == "2026-11-24 08:35:00:000+0000"
    assert body["completionPercentage"] == 60.0


def test_an_act_from_when_the_clock_was_wrong_lends_its_time_to_no_later_one() -> None:
    """A day ahead for one act, then put right: the next act must not look as if it had been done just now."""
    now = START + timedelta(hours=2)
    ahead = film(START + timedelta(days=1), position_s=10.0)
    right = replace(film(START, position_s=20.0), clock=f"{ahead.clock}1")
    newer = server_row(last_access_at=START + timedelta(hours=1))
    _, body = write.composed(PLACE, [ahead, right], None, newer, now)
    assert body["progressdetails"] == newer.details, "the other laptop was there after us"
    _, alone = write.composed(PLACE, [ahead, right], None, None, now)
    assert alone["lastAccessTime"] == "2026-11-24 08:30:00:000+0000"


def test_a_newer_position_keeps_the_server_s_unknown_facts() -> None:
    _, body = write.composed(PLACE, [film()], None, server_row(), START)
    assert body["progressdetails"]["current"] == ["48.0"]
    assert body["progressdetails"]["theirs"] == "kept"
    assert body["progressdetails"]["spentTime"] == 9


def test_what_the_server_calls_complete_stays_complete() -> None:
    _, body = write.composed(PLACE, [film(fraction=0.1)], None, server_row(status=2, percentage=100.0), START)
    assert (body["status"], body["completionPercentage"]) == (2, 100.0)
    assert "lastCompletedTime" not in body


def test_completion_is_dated_by_the_earliest_completing_act() -> None:
    acts = [
        film(START - timedelta(minutes=2), fraction=1.0, verb=Verb.COMPLETED),
        film(START - timedelta(minutes=1), fraction=1.0, position_s=3.0),
    ]
    _, body = write.composed(PLACE, acts, None, None, START)
    assert (body["status"], body["completionPercentage"]) == (2, 100.0)
    assert body["lastCompletedTime"] == "2026-11-24 08:28:00:000+0000"
    assert body["lastAccessTime"] == "2026-11-24 08:29:00:000+0000"
    assert body["progressdetails"]["current"] == ["3.0"]


def test_a_clock_that_runs_ahead_sends_no_future() -> None:
    ahead = START + timedelta(days=9)
    _, body = write.composed(PLACE, [film(ahead, fraction=1.0, verb=Verb.COMPLETED)], None, None, START)
    assert body["lastAccessTime"] == body["lastCompletedTime"] == "2026-11-24 08:30:00:000+0000"


def test_a_practice_set_tells_its_marks() -> None:
    done = said(Verb.ANSWERED, answered=5, correct=4, total=5, completed=True, fraction=1.0, mime_type="m/qs")
    kind, body = write.composed(PLACE, [done], None, None, START)
    assert kind == "result"
    assert (body["status"], body["completionPercentage"]) == (2, 100.0)
    assert body["progressdetails"] == {"max_size": 5, "current": ["4"], "mimeType": "m/qs", "spentTime": 0}


def test_a_practice_set_left_half_way_is_not_complete() -> None:
    half = said(Verb.ANSWERED, answered=2, correct=2, total=5, completed=False, fraction=0.4, mime_type="m/qs")
    _, body = write.composed(PLACE, [half], None, None, START)
    assert (body["status"], body["completionPercentage"]) == (1, 40.0)


def test_pages_grow_and_end_with_the_one_shown_last() -> None:
    seen = server_row(details={"max_size": 9, "current": ["1", "2", "5"]})
    page = said(Verb.PROGRESSED, page=2, pages=9, fraction=0.4, mime_type="application/pdf")
    _, body = write.composed(PLACE, [page], None, seen, START)
    assert body["progressdetails"]["current"] == ["1", "5", "2"]
    assert body["progressdetails"]["max_size"] == 9


def test_an_article_tells_how_far_it_was_read() -> None:
    read = said(Verb.PROGRESSED, fraction=0.34, duration_s=1000.0, mime_type="text/html")
    _, body = write.composed(PLACE, [read], None, None, START)
    assert body["progressdetails"] == {"max_size": 100, "current": ["34"], "mimeType": "text/html", "spentTime": 0}


moments = st.integers(-5_000_000, 5_000_000).map(lambda ms: START + timedelta(milliseconds=ms))
rows = st.none() | st.builds(
    server_row,
    status=st.integers(0, 2),
    percentage=st.floats(0, 100).map(lambda n: round(n, 2)),
    last_access_at=st.none() | moments,
    details=st.sampled_from([{}, {"current": ["7"], "max_size": 9}, {"cmi": "x"}]),
)
acts = st.lists(
    st.builds(
        film,
        at=moments,
        fraction=st.floats(0, 1),
        position_s=st.floats(0, 120),
        verb=st.sampled_from([Verb.PROGRESSED, Verb.COMPLETED]),
    ),
    min_size=1,
    max_size=4,
)


@given(acts, rows)
def test_nothing_goes_back_and_what_was_accepted_is_settled(done: list[Statement], seen: ServerState | None) -> None:
    kind, body = write.composed(PLACE, done, None, seen, START)
    sent = message(body, kind)
    if seen is not None:
        assert body["status"] >= seen.status
        assert body["completionPercentage"] >= seen.percentage
    after = write.state_after(sent)
    assert after is not None
    assert write.is_settled(sent, after, START)
    as_read = state_from(dict(body), "course", "batch")
    assert write.is_settled(sent, as_read, START), "what comes back over the wire settles it too"


@given(acts, rows)
def test_sending_the_same_acts_again_says_nothing_new(done: list[Statement], seen: ServerState | None) -> None:
    first = message(write.composed(PLACE, done, None, seen, START)[1])
    after = write.state_after(first)
    again = message(write.composed(PLACE, done, None, after, START)[1])
    assert write.is_settled(again, after, START)


@pytest.mark.parametrize(
    "row, settled",
    [
        (server_row(status=2, percentage=100.0, last_access_at=START + timedelta(seconds=1)), True),
        (server_row(status=1, percentage=100.0, last_access_at=START + timedelta(seconds=1)), False),
        (server_row(status=2, percentage=60.0, last_access_at=START + timedelta(seconds=1)), False),
        (server_row(status=2, percentage=100.0, last_access_at=START - timedelta(seconds=1)), False),
        (server_row(status=2, percentage=100.0, last_access_at=START), False),
        (server_row(status=2, percentage=100.0, last_access_at=None), False),
        (None, False),
    ],
)
def test_a_message_is_settled_only_by_a_row_that_says_at_least_as_much(row: ServerState | None, settled: bool) -> None:
    _, body = write.composed(PLACE, [film(fraction=1.0, verb=Verb.COMPLETED)], None, None, START)
    assert write.is_settled(message(body), row, START) is settled


def test_a_frozen_position_never_overwrites_a_newer_one() -> None:
    frozen = message(write.composed(PLACE, [film(fraction=0.6)], None, None, START)[1])
    newer = server_row(percentage=20.0, last_access_at=START + timedelta(hours=1))
    assert not write.is_settled(frozen, newer, START)
    out = write.rebased(frozen, newer, START)
    assert out.id == frozen.id
    assert out.body["progressdetails"] == newer.details
    assert out.body["completionPercentage"] == 60.0
    assert write.is_settled(frozen, write.state_after(out), START), "should its reply be lost, it is known again"
    behind = server_row(percentage=20.0, last_access_at=START - timedelta(hours=1))
    assert write.rebased(frozen, behind, START) is frozen
    assert write.rebased(frozen, None, START) is frozen


def test_a_message_that_waited_takes_nothing_back_from_another_device() -> None:
    """The other device completed the film earlier than we stopped in it, and was the first to send."""
    frozen = message(write.composed(PLACE, [film(fraction=0.25)], None, None, START)[1])
    done = server_row(status=2, percentage=100.0, last_access_at=START - timedelta(hours=1))
    out = write.rebased(frozen, done, START)
    assert (out.body["status"], out.body["completionPercentage"]) == (2, 100.0)
    assert out.body["progressdetails"] == frozen.body["progressdetails"], "our place is the newer one"
    assert out.body["lastAccessTime"] == frozen.body["lastAccessTime"]
    assert not write.is_settled(frozen, done, START)
    assert write.is_settled(frozen, write.state_after(out), START)


def test_other_messages_leave_no_row() -> None:
    assert write.state_after(message({"courseId": "c"}, "enrol")) is None


@pytest.mark.parametrize(
    "words, status, reason",
    [
        ("COURSE_BATCH_ALREADY_COMPLETED", 400, RefusalReason.BATCH_ENDED),
        ("COURSE_BATCH_ENROLLMENT_DATE_ENDED", 400, RefusalReason.BATCH_ENDED),
        ("INVALID_COURSE_BATCH_ID", 400, RefusalReason.NO_BATCH),
        ("No batch details found", 400, RefusalReason.NO_BATCH),
        ("user is not enrolled", 400, RefusalReason.NOT_ENROLLED),
        ("Access denied for this category", 400, RefusalReason.NOT_ALLOWED),
        ("whatever", 403, RefusalReason.NOT_ALLOWED),
        ("Invalid date format", 400, RefusalReason.BAD_CONTENT),
        ("something else", 400, RefusalReason.UNKNOWN),
    ],
)
def test_the_server_s_words_become_a_reason(words: str, status: int, reason: str) -> None:
    assert write.reason_of(words, status) == reason


def test_the_first_of_two_completions_is_the_one_that_is_told() -> None:
    done = [film(fraction=1.0, verb=Verb.COMPLETED)]
    earlier = START - timedelta(days=2)
    seen = server_row(status=2, percentage=100.0, completed_at=earlier, last_access_at=earlier)
    _, body = write.composed(PLACE, done, None, seen, START)
    assert body["lastCompletedTime"] == write.wire_time(earlier)
    frozen = message(write.composed(PLACE, done, None, None, START)[1])
    assert frozen.body["lastCompletedTime"] == write.wire_time(START)
    assert write.rebased(frozen, seen, START).body["lastCompletedTime"] == write.wire_time(earlier)
    later = server_row(status=2, percentage=100.0, completed_at=START + timedelta(days=1), last_access_at=earlier)
    assert write.rebased(frozen, later, START).body["lastCompletedTime"] == write.wire_time(START)
