"""Which servers there are and which adapter speaks with each: one row, one file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from karmadesk.model import Person, ServerRow, SignInWay
from karmadesk.policy import Policy
from karmadesk.ports import PROGRESS, RECORDS, TELEMETRY

SERVERS: tuple[ServerRow, ...] = (
    ServerRow(
        id="igot",
        name="iGOT Karmayogi",
        adapter="igot",
        host="https://portal.igotkarmayogi.gov.in",
        api_key="",
        sign_in=SignInWay.PASTE,
        client_id="android",
    ),
)
"""What is built in. iGOT's row has no API key: the platform's owner gives one (docs/igot.md)."""

DEMO_ID = "demo"


def demo_row(host: str) -> ServerRow:
    """The row of a demo's own hub."""
    return ServerRow(
        id=DEMO_ID,
        name="KarmaDesk demo",
        adapter="igot",
        host=host,
        api_key="karmadesk-demo-key",
        sign_in=SignInWay.LOOPBACK,
        client_id="karmadesk",
    )


def sinks_of(row: ServerRow | None, *, tells_usage: bool = False) -> Sequence[str]:
    """Where the acts of this row's learners go: to the server, and to a record store where the row names one.

    The platform hears how lessons are used only where somebody said so.
    """
    records = (RECORDS,) if row is not None and row.records else ()
    return (PROGRESS, *records, *((TELEMETRY,) if tells_usage and row is not None else ()))


def decided_by(policy: Policy, found: Mapping[str, ServerRow]) -> dict[str, ServerRow]:
    """The rows with the office's own first; whoever learns from another server goes on there."""
    row = policy.server
    return dict(found) if row is None else {row.id: row, **{i: other for i, other in found.items() if i != row.id}}


def in_use(people: Iterable[Person], known: Mapping[str, ServerRow], chosen: str) -> list[str]:
    """The servers of the people here; before there are any, the one that was chosen."""
    used = dict.fromkeys(person.server_id for person in people if person.server_id in known)
    return list(used) or [chosen if chosen in known else next(iter(known))]


def rows(path: Path) -> dict[str, ServerRow]:
    """The built-in rows and those that this home adds or replaces; a row that makes no sense is left out."""
    found = {row.id: row for row in SERVERS}
    try:
        extra = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return found
    for entry in extra if isinstance(extra, list) else []:
        row = _row(entry) if isinstance(entry, dict) else None
        if row is not None:
            found[row.id] = row
    return found


def add(path: Path, row: ServerRow) -> None:
    """Keeps a row for this home."""
    kept = [r for r in rows(path).values() if r.id != row.id and r not in SERVERS]
    entries = [{**_entry(r)} for r in (*kept, row)]
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(entries, ensure_ascii=False, indent=1), "utf-8")
    beside.replace(path)


def _entry(row: ServerRow) -> Mapping[str, str]:
    return {
        "id": row.id,
        "name": row.name,
        "adapter": row.adapter,
        "host": row.host,
        "api_key": row.api_key,
        "sign_in": row.sign_in.value,
        "client_id": row.client_id,
        "channel": row.channel,
        "records": row.records,
        "records_key": row.records_key,
    }


def _address(value: object) -> str:
    """A record store's address; what is no address is none."""
    found = str(value or "").rstrip("/")
    return found if found.startswith(("https://", "http://")) else ""


def _row(entry: Mapping[str, Any]) -> ServerRow | None:
    try:
        host = str(entry["host"]).rstrip("/")
        if not host.startswith(("https://", "http://")):
            return None
        return ServerRow(
            id=str(entry["id"]),
            name=str(entry.get("name") or host),
            adapter=str(entry.get("adapter", "igot")),
            host=host,
            api_key=str(entry.get("api_key", "")),
            sign_in=SignInWay(entry.get("sign_in", SignInWay.PASTE.value)),
            client_id=str(entry.get("client_id", "android")),
            channel=str(entry.get("channel", "igot")),
            records=_address(entry.get("records")),
            records_key=str(entry.get("records_key", "")),
        )
    except (KeyError, ValueError):
        return None
