"""The tree of a course as rows: a heading for each unit, a line for each lesson."""

from __future__ import annotations

from karmadesk import content
from karmadesk.model import DownloadState
from karmadesk.services.views import CourseView, ResourceRow, UnitRow
from karmadesk.ui import formats
from karmadesk.ui.course_words import kind_name
from karmadesk.ui.i18n import translate
from karmadesk.ui.rows.row import Action, Chip, Row, Shape, in_cards
from karmadesk.ui.sentences import trouble


def tree_rows(view: CourseView) -> list[Row]:
    """Every unit with its lessons, in reading order. A lesson that stands in two units is listed in both."""
    rows: list[Row] = []
    for unit in view.units:
        rows.append(_unit(unit, len(view.units)))
        rows.extend(_lesson(row) for row in unit.rows)
    return in_cards(rows)


def _unit(unit: UnitRow, count: int) -> Row:
    number = translate("Course", "Unit {n}").format(n=unit.number) if count > 1 else ""
    is_done = unit.fraction >= 1
    state = translate("Course", "Done") if is_done else formats.percent(unit.fraction)
    return Row(
        f"unit-{unit.id}",
        formats.joined(number, unit.name),
        shape=Shape.HEADING,
        chips=(Chip(state, "done" if is_done else "plain", "check" if is_done else ""),),
    )


def _lesson(row: ResourceRow) -> Row:
    kind = content.kind(row.resource.kind)
    length = formats.duration(row.resource.duration_s)
    size = formats.size(row.resource.size_bytes) if row.resource.size_bytes and not row.is_here else ""
    is_under_way = row.progress.fraction > 0 and not row.progress.is_completed
    return Row(
        id=row.resource.id,
        title=row.resource.name,
        detail=formats.joined(kind_name(kind.id), length, size),
        shape=Shape.LINE,
        icon="done" if row.progress.is_completed else kind.icon,
        icon_role="done" if row.progress.is_completed else "ink2",
        note=_failure(row),
        fraction=row.progress.fraction if is_under_way else None,
        chips=_states(row),
        actions=_actions(row),
    )


def _states(row: ResourceRow) -> tuple[Chip, ...]:
    chips = []
    if row.progress.is_waiting:
        chips.append(Chip(translate("Course", "Waiting to send"), "accent", "clock"))
    if row.progress.is_completed:
        chips.append(Chip(translate("Course", "Done"), "done", "check"))
    elif row.progress.fraction > 0:
        chips.append(Chip(formats.percent(row.progress.fraction), "brand"))
    if not row.is_here:
        chips.append(_absence(row))
    return tuple(chips)


def _failure(row: ResourceRow) -> str:
    """Why it could not be fetched."""
    if row.is_here or row.download is None or row.download.state is not DownloadState.FAILED:
        return ""
    return str(trouble(row.download.error_key, row.download.error_arguments))


def _absence(row: ResourceRow) -> Chip:
    download = row.download
    if content.kind(row.resource.kind) is content.UNSUPPORTED:
        return Chip(translate("Course", "On the portal only"), "plain", "unsupported")
    if download is None:
        return Chip(translate("Course", "Not here yet"), "plain", "download")
    if download.state is DownloadState.FAILED:
        return Chip(translate("Course", "Could not be fetched"), "alert", "warning")
    if download.state is DownloadState.PAUSED:
        return Chip(translate("Course", "Paused"), "plain", "pause")
    share = download.bytes_done / download.bytes_total if download.bytes_total else 0.0
    return Chip(translate("Course", "Fetching {share}").format(share=formats.percent(share)), "brand", "download")


def _actions(row: ResourceRow) -> tuple[Action, ...]:
    kind = content.kind(row.resource.kind)
    if kind is content.UNSUPPORTED:
        return ()
    if not row.is_here:
        if row.download is not None and row.download.state is not DownloadState.FAILED:
            return ()
        return (Action("fetch", translate("Course", "Fetch"), "download"),)
    if row.progress.is_completed:
        return (Action("open", translate("Course", "Open again")),)
    if row.progress.fraction > 0:
        return (Action("open", translate("Course", "Continue")),)
    verbs = {
        "video": translate("Course", "Watch"),
        "audio": translate("Course", "Listen"),
        "practice": translate("Course", "Practise"),
    }
    return (Action("open", verbs.get(kind.id, translate("Course", "Read"))),)
