"""Telemetry batches, and the doubles among them told as the real pipeline tells them (contract, section 5)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from karmadesk.hub import moments
from karmadesk.hub.archive import Json
from karmadesk.hub.tables import telemetry, telemetry_seen

MEMORY_MS = 3_600_000
# The pipeline looks for doubled events of these producers only; what another sends twice in two batches counts twice.
_WATCHED = (".sunbird.portal", ".sunbird.desktop")
_MID_LIMIT = 200
_SLICE = 500


def keep(db: Connection, body: Json, device: str | None) -> int:
    """When a batch was taken. One whose msgid came within the hour counts nothing, nor do its events."""
    now = moments.now_ms()
    params = body.get("params") if isinstance(body.get("params"), dict) else {}
    message = _text((params or {}).get("msgid"))
    found = body.get("events")
    events: list[Any] = found if isinstance(found, list) else []
    values: dict[str, Any] = {"at": now, "msgid": message, "device": device or _text((params or {}).get("did"))}
    if message and _is_known(db, message, now):
        values |= {"events": 0, "doubled_events": len(events), "is_double": True, "body": {}}
    else:
        doubled = _doubled(db, events, now)
        values |= {"events": len(events) - doubled, "doubled_events": doubled, "is_double": False, "body": body}
    db.execute(insert(telemetry).values(**values))
    return now


def counts(db: Connection) -> Json:
    """How many batches and events were counted, and how many were doubles."""
    batches, events, doubled = db.execute(
        select(
            func.count(telemetry.c.seq).filter(telemetry.c.is_double.is_(False)),
            func.coalesce(func.sum(telemetry.c.events), 0),
            func.coalesce(func.sum(telemetry.c.doubled_events), 0),
        )
    ).one()
    every = db.execute(select(func.count(telemetry.c.seq))).scalar() or 0
    return {
        "batches": batches,
        "events": int(events),
        "doubledBatches": every - batches,
        "doubledEvents": int(doubled),
    }


def _is_known(db: Connection, message: str, now: int) -> bool:
    first = select(telemetry.c.seq).where(
        telemetry.c.msgid == message, telemetry.c.is_double.is_(False), telemetry.c.at > now - MEMORY_MS
    )
    return db.execute(first.limit(1)).first() is not None


def _doubled(db: Connection, events: list[Any], now: int) -> int:
    """How many of a new batch's events came before, in it or within the hour; the others are remembered."""
    db.execute(delete(telemetry_seen).where(telemetry_seen.c.at <= now - MEMORY_MS))
    mids = [mid for event in events if (mid := _watched(event)) is not None]
    names = list(dict.fromkeys(mids))
    known: set[str] = set()
    for start in range(0, len(names), _SLICE):
        some = telemetry_seen.c.mid.in_(names[start : start + _SLICE])
        known.update(db.execute(select(telemetry_seen.c.mid).where(some)).scalars())
    new = [{"mid": mid, "at": now} for mid in names if mid not in known]
    if new:
        db.execute(insert(telemetry_seen), new)
    return len(mids) - len(new)


def _watched(event: object) -> str | None:
    """The mid by which an event's double is known; None of an event that nobody looks at."""
    try:
        producer, mid = event["context"]["pdata"]["id"], event["mid"]  # type: ignore[index] # whatever it is not, it has none
    except (TypeError, KeyError, IndexError):
        return None
    if not isinstance(producer, str) or not isinstance(mid, str) or not 0 < len(mid) <= _MID_LIMIT:
        return None
    return mid.replace("\0", "") if producer.endswith(_WATCHED) else None


def _text(value: object) -> str | None:
    return value.replace("\0", "") if isinstance(value, str) else None
