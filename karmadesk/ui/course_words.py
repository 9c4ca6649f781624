"""Words about courses and lessons that several screens share."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

from karmadesk.services.explore import FoundCourse
from karmadesk.services.views import Due, PlanItem, Presence
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.rows.row import Action, Chip, Row
from karmadesk.ui.theme.tokens import Tone

DUE_TONES: dict[Due, Tone] = {Due.NONE: "plain", Due.LATER: "plain", Due.SOON: "accent", Due.OVERDUE: "alert"}


def kind_name(kind: str) -> str:
    """What a content kind is called."""
    names = {
        "video": translate("Kinds", "Video"),
        "audio": translate("Kinds", "Audio"),
        "document": translate("Kinds", "Document"),
        "article": translate("Kinds", "Article"),
        "practice": translate("Kinds", "Practice"),
        "unsupported": translate("Kinds", "Can't be shown here yet"),
    }
    return names.get(kind, names["unsupported"])


def seed_of(course_id: str) -> int:
    """A number that is always the same for a course: its colour where it has no picture."""
    return crc32(course_id.encode())


def due_words(due: Due, days: int, *, is_apar: bool) -> str:
    """Due in 6 days · APAR."""
    return formats.joined(formats.due(due, days), translate("Course", "APAR") if is_apar else "")


def here_words(item: PlanItem) -> str:
    """How much of it is on this laptop."""
    if item.presence is Presence.WHOLE:
        return translate("Course", "on this laptop")
    if item.presence is Presence.FETCHING:
        return translate("Course", "being fetched")
    left = formats.size(item.fetch_bytes) if item.fetch_bytes else ""
    if item.presence is Presence.PART:
        return translate("Course", "partly here, {size} to fetch").format(size=left) if left else ""
    return translate("Course", "{size} to fetch").format(size=left) if left else ""


def plan_row(item: PlanItem) -> Row:
    """An assigned course as a card."""
    icon = (
        "program"
        if item.card.is_program
        else {"video": "play", "audio": "audio", "practice": "quiz"}.get(item.kinds[0] if item.kinds else "", "course")
    )
    return Row(
        id=item.card.id,
        title=item.card.name,
        detail=formats.joined(item.card.provider, formats.duration(item.card.duration_s), here_words(item)),
        icon=icon,
        poster=item.poster,
        seed=seed_of(item.card.id),
        fraction=1.0 if item.is_done else item.fraction,
        is_done=item.is_done,
        chips=(*_apar(item), *_state(item)),
        actions=(_first(item),),
        more=_others(item),
    )


def found_row(found: FoundCourse) -> Row:
    """A course of the catalogue as a card."""
    item = found.item
    card = item.card
    spoken = list(dict.fromkeys(formats.language_name(name) for name in (*card.languages, card.language) if name))
    is_here = item.presence is Presence.WHOLE
    size = here_words(item) if item.presence is not Presence.WHOLE and not found.is_wished else ""
    row = plan_row(item)
    return replace(
        row,
        detail=formats.joined(card.provider, formats.duration(card.duration_s), size, " / ".join(spoken)),
        fraction=row.fraction if row.fraction or found.is_assigned else None,
        chips=(
            *_standing(found),
            *((Chip(translate("Course", "On this laptop"), "plain", "disk"),) if is_here else ()),
        ),
        actions=(Action("open", translate("Course", "Open")),) if found.is_wished else row.actions,
    )


def _standing(found: FoundCourse) -> tuple[Chip, ...]:
    """What the course is to the learner, in one state."""
    if found.is_wished:
        return (Chip(translate("Course", "Fetched at the next link"), "accent", "clock"),)
    state = (*_apar(found.item), *_state(found.item))
    if not state and found.is_assigned:
        return (Chip(translate("Course", "Assigned"), "brand", "plan"),)
    return state


def _apar(item: PlanItem) -> tuple[Chip, ...]:
    return (Chip(translate("Course", "APAR"), "brand", "award"),) if item.is_apar else ()


def _state(item: PlanItem) -> tuple[Chip, ...]:
    if item.is_done and item.is_waiting:
        return (Chip(translate("Course", "Done · waiting to send"), "done", "check"),)
    if item.is_done and item.certificate_id:
        return (Chip(translate("Course", "Done · certificate here"), "done", "award"),)
    if item.is_done:
        return (Chip(translate("Course", "Done"), "done", "check"),)
    words = formats.due(item.due, item.due_days)
    return (Chip(words, DUE_TONES[item.due], "clock"),) if words else ()


def _first(item: PlanItem) -> Action:
    """The one thing that a learner most likely wants of this course now."""
    if item.is_done:
        return Action("open", translate("Course", "Open"))
    if item.presence is Presence.NONE and item.fetch_bytes:
        return Action("fetch", translate("Course", "Fetch"), "download")
    if item.fraction > 0:
        return Action("open", translate("Course", "Continue"), "play")
    if item.presence is Presence.FETCHING:
        return Action("open", translate("Course", "Open"))
    return Action("open", translate("Course", "Start"), "play")


def _others(item: PlanItem) -> tuple[Action, ...]:
    others = []
    if item.presence is Presence.NONE and not item.is_done:
        others.append(Action("open", translate("Course", "Open"), "course"))
    if item.certificate_id:
        others.append(Action("certificate", translate("Course", "View the certificate"), "award"))
    if item.presence is Presence.PART or (item.is_done and item.presence is Presence.NONE):
        others.append(Action("fetch", translate("Course", "Fetch"), "download"))
    if item.presence in (Presence.PART, Presence.WHOLE):
        others.append(Action("remove", translate("Course", "Remove from this laptop"), "remove"))
    return tuple(others)
