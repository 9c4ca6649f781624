"""What a learner's laptops tell each other inside the server's row: nothing watched is forgotten, nothing invented."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.learning.intervals import snapped, union
from karmadesk.learning.shared import KEY, covers, heard, told, with_both
from karmadesk.model import Json, Watched
from tests.learning.strategies import watched

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
one_version = watched.map(lambda row: replace(row, version=1.0, spent=(("laptop", row.furthest_ms),)))


def details(row: Watched) -> dict[str, Json]:
    """As they come back over the wire."""
    said = told(row)
    found: dict[str, Json] = json.loads(json.dumps({"max_size": 1, **({KEY: said} if said else {})}))
    return found


@given(one_version)
def test_what_was_told_is_heard(row: Watched) -> None:
    back = heard("do_1", details(row), NOW)
    if not row.intervals:
        assert back is None
    else:
        assert back is not None
        assert back.intervals == snapped(row.intervals)
        assert (back.duration_ms, back.position_ms, back.spent) == (row.duration_ms, row.position_ms, row.spent)


@given(one_version, one_version, one_version)
def test_joining_in_the_servers_row_needs_no_order(one: Watched, two: Watched, three: Watched) -> None:
    a, b, c = details(one), details(two), details(three)

    def both(left: dict[str, Json], right: dict[str, Json]) -> dict[str, Json]:
        return dict(with_both("do_1", left, right, NOW))

    def seen(row: dict[str, Json]) -> Any:
        back = heard("do_1", row, NOW)
        return None if back is None else (snapped(back.intervals), back.spent)

    assert seen(both(a, b)) == seen(both(b, a))
    assert seen(both(a, a)) == seen(a)
    joined_all = seen(both(both(a, b), c))
    assert covers("do_1", both(both(a, b), c), a, NOW)
    assert covers("do_1", both(both(a, b), c), c, NOW)
    if joined_all is not None:
        whole = union(union(one.intervals, two.intervals), three.intervals)
        reached = heard("do_1", both(both(a, b), c), NOW)
        assert reached is not None
        assert union(reached.intervals, whole) == reached.intervals or joined_all[0] == snapped(reached.intervals)


def test_two_laptops_that_watched_different_halves_have_watched_it_all() -> None:
    first = Watched("do_1", 1.0, 120_000, ((0, 60_000),), 60_000, 60_000, "", spent=(("a", 60_000),))
    second = Watched("do_1", 1.0, 120_000, ((60_000, 120_000),), 120_000, 120_000, "", spent=(("b", 70_000),))
    both = heard("do_1", with_both("do_1", details(first), details(second), NOW), NOW)
    assert both is not None
    assert both.intervals == ((0, 120_000),)
    assert both.spent_ms == 130_000
    assert not covers("do_1", details(first), details(second), NOW)


def test_a_clock_from_the_future_moves_no_position() -> None:
    row = Watched("do_1", 1.0, 120_000, ((0, 60_000),), 60_000, 60_000, "095617584000000.00000.other")
    back = heard("do_1", details(row), NOW)
    assert back is not None
    assert back.position_clock == ""


@pytest.mark.parametrize(
    "said",
    [
        None,
        "text",
        {},
        {"version": "x", "length": 1, "seen": []},
        {"version": 1, "length": -1, "seen": []},
        {"version": 1, "length": 10**12, "seen": []},
        {"version": 1, "length": True, "seen": []},
        {"version": 1, "length": 5, "seen": [[0]]},
        {"version": 1, "length": 5, "seen": [[0, "5"]]},
        {"version": 1, "length": 5, "seen": [[0, 5]] * 500},
        {"version": 1, "length": 5, "seen": "0-5"},
    ],
)
def test_nonsense_of_a_server_is_not_heard(said: Json) -> None:
    assert heard("do_1", {KEY: said}, NOW) is None
    assert with_both("do_1", {"max_size": 1}, {KEY: said}, NOW) == {"max_size": 1}


@given(st.dictionaries(st.text(max_size=3), st.one_of(st.integers(), st.text(max_size=3), st.booleans()), max_size=4))
def test_counters_that_make_no_sense_count_nothing(spent: dict[str, Json]) -> None:
    back = heard("do_1", {KEY: {"version": 1, "length": 9, "seen": [[0, 9]], "spent": spent}}, NOW)
    assert back is not None
    assert all(device and ms >= 0 for device, ms in back.spent)


def test_scattered_watching_is_kept_to_oneself() -> None:
    spans = tuple((n * 5000, n * 5000 + 1000) for n in range(201))
    assert told(Watched("do_1", 1.0, 2_000_000, spans)) is None
