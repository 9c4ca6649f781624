"""Progress on a drive: the parts for it, and errands for people who are locked and let us send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from karmadesk.app.adapters import ADAPTERS
from karmadesk.errors import BadRequest, KarmaDeskError, PersonLocked
from karmadesk.jobs import Context
from karmadesk.model import Person, Topic
from karmadesk.ports import Carrying, Changed, Server, TakenIn, Written
from karmadesk.sync.carrier import Carrier
from karmadesk.sync.recorded import Pieces, Recorded

if TYPE_CHECKING:
    from karmadesk.app.core import Core
    from karmadesk.app.errands import Errands

WRITE, TAKE_IN = "write", "take_in"
T = TypeVar("T", Written, TakenIn)


def make_carrying(core: Core, *, is_errand: bool) -> Carrying:
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
        None if is_errand else CarryErrands(core.errands, core.announce),
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


def on_errand(core: Core, person_id: str, wanted: Mapping[str, str]) -> dict[str, object]:
    """What the process was sent for, done; its report."""
    folder = Path(wanted["folder"])
    try:
        if wanted["carry"] == WRITE:
            return asdict(core.carrying.write_for(folder, person_id))
        return asdict(core.carrying.take_in_for(folder, person_id))
    except PersonLocked as error:
        return {"person_id": person_id, "label": "", "error": error.key}
