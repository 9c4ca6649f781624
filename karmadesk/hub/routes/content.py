"""What can be learnt: read, hierarchy, search (contract, sections 3.1 and 3.2)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from karmadesk.hub import batches, searching
from karmadesk.hub.catalogue import Catalogue, Entry
from karmadesk.hub.envelope import Json, RefusalError, answer
from karmadesk.hub.house import Asked, HouseOf

router = APIRouter()

_SUMMARY = (
    "identifier",
    "name",
    "mimeType",
    "primaryCategory",
    "index",
    "parent",
    "leafNodesCount",
    "pkgVersion",
    "status",
)


@router.get("/api/content/v1/read/{identifier}")
@router.get("/api/content/v2/read/{identifier}")
def read(request: Request, house: HouseOf, identifier: str, fields: str = "") -> Response:
    """One object's metadata."""
    with house.database.read() as db:
        catalogue = house.shelf.current(db)
        document = catalogue.document(_found(catalogue, identifier))
        document["batches"] = [batches.document(row) for row in batches.of_course(db, identifier)]
    if not document["batches"]:
        del document["batches"]
    if fields:
        wanted = {"identifier", *(name.strip() for name in fields.split(","))}
        document = {name: value for name, value in document.items() if name in wanted}
    return answer(request, {"content": document}, tagged=True)


@router.get("/api/course/v1/hierarchy/{identifier}")
def hierarchy(request: Request, house: HouseOf, identifier: str, mode: str = "") -> Response:
    """A collection with its children nested; `mode=minimal` keeps what names and counts them."""
    with house.database.read() as db:
        catalogue = house.shelf.current(db)
        entry = _found(catalogue, identifier)
        if entry.hierarchy is None:
            raise _absent(identifier)
        result = tree_of(db, catalogue, entry, is_minimal=mode == "minimal")
    return answer(request, result, tagged=True)


def tree_of(db: Connection, catalogue: Catalogue, entry: Entry, *, is_minimal: bool = False) -> Json:
    """A collection's hierarchy as it is answered."""
    tree = {**catalogue.tree(entry), **catalogue.document(entry)}
    open_batches = [batches.document(row) for row in batches.of_course(db, entry.id)]
    return {"content": {**(_minimal(tree) if is_minimal else tree), "batches": open_batches}}


@router.post("/api/composite/v1/search")
@router.post("/api/composite/v4/search")
@router.post("/api/content/v1/search")
def search(request: Request, house: HouseOf, asked: Asked) -> Response:
    """A page of what matches, how much there is, and the facets of all of it."""
    question = searching.question(asked)
    with house.database.read() as db:
        catalogue = house.shelf.current(db)
    return answer(request, searching.answer(question, map(catalogue.document, catalogue.living())))


def _found(catalogue: Catalogue, identifier: str) -> Entry:
    entry = catalogue.get(identifier)
    if entry is None:
        raise _absent(identifier)
    return entry


def _absent(identifier: str) -> RefusalError:
    return RefusalError("ERR_CONTENT_NOT_FOUND", f"Content not found with id: {identifier}", status=404)


def _minimal(node: Json) -> Json:
    kept = {name: node[name] for name in _SUMMARY if name in node}
    if "children" in node:
        kept["children"] = [_minimal(child) for child in node["children"]]
    return kept
