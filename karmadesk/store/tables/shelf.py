"""What is on this machine for everybody: the download queue, and which object serves which content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, Named, Table, Text, TypedColumns
from sqlalchemy import UniqueConstraint as Unique

from karmadesk.store.columns import Document, Moment
from karmadesk.store.kinds import NAMES, Kind

metadata = MetaData(naming_convention=NAMES)


class DownloadColumns(TypedColumns):
    position: Named[int] = Column(Integer, primary_key=True)
    id: Named[str] = Column(Text, unique=True)
    server_id: Named[str] = Column(Text)
    course_id: Named[str] = Column(Text)
    content_id: Named[str] = Column(Text)
    version: Named[float]
    role: Named[str] = Column(Text)
    name: Named[str] = Column(Text)
    state: Named[str] = Column(Text)
    bytes_done: Named[int] = Column(BigInteger)
    bytes_total: Named[int] = Column(BigInteger)
    etag: Named[str] = Column(Text)
    error_key: Named[str] = Column(Text)
    error_arguments: Named[Any] = Column(Document, nullable=False)
    attempts: Named[int]
    next_at: Named[datetime | None] = Column(Moment)
    finished: Named[int]
    """0, or the how-manieth to finish."""
    is_removed: Named[bool]
    """Taken off the queue; kept so that the bytes that were paid for are found again."""


class WantColumns(TypedColumns):
    download_id: Named[str] = Column(ForeignKey("downloads.id", ondelete="CASCADE"), type_=Text, primary_key=True)
    person_id: Named[str] = Column(Text, primary_key=True)


class PlacementColumns(TypedColumns):
    server_id: Named[str] = Column(Text, primary_key=True)
    content_id: Named[str] = Column(Text, primary_key=True)
    version: Named[float] = Column(primary_key=True)
    role: Named[str] = Column(Text, primary_key=True)
    sha256: Named[str] = Column(Text)
    size_bytes: Named[int] = Column(BigInteger)
    name: Named[str] = Column(Text)
    mime_type: Named[str] = Column(Text)


class NeedColumns(TypedColumns):
    server_id: Named[str] = Column(Text, primary_key=True)
    content_id: Named[str] = Column(Text, primary_key=True)
    person_id: Named[str] = Column(Text, primary_key=True)


class OrphanColumns(TypedColumns):
    sha256: Named[str] = Column(Text, primary_key=True)


downloads = Table(
    "downloads",
    metadata,
    DownloadColumns,
    Unique("server_id", "content_id", "version", "role"),
    sqlite_autoincrement=True,
)
wants = Table("wants", metadata, WantColumns)
placements = Table("placements", metadata, PlacementColumns)
needs = Table("needs", metadata, NeedColumns)
orphans = Table("orphans", metadata, OrphanColumns)
Index(None, placements.c.sha256)

KIND = Kind("shelf", metadata, ("0001",))
