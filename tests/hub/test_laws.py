"""Laws of merging content states (contract, section 4.2)."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from karmadesk.hub import moments
from karmadesk.hub.states import DONE, Item, merged

_MOMENTS = st.one_of(st.none(), st.integers(0, 4_000_000_000_000))
_ITEMS = st.builds(
    Item,
    content=st.just("do_2"),
    course=st.just("do_1"),
    batch=st.just("01"),
    status=st.integers(0, 2),
    progress=st.integers(0, 100),
    accessed_at=_MOMENTS,
    completed_at=_MOMENTS,
    rest=st.dictionaries(st.sampled_from(["progressdetails", "completionPercentage", "language"]), st.integers()),
)


def _row(items: list[Item]) -> dict[str, Any]:
    row: dict[str, Any] | None = None
    for sent in items:
        row = merged(row, sent, 5)
    assert row is not None
    return row


@given(st.lists(_ITEMS, min_size=1), _ITEMS)
def test_status_progress_and_times_never_go_back(before: list[Item], sent: Item) -> None:
    known = _row(before)
    after = merged(known, sent, 5)

    for name in ("status", "progress", "accessed_at"):
        assert after[name] >= known[name]
    assert (after["completed_at"] or 0) >= (known["completed_at"] or 0)


@given(st.lists(_ITEMS, min_size=1))
def test_a_completed_content_has_all_its_progress_and_a_day(items: list[Item]) -> None:
    row = _row(items)

    assert (row["status"] == DONE) == any(sent.status == DONE for sent in items)
    assert (row["completed_at"] is not None) == (row["status"] == DONE)
    if row["status"] == DONE:
        assert row["progress"] == 100


@given(st.lists(_ITEMS, min_size=1), _ITEMS)
def test_what_is_not_merged_is_as_it_was_written_last(before: list[Item], sent: Item) -> None:
    known = _row(before)

    assert merged(known, sent, 5)["last_write"] == {**known["last_write"], **sent.rest}


@given(st.lists(_ITEMS, min_size=1), _ITEMS)
def test_sending_the_same_again_changes_counts_only(before: list[Item], sent: Item) -> None:
    once = _row([*before, sent])
    twice = merged(once, sent, 5)

    assert twice["views"] == once["views"] + 1
    counts = ("views", "completions")
    assert {n: v for n, v in twice.items() if n not in counts} == {n: v for n, v in once.items() if n not in counts}


def test_an_older_write_of_a_completed_content() -> None:
    """The direction of the laws, pinned by one case."""
    done = Item("do_2", "do_1", "01", 2, 0, 200, 200, {"completionPercentage": 100.0})
    older = Item("do_2", "do_1", "01", 1, 30, 100, None, {"completionPercentage": 30.0})

    row = _row([done, older])

    assert (row["status"], row["progress"], row["accessed_at"], row["completed_at"]) == (2, 100, 200, 200)
    assert row["last_write"] == {"completionPercentage": 30.0}


def test_progress_is_nothing_on_the_first_write_that_does_not_complete() -> None:
    assert _row([Item("do_2", "do_1", "01", 1, 60, None, None, {})])["progress"] == 0


@given(st.integers(0, 4_000_000_000_000))
def test_a_moment_survives_its_spelling(at: int) -> None:
    text = moments.to_text(at)

    assert text is not None
    assert moments.of_text(text) == at


def test_a_moment_is_spelled_with_a_colon_before_the_millis() -> None:
    assert moments.to_text(1_753_189_064_335) == "2025-07-22 12:57:44:335+0000"
    assert moments.of_text("2025-07-22 18:27:44:335+0530") == 1_753_189_064_335
