"""The gate: every screen that exists, in every look, by eye, by ear and by key."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

import pytest

from tests.access import rule_exits
from tests.access.findings import told
from tests.access.gate import LOOKS, PLAIN, Look, dress, examine, where
from tests.access.hall import Hall
from tests.access.places import PLACES, ROOTS
from tests.matrix import ALL, DAY, rows, rows_of_the_day

Case = tuple[str, Look]
EVERY: tuple[Case, ...] = tuple((name, look) for look in LOOKS for name in PLACES)
ALWAYS, TODAY = 24, 12


def cases(every: Sequence[Case]) -> dict[str, Case]:
    """A slice that is always the same, and the day's: over the days all of them have their turn."""
    chosen = {f"{name}-{look}": (name, look) for name, look in rows(every, ALWAYS)}
    if not ALL:
        day = {f"day{os.environ[DAY]}-{name}-{look}": (name, look) for name, look in rows_of_the_day(every, TODAY)}
        chosen |= {key: case for key, case in day.items() if case not in chosen.values()}
    return chosen


CASES = cases(EVERY)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_everybody_can_use_the_screen(hall: Hall, case: Case) -> None:
    name, look = case
    dress(hall, look)
    found = examine(hall, name)
    assert not found, "\n" + told(f"{name} in {look}", found)


@pytest.mark.parametrize("name", [name for name in PLACES if name not in ROOTS])
def test_escape_leaves_wherever_the_keyboard_is(hall: Hall, name: str) -> None:
    dress(hall, PLAIN)
    found = list(rule_exits.findings(partial(PLACES[name], hall), partial(where, hall)))
    assert not found, "\n" + told(name, found)


def test_the_slices_are_spread_over_everything() -> None:
    whole = set(EVERY)
    assert len(whole) == len(LOOKS) * len(PLACES)
    assert {look.language for _, look in rows(EVERY, ALWAYS)} == {"en", "hi", "qps"}
    assert {look.percent for _, look in rows(EVERY, ALWAYS)} == {100, 200}


def test_over_the_days_every_row_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.matrix.ALL", False)
    seen: set[Case] = set()
    for day in range(700_000, 700_000 + -(-len(EVERY) // TODAY)):
        monkeypatch.setenv(DAY, str(day))
        today = rows_of_the_day(EVERY, TODAY)
        assert len(today) <= TODAY
        seen |= set(today)
    assert seen == set(EVERY)
