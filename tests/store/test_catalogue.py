"""The catalogue lists and finds courses in every script, whatever somebody types."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karmadesk.model import Caption, Competency, Course, CourseCard, Resource, Unit
from karmadesk.store.catalogue import CatalogueStore
from karmadesk.store.words import cleaned, match

WATER = Course(
    CourseCard(
        id="do_water",
        name="स्वच्छ जल की जाँच",
        description="Testing drinking water in the village",
        provider="Ministry of Jal Shakti",
        language="hindi",
        duration_s=1800.5,
        size_bytes=6_000_000_000,
        poster_url="https://hub/poster.png",
        version=3.0,
        languages={"hindi": "do_water", "english": "do_water_en"},
        competencies=(Competency("Functional", "Public Health", "Water Quality"),),
        resource_count=2,
    ),
    (
        Unit(
            "u1",
            "Why test",
            (
                Resource(
                    id="r1",
                    name="क्लोरीन परीक्षण",
                    kind="video",
                    mime_type="video/mp4",
                    description="d",
                    duration_s=90.0,
                    size_bytes=5_000_000_000,
                    version=2.0,
                    language="hindi",
                    package_url="https://hub/r1.ecar",
                    artifact_url="https://hub/r1.mp4",
                    captions=(Caption("hi", "Hindi", "r1.hi.vtt"),),
                    threshold=0.9,
                ),
            ),
            (Unit("u2", "Below", (Resource("r2", "Field form", "document", "application/pdf"),)),),
        ),
    ),
    ("do_child",),
)
FIRE = CourseCard("do_fire", "Forest fire lines", "Keep a line clear", "Forest Department", "english")


def ids(found: tuple[CourseCard, ...]) -> list[str]:
    return [card.id for card in found]


def test_a_course_comes_back_whole(catalogue: CatalogueStore) -> None:
    with catalogue.write() as edit:
        edit.put_course(WATER)
    with catalogue.read() as view:
        assert view.course("do_water") == WATER
        assert view.course("do_nothing") is None


def test_a_newer_tree_replaces_the_older(catalogue: CatalogueStore) -> None:
    newer = Course(replace(WATER.card, version=4.0), (Unit("u9", "Only", (Resource("r9", "Rain", "video", "v"),)),))
    with catalogue.write() as edit:
        edit.put_course(WATER)
        edit.put_course(newer)
    with catalogue.read() as view:
        assert view.course("do_water") == newer
        assert ids(view.search("rain")) == ["do_water"]
        assert view.search("क्लोरीन") == ()
        assert view.count() == 1


def test_a_new_card_leaves_the_tree_and_its_words(catalogue: CatalogueStore) -> None:
    renamed = replace(WATER.card, name="Safe water")
    with catalogue.write() as edit:
        edit.put_course(WATER)
        edit.put_cards([renamed, FIRE])
    with catalogue.read() as view:
        assert view.course("do_water") == Course(renamed, WATER.units, WATER.courses)
        assert ids(view.search("safe")) == ids(view.search("क्लोरीन")) == ["do_water"]
        assert view.search("स्वच्छ") == ()
        assert view.course("do_fire") is None


def test_cards_by_id_in_the_order_asked_for(catalogue: CatalogueStore) -> None:
    with catalogue.write() as edit:
        edit.put_cards([FIRE, WATER.card])
    with catalogue.read() as view:
        found = view.cards(["do_water", "do_unknown", "do_fire"])
        assert list(found.items()) == [("do_water", WATER.card), ("do_fire", FIRE)]
        assert view.cards([]) == {}


def test_all_cards_by_name_page_by_page(catalogue: CatalogueStore) -> None:
    names = ["zebra", "Apple", "apple", "Ändern", "आम", "mango"]
    with catalogue.write() as edit:
        edit.put_cards([CourseCard(f"do_{n}", name) for n, name in enumerate(names)])
    with catalogue.read() as view:
        whole = view.all_cards()
        assert [c.name for c in whole] == ["Apple", "apple", "mango", "zebra", "Ändern", "आम"]
        assert view.all_cards(2) + view.all_cards(2, 2) + view.all_cards(2, 4) == whole
        assert view.all_cards(2, 6) == ()


@pytest.mark.parametrize(
    "asked, expected",
    [
        ("जल", ["do_water"]),
        ("स्वच्छ ज", ["do_water"]),
        ("जाँच स्वच्छ", ["do_water"]),
        ("शक्ति", []),
        ("लोरीन", []),
        ("क्लोरीन", ["do_water"]),
        ("क्लो", ["do_water"]),
        ("क्लो परीक्षण", []),
        ("WATER", ["do_water"]),
        ("wat", ["do_water"]),
        ("wat quality", []),
        ("water quality", ["do_water"]),
        ("field form", ["do_water"]),
        ("jal shakti", ["do_water"]),
        ("forest", ["do_fire"]),
        ("forest water", []),
        ("", []),
        ("  \t ", []),
        ('"*-()', []),
    ],
)
def test_every_word_must_occur_the_last_as_a_prefix(catalogue: CatalogueStore, asked: str, expected: list[str]) -> None:
    with catalogue.write() as edit:
        edit.put_course(WATER)
        edit.put_cards([FIRE])
    with catalogue.read() as view:
        assert ids(view.search(asked)) == expected


def test_hindi_is_found_however_it_was_typed(catalogue: CatalogueStore) -> None:
    with catalogue.write() as edit:
        edit.put_cards([CourseCard("do_1", "क्\u200dषय और ज़रूरत"), CourseCard("do_2", "कि"), CourseCard("do_3", "की")])
    with catalogue.read() as view:
        assert ids(view.search("क्षय")) == ids(view.search("क्\u200cष")) == ["do_1"]
        for form in ("NFC", "NFD"):
            assert ids(view.search(unicodedata.normalize(form, "ज़रूरत"))) == ["do_1"]
        assert ids(view.search("की")) == ["do_3"]


def test_a_word_in_the_name_comes_first(catalogue: CatalogueStore) -> None:
    with catalogue.write() as edit:
        edit.put_cards(
            [
                CourseCard("do_1", "Something else", "about nursing and nursing"),
                CourseCard("do_2", "Nursing"),
                CourseCard("do_3", "Other", competencies=(Competency("a", "nursing", "b"),)),
            ]
        )
    with catalogue.read() as view:
        assert ids(view.search("nursing"))[0] == "do_2"
        assert len(view.search("nursing")) == 3
        assert len(view.search("nursing", limit=1)) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text('"*^()-+:{}ANDORNOTEAR क्ि\u200d\x00 ', max_size=30))
def test_no_text_breaks_the_search(catalogue: CatalogueStore, asked: str) -> None:
    with catalogue.read() as view:
        assert view.search(asked) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("कखगतथनमरलसहािीुूेैोौ्ंँ़ABCabc12\u200d\u200c ", max_size=30))
def test_what_is_stored_is_found(catalogue: CatalogueStore, name: str) -> None:
    with catalogue.write() as edit:
        edit.put_cards([CourseCard("do_1", name)])
    with catalogue.read() as view:
        found = view.search(name)
    assert (ids(found) == ["do_1"]) == bool(match(name))


def test_cleaned_is_one_spelling() -> None:
    assert cleaned("क्\u200dष\u200c") == "क्ष"
    assert match("covid-19 'rules'") == '"covid" "19" "rules"*'
    assert match(" ".join(["word"] * 40)).count("word") == 16


def test_checkpoints(catalogue: CatalogueStore) -> None:
    with catalogue.write() as edit:
        assert edit.checkpoint("page") == ""
        edit.set_checkpoint("page", "40")
        edit.set_checkpoint("page", "80")
        assert edit.checkpoint("page") == "80"
        edit.set_checkpoint("page", "")
        assert edit.checkpoint("page") == ""


def test_thousands_of_cards_list_fast(catalogue: CatalogueStore) -> None:
    cards = [replace(WATER.card, id=f"do_{n}", name=f"Course {n:05} जल") for n in range(2000)]
    for start in range(0, 2000, 500):
        with catalogue.write() as edit:
            edit.put_cards(cards[start : start + 500])
    begun = time.perf_counter()
    with catalogue.read() as view:
        assert view.all_cards(limit=5000) == tuple(cards)
        assert list(view.cards([c.id for c in cards]).values()) == cards
    assert time.perf_counter() - begun < 1.5
