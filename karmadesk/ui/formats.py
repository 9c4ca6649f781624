"""Numbers, sizes, times and dates as the language that is shown writes them, always with what they mean."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from karmadesk.services.views import Due
from karmadesk.ui.i18n import translate

KILO, MEGA, GIGA = 10**3, 10**6, 10**9


def number(value: int) -> str:
    """Grouped as in India: 12,34,567."""
    return QLocale().toString(value)


def percent(fraction: float) -> str:
    """Whole per cent; 100 only when it is all, 0 only when it is nothing."""
    whole = round(fraction * 100)
    if whole == 100 and fraction < 1:
        whole = 99
    if whole == 0 and fraction > 0:
        whole = 1
    return translate("Formats", "{n} %").format(n=whole)


def size(size_bytes: int) -> str:
    """86 MB, 1.4 GB, 12 KB."""
    if size_bytes >= GIGA:
        return translate("Formats", "{n} GB").format(n=QLocale().toString(size_bytes / GIGA, "f", 1))
    if size_bytes >= MEGA:
        digits = 1 if size_bytes < 10 * MEGA else 0
        return translate("Formats", "{n} MB").format(n=QLocale().toString(size_bytes / MEGA, "f", digits))
    return translate("Formats", "{n} KB").format(n=number(max(1, round(size_bytes / KILO)) if size_bytes else 0))


def duration(seconds: float) -> str:
    """1 h 10 min, 40 min, 30 s; "" for an unknown length."""
    whole = round(seconds)
    if whole <= 0:
        return ""
    if whole < 60:
        return translate("Formats", "{s} s").format(s=whole)
    hours, minutes = divmod(round(whole / 60), 60)
    parts = (
        translate("Formats", "%n h", "", hours) if hours else "",
        translate("Formats", "{m} min").format(m=minutes) if minutes else "",
    )
    return " ".join(part for part in parts if part)


def moment(milliseconds: int) -> str:
    """A position in a recording: 02:13, 1:02:13."""
    minutes, seconds = divmod(max(0, milliseconds) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def day(at: datetime) -> str:
    """21 November, and the year where it is not this one, on this laptop's calendar."""
    local = at.astimezone()
    pattern = "d MMMM" if local.year == datetime.now().astimezone().year else "d MMMM yyyy"
    return QLocale().toString(QDate(local.year, local.month, local.day), pattern)


def day_and_time(at: datetime) -> str:
    """21 Nov, 17:42."""
    local = at.astimezone()
    when = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
    return QLocale().toString(when, "d MMM, HH:mm")


def time_by(at: datetime) -> str:
    """17:43: the whole minute by which a moment has passed, on this laptop's clock."""
    local = (at + timedelta(seconds=59)).astimezone()
    return QLocale().toString(QTime(local.hour, local.minute), "HH:mm")


def due(state: Due, days: int) -> str:
    """Due in 6 days, Due today, Overdue by 2 days; "" without a date."""
    if state is Due.NONE:
        return ""
    if days < 0:
        return translate("Formats", "Overdue by %n day(s)", "", -days)
    if days == 0:
        return translate("Formats", "Due today")
    return translate("Formats", "Due in %n day(s)", "", days)


def financial_year(first_year: int) -> str:
    """2026–27."""
    return f"{first_year}–{(first_year + 1) % 100:02}"


def joined(*parts: str) -> str:
    """The parts that are not empty, with a middle dot between them."""
    return " · ".join(part for part in parts if part)


def language_name(name: str) -> str:
    """A content language (its English name, any case) in the language's own script; as it came when unknown."""
    known = {"hindi": QLocale.Language.Hindi, "english": QLocale.Language.English}
    found = known.get(name.strip().lower())
    if found is QLocale.Language.English:
        return "English"
    return QLocale(found).nativeLanguageName() if found is not None else name
