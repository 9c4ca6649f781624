"""One server's public metadata: cards by columns so that thousands list fast, trees as documents, words to search."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, MetaData, Named, Table, Text, TypedColumns, event

from karmadesk.store.columns import Document
from karmadesk.store.kinds import NAMES, Kind

metadata = MetaData(naming_convention=NAMES)


class CardColumns(TypedColumns):
    row: Named[int] = Column(Integer, primary_key=True)
    id: Named[str] = Column(Text, unique=True)
    sort_name: Named[str] = Column(Text)
    name: Named[str] = Column(Text)
    description: Named[str] = Column(Text)
    provider: Named[str] = Column(Text)
    language: Named[str] = Column(Text)
    duration_s: Named[float]
    size_bytes: Named[int]
    poster_url: Named[str] = Column(Text)
    version: Named[float]
    is_program: Named[bool]
    resource_count: Named[int]
    languages: Named[Any] = Column(Document, nullable=False)
    competencies: Named[Any] = Column(Document, nullable=False)


class TreeColumns(TypedColumns):
    course_id: Named[str] = Column(Text, primary_key=True)
    body: Named[Any] = Column(Document, nullable=False)


class CheckpointColumns(TypedColumns):
    name: Named[str] = Column(Text, primary_key=True)
    mark: Named[str] = Column(Text)


class LabelColumns(TypedColumns):
    row: Named[int] = Column(ForeignKey("cards.row", ondelete="CASCADE"), type_=Integer, primary_key=True)
    kind: Named[str] = Column(Text, primary_key=True)
    """`language` and `area` are what it can be chosen by; `base` is the course of whose languages it is one."""
    value: Named[str] = Column(Text, primary_key=True)


class ContentColumns(TypedColumns):
    content_id: Named[str] = Column(Text, primary_key=True)
    course_id: Named[str] = Column(Text, primary_key=True)


cards = Table("cards", metadata, CardColumns)
labels = Table("labels", metadata, LabelColumns)
contents = Table("contents", metadata, ContentColumns)
trees = Table("trees", metadata, TreeColumns)
checkpoints = Table("checkpoints", metadata, CheckpointColumns)
Index(None, cards.c.sort_name, cards.c.id)
Index(None, labels.c.kind, labels.c.value, labels.c.row)
Index(None, contents.c.course_id)

CREATE_WORDS = (
    "CREATE VIRTUAL TABLE words USING fts5(name, description, provider, competencies, resources, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")"
)
"""The rowid is the card's `row`. The default tokenizer splits Devanagari at its vowel signs (measured: a third of the
hits were wrong); with marks as parts of words and diacritics kept, Hindi is found exactly."""


def _create_words(_target: MetaData, connection: Connection, **_: Any) -> None:
    connection.exec_driver_sql(CREATE_WORDS)


event.listen(metadata, "after_create", _create_words)

KIND = Kind("catalogue", metadata, ("0001", "0002"), synchronous="NORMAL")
