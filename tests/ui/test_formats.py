"""Numbers, sizes and times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from karmadesk.services.views import Due
from karmadesk.ui import formats
from karmadesk.ui.i18n import Languages


@pytest.fixture(autouse=True)
def english(application: QApplication, translations: object) -> Languages:
    from pathlib import Path

    assert isinstance(translations, Path)
    languages = Languages(translations, {})
    languages.show("en")
    return languages


def test_numbers_are_grouped_as_in_india() -> None:
    assert formats.number(1234567) == "12,34,567"


@pytest.mark.parametrize(
    "size_bytes, words",
    [
        (0, "0 KB"),
        (1, "1 KB"),
        (900_000, "900 KB"),
        (2_345_678, "2.3 MB"),
        (86_400_000, "86 MB"),
        (3_100_000_000, "3.1 GB"),
    ],
)
def test_sizes(size_bytes: int, words: str) -> None:
    assert formats.size(size_bytes) == words


@pytest.mark.parametrize(
    "seconds, words",
    [(0, ""), (30, "30 s"), (90, "2 min"), (3600, "1 h"), (4200, "1 h 10 min"), (3570, "1 h")],
)
def test_durations(seconds: float, words: str) -> None:
    assert formats.duration(seconds) == words


@pytest.mark.parametrize("ms, words", [(0, "00:00"), (133_999, "02:13"), (3_733_000, "1:02:13"), (-5, "00:00")])
def test_moments(ms: int, words: str) -> None:
    assert formats.moment(ms) == words


@pytest.mark.parametrize("fraction, words", [(0, "0 %"), (0.001, "1 %"), (0.58, "58 %"), (0.999, "99 %"), (1, "100 %")])
def test_only_all_is_a_hundred_per_cent_and_only_nothing_is_none(fraction: float, words: str) -> None:
    assert formats.percent(fraction) == words


def test_due_dates_are_counted_in_days() -> None:
    assert formats.due(Due.SOON, 6) == "Due in 6 days"
    assert formats.due(Due.SOON, 1) == "Due in 1 day"
    assert formats.due(Due.SOON, 0) == "Due today"
    assert formats.due(Due.OVERDUE, -2) == "Overdue by 2 days"
    assert formats.due(Due.NONE, 0) == ""


def test_dates_are_named_in_the_language(english: Languages) -> None:
    at = datetime(2024, 1, 21, 12, 0, tzinfo=UTC)
    assert formats.day(at) == "21 January 2024"
    english.show("hi")
    assert formats.day(at) == "21 जनवरी 2024"
    assert QLocale().language() == QLocale.Language.Hindi
    english.show("en")


def test_a_financial_year_spans_two() -> None:
    assert formats.financial_year(2026) == "2026–27"
    assert formats.financial_year(2099) == "2099–00"


def test_a_content_language_is_named_in_its_own_script() -> None:
    assert formats.language_name("hindi") == "हिन्दी"
    assert formats.language_name("English") == "English"
    assert formats.language_name("Bodo") == "Bodo"
