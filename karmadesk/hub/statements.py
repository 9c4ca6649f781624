"""xAPI 1.0.3 statements: whether one is well formed, checked as strictly as the specification asks by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

Json = dict[str, Any]
Check = Callable[[Any], None]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_MAILBOX = re.compile(r"mailto:[^\s@<>\"]+@[^\s@<>\"]+")
_SHA1 = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)
_SHA2 = re.compile(r"[0-9a-f]{56,128}", re.IGNORECASE)
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;.*)?")
_VERSION = re.compile(r"1\.0(\.\d{1,6})?")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?([Zz]|[+-]\d\d(:?\d\d)?)?")
_DURATION = re.compile(
    r"P(?!$)(\d+([.,]\d+)?W|(\d+([.,]\d+)?Y)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?D)?"
    r"(T(?=\d)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?)"
)
_INTERACTIONS = frozenset(
    (
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "matching",
        "performance",
        "sequencing",
        "likert",
        "numeric",
        "other",
    )
)
_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


class StatementError(Exception):
    """A statement that is none; the message says where and why."""

    def __init__(self, why: str, where: str = "") -> None:
        super().__init__(f"{where}: {why}" if where else why)
        self.why = why
        self.where = where

    def below(self, name: str | int) -> StatementError:
        """The same, told by what holds the part that is wrong."""
        here = f"[{name}]" if isinstance(name, int) else name
        dot = "." if self.where and not self.where.startswith("[") else ""
        return StatementError(self.why, f"{here}{dot}{self.where}")


def check(statement: object) -> None:
    """Raise StatementError unless this is a statement that may be kept."""
    _whole(statement)
    assert isinstance(statement, dict)
    _check_context(statement)


def check_all(given: list[Any]) -> None:
    """Raise StatementError for the first of these that may not be kept."""
    _list_of(check)(given)


def is_uuid(text: object) -> bool:
    """Whether this is a UUID as statements carry it."""
    return isinstance(text, str) and _UUID.fullmatch(text) is not None


def moment(text: str) -> int | None:
    """The milliseconds since 1970 that a timestamp names; None if it names none. Without a zone it is UTC."""
    if _MOMENT.fullmatch(text) is None or text.endswith(("-00:00", "-0000", "-00")):
        return None
    plain = text.upper().replace(",", ".").replace("Z", "+00:00")
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return None
    at = found if found.tzinfo is not None else datetime.fromisoformat(plain + "+00:00")
    return math.floor(at.timestamp() * 1000)


def _check_context(statement: Json) -> None:
    """What one part of a statement means for another."""
    context = statement.get("context")
    is_activity = statement["object"].get("objectType", "Activity") == "Activity"
    if context and not is_activity and ("revision" in context or "platform" in context):
        raise StatementError("revision and platform are said of an Activity only", "context")
    if statement["verb"]["id"] == VOIDED and statement["object"].get("objectType") != "StatementRef":
        raise StatementError("a voided statement is named by a StatementRef", "object")


VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def _is(kind: type | tuple[type, ...], what: str) -> Check:
    def look(value: Any) -> None:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise StatementError(f"must be {what}")

    return look


def _like(pattern: re.Pattern[str], what: str) -> Check:
    def look(value: Any) -> None:
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            raise StatementError(f"must be {what}")

    return look


_text = _is(str, "a string")
_flag = _is(bool, "true or false")
_iri = _like(_IRI, "an IRI")
_uuid = _like(_UUID, "a UUID")


def _number(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise StatementError("must be a number")


def _moment(value: Any) -> None:
    if not isinstance(value, str) or moment(value) is None:
        raise StatementError("must be an ISO 8601 timestamp")


def _languages(value: Any) -> None:
    if not isinstance(value, dict):
        raise StatementError("must be a language map")
    for name, said in value.items():
        if _LANGUAGE.fullmatch(name) is None:
            raise StatementError(f"{name!r} is no language")
        if not isinstance(said, str):
            raise StatementError("must be a string", name)


def _extensions(value: Any) -> None:
    if not isinstance(value, dict):
        raise StatementError("must be an object")
    for name in value:
        _iri(name)


def _one_of(values: frozenset[str]) -> Check:
    def look(value: Any) -> None:
        if not isinstance(value, str) or value not in values:
            raise StatementError(f"must be one of {', '.join(sorted(values))}")

    return look


def _object(value: Any, *, parts: Mapping[str, Check], required: tuple[str, ...] = ()) -> None:
    """An object of these parts and no others; a null is no part."""
    if not isinstance(value, dict):
        raise StatementError("must be an object")
    for name, part in value.items():
        look = parts.get(name)
        if look is None:
            raise StatementError(f"has no property {name!r}")
        try:
            look(part)
        except StatementError as problem:
            raise problem.below(name) from None
    for name in required:
        if name not in value:
            raise StatementError(f"must have {name!r}")


def _list_of(look: Check) -> Check:
    def look_at_all(value: Any) -> None:
        if not isinstance(value, list):
            raise StatementError("must be a list")
        for place, one in enumerate(value):
            try:
                look(one)
            except StatementError as problem:
                raise problem.below(place) from None

    return look_at_all


_account = partial(_object, parts={"homePage": _iri, "name": _text}, required=("homePage", "name"))
_WHO: dict[str, Check] = {
    "objectType": _one_of(frozenset(("Agent", "Group"))),
    "name": _text,
    "mbox": _like(_MAILBOX, "a mailto address"),
    "mbox_sha1sum": _like(_SHA1, "40 hexadecimal digits"),
    "openid": _iri,
    "account": _account,
}


def _agent(value: Any) -> None:
    _object(value, parts=_WHO)
    if value.get("objectType", "Agent") != "Agent" or _identified(value) != 1:
        raise StatementError(f"must be an Agent with exactly one of {', '.join(_IDENTIFIERS)}")


def _group(value: Any) -> None:
    _object(value, parts={**_WHO, "member": _list_of(_agent)}, required=("objectType",))
    if value["objectType"] != "Group" or _identified(value) > 1:
        raise StatementError(f"must be a Group with one of {', '.join(_IDENTIFIERS)} at most")
    if not _identified(value) and not value.get("member"):
        raise StatementError("a Group without an identifier must have members")


def _identified(value: Json) -> int:
    return sum(name in value for name in _IDENTIFIERS)


def _who(value: Any) -> None:
    (_group if isinstance(value, dict) and value.get("objectType") == "Group" else _agent)(value)


_component = partial(_object, parts={"id": _text, "description": _languages}, required=("id",))
_DEFINITION: dict[str, Check] = {
    "name": _languages,
    "description": _languages,
    "type": _iri,
    "moreInfo": _iri,
    "extensions": _extensions,
    "interactionType": _one_of(_INTERACTIONS),
    "correctResponsesPattern": _list_of(_text),
    **{name: _list_of(_component) for name in ("choices", "scale", "source", "target", "steps")},
}
_ACTIVITY: dict[str, Check] = {
    "objectType": _one_of(frozenset(("Activity",))),
    "id": _iri,
    "definition": partial(_object, parts=_DEFINITION),
}
_activity = partial(_object, parts=_ACTIVITY, required=("id",))
_reference = partial(
    _object,
    parts={"objectType": _one_of(frozenset(("StatementRef",))), "id": _uuid},
    required=("objectType", "id"),
)


def _inner(value: Any) -> None:
    parts = {**_SAID, "object": _thing, "objectType": _text}
    _object(value, parts=parts, required=("actor", "verb", "object"))
    _check_context(value)


_THINGS: dict[str, Check] = {
    "Activity": _activity,
    "Agent": _agent,
    "Group": _group,
    "StatementRef": _reference,
}


def _thing(value: Any) -> None:
    """What a statement is about, but another statement told inside it."""
    kind = value.get("objectType", "Activity") if isinstance(value, dict) else "Activity"
    look = _THINGS.get(kind) if isinstance(kind, str) else None
    if look is None:
        raise StatementError("is not known here", "objectType")
    look(value)


def _any_thing(value: Any) -> None:
    is_inner = isinstance(value, dict) and value.get("objectType") == "SubStatement"
    (_inner if is_inner else _thing)(value)


def _score(value: Any) -> None:
    _object(value, parts=dict.fromkeys(("scaled", "raw", "min", "max"), _number))
    low, high, raw = value.get("min", -math.inf), value.get("max", math.inf), value.get("raw")
    if not -1 <= value.get("scaled", 0) <= 1:
        raise StatementError("must be from -1 to 1", "scaled")
    if low > high or ("min" in value and low == high) or (raw is not None and not low <= raw <= high):
        raise StatementError("min, raw and max are out of order")


def _activities(value: Any) -> None:
    (_list_of(_activity) if isinstance(value, list) else _activity)(value)


_RESULT: dict[str, Check] = {
    "score": _score,
    "success": _flag,
    "completion": _flag,
    "response": _text,
    "duration": _like(_DURATION, "an ISO 8601 duration"),
    "extensions": _extensions,
}
_CONTEXT: dict[str, Check] = {
    "registration": _uuid,
    "instructor": _who,
    "team": _group,
    "contextActivities": partial(
        _object, parts=dict.fromkeys(("parent", "grouping", "category", "other"), _activities)
    ),
    "revision": _text,
    "platform": _text,
    "language": _like(_LANGUAGE, "a language"),
    "statement": _reference,
    "extensions": _extensions,
}
_ATTACHMENT: dict[str, Check] = {
    "usageType": _iri,
    "display": _languages,
    "description": _languages,
    "contentType": _like(_MIME, "a media type"),
    "length": _is(int, "a whole number"),
    "sha2": _like(_SHA2, "a SHA-2 digest"),
    "fileUrl": _iri,
}
# Nothing but the statements travels here, so an attachment has to lie somewhere else.
_attachment = partial(
    _object, parts=_ATTACHMENT, required=("usageType", "display", "contentType", "length", "sha2", "fileUrl")
)
_SAID: dict[str, Check] = {
    "actor": _who,
    "verb": partial(_object, parts={"id": _iri, "display": _languages}, required=("id",)),
    "result": partial(_object, parts=_RESULT),
    "context": partial(_object, parts=_CONTEXT),
    "timestamp": _moment,
    "attachments": _list_of(_attachment),
}
_STATEMENT: dict[str, Check] = {
    **_SAID,
    "id": _uuid,
    "object": _any_thing,
    "stored": _moment,
    "authority": _who,
    "version": _like(_VERSION, "1.0 or 1.0.x"),
}
_whole = partial(_object, parts=_STATEMENT, required=("actor", "verb", "object"))
