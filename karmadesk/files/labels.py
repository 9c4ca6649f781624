"""Notes that say which content the objects are, one a content; a lost shelf is built anew from them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from karmadesk.disk import room
from karmadesk.files.names import is_digest
from karmadesk.model import Json, Placement

log = logging.getLogger(__name__)

_FIELDS = {"server_id": str, "content_id": str, "version": float, "role": str, "sha256": str, "size_bytes": int,
           "name": str, "mime_type": str}  # fmt: skip


class Labels:
    """The folder of notes. The newest version of a content has the note."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, placements: Sequence[Placement], needed_by: Sequence[str]) -> None:
        """Adds these files to their contents' notes."""
        contents = dict.fromkeys((placement.server_id, placement.content_id) for placement in placements)
        for key in contents:
            new = [p for p in placements if (p.server_id, p.content_id) == key]
            path = self._path(*key)
            before, people = _read(path)
            version = max(p.version for p in new)
            roles = {p.role: p for p in (*before, *new) if p.version >= version}
            _write(path, tuple(roles.values()), tuple(dict.fromkeys((*people, *needed_by))))

    def read(self) -> Iterator[tuple[tuple[Placement, ...], tuple[str, ...]]]:
        """Every note that can be read."""
        for path in sorted(self._folder.glob("*.json")):
            placements, people = _read(path)
            if placements:
                yield placements, people

    def forget_without(self, has: Callable[[str], bool]) -> None:
        """Removes notes of which no object is left."""
        for path in list(self._folder.glob("*.json")):
            if not any(has(placement.sha256) for placement in _read(path)[0]):
                path.unlink(missing_ok=True)

    def _path(self, server_id: str, content_id: str) -> Path:
        name = hashlib.sha256(f"{server_id}\n{content_id}".encode("utf-8", "replace")).hexdigest()
        return self._folder / f"{name}.json"


def _write(path: Path, placements: Sequence[Placement], people: Sequence[str]) -> None:
    content = json.dumps({"files": [dataclasses.asdict(p) for p in placements], "needed_by": list(people)})
    with room(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        spare = path.with_suffix(".json~")
        spare.write_text(content, encoding="utf-8")
        spare.replace(path)


def _read(path: Path) -> tuple[tuple[Placement, ...], tuple[str, ...]]:
    """The note's files and people; nothing for one that is missing or spoilt."""
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        found = [_placement(entry) for entry in note["files"]]
        people = tuple(person for person in note["needed_by"] if isinstance(person, str))
    except FileNotFoundError:
        return (), ()
    except (ValueError, KeyError, TypeError, RecursionError):
        log.warning("the note %s is spoilt", path.name)
        return (), ()
    return tuple(placement for placement in found if placement is not None), people


def _placement(entry: Json) -> Placement | None:
    if not isinstance(entry, dict) or entry.keys() != _FIELDS.keys():
        return None
    entry = {**entry, "version": float(entry["version"])}
    is_sound = all(type(entry[key]) is kind for key, kind in _FIELDS.items()) and is_digest(entry["sha256"])
    return Placement(**entry) if is_sound else None
