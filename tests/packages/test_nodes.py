"""The mapping from Sunbird's nodes to our course: every form a field takes, and garbage that must not hurt."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.model import Caption, Competency, Course
from karmadesk.nodes import card_from, course_from, resource_from
from tests.packages.archives import collection, leaf

BASE = "https://learn.example"


def _course(*children: dict[str, Any], **fields: Any) -> Course:
    course = course_from(collection("do_course", *children, **fields), BASE)
    assert course is not None
    return course


def test_a_course_with_units_and_resources() -> None:
    film = leaf("do_film", mimeType="video/mp4", duration="90", size="1000.0", downloadUrl="/media/f.ecar", index=2)
    page = leaf("do_page", artifactUrl="https://cdn.example/p.html", language=["Hindi"], index=1, size=24.0)
    course = _course(collection("do_unit", film, page), name="Hands", duration="120", language=["English"])
    (unit,) = course.units
    assert [resource.id for resource in unit.resources] == ["do_page", "do_film"]
    article, video = unit.resources
    assert (article.kind, article.artifact_url, article.language) == ("article", "https://cdn.example/p.html", "hindi")
    assert (video.kind, video.duration_s, video.size_bytes) == ("video", 90.0, 1000)
    assert video.package_url == f"{BASE}/media/f.ecar"
    card = course.card
    assert (card.name, card.language, card.duration_s) == ("Hands", "english", 120.0)
    assert (card.resource_count, card.size_bytes, card.is_program) == (2, 1024, False)


def test_resources_beside_units_keep_their_place() -> None:
    course = _course(leaf("a"), collection("u", leaf("b")), leaf("c"), name="Hands")
    assert [(unit.id, unit.name) for unit in course.units] == [
        ("do_course", "Hands"), ("u", "u"), ("do_course#2", "Hands"),
    ]  # fmt: skip
    assert [resource.id for resource in course.resources()] == ["a", "b", "c"]


def test_a_program_names_its_courses() -> None:
    child = collection("do_1", collection("do_u", leaf("a")), primaryCategory="Course")
    program = _course(child, primaryCategory="Program")
    assert program.card.is_program
    assert program.courses == ("do_1",)
    assert [unit.id for unit in program.units] == ["do_1"]
    assert program.units[0].units[0].id == "do_u"


def test_units_may_nest_but_not_for_ever() -> None:
    node = collection("deepest", leaf("a"))
    for depth in range(3000):
        node = collection(f"u{depth}", node)
    assert _course(node).units[0].id == "u2999"


@pytest.mark.parametrize("as_text", [False, True])
def test_languages_are_live_trees_by_lower_case_name(as_text: bool) -> None:
    linked: Any = {
        "English": {"id": "do_1", "isBaseLang": True, "status": "Live"},
        "Hindi": {"id": "do_9", "status": "live"},
        "Tamil": {"id": "do_8", "status": "Draft"},
        "Odia": "do_7",
    }
    card = card_from({"identifier": "do_1", "languageMapV1": json.dumps(linked) if as_text else linked})
    assert card is not None
    assert card.languages == {"english": "do_1", "hindi": "do_9"}


V6 = [{"competencyAreaName": "Functional", "competencyThemeName": "Health", "competencySubThemeName": "Hygiene"}]
V5 = [{"competencyArea": "Functional", "competencyTheme": "Health", "competencySubTheme": "Hygiene"}]


@pytest.mark.parametrize(
    "field",
    [{"competencies_v6": V6}, {"competencies_v6": json.dumps(V6)}, {"competencies_v5": V5, "competencies_v6": []}],
    ids=["v6", "v6-as-text", "v5"],
)
def test_competencies_of_every_form(field: dict[str, Any]) -> None:
    card = card_from({"identifier": "do_1", **field})
    assert card is not None
    assert card.competencies == (Competency("Functional", "Health", "Hygiene"),)


def test_captions_from_transcripts() -> None:
    transcripts = [
        {"artifactUrl": "/m/en.vtt", "language": "English", "languageCode": "en"},
        {"artifactUrl": "https://cdn.example/hi.vtt", "language": "Hindi"},
        {"artifactUrl": "/m/hi2.vtt", "language": "Hindi"},
        {"artifactUrl": "/m/x.vtt", "language": "Klingon"},
        {"language": "Tamil"},
    ]
    found = resource_from(leaf("do_1", transcripts=transcripts), BASE)
    assert found is not None
    assert found.captions == (
        Caption("en", "English", f"{BASE}/m/en.vtt"),
        Caption("hi", "Hindi", "https://cdn.example/hi.vtt"),
    )


@pytest.mark.parametrize(
    "said,threshold",
    [({"completionThreshold": 0.8}, 0.8), ({"minimumPercentage": "80"}, 0.8), ({"minimumPercentage": 100}, 1.0),
     ({"completionThreshold": 250}, None), ({"completionThreshold": 0}, None), ({"completionThreshold": "most"}, None),
     ({}, None)],
)  # fmt: skip
def test_a_threshold_only_when_it_makes_sense(said: dict[str, Any], threshold: float | None) -> None:
    found = resource_from(leaf("do_1", **said))
    assert found is not None
    assert found.threshold == threshold


@pytest.mark.parametrize(
    "category,kind", [("Practice Question Set", "practice"), ("Course Assessment", "unsupported"), ("", "practice")]
)
def test_graded_assessments_are_not_for_offline(category: str, kind: str) -> None:
    found = resource_from(leaf("do_1", mimeType="application/vnd.sunbird.questionset", primaryCategory=category))
    assert found is not None
    assert found.kind == kind


def test_the_full_variant_is_the_package() -> None:
    variants = json.dumps({"full": {"ecarUrl": "https://cdn.example/full.ecar", "size": "77"}, "spine": {"size": 3}})
    found = resource_from(leaf("do_1", variants=variants, downloadUrl="do_1/film.mp4", size=5))
    assert found is not None
    assert (found.package_url, found.size_bytes) == ("https://cdn.example/full.ecar", 77)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "//evil.example/x", "http://[", 7, None]
)
def test_addresses_that_lead_elsewhere_are_dropped(address: Any) -> None:
    found = resource_from(leaf("do_1", artifactUrl=address, downloadUrl=address), BASE)
    assert found is not None
    assert (found.artifact_url, found.package_url) == ("", "")


@pytest.mark.parametrize("identifier", [None, "", 7, ["do_1"], " do_1", "do\ud800"])
def test_what_cannot_be_named_is_left_out(identifier: Any) -> None:
    assert course_from({"identifier": identifier}) is None
    assert card_from({"identifier": identifier}) is None
    assert resource_from(leaf(identifier)) is None
    assert [resource.id for resource in _course(leaf(identifier), leaf("b")).resources()] == ["b"]


TEXT = st.text(st.characters() | st.sampled_from("\ud800\x00[{\"'"), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
FIELDS = [
    "name", "description", "mimeType", "primaryCategory", "contentType", "duration", "expectedDuration", "size",
    "index", "pkgVersion", "artifactUrl", "downloadUrl", "posterImage", "appIcon", "variants", "transcripts",
    "languageMapV1",
    "competencies_v6", "competencies_v5", "competencies_v3", "language", "organisation", "leafNodesCount", "leafNodes",
    "totalCompressedSize", "completionThreshold", "children",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_garbage_never_hurts(course_fields: dict[str, Any], leaf_fields: dict[str, Any]) -> None:
    sound = leaf("do_sound")
    course = course_from({**collection("do_1"), **course_fields, "children": [sound, {**leaf("do_2"), **leaf_fields}]})
    assert course is not None
    assert "do_sound" in [resource.id for resource in course.resources()]
    card = card_from({"identifier": "do_1", **course_fields})
    assert card is not None
    for text in (course.card.name, card.description, card.provider, *card.languages):
        text.encode()
    assert 0 <= course.card.size_bytes < 2**63


@given(st.dictionaries(st.sampled_from([*FIELDS, "identifier"]), JSON))
def test_garbage_alone_never_raises(node: dict[str, Any]) -> None:
    for read in (course_from, card_from, resource_from):
        read(node)
