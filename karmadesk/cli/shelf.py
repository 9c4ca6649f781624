"""`download` and `search`."""

from __future__ import annotations

import argparse
import json
import sys
import time

from karmadesk.app.core import Core
from karmadesk.app.sentences import line
from karmadesk.cli.people import desks, find_person
from karmadesk.errors import BadRequest
from karmadesk.jobs import Context
from karmadesk.model import DownloadState
from karmadesk.services import catalogue, shelf

WAIT_S = 30.0
"""A retry that is due within this time is waited for."""


def download(core: Core, parsed: argparse.Namespace) -> int:
    """Queues courses and fetches until nothing is due; 1 when something could not be fetched."""
    people = [find_person(core, parsed.person)] if parsed.person else list(core.people.list())
    if not people:
        raise BadRequest("nobody here", what="person on this laptop yet: karmadesk login")
    opened, are_all = desks(core, people)
    for desk in opened:
        with desk.learner.read() as learner:
            wanted = parsed.courses or [a.course_id for a in learner.assignments()]
        with desk.catalogue.read() as known:
            unknown = [course for course in wanted if known.course(course) is None]
        if unknown and parsed.courses:
            raise BadRequest(f"no course {unknown[0]}", what=f"course {unknown[0]} in the catalogue: karmadesk sync")
        shelf.fetch_many(desk, wanted)
    while True:
        core.downloads.run(Context())
        due = core.downloads.next_due()
        left_s = (due - core.clock.now()).total_seconds() if due else -1.0
        if due is None or left_s > WAIT_S:
            break
        time.sleep(max(0.1, left_s))
    return _told(core) if are_all else max(1, _told(core))


def _told(core: Core) -> int:
    with core.shelf.read() as db:
        downloads = db.downloads()
        used = db.used_bytes()
    unfinished = [d for d in downloads if d.state is not DownloadState.DONE]
    for each in unfinished:
        reason = f". {line(each.error_key, each.error_arguments)}" if each.error_key else ""
        sys.stdout.write(f"{each.name}: {each.state.value}{reason}\n")
    sys.stdout.write(
        f"{len(downloads) - len(unfinished)} fetched, {len(unfinished)} not; {used} bytes on this laptop\n"
    )
    return 1 if unfinished else 0


def search(core: Core, parsed: argparse.Namespace) -> int:
    """Courses of every server that is used here."""
    found = {}
    opened, are_all = desks(core, core.people.list())
    for desk in opened:
        for card in catalogue.search(desk, " ".join(parsed.words)):
            found[card.id] = card
    if parsed.json:
        rows = [{"id": c.id, "name": c.name, "provider": c.provider, "language": c.language} for c in found.values()]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        for card in found.values():
            sys.stdout.write(f"{card.id}  {card.name}  ({card.provider})\n")
    return 0 if are_all else 1
