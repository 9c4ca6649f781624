"""One passphrase however it is typed, and an honest hint how hard it is to guess."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.services.passphrase import LEAST_LETTERS, Strength, prepared, strength


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("", Strength.SHORT),
        ("neem 12", Strength.SHORT),
        ("  a  b  c ", Strength.SHORT),
        ("12345678", Strength.WEAK),
        ("9876543210", Strength.WEAK),
        ("15-08-1947", Strength.WEAK),
        ("qwertyuiop", Strength.WEAK),
        ("Password123", Strength.WEAK),
        ("KarmaDesk 2026", Strength.WEAK),
        ("aaaa aaaa aaaa aaaa", Strength.WEAK),
        ("sunita1990", Strength.WEAK),
        ("well neem cloud", Strength.FAIR),
        ("internationalisation", Strength.FAIR),
        ("neem bicycle cloud seven", Strength.GOOD),
        ("k8#fT2pLq9zR!xWv", Strength.GOOD),
        ("नीम साइकिल बादल सात", Strength.GOOD),
        ("नीम का पेड़", Strength.WEAK),
    ],
)
def test_a_passphrase_is_called_what_it_is(typed: str, expected: Strength) -> None:
    assert strength(typed) is expected


@given(st.text(alphabet=st.sampled_from("aß ि7\u0958"), max_size=12))
def test_only_what_is_too_short_is_called_too_short(typed: str) -> None:
    assert (strength(typed) is Strength.SHORT) == (len(prepared(typed)) < LEAST_LETTERS)


@given(st.text())
def test_preparing_twice_changes_nothing_more(typed: str) -> None:
    assert prepared(prepared(typed)) == prepared(typed)


@given(st.text(alphabet="क़ख़ड़नीमपेड़ éàü", min_size=1))
def test_two_keyboards_write_the_same_passphrase(typed: str) -> None:
    assert prepared(unicodedata.normalize("NFD", typed)) == prepared(unicodedata.normalize("NFC", typed))


def test_half_a_letter_from_a_broken_keyboard_is_no_bug() -> None:
    assert prepared("neem \ud83d tree") == "neem ? tree"
