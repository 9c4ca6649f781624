"""`login` and `sync`."""

from __future__ import annotations

import argparse
import sys
import webbrowser

from karmadesk.app.addresses import row_at
from karmadesk.app.core import Core
from karmadesk.app.sentences import SENTENCES
from karmadesk.app.servers import SERVERS
from karmadesk.errors import BadRequest
from karmadesk.jobs import Context
from karmadesk.model import Person, ServerRow


def login(core: Core, parsed: argparse.Namespace) -> int:
    """Signs somebody in: adds a person, or with --person renews that person's session."""
    person = find_person(core, parsed.person) if parsed.person else None
    row = _row(core, person.server_id if person else parsed.server)
    language = core.settings.language or "en"
    attempt = core.begin_sign_in(row.id, fresh=person is None, language=language)
    try:
        sys.stdout.write(f"Open this address and sign in:\n{attempt.address}\n")
        sys.stdout.flush()
        if not parsed.no_browser:
            webbrowser.open(attempt.address)
        if attempt.needs_paste:
            sys.stdout.write("Then paste the address at which the browser ended:\n")
            sys.stdout.flush()
            tokens = attempt.finish(sys.stdin.readline())
        else:
            tokens = attempt.wait(Context())
    finally:
        attempt.close()
    if row.host not in {known.host for known in SERVERS}:
        core.keep_server(row)
    added = core.complete_sign_in(tokens, row.id, person.id if person else None, parsed.label)
    sys.stdout.write(f"{added.label} is signed in.\n")
    return 0


def sync(core: Core, parsed: argparse.Namespace) -> int:
    """One round for everybody; 1 when somebody's was cut short."""
    del parsed
    reports = core.sync.run_all(Context(), interactive=True)
    if not reports:
        sys.stdout.write("Nobody is on this laptop yet: karmadesk login\n")
    labels = {person.id: person.label for person in core.people.list()}
    for report in reports:
        line = f"{labels.get(report.person_id, report.person_id)}: {report.sent} sent, {report.waiting} waiting"
        if report.refused:
            line += f", {report.refused} refused"
        if report.stopped_by:
            line += f". {SENTENCES.get(report.stopped_by, report.stopped_by)} [{report.stopped_by}]"
        sys.stdout.write(line + "\n")
    return 1 if any(report.stopped_by for report in reports) else 0


def find_person(core: Core, name: str) -> Person:
    """The person with this id or label. Raises BadRequest."""
    for person in core.people.list():
        if name in {person.id, person.label}:
            return person
    raise BadRequest(f"no person {name}", what=f"person called {name}")


def _row(core: Core, named: str) -> ServerRow:
    """A known row by id; a new one, kept for this home, by address; without a name the home's own choice."""
    if named in core.servers:
        return core.servers[named]
    if named.startswith(("https://", "http://")):
        host = named.rstrip("/")
        known = next((row for row in core.servers.values() if row.host == host), None)
        if known is not None:
            return known
        row = row_at(host)
        core.use_servers({row.id: row})
        return row
    if named:
        raise BadRequest(f"no server {named}", what=f"server called {named}")
    chosen = core.settings.server
    return core.servers[chosen] if chosen in core.servers else next(iter(core.servers.values()))
