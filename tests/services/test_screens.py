from __future__ import annotations

import pytest

from karmadesk.errors import NotDownloaded
from karmadesk.model import BatchStatus, DownloadState, ItemState, Link, Place, Placement, ServerState
from karmadesk.services import course, learning, ledger, plan, removing, shelf, status
from karmadesk.services.desk import Desk
from karmadesk.services.people import initials
from karmadesk.services.views import Due, MissingKind, Presence
from tests.services.conftest import ARTICLE, GARMI_VIDEO, NOW, PDF, VIDEO, enrolled, put_here


def test_the_plan_puts_overdue_first_and_done_last(desk: Desk) -> None:
    (year,) = plan.my_plan(desk).years
    assert [(i.card.id, i.due, i.due_days) for i in year.items] == [
        ("do_old", Due.OVERDUE, -2),
        ("do_heat", Due.SOON, 6),
        ("do_prog", Due.LATER, 90),
    ]
    learning.record_pages(desk, Place("do_old", "", "do_p"), PDF, [0], 1)
    (year,) = plan.my_plan(desk).years
    assert year.items[-1].card.id == "do_old"
    assert year.items[-1].is_done
    assert year.items[-1].is_waiting
    assert year.done == 1


def test_the_plan_continues_where_the_learner_stopped_and_then_goes_on(desk: Desk) -> None:
    assert plan.my_plan(desk).resume is None
    learning.record_watched(desk, Place("do_heat", "", "do_v"), VIDEO, ((0, 30_000),), 30_000, 60_000)
    resume = plan.my_plan(desk).resume
    assert resume is not None
    assert (resume.resource.id, resume.position_ms, resume.unit_number, resume.unit_count) == ("do_v", 30_000, 1, 2)
    assert resume.left_s == pytest.approx(30.0)
    learning.record_watched(desk, Place("do_heat", "", "do_v"), VIDEO, ((30_000, 60_000),), 60_000, 60_000)
    resume = plan.my_plan(desk).resume
    assert resume is not None
    assert resume.resource.id == "do_p"


def test_before_leaving_the_plan_names_what_is_not_here(desk: Desk) -> None:
    advice = plan.my_plan(desk).fetch
    assert advice is not None
    assert advice.course_ids == ("do_old", "do_heat", "do_prog")
    assert advice.bytes_to_fetch == 900 + 80 + 70
    for resource in (VIDEO, PDF, ARTICLE):
        put_here(desk, resource)
    assert plan.my_plan(desk).fetch is None


def test_a_course_says_what_is_missing_for_a_hundred_percent(desk: Desk) -> None:
    put_here(desk, VIDEO)
    learning.record_watched(desk, Place("do_heat", "", "do_v"), VIDEO, ((0, 30_000),), 30_000, 60_000)
    seen = course.view(desk, "do_heat")
    assert [unit.name for unit in seen.units] == ["What it is", "Prepare"]
    assert [m.kind for m in seen.missing] == [MissingKind.WATCH, MissingKind.READ, MissingKind.READ, MissingKind.SEND]
    assert seen.missing[0].percent_left == 45
    assert seen.presence is Presence.PART
    assert seen.fetch_bytes == 80 + 70
    assert seen.resume == Place("do_heat", "b_do_heat", "do_v")
    assert seen.is_apar


def test_a_course_shows_the_tree_of_the_language_and_joins_the_base(desk: Desk) -> None:
    seen = course.view(desk, "do_heat", "hindi")
    assert seen.card.name == "लू"
    assert seen.base_id == "do_heat"
    assert seen.units[0].rows[0].place == Place("do_heat", "b_do_heat", "do_hv")
    found = course.view(desk, "do_garmi")
    assert (found.base_id, found.language) == ("do_heat", "hindi")
    learning.record_watched(desk, Place("do_heat", "", "do_hv"), GARMI_VIDEO, ((0, 60_000),), 60_000, 60_000)
    assert course.view(desk, "do_heat").is_done


def test_a_program_shows_its_courses(desk: Desk) -> None:
    seen = course.view(desk, "do_prog")
    assert [item.card.name for item in seen.courses] == ["Child"]
    assert seen.units[0].rows[0].place.course_id == "do_child"


def test_an_ended_batch_and_a_course_that_grew_are_told(desk: Desk) -> None:
    with desk.learner.write() as learner:
        learner.put_enrolments([enrolled("do_heat", BatchStatus.ENDED)])
        learner.put_states([ServerState("do_heat", "b_do_heat", "do_v", 2, 100.0, {}, NOW, NOW)])
    seen = course.view(desk, "do_heat")
    assert seen.is_batch_ended
    assert not seen.is_done
    assert seen.fraction == 0.25


def test_an_unknown_course_is_an_error_with_a_key(desk: Desk) -> None:
    with pytest.raises(NotDownloaded):
        course.view(desk, "do_nowhere")


def test_fetching_queues_what_is_missing_once(desk: Desk) -> None:
    put_here(desk, VIDEO)
    shelf.fetch_course(desk, "do_heat")
    shelf.fetch_course(desk, "do_heat")
    view = shelf.view(desk)
    assert {d.content_id for d in view.downloads} == {"do_p", "do_a"}
    assert {d.role for d in view.downloads} == {"package", "artifact"}
    assert course.view(desk, "do_heat").presence is Presence.FETCHING
    first = view.downloads[0].id
    shelf.pause(desk, first)
    assert {d.id: d.state for d in shelf.view(desk).downloads}[first] is DownloadState.PAUSED
    shelf.resume(desk, first)
    removing.cancel(desk, first)
    assert first not in {d.id for d in shelf.view(desk).downloads}


def test_removing_a_course_frees_the_disk_and_keeps_what_was_learnt(desk: Desk) -> None:
    put_here(desk, VIDEO)
    learning.record_watched(desk, Place("do_heat", "", "do_v"), VIDEO, ((0, 60_000),), 60_000, 60_000)
    (path,) = [desk.files.path(p.sha256) for p in _placed(desk)]
    assert path.exists()
    removing.finish(desk, removing.remove_course(desk, "do_heat"))
    assert not path.exists()
    assert course.view(desk, "do_heat").units[0].rows[0].progress.is_completed


def _placed(desk: Desk) -> tuple[Placement, ...]:
    with desk.shelf.read() as db:
        return db.placements("demo", "do_v")


def test_the_ledger_names_what_waits(desk: Desk) -> None:
    learning.record_watched(desk, Place("do_heat", "", "do_v"), VIDEO, ((0, 30_000),), 30_000, 60_000)
    view = ledger.view(desk)
    assert [(row.course_name, row.resource_name) for row in view.rows] == [("Heat", "Cooling")]
    assert view.counts[ItemState.WAITING] == 1
    assert ledger.view(desk, ItemState.ACCEPTED).rows == ()


def test_the_strip_counts_items_and_files(desk: Desk) -> None:
    learning.record_watched(desk, Place("do_heat", "", "do_v"), VIDEO, ((0, 30_000),), 30_000, 60_000)
    shelf.fetch_course(desk, "do_heat")
    live = {shelf.view(desk).downloads[0].id: (525, 900)}
    strip = status.strip(desk, Link.OFFLINE, is_sending=False, live=live)
    assert (strip.to_send, strip.refused, strip.fetching) == (1, 0, 3)
    assert strip.fetching_fraction == pytest.approx(525 / 1050)
    assert status.strip(None, Link.ONLINE, is_sending=True).to_send == 0


@pytest.mark.parametrize(
    "label, shown", [("Sunita Devi", "SD"), ("सुनीता", "सु"), ("arif", "A"), ("", ""), ("Meena K. Rao", "MK")]
)
def test_initials_keep_a_vowel_sign_with_its_letter(label: str, shown: str) -> None:
    assert initials(label) == shown
