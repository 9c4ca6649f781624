"""The Sunbird adapter: many contents an update, a word on each, attempts with ids of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from karmadesk.errors import Refused, ServerFault, SignedOut
from karmadesk.model import Item, ItemState, Place, RefusalReason, ServerRow, ServerState
from karmadesk.ports import Message
from karmadesk.statement import Statement, StatementKind, Verb
from karmadesk.sync.http import Http
from karmadesk.sync.sunbird import REFRESH, Sunbird
from tests.sync.clock import START, StillClock
from tests.sync.test_igot import BODY, TOKENS, UPDATE, USER, Bench, enrolled
from tests.sync.wire import Said, Wire, envelope, fault, wire

V2 = "/api/course/v2/user/enrollment/list/u-1"
READ = "/api/course/v1/batch/read/b-1"


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def server(bench: Bench) -> Iterator[Wire]:
    with wire(bench) as found:
        yield found


@pytest.fixture
def sunbird(server: Wire) -> Iterator[Sunbird]:
    clock = StillClock()
    http = Http(ServerRow("s", "S", "sunbird", server.url, "key", channel="ch"), clock)
    yield Sunbird(http, clock)
    http.close()


def about(content_id: str) -> Message:
    place = Place("do_1", "b-1", content_id)
    return Message(f"m-{content_id}", "progress", place, "state", {**BODY, "contentId": content_id}, START)


def test_many_contents_go_in_one_update_and_each_has_its_word(sunbird: Sunbird, server: Wire, bench: Bench) -> None:
    bench.answers[UPDATE] = Said(
        envelope({"do_a": "SUCCESS", "NOT_A_ON_GOING_BATCH": ["do_b"], "BATCH_NOT_EXISTS": ["do_c"]})
    )
    receipts = sunbird.push(USER, [about(c) for c in ("do_a", "do_b", "do_c", "do_d")])
    assert len(server.asked) == 1
    assert [c["contentId"] for c in server.asked[0].json["request"]["contents"]] == ["do_a", "do_b", "do_c", "do_d"]
    assert receipts["m-do_a"].accepted
    assert receipts["m-do_b"].reason == RefusalReason.BATCH_ENDED
    assert receipts["m-do_c"].reason == RefusalReason.NO_BATCH
    assert "m-do_d" not in receipts, "no word on it"


def test_silence_about_a_single_one_is_looked_into(sunbird: Sunbird, bench: Bench) -> None:
    bench.answers[UPDATE] = Said(envelope({}))
    bench.answers[READ] = Said(envelope({"response": {"batchId": "b-1", "status": 2}}))
    receipt = sunbird.push(USER, [about("do_a")])["m-do_a"]
    assert (receipt.accepted, receipt.reason) == (False, RefusalReason.BATCH_ENDED)


def test_a_request_turned_down_whole_is_divided_by_the_machine(sunbird: Sunbird, bench: Bench) -> None:
    bench.answers[UPDATE] = fault("contentId is mandatory")
    with pytest.raises(Refused):
        sunbird.push(USER, [about("do_a"), about("do_b")])


def answered(**more: object) -> Statement:
    body = {
        "answered": 2,
        "correct": 1,
        "total": 2,
        "completed": True,
        "answers": {"q1": ["0"], "q2": ["1", "2"]},
        "right": ["q1"],
        **more,
    }
    place = Place("do_1", "b-1", "do_quiz")
    return Statement("s-1", StatementKind.STATEMENT, Verb.ANSWERED, place, body, "here", 1, "1", START, START, "boot")


def frozen(sunbird: Sunbird, statement: Statement) -> Message:
    item = Item("key", "progress", statement.place, ("answered",), ItemState.WAITING, START)
    kind, body = sunbird.compose(item, [statement], None, None)
    return Message("m", "progress", statement.place, kind, body, START)


def test_an_attempt_keeps_its_id_however_often_it_is_sent(sunbird: Sunbird, server: Wire, bench: Bench) -> None:
    bench.answers[UPDATE] = Said(envelope({"do_quiz": "SUCCESS"}))
    message = frozen(sunbird, answered())
    assert message.kind == "result"
    for _ in range(2):
        assert sunbird.push(USER, [message])["m"].accepted
    first, second = (asked.json["request"]["assessments"] for asked in server.asked)
    assert first == second
    [attempt] = first
    assert attempt["assessmentTs"] == int(START.timestamp() * 1000)
    assert (attempt["userId"], attempt["contentId"], len(attempt["attemptId"])) == ("u-1", "do_quiz", 32)
    assert [(e["eid"], e["edata"]["item"]["id"], e["edata"]["pass"]) for e in attempt["events"]] == [
        ("ASSESS", "q1", "Yes"),
        ("ASSESS", "q2", "No"),
    ]
    assert attempt["events"][1]["edata"]["resvalues"] == [{"value": "1"}, {"value": "2"}]
    assert "attempts" not in server.asked[0].json["request"]["contents"][0]


def test_a_clock_set_right_meanwhile_makes_no_other_attempt(sunbird: Sunbird) -> None:
    from dataclasses import replace

    one = answered()
    again = replace(one, at=START - timedelta(days=365))
    ids = [frozen(sunbird, s).body["attempts"][0]["id"] for s in (one, again)]
    assert ids[0] == ids[1]
    other = frozen(sunbird, replace(one, id="s-2")).body["attempts"][0]["id"]
    assert other != ids[0]


def test_the_session_is_kept_alive_through_the_gateway(sunbird: Sunbird, server: Wire, bench: Bench) -> None:
    fresh = {"access_token": "new", "refresh_token": "next", "expires_in": 600}
    bench.answers[REFRESH] = Said(envelope(fresh))
    assert sunbird.refresh(TOKENS).access == "new"
    assert server.asked[0].headers["authorization"] == "bearer key"
    bench.answers[REFRESH] = fault("invalid_grant")
    with pytest.raises(SignedOut):
        sunbird.refresh(TOKENS)
    bench.answers[REFRESH] = Said({"x": 1}, 404)
    with pytest.raises(ServerFault):
        sunbird.refresh(TOKENS)


def test_a_course_is_joined_in_its_open_batch(sunbird: Sunbird, server: Wire, bench: Bench) -> None:
    rows = [{"batchId": "b-0", "status": 2}, {"batchId": "b-1", "status": 1}]
    bench.answers["/api/course/v1/batch/list"] = Said(envelope({"response": {"content": rows}}))
    bench.answers["/api/course/v1/enrol"] = Said(envelope({"response": "SUCCESS"}))
    assert sunbird.enrol(USER, "do_1").batch.id == "b-1"
    assert server.asked[-1].json["request"] == {"courseId": "do_1", "batchId": "b-1", "userId": "u-1"}
    bench.answers["/api/course/v1/enrol"] = fault("USER_ALREADY_ENROLLED_COURSE")
    bench.answers[V2] = Said(envelope({"courses": [enrolled()]}))
    assert sunbird.enrol(USER, "do_1").batch.id == "b-1"


def test_a_server_without_plans_assigns_nothing(sunbird: Sunbird) -> None:
    assert sunbird.plan(USER) is None, "what is known here stands"


def test_an_attempt_is_not_taken_for_known_because_its_contents_row_is(
    sunbird: Sunbird, server: Wire, bench: Bench
) -> None:
    """Another laptop was here later: the row says more than the message, and nothing of this attempt."""
    message = frozen(sunbird, answered())
    seen = ServerState("do_1", "b-1", "do_quiz", 2, 100.0, {"current": ["2"]}, START + timedelta(hours=1), START)
    assert not sunbird.is_settled(message, seen)
    out = sunbird.rebase(message, seen)
    bench.answers[UPDATE] = Said(envelope({}))
    assert sunbird.push(USER, [out])["m"].accepted
    request = server.asked[0].json["request"]
    assert request["contents"] == []
    assert [attempt["attemptId"] for attempt in request["assessments"]] == [message.body["attempts"][0]["id"]]
    assert "stands" not in message.body, "what is frozen stays as it is"
