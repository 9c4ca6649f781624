"""The code on the telephone says exactly what was put in, and notices what was heard wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.errors import MistypedCode
from karmadesk.services import support_code
from karmadesk.services.support_code import (
    ALPHABET,
    CHECKS,
    DAYS,
    DISK_GB,
    OUTBOX,
    PLATFORMS,
    Condition,
    class_of,
    class_words,
    decode,
    encode,
)


def classes(ends: tuple[float, ...]) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, len(ends))


CONDITIONS = st.builds(
    Condition,
    version=st.tuples(st.integers(0, 7), st.integers(0, 31), st.integers(0, 15)),
    platform=st.sampled_from(PLATFORMS),
    failed=st.frozensets(st.sampled_from(CHECKS)),
    disk=classes(DISK_GB),
    outbox=classes(OUTBOX),
    days=classes(DAYS),
)
PLAIN = Condition((0, 1, 0), "linux-x11", frozenset({"keys", "server"}), 3, 1, 4)


@given(CONDITIONS)
def test_what_is_written_is_read(condition: Condition) -> None:
    code = encode(condition)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert decode(code) == condition


def test_a_code_stays_readable_for_good() -> None:
    assert encode(PLAIN) == "2086-0413-50C3"
    assert decode("2086-0413-50C3") == PLAIN


def test_a_code_may_be_written_as_people_write() -> None:
    assert decode("2o86 o4l3-5oc3") == decode("2086O4I350C3") == PLAIN


def letters(code: str) -> list[str]:
    return list(code.replace("-", ""))


@given(CONDITIONS, st.data())
def test_one_or_two_wrong_characters_are_noticed(condition: Condition, data: st.DataObject) -> None:
    typed = letters(encode(condition))
    for place in data.draw(st.sets(st.integers(0, 11), min_size=1, max_size=2)):
        typed[place] = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != typed[place]]))
    with pytest.raises(MistypedCode):
        decode("".join(typed))


@given(CONDITIONS, st.integers(0, 11), st.integers(0, 11))
def test_two_that_changed_places_are_noticed(condition: Condition, one: int, other: int) -> None:
    typed = letters(encode(condition))
    if typed[one] == typed[other]:
        assert decode("".join(typed)) == condition
        return
    typed[one], typed[other] = typed[other], typed[one]
    with pytest.raises(MistypedCode):
        decode("".join(typed))


@pytest.mark.parametrize("typed", ["", "2086-0413-50C", "2086-0413-50C33", "2086-0413-50CU", "२०८६-0413-50C3"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(MistypedCode):
        decode(typed)


def test_a_newer_form_is_not_misread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support_code, "FORM", 2)
    newer = encode(PLAIN)
    monkeypatch.undo()
    with pytest.raises(MistypedCode):
        decode(newer)


def test_a_large_version_is_written_as_the_largest() -> None:
    assert decode(encode(Condition((9, 40, 99), "other", frozenset(), None, None, None))).version == (7, 31, 15)


def test_there_is_room_to_grow_and_the_order_of_checks_is_for_good() -> None:
    assert sum(field.bits for field in support_code._LAYOUT) == support_code.DATA * support_code.SYMBOL_BITS
    assert len(CHECKS) < support_code._FAILED.bits
    assert len(PLATFORMS) < 1 << support_code._PLATFORM.bits
    for ends, field in (
        (DISK_GB, support_code._DISK),
        (OUTBOX, support_code._OUTBOX),
        (DAYS, support_code._DAYS),
    ):
        assert len(ends) < field.most, "the last number means that nothing is known"
    assert CHECKS[:8] == ("vlc", "qtmultimedia", "keys", "disk", "flushes", "shelf", "catalogue", "learner")
    assert CHECKS[8:15] == ("clock", "server", "proxy", "fonts", "policy", "log", "versions")


@pytest.mark.parametrize(
    "value, words", [(0, "0 items"), (1, "0–5 items"), (5, "0–5 items"), (501, "more than 500 items")]
)
def test_figures_are_told_as_classes(value: float, words: str) -> None:
    assert class_words(class_of(value, OUTBOX), OUTBOX, "items") == words


def test_what_is_not_known_is_told_so() -> None:
    assert class_words(class_of(None, DAYS), DAYS, "days") == "not known"
