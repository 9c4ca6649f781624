"""`login` and `sync`."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from collections.abc import Iterable
from pathlib import Path

from karmadesk.app.addresses import row_at
from karmadesk.app.core import Core
from karmadesk.app.knock import LOCKED, SYNC, knock
from karmadesk.app.sentences import line as line_of
from karmadesk.app.sentences import sentence
from karmadesk.app.servers import SERVERS
from karmadesk.errors import (
    BadRequest,
    DamagedDatabase,
    HomeBusy,
    KarmaDeskError,
    KeysLocked,
    NewerDatabase,
    NoKeyring,
    NoPassphrase,
    SetAside,
    VaultError,
    WrongKey,
    WrongPassphrase,
)
from karmadesk.jobs import Context
from karmadesk.model import Person, ServerRow, Tokens
from karmadesk.ports.shelves import SET_ASIDE
from karmadesk.services.desk import Desk

UNOPENED = {
    error.key
    for error in (
        NewerDatabase,
        WrongKey,
        DamagedDatabase,
        NoKeyring,
        NoPassphrase,
        KeysLocked,
        WrongPassphrase,
        VaultError,
    )
}

PATIENCE_S = 3.0
"""A window that is being opened answers a little later."""


def login(core: Core, parsed: argparse.Namespace) -> int:
    """Signs somebody in: adds a person, or with --person renews that person's session."""
    person = find_person(core, parsed.person) if parsed.person else None
    row = _row(core, person.server_id if person else parsed.server)
    tokens = signed_in(core, row.id, fresh=person is None, is_shown=not parsed.no_browser)
    if row.host not in {known.host for known in SERVERS}:
        core.keep_server(row)
    added = core.complete_sign_in(tokens, row.id, person.id if person else None, parsed.label)
    sys.stdout.write(f"{added.label} is signed in.\n")
    return 0


def signed_in(core: Core, server_id: str, *, fresh: bool, is_shown: bool) -> Tokens:
    """The session of whoever signs in now, by the system's browser. Raises SignInError, LinkError."""
    attempt = core.begin_sign_in(server_id, fresh=fresh, language=core.settings.language or "en")
    try:
        sys.stdout.write(f"Open this address and sign in:\n{attempt.address}\n")
        sys.stdout.flush()
        if is_shown:
            webbrowser.open(attempt.address)
        if attempt.needs_paste:
            sys.stdout.write("Then paste the address at which the browser ended:\n")
            sys.stdout.flush()
            return attempt.finish(sys.stdin.readline())
        return attempt.wait(Context())
    finally:
        attempt.close()


def sync(core: Core, parsed: argparse.Namespace) -> int:
    """One round for everybody; 1 when somebody's was cut short."""
    del parsed
    is_set_aside(core, core.people.list())
    # The probe is where a server of our own kind tells what it offers.
    core.reachability.probe(Context())
    reports = core.sync.run_all(Context(), interactive=True)
    if not reports:
        sys.stdout.write("Nobody is on this laptop yet: karmadesk login\n")
    labels = {person.id: person.label for person in core.people.list()}
    for report in reports:
        label = labels.get(report.person_id, report.person_id)
        line = f"{report.sent} sent, {report.waiting} waiting"
        if report.refused:
            line += f", {report.refused} refused"
        if report.stopped_by:
            # Whose records can't be opened may have anything waiting.
            line = "" if report.stopped_by in UNOPENED else f"{line}. "
            line += line_of(report.stopped_by, {"name": label})
        sys.stdout.write(f"{label}: {line}\n")
    core.care.run(Context())
    return 1 if any(report.stopped_by for report in reports) else 0


def sync_by_owner(home: Path, busy: HomeBusy) -> int:
    """Asks the window that holds this home to sync, and says so. Raises HomeBusy when nobody there answers."""
    answer = knock(home, SYNC, PATIENCE_S)
    if not answer:
        raise busy
    pid = busy.arguments.get("pid", "?")
    if answer == LOCKED:
        sys.stderr.write(
            f"karmadesk: The window that is open here (process {pid}) has no keys yet; unlock it there. [keys_locked]\n"
        )
        return 1
    sys.stdout.write(f"The window that is open here (process {pid}) syncs now.\n")
    return 0


def desks(core: Core, people: Iterable[Person]) -> tuple[list[Desk], bool]:
    """Everybody's desk; one that can't be opened is told in a line and left out. Whether all could be opened."""
    found: list[Desk] = []
    are_all = True
    for person in people:
        try:
            found.append(core.desk(person.id))
        except KarmaDeskError as error:
            sys.stderr.write(f"karmadesk: {person.label}: {sentence(error)}\n")
            are_all = False
    return found, are_all and not is_set_aside(core, [desk.person for desk in found])


def is_set_aside(core: Core, people: Iterable[Person]) -> bool:
    """Whether a catalogue of theirs was damaged and is not fetched again yet; tells of it in a line."""
    for server_id in dict.fromkeys(person.server_id for person in people if person.server_id in core.servers):
        with core.catalogue(server_id).read() as catalogue:
            if catalogue.checkpoint(SET_ASIDE):
                sys.stderr.write(f"karmadesk: {line_of(SetAside.key)}\n")
                return True
    return False


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
