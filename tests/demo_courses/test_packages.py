"""The sample packages keep the contract's rules for ECARs (section 3.3)."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.demo_courses.shelf import COLLECTION, DEMO, PACKAGES, leaves, manifest_of, read, roots

LIMIT_BYTES = 15_000_000


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.stem)
def test_manifest_names_one_root_and_files_that_are_there(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        whole = json.loads(archive.read("manifest.json"))["archive"]
    items = whole["items"]
    assert whole["count"] == len(items)
    assert [item["visibility"] for item in items] == ["Default"] + ["Parent"] * (len(items) - 1)
    assert len({item["identifier"] for item in items}) == len(items)
    for item in items:
        pictures = {item[key] for key in ("posterImage", "appIcon") if key in item}
        assert pictures <= names
        assert float(item["pkgVersion"]) >= 1
        assert item["compatibilityLevel"] <= 5
    if package.stem.endswith("_SPINE"):
        assert not [name for name in names if name.endswith((".mp4", ".mp3", ".pdf", ".html"))]
    elif "artifactUrl" in items[0]:
        tracks = {transcript["artifactUrl"] for transcript in items[0].get("transcripts", [])}
        assert {items[0]["artifactUrl"], *tracks} <= names


def test_every_spine_lists_leaves_that_have_their_own_package() -> None:
    spines = [root for root in roots().values() if root["mimeType"] == COLLECTION]
    assert len(spines) == 13
    for spine in spines:
        assert spine["leafNodesCount"] == len(spine["leafNodes"]) == len(set(spine["leafNodes"])) > 0
        assert set(spine["leafNodes"]) <= roots().keys()
        assert int(spine["duration"]) == sum(int(roots()[leaf]["duration"]) for leaf in spine["leafNodes"])


def test_hierarchy_agrees_with_the_flat_manifest() -> None:
    for package in (DEMO / "packages").glob("*_SPINE.ecar"):
        with zipfile.ZipFile(package) as archive:
            tree = json.loads(archive.read("hierarchy.json"))["content"]
        seen, waiting = [], [tree]
        while waiting:
            node = waiting.pop(0)
            seen.append(node["identifier"])
            waiting = node.get("children", []) + waiting
        assert seen == [item["identifier"] for item in manifest_of(package)]


def test_the_program_consists_of_courses_that_stand_alone_too() -> None:
    (program,) = [root for root in roots().values() if root["primaryCategory"] == "Program"]
    children = [child["identifier"] for child in program["children"]]
    assert len(children) == 3
    assert [roots()[child]["primaryCategory"] for child in children] == ["Course"] * 3


def test_one_course_stands_in_two_languages_as_two_trees() -> None:
    pair = [root for root in roots().values() if root.get("languageMapV1")]
    assert sorted(root["language"][0] for root in pair) == ["English", "Hindi"]
    assert pair[0]["languageMapV1"] == pair[1]["languageMapV1"]
    named = {entry["id"] for entry in pair[0]["languageMapV1"].values()}
    assert named == {root["identifier"] for root in pair}
    assert not set(pair[0]["leafNodes"]) & set(pair[1]["leafNodes"])


def test_words_are_in_the_language_that_they_claim() -> None:
    for root in roots().values():
        devanagari = sum("\u0900" <= letter <= "\u097f" for letter in root["name"] + root["description"])
        assert (devanagari > 10) == (root["language"] == ["Hindi"]), root["identifier"]
    for leaf in leaves("text/html"):
        text = read(leaf["identifier"], "article.html").decode()
        devanagari = sum("\u0900" <= letter <= "\u097f" for letter in text)
        assert (devanagari > 500) == (leaf["language"] == ["Hindi"]), leaf["identifier"]


def test_practice_sets_have_answers_and_explanations() -> None:
    kinds = set()
    for leaf in leaves("application/vnd.sunbird.questionset"):
        with zipfile.ZipFile(DEMO / "packages" / f"{leaf['identifier']}.ecar") as archive:
            whole = json.loads(archive.read("hierarchy.json"))["questionset"]
        assert 5 <= len(whole["children"]) <= 8
        for question in whole["children"]:
            kinds.add(question["qType"])
            values = {option["value"] for option in question["interactions"]["response1"]["options"]}
            declared = question["responseDeclaration"]["response1"]
            right = declared["correctResponse"]["value"]
            answers = set(right) if declared["cardinality"] == "multiple" else {right}
            assert answers < values
            assert (declared["cardinality"] == "multiple") == (question["qType"] == "MCQ-MCA")
            assert {
                option["value"]["value"] for option in question["editorState"]["options"] if option["answer"]
            } == answers
            assert len(question["feedback"]["correct"]) > 30
    assert kinds == {"MCQ-SCA", "MCQ-MCA"}


def test_every_leaf_carries_a_competency() -> None:
    for root in roots().values():
        assert root["competencies_v6"], root["identifier"]
        assert all(tag["competencySubThemeName"] for tag in root["competencies_v6"])


def test_the_whole_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < LIMIT_BYTES
