"""Reads ECARs: a leaf's files with the role of each, and a spine's course tree. Satisfies `ports.Packages`."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from karmadesk.content import kind_of
from karmadesk.errors import DamagedPackage, NewerPackage, NotAPackage
from karmadesk.jobs import Context
from karmadesk.model import Course, Json, QuestionSet
from karmadesk.nodes import (
    QUESTION_SET,
    Node,
    captions_of,
    course_from,
    identifier_of,
    is_collection,
    mappings_of,
    mime_type_of,
    number_of,
    text_of,
    version_of,
)
from karmadesk.packages import quml
from karmadesk.packages.extract import Archive, Limits, empty, opened
from karmadesk.ports import Unpacked

MANIFEST = "manifest.json"
HIERARCHY = "hierarchy.json"
PAYLOAD_KEYS = ("content", "collection", "questionset")
READABLE_LEVEL = 5
"""The newest compatibility level that this reader understands."""
_LARGEST_JSON_BYTES = 64 * 1024 * 1024
_DEEPEST_TREE = 20
_OLDEST_VERSION = 1.0
_MIME_TYPES = mimetypes.MimeTypes()
for _suffix, _mime_type in ((".vtt", "text/vtt"), (".srt", "application/x-subrip"), (".webp", "image/webp")):
    _MIME_TYPES.add_type(_mime_type, _suffix)


class EcarPackages:
    """Satisfies `ports.Packages`; every archive passes the safe extractor first."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    def unpack(
        self, archive: Path, into: Path, context: Context, told: Callable[[int], None] | None = None
    ) -> tuple[Unpacked, ...]:
        """Extracts an ECAR into the empty folder `into` and says what each file is for; a failure leaves it empty.

        One file may serve two roles (a picture that is an article's and its poster).
        """
        with opened(archive, self._limits, forgive_root=True) as package:
            items = _items(package)
            tree = _hierarchy(package)
            files = package.extract(into, context, told)
        try:
            return _roles(items, tree, files, into)
        except DamagedPackage:
            empty(into)
            raise

    def course(self, archive: Path) -> Course | None:
        """The course tree of a spine ECAR; None when the archive holds no collection."""
        with opened(archive, self._limits, forgive_root=True) as package:
            items = _items(package)
            tree = _hierarchy(package)
        root = tree if tree is not None else _tree_of(items)
        return course_from(root) if is_collection(root) else None

    def questions(self, path: Path) -> QuestionSet:
        """The practice set in a `questions` file."""
        return quml.question_set(_parsed(path.read_bytes(), path.name))


def _roles(items: Sequence[Node], tree: Node | None, files: Mapping[str, Path], into: Path) -> tuple[Unpacked, ...]:
    """What each extracted file is for."""
    leaves = [item for item in items if identifier_of(item) and not is_collection(item)]
    found = [unpacked for leaf in leaves for unpacked in _Leaf(leaf, files, is_root=leaf is items[0]).unpacked()]
    if is_collection(items[0]):
        found += _Leaf(items[0], files, is_root=True).poster()
    if mime_type_of(items[0]) == QUESTION_SET:
        found.append(_questions_file(items, tree, into))
    return tuple(found)


class _Leaf:
    """One resource of the manifest and the files that were extracted."""

    def __init__(self, node: Node, files: Mapping[str, Path], *, is_root: bool) -> None:
        self._node = node
        self._is_root = is_root
        self._files = files
        self._id = identifier_of(node)

    def unpacked(self) -> list[Unpacked]:
        return [*self._artifact(), *self._captions(), *self.poster()]

    def _artifact(self) -> list[Unpacked]:
        reference = text_of(self._node.get("artifactUrl"))
        if not reference or _is_elsewhere(reference):
            return []
        name = self._find(reference)
        if name is None and self._is_root:
            raise DamagedPackage(f"{reference!r} is not in the archive")
        if name is None:
            return []  # a spine names its leaves' files without holding them
        mime_type = mime_type_of(self._node)
        is_article = kind_of(mime_type).id == "article"
        return [self._as("artifact", name, mime_type), *(self._assets(name) if is_article else [])]

    def _assets(self, article: str) -> list[Unpacked]:
        """The other files of an article's folder, by their path from there."""
        folder = f"{PurePosixPath(article).parent}/"
        ours = {MANIFEST, HIERARCHY}
        return [
            self._as(f"asset:{name.removeprefix(folder)}", name)
            for name in self._files
            if name.startswith(folder) and name != article and name.removeprefix(folder) not in ours
        ]

    def _captions(self) -> list[Unpacked]:
        named = ((caption.code, self._find(caption.url)) for caption in captions_of(self._node))
        return [self._as(f"caption:{code}", name) for code, name in named if name is not None]

    def poster(self) -> list[Unpacked]:
        """Its picture, if that is in the archive."""
        named = (self._find(text_of(self._node.get(key))) for key in ("posterImage", "appIcon"))
        return [self._as("poster", name) for name in named if name is not None][:1]

    def _find(self, reference: str) -> str | None:
        """Where a file of this resource lies: older archives double its folder or leave it out."""
        if not reference or _is_elsewhere(reference):
            return None
        for written in dict.fromkeys((reference, unquote(reference))):
            clean = written.lstrip("/")
            inside = clean.removeprefix(f"{self._id}/")
            for place in (clean, f"{self._id}/{inside}", f"{self._id}/{self._id}/{inside}", inside):
                if place in self._files:
                    return place
        return None

    def _as(self, role: str, name: str, mime_type: str = "") -> Unpacked:
        path = self._files[name]
        guessed = mime_type or _MIME_TYPES.guess_type(path.name)[0] or "application/octet-stream"
        return Unpacked(self._id, version_of(self._node), role, path, path.name, guessed)


def _questions_file(items: Sequence[Node], tree: Node | None, into: Path) -> Unpacked:
    """The practice set's tree in a file of its own, from the hierarchy or, without one, the manifest's items."""
    root = items[0]
    payload = tree if tree is not None else {**root, "children": list(items[1:])}
    path = into / "questions.json"
    number = 1
    while path.exists():
        number += 1
        path = into / f"questions-{number}.json"
    path.write_text(json.dumps(payload, ensure_ascii=True), encoding="ascii")
    return Unpacked(identifier_of(root), version_of(root), "questions", path, "questions.json", QUESTION_SET)


def _items(package: Archive) -> list[Node]:
    """The manifest's items, root first. Raises NotAPackage without a manifest, DamagedPackage for a wrong one."""
    if MANIFEST not in package.names:
        raise NotAPackage("no manifest at the root")
    manifest = _parsed(package.read(MANIFEST, _LARGEST_JSON_BYTES), MANIFEST)
    written = manifest.get("ver")
    if isinstance(written, int | float) and written <= _OLDEST_VERSION:
        raise NotAPackage(f"manifest version {written}")
    archive = manifest.get("archive")
    items = mappings_of(archive.get("items")) if isinstance(archive, Mapping) else []
    if not items or not identifier_of(items[0]):
        raise DamagedPackage("the manifest lists no items")
    _check_visibility(items)
    level = number_of(items[0].get("compatibilityLevel"))
    if level is not None and level > READABLE_LEVEL:
        raise NewerPackage(f"compatibility level {level:g}")
    return items


def _check_visibility(items: Sequence[Node]) -> None:
    """The root is the one item that stands for itself; readers refuse archives that say otherwise."""
    first, *others = (text_of(item.get("visibility")).lower() for item in items)
    if first != "default" or any(other != "parent" for other in others):
        raise DamagedPackage("the manifest's root is not its first item")


def _hierarchy(package: Archive) -> Node | None:
    """The payload of hierarchy.json under whichever key it is; None without one."""
    if HIERARCHY not in package.names:
        return None
    hierarchy = _parsed(package.read(HIERARCHY, _LARGEST_JSON_BYTES), HIERARCHY)
    payloads = (hierarchy.get(key) for key in PAYLOAD_KEYS)
    return next((payload for payload in payloads if isinstance(payload, Mapping) and identifier_of(payload)), None)


def _tree_of(items: Sequence[Node]) -> Node:
    """The root with its children nested, from items that name their children only."""
    known = {identifier_of(item): item for item in items}

    def nested(node: Node, depth: int) -> Node:
        if depth > _DEEPEST_TREE or not is_collection(node):
            return node
        children = [
            nested({**known.get(identifier_of(child), {}), **_own(child)}, depth + 1)
            for child in mappings_of(node.get("children"))
        ]
        return {**node, "children": children}

    return nested(items[0], 0)


def _own(child: Node) -> Node:
    """What a parent says of its child: the identifier, the place and the name."""
    return {key: child[key] for key in ("identifier", "index", "name") if child.get(key) is not None}


def _parsed(content: bytes, name: str) -> Mapping[str, Json]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as problem:
        raise DamagedPackage(f"{name} is not JSON") from problem
    if not isinstance(value, Mapping):
        raise DamagedPackage(f"{name} is not an object")
    return value


def _is_elsewhere(reference: str) -> bool:
    return "://" in reference or reference.startswith("data:")
