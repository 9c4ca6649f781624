"""Looking through a catalogue: one query for a page, one for each filter's counts, all of it in SQL.

The trees of a course's other languages are cards of their own; what is found in one of them counts for the course.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    case,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)

from karmadesk.finding import HOUR_S, QUARTER_S, Facet, Facets, Length, Wanted
from karmadesk.store.tables.catalogue import cards, contents, labels
from karmadesk.store.words import match

LANGUAGE, AREA, BASE = "language", "area", "base"
"""The kinds of label."""

_words = table("words", column("rowid"))
_RANK: ColumnElement[float] = literal_column("bm25(words, 10.0, 2.0, 3.0, 4.0, 3.0)")
"""A word in a course's name says most about it."""

_LENGTHS: dict[Length, ColumnElement[bool]] = {
    Length.QUARTER: (cards.c.duration_s > 0) & (cards.c.duration_s <= QUARTER_S),
    Length.HOUR: (cards.c.duration_s > 0) & (cards.c.duration_s <= HOUR_S),
    Length.LONGER: cards.c.duration_s > HOUR_S,
}


def page(wanted: Wanted, here: Collection[str], first: Collection[str], limit: int, offset: int) -> Select[Any]:
    """The rows of one page: best matches first, or without words those of `first` and then by name."""
    query = select(cards.c.row).where(*_conditions(wanted, here)).limit(limit).offset(offset)
    expression = match(wanted.words)
    if not expression:
        is_first = case((cards.c.row.in_(_rows(first)), 0), else_=1)
        return query.order_by(is_first, cards.c.sort_name, cards.c.id)
    # The limit keeps SQLite from merging this with what groups it: a rank can't be taken inside an aggregate.
    ranked = select(_words.c.rowid, _RANK.label("rank")).where(_matches(expression)).limit(-1).subquery()
    head = _head(ranked.c.rowid).label("row")
    best = select(head, func.min(ranked.c.rank).label("rank")).group_by(head).subquery()
    return query.join(best, best.c.row == cards.c.row).order_by(best.c.rank, cards.c.sort_name, cards.c.id)


def total(connection: Connection, wanted: Wanted, here: Collection[str]) -> int:
    """How many courses there are of what is wanted."""
    query = select(func.count()).select_from(cards).where(*_conditions(wanted, here))
    return connection.execute(query).scalar_one()


def facets(connection: Connection, wanted: Wanted, here: Collection[str]) -> Facets:
    """The counts of every filter, each without what it is set to itself."""
    lengths = (func.coalesce(func.sum(case((rule, 1), else_=0)), 0) for rule in _LENGTHS.values())
    counted = connection.execute(select(*lengths).where(*_conditions(wanted, here, but="length"))).one()
    return Facets(
        languages=_labelled(connection, LANGUAGE, _conditions(wanted, here, but="language")),
        providers=_providers(connection, _conditions(wanted, here, but="provider")),
        areas=_labelled(connection, AREA, _conditions(wanted, here, but="area")),
        lengths=tuple(Facet(length.value, count) for length, count in zip(_LENGTHS, counted, strict=True)),
        here=total(connection, Wanted(**{**vars(wanted), "is_here": True}), here),
    )


def holding(connection: Connection, content_ids: Collection[str]) -> frozenset[str]:
    """The courses that hold any of these contents."""
    query = select(contents.c.course_id).where(contents.c.content_id.in_(_values(content_ids))).distinct()
    return frozenset(connection.execute(query).scalars())


def _conditions(wanted: Wanted, here: Collection[str], but: str = "") -> list[ColumnElement[bool]]:
    """What must hold of a card, `but` for one filter."""
    found: list[ColumnElement[bool]] = [~_has_base()]
    expression = match(wanted.words)
    if wanted.words.strip():
        # Words of nothing but signs find nothing.
        hits = select(_head(_words.c.rowid)).where(_matches(expression))
        found.append(cards.c.row.in_(hits) if expression else literal(0) == 1)
    if wanted.language and but != "language":
        found.append(_is_labelled(LANGUAGE, wanted.language))
    if wanted.area and but != "area":
        found.append(_is_labelled(AREA, wanted.area))
    if wanted.provider and but != "provider":
        found.append(cards.c.provider == wanted.provider)
    if wanted.length is not None and but != "length":
        found.append(_LENGTHS[wanted.length])
    if wanted.is_here:
        found.append(cards.c.row.in_(_rows(here)))
    return found


def _matches(expression: str) -> ColumnElement[bool]:
    return literal_column("words").op("MATCH")(expression)


def _is_labelled(kind: str, value: str) -> ColumnElement[bool]:
    return cards.c.row.in_(select(labels.c.row).where(labels.c.kind == kind, labels.c.value == value))


def _has_base() -> ColumnElement[bool]:
    """Whether the card is another language of a course that is listed itself."""
    kin, base = labels.alias("kin"), cards.alias("base")
    listed = select(base.c.row).join(kin, kin.c.value == base.c.id)
    return listed.where(kin.c.row == cards.c.row, kin.c.kind == BASE).correlate(cards).exists()


def _head(row: ColumnElement[Any]) -> ColumnElement[int]:
    """The row of the course that a card stands for: its own, unless it is another language of one that is listed."""
    kin, base = labels.alias("kin_of"), cards.alias("base_of")
    listed: ScalarSelect[Any] = (
        select(base.c.row)
        .join(kin, kin.c.value == base.c.id)
        .where(kin.c.row == row, kin.c.kind == BASE)
        .correlate_except(kin, base)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(listed, row)


def _rows(course_ids: Collection[str]) -> Select[Any]:
    """The rows of these courses."""
    some = cards.alias("some")
    return select(_head(some.c.row)).where(some.c.id.in_(_values(course_ids)))


def _values(ids: Collection[str]) -> Select[Any]:
    """Any number of ids, as one parameter."""
    return select(func.json_each(json.dumps(sorted(ids))).table_valued("value").c.value)


def _labelled(connection: Connection, kind: str, conditions: list[ColumnElement[bool]]) -> tuple[Facet, ...]:
    count = func.count().label("count")
    query = (
        select(labels.c.value, count)
        .join(cards, cards.c.row == labels.c.row)
        .where(labels.c.kind == kind, *conditions)
        .group_by(labels.c.value)
        .order_by(count.desc(), labels.c.value)
    )
    return tuple(Facet(value, found) for value, found in connection.execute(query))


def _providers(connection: Connection, conditions: list[ColumnElement[bool]]) -> tuple[Facet, ...]:
    count = func.count().label("count")
    query = (
        select(cards.c.provider, count)
        .where(cards.c.provider != "", *conditions)
        .group_by(cards.c.provider)
        .order_by(count.desc(), cards.c.provider)
    )
    return tuple(Facet(value, found) for value, found in connection.execute(query))
