"""The judge itself: what it calls lost, doubled, and neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.soak.acts import ANSWERED, JOINED, WATCHED, Act, ActLog, read
from tests.soak.oracle import Held, Row, Verdict, Write, judge


def act(name: str, **more: Any) -> Act:
    """Half a film, at its first second, recorded: unless something else is said."""
    usual = {"device": "a", "kind": WATCHED, "course": "c", "resource": "r", "share": 0.5, "mark": "1.0"}
    return Act(name, **{**usual, "is_recorded": True, **more})


def held(*writes: tuple[int, float, str], joined: int = 1, row: tuple[int, float, str] | None = None) -> Held:
    done = [Write("c", "r", status, percentage, {"current": [mark]}) for status, percentage, mark in writes]
    last = row or (writes[-1] if writes else None)
    rows = {("c", "r"): Row(last[0], last[1], {"current": [last[2]]})} if last else {}
    return Held(done, rows, Counter({"c": joined} if joined else {}), Counter({"c": joined} if joined else {}))


def counts(acts: Sequence[Act], found: Held) -> tuple[int, int]:
    verdict: Verdict = judge(acts, found)
    return len(verdict.lost), len(verdict.doubled)


def test_what_arrived_once_is_neither() -> None:
    assert counts([act("1"), act("2", share=1.0, mark="2.0", at=9)], held((1, 50.0, "1.0"), (2, 100.0, "2.0"))) == (
        0,
        0,
    )


def test_an_act_without_a_row_or_an_enrolment_is_lost() -> None:
    assert counts([act("1")], held()) == (1, 0)
    joining = act("1", kind=JOINED, resource="")
    assert counts([joining], held(joined=0)) == (1, 0)
    assert counts([joining], held()) == (0, 0)


def test_less_than_was_reached_is_lost() -> None:
    assert counts([act("1", share=0.6)], held((1, 50.0, "1.0"))) == (1, 0)
    assert counts([act("1", share=1.0)], held((1, 99.0, "1.0"))) == (1, 0)


def test_what_was_never_said_to_be_recorded_may_be_there_or_not() -> None:
    killed = act("2", share=1.0, mark="2.0", at=9, is_recorded=False)
    assert counts([act("1"), killed], held((1, 50.0, "1.0"))) == (0, 0)
    assert counts([act("1"), killed], held((2, 100.0, "2.0"))) == (0, 0)


def test_an_older_place_over_the_newest_is_lost_unless_the_clocks_could_not_know() -> None:
    older, newer = act("1", at=0), act("2", device="b", mark="2.0", at=60)
    won = held((1, 50.0, "1.0"))
    assert counts([older, newer], won) == (1, 0)
    assert counts([older, act("2", device="b", mark="2.0", at=2)], won) == (0, 0)
    assert counts([act("1", at=0, is_certain=False), newer], won) == (0, 0)
    assert counts([older, act("2", mark="2.0", at=2)], won) == (1, 0), "one laptop knows its own order"


def test_a_completion_that_was_taken_back_is_lost() -> None:
    assert counts([act("1", share=1.0)], held((2, 100.0, "1.0"), (1, 50.0, "1.0"), row=(2, 50.0, "1.0"))) == (1, 0)


def test_the_same_state_twice_is_doubled_unless_it_was_done_twice() -> None:
    twice = held((1, 50.0, "1.0"), (1, 50.0, "1.0"))
    assert counts([act("1")], twice) == (0, 1)
    assert counts([act("1"), act("2", at=9)], twice) == (0, 0)
    assert counts([act("1")], held((1, 50.0, "1.0"), (1, 60.0, "1.0"))) == (0, 0)


def test_more_joinings_than_one_and_more_attempts_than_were_made_are_doubled() -> None:
    assert counts([act("1")], held((1, 50.0, "1.0"), joined=2)) == (0, 2)
    found = held((2, 100.0, "3"))
    found.attempts["r"] = 2
    assert counts([act("1", kind=ANSWERED, share=1.0, mark="3")], found) == (0, 1)


def test_a_log_is_read_as_far_as_it_was_written() -> None:
    log = ActLog()
    first, second, third = act("1", is_recorded=False), act("2", is_recorded=False), act("3", is_recorded=False)
    log.intend(first)
    log.recorded(first)
    log.intend(second)
    log.void(second)
    log.unsure()
    log.intend(third)
    assert [(a.id, a.is_recorded, a.is_certain) for a in log.acts()] == [("1", True, False), ("3", False, True)]
    assert read(['{"said": "inten']) == []
