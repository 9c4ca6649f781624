"""The packing table: a folder that somebody wrote becomes the ECARs that a server hands out (docs/courses.md)."""

from __future__ import annotations

import html.parser
import json
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from karmadesk.hub.packing_questions import PackingError, question_nodes, set_keys

Json = dict[str, Any]

COLLECTION = "application/vnd.ekstep.content-collection"
QUESTION_SET = "application/vnd.sunbird.questionset"
MIME_TYPES = {
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".json": QUESTION_SET,
}
STORED_SUFFIXES = {".mp4", ".mp3", ".pdf", ".jpg", ".jpeg", ".png"}
LANGUAGE_NAMES = {"en": "English", "hi": "Hindi"}
COMPATIBILITY_LEVEL = 4
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_COURSE_KEYS = ("identifier", "name", "description", "language", "provider", "poster", "published")


@dataclass(frozen=True)
class _Leaf:
    """One resource: what the manifest says of it, its files (name in its directory -> bytes), its questions."""

    node: Json
    files: dict[str, bytes]
    questions: tuple[Json, ...] = ()


@dataclass(frozen=True)
class _Tree:
    """One packed course or program: the root's node with nested children, its leaves, and its poster's bytes."""

    root: Json
    leaves: tuple[_Leaf, ...]
    posters: dict[str, bytes]


def pack(source: Path, out: Path) -> list[Path]:
    """The ECARs written to `out` for a source folder: `<id>_SPINE.ecar` and one `<leaf id>.ecar` a resource.

    A program also packs the courses that it names. The same source gives the same bytes every time.
    """
    out.mkdir(parents=True, exist_ok=True)
    description = _read_json(source / "course.json")
    tree = _tree(source, description)
    written: list[Path] = []
    for sibling in description.get("courses", []):
        written += pack(source / sibling, out)
    written.append(_write_spine(tree, out))
    if not description.get("courses"):
        written += [_write_leaf(leaf, tree, out) for leaf in tree.leaves]
    return written


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise PackingError(f"{path}: cannot be read ({problem.strerror})") from problem
    except ValueError as problem:
        raise PackingError(f"{path}: not valid JSON ({problem})") from problem


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise PackingError(f"{path}: cannot be read ({problem.strerror})") from problem


def _tree(source: Path, course: Json) -> _Tree:
    missing = [key for key in _COURSE_KEYS if not course.get(key)]
    if missing:
        raise PackingError(f"{source / 'course.json'}: missing {', '.join(missing)}")
    if bool(course.get("units")) == bool(course.get("courses")):
        raise PackingError(f"{source / 'course.json'}: give either units (a course) or courses (a program)")
    identifier = course["identifier"]
    posters = {f"{identifier}/{PurePosixPath(course['poster']).name}": _read_bytes(source / course["poster"])}
    leaves: list[_Leaf] = []
    children: list[Json] = []
    for unit in course.get("units", []):
        packed = [_leaf(source, course, resource) for resource in unit["resources"]]
        leaves += packed
        children.append(_unit_node(course, unit, [leaf.node for leaf in packed]))
    for sibling in course.get("courses", []):
        child = _tree(source / sibling, _read_json(source / sibling / "course.json"))
        leaves += child.leaves
        posters |= child.posters
        children.append(child.root)
    root = _root_node(source, course, children, leaves)
    return _Tree(root, tuple(leaves), posters)


def _stamped(course: Json, node: Json) -> Json:
    """The node with what every object of a published course carries."""
    version = float(course.get("version", 1))
    moment = f"{course['published']}T00:00:00.000+0000"
    return {
        "objectType": "Content",
        "status": "Live",
        "pkgVersion": version,
        "versionKey": f"{course['published'].replace('-', '')}{int(version):05d}",
        "compatibilityLevel": COMPATIBILITY_LEVEL,
        "channel": "dopt",
        "organisation": [course["provider"]],
        "source": course["provider"],
        "language": [course["language"]],
        "license": course.get("license", "Apache-2.0"),
        "createdOn": moment,
        "lastUpdatedOn": moment,
        "lastPublishedOn": moment,
        **node,
    }


def _root_node(source: Path, course: Json, children: list[Json], leaves: list[_Leaf]) -> Json:
    identifier = course["identifier"]
    poster = f"{identifier}/{PurePosixPath(course['poster']).name}"
    category = "Program" if course.get("courses") else "Course"
    duration = str(sum(int(leaf.node["duration"]) for leaf in leaves))
    node = {
        "identifier": identifier,
        "name": course["name"],
        "description": course["description"],
        "mimeType": COLLECTION,
        "primaryCategory": category,
        "courseCategory": category,
        "contentType": category,
        "mediaType": "content",
        "contentDisposition": "inline",
        "contentEncoding": "gzip",
        "posterImage": poster,
        "appIcon": poster,
        "duration": duration,
        "expectedDuration": duration,
        "downloadUrl": None,
        "totalCompressedSize": float(sum(leaf.node["size"] for leaf in leaves)),
        "competencies_v6": _competencies(source, course.get("competencies", [])),
        "depth": 0,
    }
    if course.get("languages"):
        node["languageMapV1"] = course["languages"]
    return _with_children(_stamped(course, node), children)


def _unit_node(course: Json, unit: Json, children: list[Json]) -> Json:
    node = {
        "identifier": unit["identifier"],
        "name": unit["name"],
        "description": unit.get("description", ""),
        "mimeType": COLLECTION,
        "primaryCategory": "Course Unit",
        "contentType": "CourseUnit",
        "contentDisposition": "inline",
        "contentEncoding": "gzip",
        "downloadUrl": None,
    }
    return _with_children(_stamped(course, node), children)


def _with_children(node: Json, children: list[Json]) -> Json:
    """The node with its children numbered and told their parent, and the lists that readers count by."""
    placed = [
        {**child, "parent": node["identifier"], "index": place, "visibility": "Parent"}
        for place, child in enumerate(children, 1)
    ]
    below = [descendant for child in placed for descendant in [child["identifier"], *child.get("childNodes", [])]]
    leaves = [
        leaf
        for child in placed
        for leaf in ([child["identifier"]] if child["mimeType"] != COLLECTION else child["leafNodes"])
    ]
    return {
        **node,
        "visibility": "Default",
        "childNodes": below,
        "leafNodes": leaves,
        "leafNodesCount": len(leaves),
        "children": placed,
    }


def _leaf(source: Path, course: Json, resource: Json) -> _Leaf:
    path = source / resource["file"]
    mime_type = MIME_TYPES.get(path.suffix)
    if mime_type is None:
        raise PackingError(f"{path}: a resource is one of {', '.join(MIME_TYPES)}")
    identifier = resource["identifier"]
    poster = PurePosixPath(course["poster"]).name
    course_poster = f"{course['identifier']}/{poster}"
    seconds = str(round(resource.get("seconds") or 60 * resource["minutes"]))
    node: Json = {
        "identifier": identifier,
        "name": resource["name"],
        "description": resource.get("description", ""),
        "mimeType": mime_type,
        "primaryCategory": "Learning Resource",
        "contentType": "Resource",
        "contentDisposition": "inline",
        "contentEncoding": "identity",
        "posterImage": course_poster,
        "appIcon": course_poster,
        "duration": seconds,
        "expectedDuration": seconds,
        "competencies_v6": _competencies(source, resource.get("competencies", course.get("competencies", []))),
    }
    files = {poster: _read_bytes(source / course["poster"])}
    if mime_type == QUESTION_SET:
        questions = tuple(_stamped(course, made) for made in question_nodes(identifier, _read_json(path)))
        return _Leaf(
            _stamped(course, {**node, **set_keys(questions), "size": float(len(_dump(questions)))}), files, questions
        )
    payload = {path.name: _read_bytes(path)} | _pictures(path, mime_type)
    captions = resource.get("captions", {})
    payload |= {PurePosixPath(name).name: _read_bytes(source / name) for name in captions.values()}
    if captions:
        node["transcripts"] = [_transcript(identifier, code, name) for code, name in sorted(captions.items())]
    node["artifactUrl"] = node["downloadUrl"] = f"{identifier}/{path.name}"
    node["size"] = float(sum(map(len, payload.values())))
    return _Leaf(_stamped(course, node), files | payload)


def _transcript(identifier: str, code: str, name: str) -> Json:
    return {
        "identifier": f"{identifier}_captions_{code}",
        "artifactUrl": f"{identifier}/{PurePosixPath(name).name}",
        "language": LANGUAGE_NAMES.get(code, code),
        "languageCode": code,
    }


def _pictures(path: Path, mime_type: str) -> dict[str, bytes]:
    """The pictures beside an article that it shows."""
    if mime_type != "text/html":
        return {}
    finder = _PictureFinder()
    finder.feed(path.read_text(encoding="utf-8"))
    outside = [name for name in finder.names if ":" in name or PurePosixPath(name).name != name]
    if outside:
        raise PackingError(f"{path}: pictures must lie beside the article, not at {outside[0]}")
    return {name: _read_bytes(path.parent / name) for name in finder.names}


class _PictureFinder(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.names += [value for key, value in attrs if key == "src" and value]


def _competencies(source: Path, keys: Any) -> list[Json]:
    """The competency tags for the keys that a course names, looked up in the folder's or its parent's list."""
    if not any(isinstance(key, str) for key in keys):
        return [key for key in keys if isinstance(key, dict)]
    here, above = source / "competencies.json", source.parent / "competencies.json"
    known = _read_json(here if here.exists() else above)
    unknown = [key for key in keys if isinstance(key, str) and key not in known]
    if unknown:
        raise PackingError(f"{source / 'course.json'}: competency {unknown[0]!r} is not in competencies.json")
    return [known[key] if isinstance(key, str) else key for key in keys]


def _write_spine(tree: _Tree, out: Path) -> Path:
    root = tree.root
    items = [_without_children(node) for node in _walk(root)]
    entries = {
        "manifest.json": _dump(_manifest(root, items)),
        "hierarchy.json": _dump(_hierarchy(root, "content", root)),
        **tree.posters,
    }
    return _zip(out / f"{root['identifier']}_SPINE.ecar", entries)


def _write_leaf(leaf: _Leaf, tree: _Tree, out: Path) -> Path:
    identifier = leaf.node["identifier"]
    poster = f"{identifier}/{PurePosixPath(leaf.node['posterImage']).name}"
    node = {**leaf.node, "visibility": "Default", "posterImage": poster, "appIcon": poster}
    entries = {f"{identifier}/{name}": content for name, content in leaf.files.items()}
    entries["manifest.json"] = _dump(_manifest(tree.root, [node, *leaf.questions]))
    if leaf.questions:
        whole = {**node, "children": list(leaf.questions)}
        entries["hierarchy.json"] = _dump(_hierarchy(tree.root, "questionset", whole))
    return _zip(out / f"{identifier}.ecar", entries)


def _walk(node: Json) -> list[Json]:
    return [node, *(below for child in node.get("children", []) for below in _walk(child))]


def _without_children(node: Json) -> Json:
    """The node as the flat manifest lists it: children by name only."""
    flat = {key: value for key, value in node.items() if key != "children"}
    if "children" in node:
        flat["children"] = [
            {key: child[key] for key in ("identifier", "name", "index", "objectType")} for child in node["children"]
        ]
    return flat


def _envelope(root: Json, kind: str) -> Json:
    moment = root["lastPublishedOn"].replace(".000+0000", "Z")
    reply = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}:{root['identifier']}:{root['pkgVersion']}")
    return {"ts": moment, "params": {"resmsgid": str(reply)}}


def _manifest(root: Json, items: list[Json]) -> Json:
    archive = {"count": len(items), "ttl": 24, "items": items}
    return {
        "id": "sunbird.content.archive",
        "ver": "1.2",
        **_envelope(root, f"manifest:{items[0]['identifier']}"),
        "archive": archive,
    }


def _hierarchy(root: Json, payload: str, node: Json) -> Json:
    envelope = _envelope(root, f"hierarchy:{node['identifier']}")
    return {"id": f"sunbird.{payload}.hierarchy", "ver": "1.0", **envelope, payload: node}


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _zip(path: Path, entries: dict[str, bytes]) -> Path:
    """The archive at `path`, replaced whole, its entries sorted and without the moment of packing."""
    unfinished = path.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w") as archive:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            stored = PurePosixPath(name).suffix in STORED_SUFFIXES
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, entries[name], compresslevel=9)
    return unfinished.replace(path)
