"""Which object on this disk serves which content, and who needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.errors import StoreError
from karmadesk.model import DownloadState, Placement
from karmadesk.store.database import View
from karmadesk.store.tables.shelf import downloads, needs, orphans, placements

IDS_AT_ONCE = 500

MAIN_ROLES = ("artifact", "questions")
"""A content opens offline when one of these is here; a poster or captions alone show nothing."""


class PlacementsView(View):
    """What is here as one transaction sees it."""

    def placements(self, server_id: str, content_id: str) -> tuple[Placement, ...]:
        here = and_(placements.c.server_id == server_id, placements.c.content_id == content_id)
        newest = select(func.max(placements.c.version)).where(here).scalar_subquery()
        query = select(placements).where(here, placements.c.version == newest).order_by(placements.c.role)
        return tuple(Placement(*row) for row in self._connection.execute(query))

    def placed(self, server_id: str, content_ids: Sequence[str]) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for some in _in_parts(content_ids):
            query = (
                select(placements.c.content_id, func.max(placements.c.version))
                .where(
                    placements.c.server_id == server_id,
                    placements.c.content_id.in_(some),
                    placements.c.role.in_(MAIN_ROLES),
                )
                .group_by(placements.c.content_id)
            )
            found |= dict(self._connection.execute(query).all())
        return found

    def placed_contents(self, server_id: str) -> frozenset[str]:
        query = select(placements.c.content_id).where(
            placements.c.server_id == server_id, placements.c.role.in_(MAIN_ROLES)
        )
        return frozenset(self._connection.execute(query.distinct()).scalars())

    def placed_bytes(self, server_id: str, content_ids: Sequence[str]) -> int:
        sizes: dict[str, int] = {}
        for some in _in_parts(content_ids):
            query = select(placements.c.sha256, placements.c.size_bytes).where(
                placements.c.server_id == server_id, placements.c.content_id.in_(some)
            )
            sizes |= dict(self._connection.execute(query).all())
        return sum(sizes.values())

    def needed_by(self, server_id: str, content_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for some in _in_parts(content_ids):
            query = (
                select(needs.c.content_id, needs.c.person_id)
                .where(needs.c.server_id == server_id, needs.c.content_id.in_(some))
                .order_by(needs.c.person_id)
            )
            for content_id, person_id in self._connection.execute(query):
                found[content_id] = (*found.get(content_id, ()), person_id)
        return found

    def unneeded(self, sha256s: Sequence[str]) -> tuple[str, ...]:
        needed: set[str] = set()
        for some in _in_parts(sha256s):
            query = select(placements.c.sha256).where(placements.c.sha256.in_(some)).distinct()
            needed.update(self._connection.execute(query).scalars())
        return tuple(sha256 for sha256 in dict.fromkeys(sha256s) if sha256 not in needed)

    def orphans(self) -> frozenset[str]:
        return frozenset(self._connection.execute(select(orphans.c.sha256)).scalars())

    def used_bytes(self) -> int:
        each = select(func.max(placements.c.size_bytes).label("size")).group_by(placements.c.sha256).subquery()
        return int(self._connection.execute(select(func.coalesce(func.sum(each.c.size), 0))).scalar_one())

    def is_filled(self) -> bool:
        """Whether what the files know has been placed; not so in a shelf that was only just made, however that came."""
        return bool(self._connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def objects(self) -> frozenset[str]:
        """Raises StoreError while the shelf isn't filled: whoever tidies by an empty list would remove everything."""
        if not self.is_filled():
            raise StoreError("the shelf waits to be filled from the notes beside the files")
        return frozenset(self._connection.execute(select(placements.c.sha256).distinct()).scalars())


class PlacementsEdit(PlacementsView):
    """What is here, to be changed in one transaction."""

    def set_filled(self) -> None:
        """Remembers, with this transaction, that what the files know has been placed."""
        self._connection.exec_driver_sql("PRAGMA user_version=1")

    def place(self, placements: Sequence[Placement], needed_by: Sequence[str]) -> None:
        for new in placements:
            self._place(new)
        contents = {(new.server_id, new.content_id) for new in placements}
        for server_id, content_id in contents:
            self._drop_older(server_id, content_id)
            for person_id in needed_by:
                statement = upsert(needs).values(server_id=server_id, content_id=content_id, person_id=person_id)
                self._connection.execute(statement.on_conflict_do_nothing())

    def forget(self, server_id: str, content_ids: Sequence[str]) -> tuple[str, ...]:
        for some in _in_parts(content_ids):
            here = and_(placements.c.server_id == server_id, placements.c.content_id.in_(some))
            self._orphan(here)
            self._connection.execute(delete(needs).where(needs.c.server_id == server_id, needs.c.content_id.in_(some)))
            self._connection.execute(
                delete(downloads).where(
                    downloads.c.server_id == server_id,
                    downloads.c.content_id.in_(some),
                    downloads.c.state == DownloadState.DONE.value,
                )
            )
        used = select(placements.c.sha256)
        self._connection.execute(delete(orphans).where(orphans.c.sha256.in_(used)))
        return tuple(self._connection.execute(select(orphans.c.sha256).order_by(orphans.c.sha256)).scalars())

    def release(self, sha256s: Sequence[str]) -> None:
        for some in _in_parts(sha256s):
            self._connection.execute(delete(orphans).where(orphans.c.sha256.in_(some)))

    def _place(self, new: Placement) -> None:
        same = and_(
            placements.c.server_id == new.server_id,
            placements.c.content_id == new.content_id,
            placements.c.version == new.version,
            placements.c.role == new.role,
        )
        self._orphan(and_(same, placements.c.sha256 != new.sha256))
        statement = upsert(placements).values(vars(new))
        self._connection.execute(statement.on_conflict_do_nothing())

    def _drop_older(self, server_id: str, content_id: str) -> None:
        here = and_(placements.c.server_id == server_id, placements.c.content_id == content_id)
        newest = select(func.max(placements.c.version)).where(here).scalar_subquery()
        self._orphan(and_(here, placements.c.version < newest))

    def _orphan(self, which: Any) -> None:
        """Forgets placements; their objects are candidates for removal, told by the next `forget`."""
        found = self._connection.execute(select(placements.c.sha256).where(which).distinct()).scalars().all()
        if found:
            self._connection.execute(delete(placements).where(which))
            self._connection.execute(upsert(orphans).on_conflict_do_nothing(), [{"sha256": sha256} for sha256 in found])


def _in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), IDS_AT_ONCE):
        yield ids[start : start + IDS_AT_ONCE]
