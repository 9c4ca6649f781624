"""Each problem is one sentence, what is safe, and what to do next, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk import errors
from karmadesk.errors import KarmaDeskError
from karmadesk.model import RefusalReason
from karmadesk.ui.i18n import Languages
from karmadesk.ui.sentences import REASONS, TROUBLES, refusal, trouble, trouble_of

ERRORS = [thing for thing in vars(errors).values() if isinstance(thing, type) and issubclass(thing, KarmaDeskError)]


@pytest.fixture(params=["en", "hi"])
def language(request: pytest.FixtureRequest, application: QApplication, translations: object) -> Iterator[str]:
    from pathlib import Path

    assert isinstance(translations, Path)
    languages = Languages(translations, {})
    languages.show(request.param)
    yield request.param
    languages.show("en")


def test_every_error_has_its_words_and_no_words_have_no_error() -> None:
    assert {error.key for error in ERRORS} == set(TROUBLES)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.key)
def test_an_error_says_what_happened_what_is_safe_and_what_to_do(error: type[KarmaDeskError], language: str) -> None:
    made = errors.Refused("batch_ended") if error is errors.Refused else error("a detail for the log")
    words = trouble_of(made)
    for sentence in (words.what, words.safe, words.step):
        assert sentence.endswith("।" if language == "hi" else ".")
        assert not re.search(r"[{}]|Traceback|Error|a detail", sentence)
    assert bool(re.search(r"[\u0900-\u097f]", str(words))) == (language == "hi")


def test_an_error_of_a_newer_version_is_told_in_general(application: QApplication) -> None:
    assert trouble("from_the_future") == trouble("error")


def test_every_refusal_has_a_reason_and_a_way_out(language: str) -> None:
    reasons = {value for name, value in vars(RefusalReason).items() if name.isupper()}
    assert set(REASONS) == reasons
    for reason in reasons:
        why, what = refusal(reason)
        assert why
        assert what
    assert refusal("newer") == refusal(RefusalReason.UNKNOWN)
