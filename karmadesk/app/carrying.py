"""Progress on a drive: the parts for it, and errands for people who are locked and let us send."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from karmadesk.app.adapters import ADAPTERS, way_of
from karmadesk.carry import drive, letters, sealing
from karmadesk.carry.letters import TypedPost
from karmadesk.errors import BadRequest, KarmaDeskError, NotCarried, PersonLocked, UnknownServer
from karmadesk.jobs import Context
from karmadesk.model import Person, ServerRow, Tokens, Topic
from karmadesk.ports import Carrying, Changed, HandedOver, Server, TakenIn, Written
from karmadesk.sync.carrier import Carrier
from karmadesk.sync.recorded import Pieces, Recorded, Recording
from karmadesk.sync.standing_in import Visit, stand_in

if TYPE_CHECKING:
    from karmadesk.app.core import Core
    from karmadesk.app.errands import Errands

WRITE, TAKE_IN = "write", "take_in"
VISIT = "visit-"
T = TypeVar("T", Written, TakenIn)


def make_carrying(core: Core) -> Carrying:
    """An errand opens by itself who is locked and lets us send; everybody else sends one."""
    connections = core.connections

    def recorded(server_id: str, pieces: Pieces) -> Server:
        row = connections.server(server_id).row
        if row.adapter not in ADAPTERS:
            raise BadRequest(f"no adapter {row.adapter}", what=row.adapter)
        return ADAPTERS[row.adapter](Recorded(row, core.clock, pieces), core.clock)

    return Carrier(
        core.people,
        connections.server,
        core.catalogue,
        core.clock,
        core.announce,
        recorded,
        connections.records,
        core.servers_in_use,
        CarryErrands(core.errands, core.announce) if core.holds_home else None,
    )


class CarryErrands:
    """Satisfies `sync.carrier.ForLocked`: in a process of its own, so that this one learns nothing of them."""

    def __init__(self, errands: Errands, announce: Changed) -> None:
        self._errands = errands
        self._announce = announce

    def write(self, person: Person, folder: Path, context: Context) -> Written:
        return self._done(person, WRITE, folder, context, Written(person.id, person.label, error=KarmaDeskError.key))

    def take_in(self, person: Person, folder: Path, context: Context) -> TakenIn:
        return self._done(person, TAKE_IN, folder, context, TakenIn(person.id, person.label, error=KarmaDeskError.key))

    def _done(self, person: Person, verb: str, folder: Path, context: Context, otherwise: T) -> T:
        """What the process said; `otherwise` where it said nothing of use. Raises PersonLocked, VaultError."""
        self._errands.check(person)
        said = self._errands.output(person.id, {"carry": verb, "folder": str(folder)}, context)
        try:
            found = json.loads(said)
            if not isinstance(found, dict) or found.get("person_id") != person.id:
                return otherwise
            return type(otherwise)(**found)
        except (ValueError, TypeError):
            return otherwise
        finally:
            self._announce(Topic.PEOPLE | Topic.OUTBOX)


def turns(folder: Path) -> tuple[str, ...]:
    """The names of the posts there that were sealed by words: whose they are, only those words tell.

    Raises UnreadableFile.
    """
    found: list[str] = []
    for stem in drive.posts(folder):
        with suppress(NotCarried):
            if not sealing.taken_apart(drive.read(folder, stem + drive.POST), sealing.POST).to:
                found.append(stem)
    return tuple(found)


def opened_turn(folder: Path, stem: str, typed: str) -> TypedPost:
    """Whose turn it is, and what they send; blocking. Raises NotCarried, NotCarriedHere for other words."""
    return letters.opened_post(drive.read(folder, stem + drive.POST), typed)


def server_of(core: Core, post: TypedPost) -> ServerRow:
    """Where the post is to go. Raises UnknownServer: a file must not lead a sign-in to an address of its own."""
    host = str(post.said.get("server"))
    found = next((row for row in core.servers.values() if row.host == host), None)
    if found is None:
        raise UnknownServer(host, name=host)
    return found


def stand_in_for(core: Core, folder: Path, stem: str, post: TypedPost, tokens: Tokens, context: Context) -> HandedOver:
    """Sends what the post holds, as its learner who has signed in, and lays the answer beside it; nothing stays here.

    Raises WrongPerson, LinkError, UnwritableFile, DiskFull.
    """
    from karmadesk.store import open_catalogue, open_for_a_visit

    row = server_of(core, post)
    for left in core.home.glob(f"{VISIT}*"):  # by a process that was killed; nobody has its key
        shutil.rmtree(left, ignore_errors=True)
    http = Recording(row, core.clock, way_of(core.policy))
    with TemporaryDirectory(dir=core.home, prefix=VISIT) as name, ExitStack() as closing:
        closing.callback(http.close)
        server = ADAPTERS[row.adapter](http, core.clock)
        server.probe()
        learner, catalogue = open_for_a_visit(Path(name), core.clock), open_catalogue(Path(name) / "catalogue.db")
        closing.callback(learner.close)
        closing.callback(catalogue.close)
        done = stand_in(Visit(learner, catalogue, server, http.pieces, core.clock), post, tokens, context)
    drive.write(folder, stem + drive.ANSWER, done.answer)
    return HandedOver(stem + drive.POST, done.accepted, done.refused, done.damaged)


def on_errand(core: Core, person_id: str, wanted: Mapping[str, str]) -> dict[str, object]:
    """What the process was sent for, done; its report."""
    folder = Path(wanted["folder"])
    try:
        if wanted["carry"] == WRITE:
            return asdict(core.carrying.write_for(folder, person_id))
        return asdict(core.carrying.take_in_for(folder, person_id))
    except PersonLocked as error:
        return {"person_id": person_id, "label": "", "error": error.key}
