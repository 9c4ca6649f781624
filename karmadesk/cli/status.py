"""`status`: what is here, what waits, how the link was. Asks no network."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from karmadesk.app.core import Core
from karmadesk.app.sentences import line
from karmadesk.errors import KarmaDeskError, PersonLocked
from karmadesk.model import DownloadState, ItemState, Person
from karmadesk.services import certificates, ledger
from karmadesk.services.ledger import NEEDS_SIGN_IN


def status(core: Core, parsed: argparse.Namespace) -> int:
    """One JSON object or some lines; 1 when somebody's records can't be opened.

    A home that nobody has used yet has a status too, without asking for a key.
    """
    people = [_person(core, person) for person in core.people.list()]
    with core.shelf.read() as db:
        downloads = db.downloads()
        used = db.used_bytes()
    found: dict[str, Any] = {
        "version": core.version,
        "home": str(core.home),
        "people": people,
        "outbox_waiting": sum(p.get("waiting", 0) + p.get("sending", 0) for p in people),
        "refused": sum(p.get("refused", 0) for p in people),
        "downloads": {s.value: sum(1 for d in downloads if d.state is s) for s in DownloadState},
        "used_bytes": used,
        "free_bytes": core.files.free_bytes(),
        "servers": {row.id: row.host for row in core.servers.values()},
    }
    code = 1 if any("error" in person for person in people) else 0
    if parsed.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
        return code
    sys.stdout.write(f"KarmaDesk {found['version']} in {found['home']}\n")
    for person in people:
        sys.stdout.write(f"  {_line(person)}\n")
    sys.stdout.write(f"{used} bytes of courses here, {found['free_bytes']} free\n")
    return code


def _person(core: Core, person: Person) -> dict[str, Any]:
    """Counts and items of one person; or why they can't be told."""
    known = {"id": person.id, "label": person.label, "server": person.server_id}
    try:
        learner = core.people.open(person.id)
        with learner.read() as db:
            counts = db.item_counts()
            is_out = bool(db.checkpoint(NEEDS_SIGN_IN))
            assigned = len(db.assignments())
        desk = core.desk(person.id)
        items = ledger.view(desk).rows
        papers = certificates.counts(desk)
    except PersonLocked as error:
        noted = core.people.waiting(person.id)
        if noted is None:
            return {**known, "error": error.key}
        return {**known, "error": error.key, "waiting": noted.to_send, "needs_sign_in": noted.needs_sign_in}
    except KarmaDeskError as error:
        return {**known, "error": error.key}
    return {
        **known,
        "assigned": assigned,
        "needs_sign_in": is_out,
        "certificates": papers.here,
        "certificates_awaited": papers.awaited,
        **{s.value: counts.get(s.value, 0) for s in ItemState},
        "items": [
            {
                "state": row.item.state.value,
                "sink": row.item.sink,
                "course": row.item.place.course_id,
                "resource": row.item.place.resource_id,
                "verbs": list(row.item.verbs),
                "acted_at": row.item.acted_at.isoformat(),
                "attempts": row.item.attempts,
                "reason": row.item.receipt.reason if row.item.receipt else "",
                "answered_at": row.item.receipt.at.isoformat() if row.item.receipt else "",
                "server_id": row.item.receipt.server_id if row.item.receipt else "",
                "tried_again_at": row.item.next_at.isoformat() if row.item.next_at else "",
            }
            for row in items
        ],
    }


def _line(person: dict[str, Any]) -> str:
    if person.get("error") == PersonLocked.key and "waiting" in person:
        words = f"{person['label']}: locked, {person['waiting']} to send when last here"
        return words + (", must sign in" if person["needs_sign_in"] else "")
    if "error" in person:
        return f"{person['label']}: {line(person['error'])}"
    words = f"{person['label']}: {person['waiting'] + person['sending']} to send, {person['accepted']} accepted"
    if person["refused"]:
        words += f", {person['refused']} refused"
    return words + (", must sign in" if person["needs_sign_in"] else "")
