"""The publisher's desk: a package becomes files under content-store and entries of the catalogue."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, select

from karmadesk.hub import archive, marks, moments
from karmadesk.hub.archive import Json, Package, Stored
from karmadesk.hub.database import Database, fact, put
from karmadesk.hub.place import Place, TroubleError
from karmadesk.hub.tables import contents, facts, media

COLLECTION = "application/vnd.ekstep.content-collection"
# Stands for the hub's own address in what is kept; every answer puts the one in that its caller used.
OWN = "@hub@/content-store/"
REVISION = "catalogue"

_ADDRESSES = ("artifactUrl", "posterImage", "appIcon", "grayScaleAppIcon", "streamingUrl")


def add(database: Database, place: Place, source: Path) -> list[str]:
    """The identifiers that the packages of a file or source folder added, or brought up to date."""
    if not source.is_dir():
        return [_add_package(database, place, source)]
    from karmadesk.hub.packing import pack
    from karmadesk.hub.packing_questions import PackingError

    with tempfile.TemporaryDirectory(prefix="karmadesk-pack-") as folder:
        try:
            packed = pack(source, Path(folder))
        except PackingError as problem:
            raise TroubleError(str(problem)) from problem
        return [_add_package(database, place, file) for file in packed]


def _add_package(database: Database, place: Place, file: Path) -> str:
    with archive.opened(file) as (opened, package):
        identifier: str = package.root["identifier"]
        version = _version(package.root)
        spine = "_SPINE" if package.root["mimeType"] == COLLECTION else ""
        folder = f"content/{identifier}/{version}"
        ecar = f"ecar/{identifier}_{version}{spine}.ecar"
        stored = archive.extract(opened, package, place.media / folder)
    _copy(file, place.media / ecar)
    whole = Stored(ecar, archive.digest(place.media / ecar), (place.media / ecar).stat().st_size)
    files = [whole, *(Stored(f"{folder}/{one.name}", one.sha256, one.size) for one in stored)]
    with database.write() as db:
        _record_media(db, place, folder, files)
        for row in _rows(package, folder, whole):
            _record_content(db, row)
        _revise(db)
    return identifier


def _rows(package: Package, folder: str, ecar: Stored) -> list[Json]:
    """The catalogue's rows for a package: its root, and each leaf whose artifact came along."""
    root = _row(package, _whole_root(package), folder)
    address = OWN + ecar.name
    variant = "spine" if root["mime_type"] == COLLECTION else "full"
    root["document"] |= {
        "downloadUrl": address,
        "size": float(ecar.size),
        "variants": {variant: {"ecarUrl": address, "size": str(ecar.size)}},
    }
    tree = package.tree
    if root["mime_type"] == COLLECTION:
        root["hierarchy"] = _settled(package, tree if tree is not None else _from_manifest(package), folder)
    elif tree is not None:
        root["questions"] = tree.get("children") or []
    inside = [
        _row(package, {**item, "downloadUrl": None, "variants": None}, folder)
        for item in package.items[1:]
        if archive.in_package(package, item["identifier"], item.get("artifactUrl"))
    ]
    return [root, *inside]


def _whole_root(package: Package) -> Json:
    """The root as the manifest and the tree tell it together: exported trees keep the publisher's addresses."""
    tree = {key: value for key, value in (package.tree or {}).items() if key != "children"}
    return {**tree, **{key: value for key, value in package.root.items() if key != "children" and value is not None}}


def _row(package: Package, node: Json, folder: str) -> Json:
    document = _rewritten(package, node, folder)
    document.setdefault("status", "Live")
    document.setdefault("primaryCategory", node.get("contentType", "Learning Resource"))
    return {
        "id": node["identifier"],
        "category": str(document["primaryCategory"]),
        "mime_type": node["mimeType"],
        "visibility": str(node.get("visibility", "Default")),
        "status": str(document["status"]),
        "version": _version(node),
        "document": document,
        "hierarchy": None,
        "questions": None,
        "changed_at": moments.now_ms(),
    }


def _settled(package: Package, node: Json, folder: str) -> Json:
    """A tree with its addresses rewritten throughout."""
    children = [_settled(package, child, folder) for child in node.get("children") or [] if isinstance(child, dict)]
    if not archive.is_identifier(node.get("identifier")) or not isinstance(node.get("mimeType"), str):
        raise TroubleError("its hierarchy.json has an object without a proper identifier or mimeType")
    return {**_rewritten(package, node, folder), "children": children}


def _from_manifest(package: Package) -> Json:
    """The tree that a flat manifest describes by naming children."""
    known = {item["identifier"]: item for item in package.items}

    def grown(item: Json, above: frozenset[str]) -> Json:
        named = [child.get("identifier") for child in item.get("children") or [] if isinstance(child, dict)]
        below = above | {item["identifier"]}
        return {
            **item,
            "children": [grown(known[name], below) for name in named if name in known and name not in below],
        }

    return grown(package.root, frozenset())


def _rewritten(package: Package, node: Json, folder: str) -> Json:
    """A node without children whose relative addresses are the hub's own."""
    document = {key: value for key, value in node.items() if key != "children"}
    identifier = node["identifier"]
    for key in _ADDRESSES:
        document |= _rewritten_address(package, identifier, folder, key, document.get(key))
    transcripts = document.get("transcripts")
    if isinstance(transcripts, list):
        document["transcripts"] = [
            {**one, **_rewritten_address(package, identifier, folder, "artifactUrl", one.get("artifactUrl"))}
            for one in transcripts
            if isinstance(one, dict)
        ]
    return document


def _rewritten_address(package: Package, identifier: str, folder: str, key: str, value: object) -> Json:
    name = archive.in_package(package, identifier, value)
    return {} if name is None else {key: f"{OWN}{folder}/{name}"}


def _version(node: Json) -> float:
    try:
        version = float(node.get("pkgVersion") or 1)
    except (TypeError, ValueError) as problem:
        raise TroubleError(f"{node['identifier']}: pkgVersion is not a number") from problem
    if not 0 < version < 1_000_000:
        raise TroubleError(f"{node['identifier']}: pkgVersion must be from 1 to 999999")
    return version


def _record_content(db: Connection, row: Json) -> None:
    """Keep a row unless what is there came in a newer package, or in one of its own."""
    known = db.execute(select(contents).where(contents.c.id == row["id"])).mappings().first()
    if known is not None and known["version"] > row["version"]:
        return
    if known is not None and known["document"].get("downloadUrl") and not row["document"].get("downloadUrl"):
        return
    if known is not None and all(known[name] == value for name, value in row.items() if name != "changed_at"):
        return
    put(db, contents, {"id": row["id"]}, {key: value for key, value in row.items() if key != "id"})
    marks.mark(db, marks.EVERYONE, [marks.content(row["id"])])


def _record_media(db: Connection, place: Place, folder: str, files: Iterable[Stored]) -> None:
    db.execute(delete(media).where(media.c.path.startswith(folder + "/", autoescape=True)))
    for one in files:
        changed = (place.media / one.name).stat().st_mtime_ns
        values: dict[str, Any] = {"sha256": one.sha256, "size": one.size, "mtime_ns": changed}
        put(db, media, {"path": one.name}, values)


def _revise(db: Connection) -> None:
    """Tell every running hub that its picture of the catalogue is old."""
    put(db, facts, {"name": REVISION}, {"value": str(int(fact(db, REVISION) or 0) + 1)})


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.part")
    shutil.copyfile(source, unfinished)
    unfinished.replace(target)
