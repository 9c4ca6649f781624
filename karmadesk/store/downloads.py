"""The download queue: what is wanted, what runs, what was fetched; nothing that was paid for is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.model import Download, DownloadState, Json
from karmadesk.store.database import View
from karmadesk.store.tables.shelf import downloads, wants


class DownloadsView(View):
    """The queue as one transaction sees it."""

    def downloads(self) -> tuple[Download, ...]:
        query = (
            select(downloads)
            .where(~downloads.c.is_removed)
            .order_by(downloads.c.finished > 0, downloads.c.finished.desc(), downloads.c.position)
        )
        rows = self._connection.execute(query).all()
        wanted: dict[str, list[str]] = {}
        for download_id, person_id in self._connection.execute(
            select(wants.c.download_id, wants.c.person_id).order_by(wants.c.person_id)
        ):
            wanted.setdefault(download_id, []).append(person_id)
        return tuple(_download(row, wanted.get(row.id, ())) for row in rows)

    def download(self, download_id: str) -> Download | None:
        row = self._connection.execute(
            select(downloads).where(downloads.c.id == download_id, ~downloads.c.is_removed)
        ).one_or_none()
        return None if row is None else self._with_wants(row)

    def _with_wants(self, row: Row[Any]) -> Download:
        query = select(wants.c.person_id).where(wants.c.download_id == row.id).order_by(wants.c.person_id)
        return _download(row, self._connection.execute(query).scalars().all())


class DownloadsEdit(DownloadsView):
    """The queue, to be changed in one transaction."""

    def enqueue(self, downloads: Sequence[Download]) -> int:
        return sum(self._enqueue(download) for download in downloads)

    def _enqueue(self, new: Download) -> bool:
        old = self._connection.execute(
            select(downloads).where(
                downloads.c.server_id == new.server_id,
                downloads.c.content_id == new.content_id,
                downloads.c.version == new.version,
                downloads.c.role == new.role,
            )
        ).one_or_none()
        if old is None:
            self._connection.execute(insert(downloads).values(_values(new)))
            self._want(new.id, new.needed_by)
            return True
        self._want(old.id, new.needed_by)
        state = DownloadState(old.state)
        if not old.is_removed and state not in {DownloadState.FAILED, DownloadState.DONE}:
            return False
        begun = {"bytes_done": 0, "etag": ""} if state is DownloadState.DONE else {}
        self._connection.execute(
            update(downloads)
            .where(downloads.c.id == old.id)
            .values(
                course_id=new.course_id,
                state=DownloadState.WAITING.value,
                error_key="",
                error_arguments={},
                attempts=0,
                next_at=None,
                finished=0,
                is_removed=False,
                position=self._last_position() + 1 if old.is_removed or old.finished else old.position,
                **begun,
            )
        )
        return True

    def claim(self, now: datetime) -> Download | None:
        row = self._connection.execute(
            select(downloads)
            .where(
                downloads.c.state == DownloadState.WAITING.value,
                ~downloads.c.is_removed,
                or_(downloads.c.next_at.is_(None), downloads.c.next_at <= now),
            )
            .order_by(downloads.c.position)
            .limit(1)
        ).one_or_none()
        if row is None:
            return None
        self._connection.execute(
            update(downloads)
            .where(downloads.c.id == row.id)
            .values(state=DownloadState.RUNNING.value, next_at=None, error_key="", error_arguments={})
        )
        return self.download(row.id)

    def recover(self) -> int:
        return self._connection.execute(
            update(downloads)
            .where(downloads.c.state == DownloadState.RUNNING.value)
            .values(state=DownloadState.WAITING.value)
        ).rowcount

    def advance(self, download_id: str, bytes_done: int, bytes_total: int, etag: str) -> None:
        self._connection.execute(
            update(downloads)
            .where(downloads.c.id == download_id)
            .values(bytes_done=bytes_done, bytes_total=bytes_total, etag=etag)
        )

    def settle(
        self,
        download_id: str,
        state: DownloadState,
        error_key: str = "",
        error_arguments: Mapping[str, Json] | None = None,
        next_at: datetime | None = None,
    ) -> None:
        is_done = state is DownloadState.DONE
        last = select(func.coalesce(func.max(downloads.c.finished), 0) + 1).scalar_subquery() if is_done else 0
        self._connection.execute(
            update(downloads)
            .where(downloads.c.id == download_id)
            .values(
                state=state.value,
                error_key=error_key,
                error_arguments=dict(error_arguments or {}),
                next_at=next_at,
                attempts=downloads.c.attempts + 1 if error_key else downloads.c.attempts,
                finished=last,
            )
        )

    def remove_download(self, download_id: str) -> None:
        is_done = downloads.c.state == DownloadState.DONE.value
        self._connection.execute(
            update(downloads)
            .where(downloads.c.id == download_id)
            .values(
                is_removed=True,
                state=DownloadState.PAUSED.value,
                # A finished one has no part left that could be gone on with.
                bytes_done=case((is_done, 0), else_=downloads.c.bytes_done),
                etag=case((is_done, ""), else_=downloads.c.etag),
            )
        )
        self._connection.execute(delete(wants).where(wants.c.download_id == download_id))

    def _want(self, download_id: str, needed_by: Sequence[str]) -> None:
        for person_id in needed_by:
            statement = upsert(wants).values(download_id=download_id, person_id=person_id)
            self._connection.execute(statement.on_conflict_do_nothing())

    def _last_position(self) -> int:
        return self._connection.execute(select(func.coalesce(func.max(downloads.c.position), 0))).scalar_one()


def _download(row: Row[Any], needed_by: Sequence[str]) -> Download:
    return Download(
        id=row.id,
        server_id=row.server_id,
        course_id=row.course_id,
        content_id=row.content_id,
        version=row.version,
        role=row.role,
        name=row.name,
        state=DownloadState(row.state),
        bytes_done=row.bytes_done,
        bytes_total=row.bytes_total,
        etag=row.etag,
        error_key=row.error_key,
        error_arguments=row.error_arguments,
        attempts=row.attempts,
        next_at=row.next_at,
        needed_by=tuple(needed_by),
    )


def _values(new: Download) -> dict[str, Any]:
    return {
        "id": new.id,
        "server_id": new.server_id,
        "course_id": new.course_id,
        "content_id": new.content_id,
        "version": new.version,
        "role": new.role,
        "name": new.name,
        "state": new.state.value,
        "bytes_done": new.bytes_done,
        "bytes_total": new.bytes_total,
        "etag": new.etag,
        "error_key": new.error_key,
        "error_arguments": dict(new.error_arguments),
        "attempts": new.attempts,
        "next_at": new.next_at,
        "finished": 0,
        "is_removed": False,
    }
