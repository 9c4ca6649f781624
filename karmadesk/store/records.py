"""How people's stores are opened and looked after: mended first, recognised, with room held for them, copied."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from karmadesk.errors import DamagedDatabase, KarmaDeskError, WrongKey
from karmadesk.jobs import Cancelled
from karmadesk.ports import Clock, Identity
from karmadesk.store import backups, mending
from karmadesk.store.checkup import check
from karmadesk.store.database import Database
from karmadesk.store.documents import load, write
from karmadesk.store.learner import compact, epoch
from karmadesk.store.learner.store import LearnerStore
from karmadesk.store.person_card import PERSON, fingerprint
from karmadesk.store.reserve import Reserve

log = logging.getLogger(__name__)

CARE = "care.json"
"""What the last look at a store came to; for the doctor."""
BACKUP_EVERY = timedelta(hours=1)


class Watch:
    """Satisfies `learner.store.Keeper` for one person's folder."""

    def __init__(self, folder: Path, key: bytes, identity: Identity, reserve: Reserve | None) -> None:
        self.folder = folder
        self._key = key
        self._identity = identity
        self._reserve = reserve
        self._busy = threading.Lock()
        self._is_over = False
        self._has_looked = False

    def make_room(self) -> None:
        if self._reserve is not None:
            self._reserve.make_room()

    def begin(self, database: Database) -> str:
        return epoch.begin(database, self._identity, self.folder.name)

    def was_full(self) -> None:
        if self._reserve is not None:
            self._reserve.give_step()

    def is_damaged(self, error: DamagedDatabase) -> None:
        log.error("the store of %s is damaged (%s): mended when it is next opened", self.folder.name, error.detail)
        mending.want(self.folder, error.detail)

    def end(self, database: Database) -> None:
        self._is_over = True
        with self._busy:
            try:
                epoch.note(database, self._identity, self.folder.name)
            except KarmaDeskError as error:
                log.warning("how far the store of %s has come is not noted: %s", self.folder.name, error.key)

    def tend(self, database: Database, now: datetime, wanted: Callable[[], None]) -> None:
        """Looks at every page, once; lets go of what may go; makes a copy when one is due.

        Raises StoreError, and what `wanted` raises. A store that is closed meanwhile ends it.
        """

        def still_wanted() -> None:
            wanted()
            if self._is_over:
                raise Cancelled

        with self._busy:
            still_wanted()
            if not self._has_looked:
                self._look(database, now, still_wanted)
                self._has_looked = True
            epoch.note(database, self._identity, self.folder.name)
            let_go = compact.compact(database, still_wanted)
            if let_go:
                log.info("%s accepted items of %s were let go", let_go, self.folder.name)
            made = backups.back_up(database.path, self._key, now, still_wanted, BACKUP_EVERY)
            if made is not None:
                log.info("a copy of the store of %s was made: %s bytes", self.folder.name, made.size_bytes)

    def _look(self, database: Database, now: datetime, wanted: Callable[[], None]) -> None:
        found = check(database.path, self._key, wanted)
        if found.unsealed or not found.is_sound:
            # A page may have been caught half written: nobody writes while it is looked at again.
            with database.write():
                found = check(database.path, self._key, wanted)
        log.log(logging.INFO if found.is_sound else logging.ERROR, "the store of %s: %s", self.folder.name, found)
        document = {"looked_at": now.isoformat(), "is_sound": found.is_sound, "unsealed": found.unsealed}
        try:
            write(self.folder / CARE, document)
        except KarmaDeskError as error:
            log.warning("what the look came to is not noted: %s", error.key)
        if not found.is_sound:
            mending.want(self.folder, str(found))


class Records:
    """Opens stores in people's folders. One object a home."""

    def __init__(
        self,
        identity: Identity,
        clock: Clock,
        sinks: Callable[[str], Sequence[str]],
        reserve: Reserve | None = None,
    ) -> None:
        self._identity = identity
        self._clock = clock
        self._sinks = sinks
        self._reserve = reserve

    def made(self, folder: Path, key: bytes, *, may_create: bool = False) -> LearnerStore:
        """A store in a folder that is nobody's yet."""
        path = folder / mending.DATABASE
        return LearnerStore(path, key, self._clock, self._identity.device, (), may_create=may_create)

    def opened(self, folder: Path, key: bytes) -> LearnerStore:
        """Somebody's store. A damaged one is made whole first. Raises WrongKey, NewerDatabase, DiskFull."""
        is_our_key = load(folder / PERSON).get("key") == fingerprint(key)
        if is_our_key and mending.is_wanted(folder):
            self._mend(folder, key)
        try:
            return self._open(folder, key)
        except (DamagedDatabase, WrongKey) as error:
            if not is_our_key:
                raise
            log.warning("the store of %s does not open: %s", folder.name, error.detail)
            self._mend(folder, key)
        return self._open(folder, key)

    def _mend(self, folder: Path, key: bytes) -> None:
        if self._reserve is not None:
            self._reserve.make_room()
        mending.mend(folder, key, self._sinks_of(folder)(), self._clock.now())

    def _open(self, folder: Path, key: bytes) -> LearnerStore:
        watch = Watch(folder, key, self._identity, self._reserve)
        path = folder / mending.DATABASE
        return LearnerStore(path, key, self._clock, self._identity.device, self._sinks_of(folder), keeper=watch)

    def _sinks_of(self, folder: Path) -> Callable[[], Sequence[str]]:
        """Asked at each act: whether the platform is told how lessons are used may change meanwhile."""
        return partial(self._sinks, str(load(folder / PERSON).get("server", "")))

    def tend(self, stores: Iterable[LearnerStore], wanted: Callable[[], None]) -> None:
        """Looks after stores that were opened here. One that is in trouble keeps nobody else from it."""
        if self._reserve is not None:
            self._reserve.take()
        for store in stores:
            wanted()
            watch = store.keeper
            if not isinstance(watch, Watch):
                continue
            try:
                watch.tend(store.database, self._clock.now(), wanted)
            except DamagedDatabase as error:
                watch.is_damaged(error)
            except KarmaDeskError as error:
                log.warning("%s could not be looked after: %s %s", watch.folder.name, error.key, error.detail)
            except Cancelled:
                wanted()  # else only this store was closed
