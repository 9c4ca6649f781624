from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from karmadesk.model import Json, Place, ServerState, Watched
from karmadesk.statement import ALMOST, Statement, StatementKind, Verb, new_id, project
from tests.learning.strategies import watched

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PLACE = Place("do_c", "b", "do_1")


def statement(verb: Verb, at: datetime = NOW, **body: Json) -> Statement:
    return Statement("id", StatementKind.STATEMENT, verb, PLACE, body, "device", 1, "", at, at, "boot")


def server(status: int, percentage: float, **details: Json) -> ServerState:
    return ServerState("do_c", "b", "do_1", status, percentage, details, last_access_at=NOW)


@given(st.integers(0, 2), st.floats(0, 100), watched, st.floats(0, 1))
def test_what_is_shown_is_never_lower_than_any_part(
    status: int, percentage: float, local: Watched, share: float
) -> None:
    pending = [statement(Verb.PROGRESSED, fraction=share)]
    shown = project("do_1", server(status, percentage), local, pending)
    alone = [
        project("do_1", server(status, percentage), None),
        project("do_1", None, local),
        project("do_1", None, None, pending),
    ]
    assert shown.fraction >= max(part.fraction for part in alone)
    assert shown.is_completed == any(part.is_completed for part in alone)
    assert 0.0 <= shown.fraction <= 1.0


def test_a_lagging_server_list_does_not_undo_a_completion() -> None:
    local = Watched("do_1", 1.0, 60_000, ((0, 60_000),), completed_at=NOW)
    shown = project("do_1", server(1, 40.0), local)
    assert shown.is_completed
    assert shown.fraction == 1.0


def test_a_waiting_completion_counts_at_once_and_says_that_it_waits() -> None:
    shown = project("do_1", None, None, [statement(Verb.COMPLETED, fraction=1.0)])
    assert shown.is_completed
    assert shown.is_waiting
    assert shown.completed_at == NOW


def test_an_unfinished_practice_set_is_not_complete() -> None:
    assert not project("do_1", None, None, [statement(Verb.ANSWERED, completed=False, fraction=0.5)]).is_completed


def test_nothing_but_a_completion_reads_a_hundred_percent() -> None:
    assert project("do_1", server(1, 100.0), None).fraction == ALMOST


def test_somebody_elses_statement_does_not_count() -> None:
    assert project("do_2", None, None, [statement(Verb.COMPLETED)]).fraction == 0.0


def test_another_devices_position_is_taken_while_this_one_has_none() -> None:
    assert project("do_1", server(1, 40.0, current=["12.5"]), None).position_ms == 12_500
    assert project("do_1", server(1, 40.0, current=["nonsense"]), None).position_ms == 0
    here = Watched("do_1", position_ms=7_000, position_clock="1.1.a")
    assert project("do_1", server(1, 40.0, current=["12.5"]), here).position_ms == 7_000


def test_the_earlier_of_two_completions_is_shown() -> None:
    early = NOW - timedelta(days=2)
    local = Watched("do_1", completed_at=NOW)
    assert project("do_1", None, local, [statement(Verb.COMPLETED, early)]).completed_at == early


def test_ids_sort_by_time_and_are_of_version_seven() -> None:
    first, second = new_id(1_000, b"\xff" * 10), new_id(1_001, b"\x00" * 10)
    assert first < second
    assert first[14] == "7"
    assert first[19] in "89ab"
    assert len({new_id() for _ in range(1000)}) == 1000
