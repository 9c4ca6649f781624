"""Archives made for tests: sound ECARs, and ZIPs with any name, mode and lie inside."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

from karmadesk.content import COLLECTION

LINK = (stat.S_IFLNK | 0o777) << 16
PIPE = (stat.S_IFIFO | 0o644) << 16


def zipped(entries: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> bytes:
    """A ZIP of these entries, names written as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo("x", (2026, 1, 1, 0, 0, 0))
            entry.filename = entry.orig_filename = name
            entry.compress_type, entry.external_attr = method, mode
            archive.writestr(entry, content)
    return buffer.getvalue()


def doubled(content: bytes, name: str = "a.txt") -> bytes:
    """A ZIP with one name twice."""
    other = "b" * len(name)
    return zipped({name: content, other: content}).replace(other.encode(), name.encode())


def claiming(archive: bytes, size: int) -> bytes:
    """The archive whose first central entry says that it holds `size` bytes."""
    place = archive.index(b"PK\x01\x02") + 24
    return archive[:place] + struct.pack("<I", size) + archive[place + 4 :]


def leaf(identifier: str, **fields: Any) -> dict[str, Any]:
    """A manifest's item of one resource."""
    return {
        "identifier": identifier,
        "name": "Washing hands",
        "mimeType": "text/html",
        "visibility": "Default",
        "pkgVersion": 1.0,
        "compatibilityLevel": 4,
        **fields,
    }


def manifest(*items: Mapping[str, Any], ver: Any = "1.2") -> bytes:
    """A manifest of these items, the root first."""
    archive = {"count": len(items), "ttl": 24, "items": list(items)}
    return json.dumps(
        {"id": "sunbird.content.archive", "ver": ver, "ts": "2026-01-01T00:00:00ZZ", "archive": archive}
    ).encode()


def ecar(identifier: str, files: Mapping[str, bytes], prefix: str = "", **fields: Any) -> bytes:
    """A leaf ECAR with these files in its folder, the first of them its artifact. `prefix` stands before each name."""
    first = next(iter(files))
    item = leaf(identifier, artifactUrl=f"{identifier}/{first}", **fields)
    entries = {f"{prefix}{identifier}/{name}": content for name, content in files.items()}
    return zipped({"manifest.json": manifest(item), **entries})


def hierarchy(key: str, root: Mapping[str, Any]) -> bytes:
    return json.dumps({"id": f"sunbird.{key}.hierarchy", "ver": "1.0", key: root}).encode()


def collection(identifier: str, *children: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """A node of a course, a unit or a program."""
    node = {"identifier": identifier, "name": identifier, "mimeType": COLLECTION, "children": list(children)}
    return {"visibility": "Default", **node, **fields}
