"""Notices and the tray in words. Never who is learning; never a course's name where names are hidden."""

from __future__ import annotations

from karmadesk.services.mended import fault_of
from karmadesk.services.notices import Notice, NoticeKind
from karmadesk.services.views import StripView
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.sentences import trouble_of


def notice_words(notice: Notice) -> tuple[str, str]:
    """A title and a sentence."""
    if notice.kind is NoticeKind.FETCHED:
        return (
            translate("Notices", "Everything is fetched"),
            translate("Notices", "%n file(s) are on this laptop now and open without a network.", "", notice.count),
        )
    if notice.kind is NoticeKind.REFUSED:
        return (
            translate("Notices", "The server refused something"),
            translate("Notices", "%n item(s) are kept here; see what to do under Sent.", "", notice.count),
        )
    if notice.kind is NoticeKind.SIGNED_OUT:
        return (
            translate("Notices", "Sign in once, so that your work is sent"),
            translate("Notices", "%n item(s) wait here, safe. Learning goes on without it.", "", notice.count),
        )
    if notice.kind is NoticeKind.MENDED:
        return translate("Notices", "Your records were mended"), _mended_text(notice)
    return _due_title(notice), _due_text(notice)


def _mended_text(notice: Notice) -> str:
    fault = fault_of(notice.mended)
    return trouble_of(fault).what if fault is not None else ""


def _due_title(notice: Notice) -> str:
    if notice.days == 0:
        return translate("Notices", "A course is due today")
    if notice.days == 1:
        return translate("Notices", "A course is due tomorrow")
    return translate("Notices", "A course is due in %n day(s)", "", notice.days)


def _due_text(notice: Notice) -> str:
    others = translate("Notices", "%n more are due soon.", "", notice.count - 1) if notice.count > 1 else ""
    name = f"“{notice.name}”" if notice.name else ""
    return " ".join(part for part in (name, others) if part) or translate("Notices", "See your plan.")


def tray_words(strip: StripView) -> str:
    """What the tray's icon says when it is pointed at."""
    parts = ["KarmaDesk"]
    if strip.to_send:
        parts.append(translate("Tray", "%n to send", "", strip.to_send))
    if strip.fetching:
        parts.append(translate("Tray", "fetching %n", "", strip.fetching))
    if strip.refused:
        parts.append(translate("Tray", "%n refused", "", strip.refused))
    return formats.joined(*parts)
