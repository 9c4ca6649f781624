from __future__ import annotations

from karmadesk.finding import Facet, Length, Wanted
from karmadesk.model import Competency, CourseCard, Place, Topic
from karmadesk.services import explore, learning, shelf
from karmadesk.services.desk import Desk
from karmadesk.services.views import Due, Presence
from tests.services.conftest import ARTICLE, CHILD, GAME, GARMI_VIDEO, PDF, VIDEO, put_here

FAR = CourseCard("do_far", "Far away", provider="Elsewhere", size_bytes=5_000, competencies=(Competency("A", "b", ""),))


def listed(desk: Desk, *cards: CourseCard) -> None:
    with desk.catalogue.write() as catalogue:
        catalogue.put_cards(cards)


def test_every_course_once_with_what_it_is_to_the_learner(desk: Desk) -> None:
    listed(desk, FAR)
    put_here(desk, GARMI_VIDEO)
    learning.record_watched(desk, Place("do_heat", "", "do_hv"), GARMI_VIDEO, ((0, 60_000),), 60_000, 60_000)
    view = explore.find(desk, Wanted())
    rows = {found.item.card.id: found for found in view.courses}
    assert list(rows) == ["do_heat", "do_old", "do_prog", "do_child", "do_far"]
    assert (view.total, view.listed) == (5, 6)
    assert [i for i, found in rows.items() if found.is_assigned] == ["do_heat", "do_old", "do_prog"]
    heat = rows["do_heat"].item
    assert (heat.presence, heat.fetch_bytes, heat.is_done, heat.due) == (Presence.WHOLE, 0, True, Due.SOON)
    far = rows["do_far"]
    assert (far.item.presence, far.item.fetch_bytes, far.is_assigned) == (Presence.NONE, 5_000, False)


def test_pages_follow_each_other(desk: Desk) -> None:
    whole = [found.item.card.id for found in explore.find(desk, Wanted()).courses]
    pages = [explore.find(desk, Wanted(), at, 2) for at in (0, 2)]
    assert [found.item.card.id for view in pages for found in view.courses] == whole
    assert [view.total for view in pages] == [4, 4]


def test_what_is_on_this_laptop_is_found_and_counted(desk: Desk) -> None:
    assert explore.find(desk, Wanted(is_here=True)).courses == ()
    put_here(desk, PDF)
    found = [f.item.card.id for f in explore.find(desk, Wanted(is_here=True)).courses]
    assert found == ["do_heat", "do_old"]
    assert explore.facets(desk, Wanted()).here == 2
    assert explore.facets(desk, Wanted(length=Length.QUARTER)).here == 0
    assert explore.facets(desk, Wanted()).languages == (Facet("english", 1), Facet("hindi", 1))


def test_a_course_of_which_only_the_card_is_known_is_wished_for_and_then_queued(desk: Desk) -> None:
    listed(desk, CourseCard("do_child2", "Another child"))
    topic = shelf.fetch_course(desk, "do_child2")
    assert Topic.OUTBOX in topic
    assert shelf.view(desk).downloads == ()
    (row,) = explore.find(desk, Wanted("another")).courses
    assert row.is_wished
    assert shelf.grant_wishes(desk) is Topic.NONE
    shelf.fetch_course(desk, "do_child2")
    with desk.catalogue.write() as catalogue:
        catalogue.put_course(type(CHILD)(CourseCard("do_child2", "Another child"), CHILD.units))
    assert Topic.DOWNLOADS in shelf.grant_wishes(desk)
    assert [d.content_id for d in shelf.view(desk).downloads] == [ARTICLE.id]
    assert shelf.grant_wishes(desk) is Topic.NONE
    (row,) = explore.find(desk, Wanted("another")).courses
    assert (row.is_wished, row.item.presence) == (False, Presence.FETCHING)


def test_a_course_partly_here_says_what_is_left(desk: Desk) -> None:
    put_here(desk, VIDEO)
    (row,) = explore.find(desk, Wanted("heat")).courses
    assert (row.item.presence, row.item.fetch_bytes) == (Presence.PART, PDF.size_bytes + ARTICLE.size_bytes)
    assert GAME.id not in {d.content_id for d in shelf.view(desk).downloads}
