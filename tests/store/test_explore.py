"""Looking through the catalogue: words, filters, counts, languages of one course, five thousand cards."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karmadesk.finding import Facet, Facets, Length, Wanted
from karmadesk.model import Caption, Competency, Course, CourseCard, Resource, Unit
from karmadesk.store import open_catalogue
from karmadesk.store.catalogue import CatalogueStore

HEALTH, OFFICE = Competency("Domain", "Public Health", "Heat"), Competency("Functional", "Drafting", "Notes")
BOTH = {"english": "do_heat", "hindi": "do_garmi"}
HEAT = CourseCard(
    "do_heat", "Heat-wave first response", "", "NCDC", "english", 840, languages=BOTH, competencies=(HEALTH,)
)
GARMI = CourseCard("do_garmi", "लू में प्राथमिक सहायता", "", "NCDC", "hindi", 900, languages=BOTH, competencies=(HEALTH,))
ORS = CourseCard("do_ors", "बच्चों के दस्त में ओ.आर.एस.", "", "NCDC", "hindi", 3600, competencies=(HEALTH,))
NOTING = CourseCard("do_noting", "Noting and drafting", "", "ISTM", "english", 3601, competencies=(OFFICE,))
BARE = CourseCard("do_bare", "Anything")


@pytest.fixture
def stocked(catalogue: CatalogueStore) -> CatalogueStore:
    with catalogue.write() as edit:
        edit.put_cards([GARMI, HEAT, ORS, NOTING, BARE])
    return catalogue


def found(catalogue: CatalogueStore, here: tuple[str, ...] = (), **wanted: object) -> list[str]:
    with catalogue.read() as view:
        matches = view.find(Wanted(**wanted), here)  # type: ignore[arg-type]  # each test names real fields
    assert matches.total == len(matches.cards)
    return [card.id for card in matches.cards]


def facets(catalogue: CatalogueStore, here: tuple[str, ...] = (), **wanted: object) -> Facets:
    with catalogue.read() as view:
        return view.facets(Wanted(**wanted), here)  # type: ignore[arg-type]  # as above


def test_without_words_everything_by_name_and_what_is_assigned_first(stocked: CatalogueStore) -> None:
    assert found(stocked) == ["do_bare", "do_heat", "do_noting", "do_ors"]
    with stocked.read() as view:
        cards = view.find(Wanted(), first=["do_noting", "do_garmi"]).cards
    assert [card.id for card in cards] == ["do_heat", "do_noting", "do_bare", "do_ors"]


def test_a_course_in_two_languages_is_one_and_found_by_either(stocked: CatalogueStore) -> None:
    assert found(stocked, words="लू") == found(stocked, words="wave") == ["do_heat"]
    assert found(stocked, language="hindi") == ["do_heat", "do_ors"]
    assert found(stocked, here=("do_garmi",), is_here=True) == ["do_heat"]


def test_a_language_whose_course_is_not_listed_stands_for_itself(catalogue: CatalogueStore) -> None:
    with catalogue.write() as edit:
        edit.put_cards([GARMI])
    assert found(catalogue) == found(catalogue, words="लू") == ["do_garmi"]
    with catalogue.write() as edit:
        edit.put_cards([HEAT])
    assert found(catalogue) == ["do_heat"]


@pytest.mark.parametrize(
    "length, expected",
    [(Length.QUARTER, ["do_heat"]), (Length.HOUR, ["do_heat", "do_ors"]), (Length.LONGER, ["do_noting"])],
)
def test_a_length_holds_what_fits_into_it(stocked: CatalogueStore, length: Length, expected: list[str]) -> None:
    assert found(stocked, length=length) == expected


def test_filters_and_words_must_all_hold(stocked: CatalogueStore) -> None:
    assert found(stocked, provider="NCDC", area="Domain", language="hindi", length=Length.HOUR) == ["do_heat", "do_ors"]
    assert found(stocked, words="दस्त", provider="NCDC", is_here=True, here=("do_ors",)) == ["do_ors"]
    assert found(stocked, words="दस्त", provider="ISTM") == []
    assert found(stocked, words="दस्त", is_here=True) == []


def test_counts_say_what_choosing_would_leave(stocked: CatalogueStore) -> None:
    every = facets(stocked, here=("do_garmi", "do_noting"))
    assert every.languages == (Facet("english", 2), Facet("hindi", 2))
    assert every.providers == (Facet("NCDC", 2), Facet("ISTM", 1))
    assert every.areas == (Facet("Domain", 2), Facet("Functional", 1))
    assert every.lengths == (Facet("quarter", 1), Facet("hour", 2), Facet("longer", 1))
    assert every.here == 2
    hindi = facets(stocked, here=("do_garmi",), language="hindi")
    assert hindi.languages == every.languages
    assert hindi.providers == (Facet("NCDC", 2),)
    assert (hindi.areas, hindi.here) == ((Facet("Domain", 2),), 1)
    assert facets(stocked, words="nothing like it") == Facets(
        lengths=(Facet("quarter", 0), Facet("hour", 0), Facet("longer", 0))
    )


def test_a_changed_card_is_chosen_by_what_it_says_now(stocked: CatalogueStore) -> None:
    with stocked.write() as edit:
        edit.put_cards([CourseCard("do_ors", "ORS", language="english")])
    assert found(stocked, language="hindi") == ["do_heat"]
    assert found(stocked, area="Domain") == ["do_heat"]


def test_the_best_match_comes_first_page_by_page(catalogue: CatalogueStore) -> None:
    cards = [CourseCard(f"do_{n}", f"Course {n}", "about water") for n in range(5)]
    with catalogue.write() as edit:
        edit.put_cards([*cards, CourseCard("do_best", "Water")])
    with catalogue.read() as view:
        whole = view.find(Wanted("water"), limit=10)
        assert whole.cards[0].id == "do_best"
        pages = [view.find(Wanted("water"), limit=2, offset=at) for at in (0, 2, 4)]
    assert tuple(card for one in pages for card in one.cards) == whole.cards
    assert {one.total for one in pages} == {6}


def test_a_course_is_known_by_what_it_holds(stocked: CatalogueStore) -> None:
    video, paper = Resource("r1", "A", "video", "video/mp4"), Resource("r2", "B", "document", "application/pdf")
    with stocked.write() as edit:
        edit.put_course(Course(HEAT, (Unit("u", "U", (video,)),)))
        edit.put_course(Course(NOTING, (Unit("v", "V", (video, paper)),)))
    with stocked.read() as view:
        assert view.holding(["r1"]) == {"do_heat", "do_noting"}
        assert view.holding(["r2", "r9"]) == {"do_noting"}
        assert view.holding([]) == frozenset()
    with stocked.write() as edit:
        edit.put_course(Course(NOTING, (Unit("v", "V", (paper,)),)))
    with stocked.read() as view:
        assert view.holding(["r1"]) == {"do_heat"}


ANYTHING = st.text(max_size=30) | st.text("\"*^()-+:{}'%;ANDORNOTEAR क्ि\u200d\x00 ", max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=ANYTHING, language=ANYTHING, provider=ANYTHING, area=ANYTHING)
def test_no_text_breaks_out_of_the_query(
    catalogue: CatalogueStore, words: str, language: str, provider: str, area: str
) -> None:
    with catalogue.read() as view:
        assert view.find(Wanted(words, language, provider, area), [language], [area]).total == 0
        assert view.facets(Wanted(words, language, provider, area), [provider]).here == 0


NAMES = st.lists(st.sampled_from(["जल", "जलवायु", "water", "watch", "heat", "लू"]), min_size=1, max_size=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cards=st.lists(st.tuples(NAMES, st.sampled_from(["hindi", "english"]), st.sampled_from(["A", "B"]))), asked=NAMES
)
def test_a_filter_finds_what_looking_at_each_card_would(
    catalogue: CatalogueStore, cards: list[tuple[list[str], str, str]], asked: list[str]
) -> None:
    made = {f"do_{n}": (set(names), language, provider) for n, (names, language, provider) in enumerate(cards)}
    with catalogue.write() as edit:
        edit.put_cards([CourseCard(i, " ".join(sorted(w)), "", p, lang) for i, (w, lang, p) in made.items()])
    with catalogue.read() as view:
        matches = view.find(Wanted(" ".join(asked), "hindi", "A"), limit=1000)
    held = {card.id for card in matches.cards} & made.keys()
    *whole, last = asked
    for course_id, (names, language, provider) in made.items():
        has_words = set(whole) <= names and any(name.startswith(last) for name in names)
        assert (course_id in held) == (has_words and language == "hindi" and provider == "A")
    with catalogue.write() as edit:
        edit.put_cards([CourseCard(course_id, "gone") for course_id in made])


def test_five_thousand_courses_answer_a_key_press(catalogue: CatalogueStore) -> None:
    cards = [
        CourseCard(
            f"do_{n}",
            f"Course {n:05} जल सुरक्षा",
            "How a village keeps its water safe. " * 4,
            f"Provider {n % 40}",
            ("hindi", "english", "tamil")[n % 3],
            (n % 90) * 60,
            competencies=(Competency(("Domain", "Functional")[n % 2], f"Theme {n % 20}", ""),),
        )
        for n in range(5000)
    ]
    for start in range(0, 5000, 500):
        with catalogue.write() as edit:
            edit.put_cards(cards[start : start + 500])
    here = [f"do_{n}" for n in range(0, 5000, 25)]
    times = []
    for words in ("", "w", "water", "जल", "जल सु"):
        begun = time.perf_counter()
        with catalogue.read() as view:
            matches = view.find(Wanted(words, length=Length.HOUR), here, here[:6])
            counted = view.facets(Wanted(words, length=Length.HOUR), here)
        times.append(time.perf_counter() - begun)
        assert (matches.total, len(matches.cards), len(counted.providers)) == (3349, 50, 40)
    assert max(times) < 1.0


def test_a_catalogue_of_before_is_looked_through_like_a_new_one(tmp_path: Path) -> None:
    video = Resource("r1", "A", "video", "video/mp4", captions=(Caption("en", "English", "en.vtt"),))
    deep = Course(HEAT, (Unit("u", "U", (), (Unit("v", "V", (video,)),)),))
    store = open_catalogue(tmp_path / "old.db")
    with store.write() as edit:
        edit.put_cards([GARMI, ORS, NOTING, BARE])
        edit.put_course(deep)
    expected = told(store)
    store.close()
    with closing(sqlite3.connect(tmp_path / "old.db")) as old, old:
        old.execute("DROP TABLE labels")
        old.execute("DROP TABLE contents")
        old.execute("UPDATE alembic_version SET version_num = '0001'")
    migrated = open_catalogue(tmp_path / "old.db")
    try:
        assert not migrated.was_rebuilt
        assert told(migrated) == expected
    finally:
        migrated.close()


def told(catalogue: CatalogueStore) -> object:
    with catalogue.read() as view:
        return view.find(Wanted("लू")), view.facets(Wanted(language="hindi"), ["do_heat"]), view.holding(["r1"])
