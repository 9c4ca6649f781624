"""What was done without a link, laid over what the hub has heard since: nothing that is there goes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from karmadesk.hub import moments
from karmadesk.hub.archive import Json
from karmadesk.hub.states import DONE

KEY = "karmadesk"

_MOST_SPANS, _MOST_DEVICES, _LONGEST_MS = 200, 50, 10**10
_A_DAY_MS = 86_400_000


def rebased(known: Mapping[Any, Any] | None, sent: Json, now: int) -> Json | None:
    """The entry as it is to be written; None when the hub has all of it already.

    Over a link the client reads before it writes. What was frozen before a long journey was composed against an older
    row: so the hub does here what the client would do.
    """
    at = min(_instant(sent.get("lastAccessTime"), now), now)
    found = {**sent, "lastAccessTime": moments.to_text(at)}
    if "lastCompletedTime" in sent:
        found["lastCompletedTime"] = moments.to_text(min(_instant(sent["lastCompletedTime"], now), now))
    if known is None:
        return found
    written: Json = known["last_write"]
    was_at = known["accessed_at"] or 0
    ours, theirs = _mapping(sent.get("progressdetails")), _mapping(written.get("progressdetails"))
    details = theirs if was_at > at else {**theirs, **ours}
    found["progressdetails"] = _with_both(details, ours, theirs, now)
    found["status"] = max(_number(sent.get("status")), known["status"])
    found["completionPercentage"] = max(
        _number(sent.get("completionPercentage")), _number(written.get("completionPercentage"))
    )
    found["lastAccessTime"] = moments.to_text(max(at, was_at))
    if "lastCompletedTime" in found and known["completed_at"] is not None:
        done_at = min(_instant(found["lastCompletedTime"], now), known["completed_at"])
        found["lastCompletedTime"] = moments.to_text(done_at)
    return None if _is_there(known, found) else found


def _is_there(known: Mapping[Any, Any], found: Json) -> bool:
    written: Json = known["last_write"]
    return bool(
        known["status"] >= found["status"]
        and _number(written.get("completionPercentage")) >= found["completionPercentage"]
        and moments.to_text(known["accessed_at"]) == found["lastAccessTime"]
        and _mapping(written.get("progressdetails")) == found["progressdetails"]
        and (found["status"] < DONE or known["completed_at"] is not None)
    )


def _with_both(details: Json, ours: Json, theirs: Json, now: int) -> Json:
    """The details with what either side tells of the watching joined in them."""
    here, there = _heard(ours, now), _heard(theirs, now)
    if here is None or there is None:
        told = theirs.get(KEY) if here is None else ours.get(KEY)
        return details if told is None else {**details, KEY: told}
    if here["version"] != there["version"]:
        both = {**max(here, there, key=lambda one: one["version"])}
    else:
        later = max(here, there, key=lambda one: (one["clock"], one["at"]))
        both = {**later, "length": max(here["length"], there["length"]), "seen": _union(here["seen"], there["seen"])}
    spent = {
        device: max(here["spent"].get(device, 0), there["spent"].get(device, 0))
        for device in sorted({*here["spent"], *there["spent"]})
    }
    if len(both["seen"]) > _MOST_SPANS or len(spent) > _MOST_DEVICES:
        return {**details, KEY: theirs[KEY]}
    rest = {name: value for name, value in both.items() if name != "spent"}
    return {**details, KEY: {**rest, "spent": spent} if spent else rest}


def _heard(details: Json, now: int) -> Json | None:
    """What a laptop told of the watching; None when it makes no sense."""
    said = details.get(KEY)
    if not isinstance(said, dict) or _whole(said.get("length")) is None:
        return None
    version, spans, spent = said.get("version"), said.get("seen"), said.get("spent", {})
    if isinstance(version, bool) or not isinstance(version, int | float):
        return None
    if not isinstance(spans, list) or len(spans) > _MOST_SPANS or not all(map(_is_span, spans)):
        return None
    known = spent if isinstance(spent, dict) and len(spent) <= _MOST_DEVICES else {}
    return {
        "version": version,
        "length": said["length"],
        "seen": spans,
        "at": _whole(said.get("at")) or 0,
        "clock": _clock(said.get("clock"), now),
        "spent": {device: ms for device, ms in known.items() if _whole(ms) is not None},
    }


def _clock(said: object, now: int) -> str:
    """A hybrid clock's stamp; one that is a day ahead of the hub moves no position."""
    wall = said.partition(".")[0] if isinstance(said, str) else ""
    return str(said) if len(wall) == 15 and wall.isdigit() and int(wall) <= now + _A_DAY_MS else ""


def _is_span(span: object) -> bool:
    return isinstance(span, list) and len(span) == 2 and all(_whole(end) is not None for end in span)


def _union(left: list[list[int]], right: list[list[int]]) -> list[list[int]]:
    merged: list[list[int]] = []
    for start, end in sorted([*left, *right]):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        elif end > start:
            merged.append([start, end])
    return merged


def _whole(value: object) -> int | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST_MS
    return value if is_whole and isinstance(value, int) else None


def _instant(text: object, otherwise: int) -> int:
    """The moment; one that can't be read counts as now. (The check that refuses it comes before.)"""
    try:
        return moments.of_text(str(text)) if text is not None else otherwise
    except ValueError:
        return otherwise


def _number(value: object) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}
