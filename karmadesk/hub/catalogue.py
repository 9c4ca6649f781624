"""What the hub offers, as one picture in memory that is taken anew when something was published."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from karmadesk.hub.archive import Json
from karmadesk.hub.database import fact
from karmadesk.hub.publishing import COLLECTION, REVISION
from karmadesk.hub.tables import contents

_OF_THE_PLACE = ("index", "parent", "depth", "visibility")  # what a node says of where it stands, not of itself


@dataclass(frozen=True)
class Entry:
    """One object that can be read by its identifier."""

    id: str
    category: str
    status: str
    document: Json
    hierarchy: Json | None
    questions: list[Json] | None

    @property
    def is_program(self) -> bool:
        """Whether courses stand below it."""
        return "program" in self.category.lower()


@dataclass(frozen=True)
class Catalogue:
    """Every object at one moment. What it returns is the caller's own to change."""

    entries: Mapping[str, Entry]
    _documents: dict[str, Json] = field(default_factory=dict)

    def get(self, identifier: str) -> Entry | None:
        """The object of this identifier, if it is to be seen."""
        entry = self.entries.get(identifier)
        return entry if entry is not None and entry.status == "Live" else None

    def living(self) -> Iterator[Entry]:
        """Every object that is to be seen."""
        return (entry for entry in self.entries.values() if entry.status == "Live")

    def document(self, entry: Entry) -> Json:
        """An object's metadata; a collection's counts are of its tree as it stands now."""
        if entry.hierarchy is None:
            return dict(entry.document)
        if entry.id not in self._documents:
            nodes = list(_below(self.tree(entry)))
            leaves = list(dict.fromkeys(node["identifier"] for node in nodes if node["mimeType"] != COLLECTION))
            self._documents[entry.id] = {
                **entry.document,
                "leafNodes": leaves,
                "leafNodesCount": len(leaves),
                "childNodes": [node["identifier"] for node in nodes],
                "totalCompressedSize": float(sum(self._size(leaf) for leaf in leaves)),
            }
        return dict(self._documents[entry.id])

    def tree(self, entry: Entry) -> Json:
        """A collection with its children nested, each as its own package tells it."""
        assert entry.hierarchy is not None
        return self._grown(entry.hierarchy, frozenset())

    def leaves(self, identifier: str) -> tuple[str, ...]:
        """The resources below a collection, in order, each once."""
        entry = self.entries.get(identifier)
        if entry is None or entry.hierarchy is None:
            return ()
        return tuple(self.document(entry)["leafNodes"])

    def courses_below(self, program: Entry) -> tuple[str, ...]:
        """The courses that a program is made of."""
        found = self.document(program)["childNodes"]
        return tuple(name for name in found if (known := self.get(name)) is not None and known.hierarchy is not None)

    def collections_with(self, names: set[str]) -> set[str]:
        """The collections that are one of these, or have one of these below them."""
        found = set()
        for entry in self.living():
            if entry.hierarchy is not None and not names.isdisjoint((entry.id, *self.document(entry)["childNodes"])):
                found.add(entry.id)
        return found

    def _grown(self, node: Json, above: frozenset[str]) -> Json:
        identifier = node["identifier"]
        entry = self.get(identifier)
        below = above | {identifier}
        kept = {key: node[key] for key in _OF_THE_PLACE if key in node}
        grown = {**node, **entry.document, **kept} if entry is not None else dict(node)
        inner = entry.hierarchy if entry is not None and entry.hierarchy is not None else node
        if node["mimeType"] == COLLECTION:
            grown["children"] = [
                self._grown(child, below) for child in inner.get("children", []) if child["identifier"] not in below
            ]
            leaves = [one["identifier"] for one in _below(grown) if one["mimeType"] != COLLECTION]
            grown |= {"leafNodes": list(dict.fromkeys(leaves)), "leafNodesCount": len(set(leaves))}
            grown["childNodes"] = [one["identifier"] for one in _below(grown)]
        else:
            grown.pop("children", None)
        return grown

    def _size(self, leaf: str) -> float:
        entry = self.entries.get(leaf)
        size: Any = entry.document.get("size") if entry is not None else None
        return float(size) if isinstance(size, int | float) else 0.0


class Shelf:
    """Keeps the newest picture of the catalogue."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision: str | None = None
        self._catalogue = Catalogue({})

    def current(self, db: Connection) -> Catalogue:
        """The catalogue as this transaction sees it."""
        revision = fact(db, REVISION)
        with self._lock:
            if revision != self._revision:
                self._catalogue = _taken(db)
                self._revision = revision
            return self._catalogue


def _taken(db: Connection) -> Catalogue:
    rows = db.execute(select(contents)).mappings()
    names = ("id", "category", "status", "document", "hierarchy", "questions")
    return Catalogue({row["id"]: Entry(**{name: row[name] for name in names}) for row in rows})


def _below(node: Json) -> Iterator[Json]:
    for child in node.get("children", []):
        yield child
        yield from _below(child)
