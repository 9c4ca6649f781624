"""The built sample courses, opened for the tests that look into them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
PACKAGES = sorted((DEMO / "packages").glob("*.ecar"))
COLLECTION = "application/vnd.ekstep.content-collection"


@cache
def manifest_of(package: Path) -> tuple[Json, ...]:
    """The items of a package's manifest, the root first."""
    with zipfile.ZipFile(package) as archive:
        return tuple(json.loads(archive.read("manifest.json"))["archive"]["items"])


@cache
def roots() -> dict[str, Json]:
    """What each package is about, by identifier."""
    return {manifest_of(package)[0]["identifier"]: manifest_of(package)[0] for package in PACKAGES}


def read(identifier: str, name: str) -> bytes:
    """A file of a leaf's package."""
    with zipfile.ZipFile(DEMO / "packages" / f"{identifier}.ecar") as archive:
        return archive.read(f"{identifier}/{name}")


def leaves(mime_type: str) -> Iterator[Json]:
    """The leaves of a kind."""
    return (root for root in roots().values() if root["mimeType"] == mime_type)
