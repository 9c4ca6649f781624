"""Whether a store is the one that this installation closed last, or another copy of it; and what follows."""

from __future__ import annotations

import logging
import uuid

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.errors import DiskFull
from karmadesk.learning.clock import Stamp
from karmadesk.ports import Identity, Seen
from karmadesk.services.ledger import NEEDS_SIGN_IN
from karmadesk.services.mended import MENDED
from karmadesk.services.wishes import WISHES
from karmadesk.store.database import Database
from karmadesk.store.tables.learner import checkpoints, devices

log = logging.getLogger(__name__)

OPENING = "epoch:opening"
"""The mark of the store's last opening; the same is kept outside of it."""
COMPACTED = "care:compacted"
"""How many accepted items were let go."""

OWN = (NEEDS_SIGN_IN, WISHES, OPENING, MENDED, COMPACTED)
"""Checkpoints that mark nothing pulled: everything else is asked for again when nobody knows how old a store is."""


def begin(database: Database, identity: Identity, person_id: str) -> str:
    """The device to record under, after a look at whether this is the store that was seen last. Raises StoreError."""
    if not identity.is_watching:
        return identity.device
    with database.read() as connection:
        opening, is_known = _mark(connection), identity.seen(person_id)
        went_back = _went_back(connection, opening, is_known)
        counts_here = _sequence(connection, identity.device) is not None
    if went_back and counts_here:
        identity.renew()
    fresh = uuid.uuid4().hex
    before = is_known if is_known is not None and not went_back else Seen(())
    # A copy must not be taken for the true one after a crash: only the mark that says it was dealt with counts.
    expected = (fresh,) if went_back else (opening, fresh)
    identity.remember(person_id, Seen(expected, before.device, before.sequence))
    if identity.seen(person_id) != Seen(expected, before.device, before.sequence):
        return identity.device  # no room for it outside: the marks on both sides stay as they were
    try:
        with database.write() as connection:
            if went_back:
                log.warning("the store of %s is another copy than the one seen last: asked for everything", person_id)
                rebaseline(connection, identity.device)
            _put(connection, OPENING, fresh)
    except DiskFull:
        # It may bear either mark then; without room nothing can be pulled either.
        log.warning("no room to mark the opening of %s's store", person_id)
        return identity.device
    note(database, identity, person_id)
    return identity.device


def note(database: Database, identity: Identity, person_id: str) -> None:
    """Remembers outside the store how far it has come: when it is opened, after a round and when it is closed."""
    if not identity.is_watching:
        return
    with database.read() as connection:
        seen = Seen((_mark(connection),), identity.device, _sequence(connection, identity.device) or 0)
    if identity.seen(person_id) != seen:
        identity.remember(person_id, seen)


def rebaseline(connection: Connection, device: str) -> None:
    """What the server holds is asked for again; what waits goes on waiting, with the ids that it has.

    Before a message is sent the server is asked anyway (ADR 8), so that what a copy has sent counts once.
    """
    newest = connection.execute(select(func.max(devices.c.clock))).scalar_one_or_none() or ""
    connection.execute(delete(checkpoints).where(checkpoints.c.name.not_in(OWN)))
    if newest and _sequence(connection, device) is None:
        # The clock of the store goes on: an act is never stamped earlier than one that is here already.
        last = Stamp.parse(newest)
        stamp = Stamp(last.wall_ms, last.counter, device)
        connection.execute(insert(devices).values(device=device, sequence=0, clock=str(stamp)))


def _went_back(connection: Connection, opening: str, seen: Seen | None) -> bool:
    if seen is None:
        # One that nobody ever opened is new; one with a mark came from elsewhere.
        return bool(opening)
    if opening not in seen.openings:
        return True
    return bool(seen.device) and (_sequence(connection, seen.device) or 0) < seen.sequence


def _mark(connection: Connection) -> str:
    query = select(checkpoints.c.mark).where(checkpoints.c.name == OPENING)
    return connection.execute(query).scalar_one_or_none() or ""


def _sequence(connection: Connection, device: str) -> int | None:
    return connection.execute(select(devices.c.sequence).where(devices.c.device == device)).scalar_one_or_none()


def _put(connection: Connection, name: str, mark: str) -> None:
    statement = upsert(checkpoints).values(name=name, mark=mark)
    connection.execute(statement.on_conflict_do_update(index_elements=[checkpoints.c.name], set_={"mark": mark}))
