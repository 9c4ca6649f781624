"""`catalogue.db`: what one server offers, listed and searched without a network."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from karmadesk.errors import DiskFull
from karmadesk.finding import Facets, Matches, Wanted
from karmadesk.model import Competency, Course, CourseCard
from karmadesk.ports.shelves import SET_ASIDE
from karmadesk.store import explore
from karmadesk.store.columns import packed
from karmadesk.store.database import View
from karmadesk.store.renewable import Renewable
from karmadesk.store.reserve import TIGHT_BYTES
from karmadesk.store.tables.catalogue import KIND, cards, checkpoints, contents, labels, trees
from karmadesk.store.trees import course_of, tree_document
from karmadesk.store.words import cleaned, match, sort_name

LEFT_BYTES = 4 * TIGHT_BYTES
"""Where less is free, room that is held for acts may have been given up for them already."""
IDS_AT_ONCE = 500
"""How many ids go into one statement: SQLite's limit on parameters may be as low as 999."""

_words = table(
    "words", *(column(name) for name in ("rowid", "name", "description", "provider", "competencies", "resources"))
)
_MATCHES = literal_column("words").op("MATCH")
_RANK: ColumnElement[float] = literal_column("bm25(words, 10.0, 2.0, 3.0, 4.0, 3.0)")
"""A word in a course's name says most about it."""

_CARD = (
    cards.c.id,
    cards.c.name,
    cards.c.description,
    cards.c.provider,
    cards.c.language,
    cards.c.duration_s,
    cards.c.size_bytes,
    cards.c.poster_url,
    cards.c.version,
    cards.c.is_program,
    cards.c.languages,
    cards.c.competencies,
    cards.c.resource_count,
)
"""In the order of CourseCard's fields."""


class CatalogueStore:
    """The port `Catalogue`. `was_rebuilt`, and its checkpoint SET_ASIDE, tell that a damaged one was set aside."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._renewable = Renewable(path, KIND, _mark)

    @property
    def was_rebuilt(self) -> bool:
        return self._renewable.was_rebuilt

    @contextmanager
    def read(self) -> Iterator[CatalogueView]:
        with self._renewable.read() as connection:
            yield CatalogueView(connection)

    @contextmanager
    def write(self) -> Iterator[CatalogueEdit]:
        """Holds the database's lock; bulk goes in slices of a few hundred cards, measured at 20 ms.

        Raises DiskFull while there is still room for what somebody learns.
        """
        if shutil.disk_usage(self._folder).free < LEFT_BYTES:
            raise DiskFull("what is left of the disk is for what somebody learns")
        with self._renewable.write() as connection:
            yield CatalogueEdit(connection)

    def keep_copy(self, wanted: Callable[[], None]) -> None:
        """One that was begun anew is worth no copy before it has been fetched again."""
        with self.read() as view:
            is_worth_it = view.count() > 0 and not view.checkpoint(SET_ASIDE)
        if is_worth_it:
            self._renewable.keep_copy(wanted)

    def close(self) -> None:
        self._renewable.close()


class CatalogueView(View):
    """Reads of one transaction: the port `CatalogueReads`."""

    def course(self, course_id: str) -> Course | None:
        found = self._connection.execute(
            select(*_CARD, trees.c.body).join(trees, trees.c.course_id == cards.c.id).where(cards.c.id == course_id)
        ).one_or_none()
        return None if found is None else course_of(_card(found[:-1]), found[-1])

    def cards(self, course_ids: Sequence[str]) -> Mapping[str, CourseCard]:
        found: dict[str, CourseCard] = {}
        for start in range(0, len(course_ids), IDS_AT_ONCE):
            some = course_ids[start : start + IDS_AT_ONCE]
            for row in self._connection.execute(select(*_CARD).where(cards.c.id.in_(some))):
                found[row[0]] = _card(row)
        return {course_id: found[course_id] for course_id in course_ids if course_id in found}

    def all_cards(self, limit: int = 100, offset: int = 0) -> tuple[CourseCard, ...]:
        query = select(*_CARD).order_by(cards.c.sort_name, cards.c.id).limit(limit).offset(offset)
        return tuple(_card(row) for row in self._connection.execute(query))

    def count(self) -> int:
        return self._connection.execute(select(func.count()).select_from(cards)).scalar_one()

    def search(self, words: str, limit: int = 50) -> tuple[CourseCard, ...]:
        expression = match(words)
        if not expression:
            return ()
        query = (
            select(*_CARD)
            .join(_words, _words.c.rowid == cards.c.row)
            .where(_MATCHES(expression))
            .order_by(_RANK, cards.c.sort_name)
            .limit(limit)
        )
        return tuple(_card(row) for row in self._connection.execute(query))

    def courses_with(self, content_id: str) -> tuple[str, ...]:
        # The text of a tree is looked at first: reading thousands of trees into values would take seconds.
        written = packed({"id": content_id})[1:-1]
        query = select(trees.c.course_id, trees.c.body).where(func.instr(trees.c.body, written) > 0)
        rows = self._connection.execute(query.order_by(trees.c.course_id)).all()
        found = (course_of(CourseCard(course_id, ""), body) for course_id, body in rows)
        return tuple(each.id for each in found if any(r.id == content_id for r in each.resources()))

    def find(
        self, wanted: Wanted, here: Collection[str] = (), first: Sequence[str] = (), limit: int = 50, offset: int = 0
    ) -> Matches:
        rows = list(self._connection.execute(explore.page(wanted, here, first, limit, offset)).scalars())
        found = self._connection.execute(select(cards.c.row, *_CARD).where(cards.c.row.in_(rows)))
        by_row = {row[0]: _card(row[1:]) for row in found}
        return Matches(tuple(by_row[row] for row in rows), explore.total(self._connection, wanted, here))

    def facets(self, wanted: Wanted, here: Collection[str] = ()) -> Facets:
        return explore.facets(self._connection, wanted, here)

    def holding(self, content_ids: Collection[str]) -> frozenset[str]:
        return explore.holding(self._connection, content_ids)

    def checkpoint(self, name: str) -> str:
        query = select(checkpoints.c.mark).where(checkpoints.c.name == name)
        return self._connection.execute(query).scalar_one_or_none() or ""


class CatalogueEdit(CatalogueView):
    """Reads and writes of one transaction: the port `CatalogueWrites`."""

    def put_cards(self, cards: Sequence[CourseCard]) -> None:
        """What is the same already is not written again."""
        wanted = {card.id: card for card in cards}
        there = self._rows(list(wanted))
        self._insert([card for card in wanted.values() if card.id not in there])
        self._update([(row, wanted[id_]) for id_, (row, held) in there.items() if held != wanted[id_]])

    def put_course(self, course: Course) -> None:
        self.put_cards([course.card])
        row = self._rows([course.id])[course.id][0]
        body = tree_document(course)
        statement = upsert(trees).values(course_id=course.id, body=body)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=[trees.c.course_id], set_={"body": statement.excluded.body})
        )
        names = " \n".join(resource.name for resource in course.resources())
        units = " \n".join(unit.name for unit in course.units)
        self._connection.execute(delete(contents).where(contents.c.course_id == course.id))
        held = [{"content_id": resource.id, "course_id": course.id} for resource in course.resources()]
        if held:
            self._connection.execute(insert(contents), held)
        self._connection.execute(
            update(_words).where(_words.c.rowid == row).values(resources=cleaned(f"{names} \n{units}"))
        )

    def set_checkpoint(self, name: str, mark: str) -> None:
        if not mark:
            self._connection.execute(delete(checkpoints).where(checkpoints.c.name == name))
            return
        statement = upsert(checkpoints).values(name=name, mark=mark)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=[checkpoints.c.name], set_={"mark": mark})
        )

    def _rows(self, course_ids: Sequence[str]) -> dict[str, tuple[int, CourseCard]]:
        """The cards that are there already, with their rows."""
        found: dict[str, tuple[int, CourseCard]] = {}
        for start in range(0, len(course_ids), IDS_AT_ONCE):
            some = course_ids[start : start + IDS_AT_ONCE]
            for row in self._connection.execute(select(cards.c.row, *_CARD).where(cards.c.id.in_(some))):
                found[row[1]] = (row[0], _card(row[1:]))
        return found

    def _insert(self, new: Sequence[CourseCard]) -> None:
        if not new:
            return
        self._connection.execute(insert(cards), [_values(card) for card in new])
        rows = self._rows([card.id for card in new])
        words = [{"rowid": rows[card.id][0], "resources": "", **_text(card)} for card in new]
        self._connection.execute(insert(_words), words)
        self._label([(rows[card.id][0], card) for card in new])

    def _update(self, changed: Sequence[tuple[int, CourseCard]]) -> None:
        for row, card in changed:
            self._connection.execute(update(cards).where(cards.c.row == row).values(_values(card)))
            self._connection.execute(update(_words).where(_words.c.rowid == row).values(_text(card)))
            self._connection.execute(delete(labels).where(labels.c.row == row))
        self._label(changed)

    def _label(self, of: Sequence[tuple[int, CourseCard]]) -> None:
        wanted = [{"row": row, "kind": kind, "value": value} for row, card in of for kind, value in _labels(card)]
        if wanted:
            self._connection.execute(insert(labels), wanted)


def _mark(connection: Connection) -> None:
    CatalogueEdit(connection).set_checkpoint(SET_ASIDE, "yes")


def _card(row: Row[Any] | Sequence[Any]) -> CourseCard:
    (id_, name, description, provider, language, duration_s, size_bytes) = row[:7]
    (poster_url, version, is_program, languages, competencies, resource_count) = row[7:]
    return CourseCard(
        id_,
        name,
        description,
        provider,
        language,
        duration_s,
        size_bytes,
        poster_url,
        version,
        is_program,
        languages,
        tuple(Competency(*parts) for parts in competencies),
        resource_count,
    )


def _values(card: CourseCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "sort_name": sort_name(card.name),
        "name": card.name,
        "description": card.description,
        "provider": card.provider,
        "language": card.language,
        "duration_s": card.duration_s,
        "size_bytes": card.size_bytes,
        "poster_url": card.poster_url,
        "version": card.version,
        "is_program": card.is_program,
        "resource_count": card.resource_count,
        "languages": dict(card.languages),
        "competencies": [[c.area, c.theme, c.sub_theme] for c in card.competencies],
    }


def _labels(card: CourseCard) -> list[tuple[str, str]]:
    """What a card can be chosen by, each once."""
    spoken = [name.lower() for name in card.languages] or [card.language.lower()]
    found = [(explore.LANGUAGE, name) for name in spoken if name]
    found += [(explore.AREA, competency.area) for competency in card.competencies if competency.area]
    base = next(iter(card.languages.values()), card.id)
    return list(dict.fromkeys([*found, *([(explore.BASE, base)] if base != card.id else [])]))


def _text(card: CourseCard) -> dict[str, str]:
    tags = " \n".join(f"{c.area} \n{c.theme} \n{c.sub_theme}" for c in card.competencies)
    return {
        "name": cleaned(card.name),
        "description": cleaned(card.description),
        "provider": cleaned(card.provider),
        "competencies": cleaned(tags),
    }
