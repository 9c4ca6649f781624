"""ECARs: real ones of Sunbird's own, today's and older layouts, and what readers must refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from karmadesk.errors import ContentError, DamagedPackage, HostilePackage, NotAPackage
from karmadesk.jobs import Context
from karmadesk.packages import EcarPackages
from karmadesk.ports import Unpacked
from tests.packages.archives import collection, ecar, hierarchy, leaf, manifest, zipped

SUNBIRD = Path(__file__).parents[1] / "data" / "Sunbird-Ed+SunbirdEd-portal"
PAGE = b"<p>Wet, soap, rub, rinse.</p><img src='hands.jpg'>"


def _unpack(tmp_path: Path, content: bytes | Path) -> dict[tuple[str, str], Unpacked]:
    archive = content if isinstance(content, Path) else tmp_path / "a.ecar"
    if isinstance(content, bytes):
        archive.write_bytes(content)
    found = EcarPackages().unpack(archive, tmp_path / "into", Context())
    assert all(each.path.is_relative_to(tmp_path / "into") and each.path.is_file() for each in found)
    return {(each.content_id, each.role): each for each in found}


def _refuses(tmp_path: Path, content: bytes) -> ContentError:
    with pytest.raises(ContentError) as refusal:
        _unpack(tmp_path, content)
    into = tmp_path / "into"
    assert not into.exists() or not list(into.iterdir())
    return refusal.value


def _course(tmp_path: Path, content: bytes) -> Any:
    archive = tmp_path / "spine.ecar"
    archive.write_bytes(content)
    return EcarPackages().course(archive)


def test_an_article_with_its_pictures_captions_and_poster(tmp_path: Path) -> None:
    transcripts = [
        {"identifier": "t1", "artifactUrl": "do_1/hi.vtt", "language": "Hindi", "languageCode": "hi"},
        {"identifier": "t2", "artifactUrl": "do_1/missing.vtt", "language": "Tamil"},
    ]
    files = {"page.html": PAGE, "hands.jpg": b"jpg", "img/tap.png": b"png", "hi.vtt": b"WEBVTT", "manifest.json": b"{}"}
    found = _unpack(
        tmp_path, ecar("do_1", files, posterImage="do_1/hands.jpg", pkgVersion="3.0", transcripts=transcripts)
    )
    roles = {role for _, role in found}
    assert roles == {"artifact", "asset:hands.jpg", "asset:img/tap.png", "asset:hi.vtt", "caption:hi", "poster"}
    article = found["do_1", "artifact"]
    assert (article.path.read_bytes(), article.mime_type, article.version) == (PAGE, "text/html", 3.0)
    assert found["do_1", "poster"].mime_type == "image/jpeg"
    assert found["do_1", "caption:hi"].mime_type == "text/vtt"


def test_a_film_has_no_assets(tmp_path: Path) -> None:
    found = _unpack(tmp_path, ecar("do_1", {"film.mp4": b"film", "notes.txt": b"x"}, mimeType="video/mp4"))
    assert {role for _, role in found} == {"artifact"}


@pytest.mark.parametrize("prefix", ["", "/", "do_1/", "/do_1/"], ids=["today", "rooted", "doubled", "both"])
def test_older_layouts_are_read(tmp_path: Path, prefix: str) -> None:
    found = _unpack(tmp_path, ecar("do_1", {"page.html": PAGE, "hands.jpg": b"jpg"}, prefix=prefix))
    assert found["do_1", "artifact"].path.read_bytes() == PAGE
    assert found["do_1", "asset:hands.jpg"].path.read_bytes() == b"jpg"


def test_an_encoded_reference_is_found(tmp_path: Path) -> None:
    item = leaf("do_1", artifactUrl="do_1/hand%20washing.html")
    found = _unpack(tmp_path, zipped({"manifest.json": manifest(item), "do_1/hand washing.html": PAGE}))
    assert found["do_1", "artifact"].name == "hand washing.html"


def test_a_practice_sets_questions_come_as_one_file(tmp_path: Path) -> None:
    root = leaf("do_1", mimeType="application/vnd.sunbird.questionset")
    tree = {**root, "children": [{"identifier": "q1"}]}
    found = _unpack(
        tmp_path, zipped({"manifest.json": manifest(root), "hierarchy.json": hierarchy("questionset", tree)})
    )
    assert json.loads(found["do_1", "questions"].path.read_bytes())["children"] == [{"identifier": "q1"}]


def test_a_practice_set_without_a_hierarchy_takes_the_manifests_items(tmp_path: Path) -> None:
    root = leaf("do_1", mimeType="application/vnd.sunbird.questionset")
    question = leaf("q1", mimeType="application/vnd.sunbird.question", visibility="Parent")
    found = _unpack(tmp_path, zipped({"manifest.json": manifest(root, question)}))
    assert set(found) == {("do_1", "questions")}
    assert json.loads(found["do_1", "questions"].path.read_bytes())["children"][0]["identifier"] == "q1"


def test_sunbirds_own_collection_of_nine_items(tmp_path: Path) -> None:
    found = _unpack(tmp_path, SUNBIRD / "Maths_VI6.ecar")
    assert found["do_112835336280596480151", "artifact"].path.read_bytes().startswith(b"%PDF")
    assert found["do_112835335135993856149", "artifact"].mime_type == "application/vnd.ekstep.ecml-archive"
    course = EcarPackages().course(SUNBIRD / "Maths_VI6.ecar")
    assert course is not None
    assert course.id == "do_112835337547972608153"
    assert [unit.name for unit in course.units] == [
        "Basic geometrical ideas", "playingwithnumbers", "whole numbers", "knowing our numbers",
    ]  # fmt: skip
    assert [resource.kind for resource in course.resources()] == [
        "unsupported",
        "document",
        "unsupported",
        "unsupported",
    ]
    assert course.resources()[1].package_url.endswith(".ecar")


def test_sunbirds_own_leaf(tmp_path: Path) -> None:
    found = _unpack(tmp_path, SUNBIRD / "TEST.ecar")
    assert {role for _, role in found} == {"artifact", "poster"}
    assert EcarPackages().course(SUNBIRD / "TEST.ecar") is None


def test_sunbirds_archive_without_a_root_manifest_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(NotAPackage):
        _unpack(tmp_path, SUNBIRD / "sept_25_resource.ecar")


@pytest.mark.parametrize("key", ["content", "collection", "questionset", None], ids=str)
def test_a_course_is_read_from_any_payload_or_from_the_flat_manifest(tmp_path: Path, key: str | None) -> None:
    film = leaf("do_film", mimeType="video/mp4", visibility="Parent", index=1)
    unit = collection("do_unit", film, visibility="Parent", index=1)
    root = collection("do_course", unit)
    flat = [
        {**root, "children": [{"identifier": "do_unit", "index": 1}]},
        {**unit, "children": [{"identifier": "do_film", "index": 1}]},
        film,
    ]
    entries = {"manifest.json": manifest(*flat)} | ({"hierarchy.json": hierarchy(key, root)} if key else {})
    course = _course(tmp_path, zipped(entries))
    assert [unit.id for unit in course.units] == ["do_unit"]
    assert [(r.id, r.kind) for r in course.resources()] == [("do_film", "video")]


def test_a_manifest_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    one = collection("do_1", {"identifier": "do_2"})
    two = collection("do_2", {"identifier": "do_1"}, visibility="Parent")
    assert _course(tmp_path, zipped({"manifest.json": manifest(one, two)})).id == "do_1"


@pytest.mark.parametrize(
    "items,ver",
    [
        ([leaf("do_1", visibility="Parent")], "1.2"),
        ([leaf("do_1"), leaf("do_2")], "1.2"),
        ([], "1.2"),
        ([{"name": "no identifier", "visibility": "Default"}], "1.2"),
        ([leaf("do_1", compatibilityLevel=6)], "1.2"),
        ([leaf("do_1")], 1.0),
        ([leaf("do_1", artifactUrl="do_1/missing.html")], "1.2"),
    ],
    ids=["root-is-a-child", "two-roots", "empty", "nameless", "too-new", "too-old", "artifact-missing"],
)
def test_wrong_manifests_are_refused(tmp_path: Path, items: list[dict[str, Any]], ver: object) -> None:
    _refuses(tmp_path, zipped({"manifest.json": manifest(*items, ver=ver), "do_1/other": b"x"}))


@pytest.mark.parametrize("content", [b"", b"not json", b"[]", b'{"archive": 3}', b"[" * 100_000], ids=range(5))
def test_spoilt_manifests_are_damage(tmp_path: Path, content: bytes) -> None:
    assert isinstance(_refuses(tmp_path, zipped({"manifest.json": content})), DamagedPackage)


def test_a_zip_without_a_manifest_is_no_package(tmp_path: Path) -> None:
    assert isinstance(_refuses(tmp_path, zipped({"readme.txt": b"x"})), NotAPackage)


def test_an_ecar_that_is_no_zip_is_no_package(tmp_path: Path) -> None:
    assert isinstance(_refuses(tmp_path, b"<html>sign in</html>"), NotAPackage)


def test_an_ecar_that_reaches_outside_is_hostile(tmp_path: Path) -> None:
    content = zipped({"manifest.json": manifest(leaf("do_1")), "../../outside": b"x"})
    assert isinstance(_refuses(tmp_path, content), HostilePackage)
    assert not (tmp_path.parent / "outside").exists()


def test_a_spine_names_files_that_it_does_not_hold(tmp_path: Path) -> None:
    film = leaf("do_film", mimeType="video/mp4", visibility="Parent", artifactUrl="do_film/film.mp4")
    root = collection("do_course", film, posterImage="do_course/p.png")
    entries = {"manifest.json": manifest(root, film), "hierarchy.json": hierarchy("content", root)}
    assert _unpack(tmp_path, zipped(entries)) == {}
    assert [resource.id for resource in _course(tmp_path, zipped(entries)).resources()] == ["do_film"]
