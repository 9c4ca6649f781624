"""What is taken off the shelf can be put back for a while, and a kill at any moment is safe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from karmadesk.model import Download, DownloadState, Place, Topic
from karmadesk.ports import People
from karmadesk.services import course, learning, removing, shelf
from karmadesk.services.desk import Desk
from karmadesk.services.people import names
from karmadesk.services.removing import Removed
from karmadesk.services.views import Presence
from tests.services.conftest import ARTICLE, GARMI_VIDEO, PDF, VIDEO, put_here

HEAT = (VIDEO, PDF, ARTICLE, GARMI_VIDEO)


def stocked(desk: Desk) -> list[Path]:
    """The heat course, fetched in both languages."""
    for language in ("english", "hindi"):
        shelf.fetch_course(desk, "do_heat", language)
    for resource in HEAT:
        put_here(desk, resource, text=resource.id.encode() * 1000)
    with desk.shelf.write() as db:
        for download in db.downloads():
            db.advance(download.id, 4000, 4000, "")
            db.settle(download.id, DownloadState.DONE)
        return [desk.files.path(p.sha256) for r in HEAT for p in db.placements("demo", r.id)]


def figures(desk: Desk) -> tuple[object, ...]:
    view = shelf.view(desk)
    done = sorted((d.content_id, d.state, d.bytes_done, d.needed_by) for d in view.downloads)
    return done, view.names, view.here, view.used_bytes, course.view(desk, "do_heat").presence


def test_the_figures_fall_at_once_and_the_files_stay_until_it_is_finished(desk: Desk) -> None:
    paths = stocked(desk)
    free = shelf.view(desk).free_bytes
    removed = removing.remove_course(desk, "do_heat")
    assert (removed.name, removed.freed_bytes) == ("Heat", sum(p.stat().st_size for p in paths))
    view = shelf.view(desk)
    assert (view.used_bytes, view.here) == (0, ())
    assert abs(view.free_bytes - free - removed.freed_bytes) < 2_000_000
    assert course.view(desk, "do_heat").presence is Presence.NONE
    assert all(path.exists() for path in paths)
    assert removing.finish(desk, removed) == removing.CHANGED
    assert not any(path.exists() for path in paths)
    with desk.shelf.read() as db:
        assert db.orphans() == frozenset()


def test_who_else_needed_it_is_known_and_nobody_who_did_not(desk: Desk, people: People) -> None:
    others = [people.add("demo", label) for label in ("Arif", "Bina", "Arif")]
    stocked(desk)
    assert removing.also_for(removing.remove_course(desk, "do_heat"), desk, names(people)) == ()
    stocked(desk)
    put_here(desk, replace(VIDEO, id="do_else"), text=b"another course's")
    with desk.shelf.write() as shelf_db:
        shelf_db.place(shelf_db.placements("demo", VIDEO.id), [others[0].id, others[2].id])
        shelf_db.place(shelf_db.placements("demo", "do_else"), [others[1].id])
    removed = removing.remove_course(desk, "do_heat")
    assert removing.also_for(removed, desk, names(people)) == ("Arif", "Arif")
    hidden = names(people, are_names_hidden=True)
    assert removing.also_for(removed, desk, hidden) == ("A 1", "A 2")
    people.remove(others[0].id)
    assert removing.also_for(removed, desk, names(people)) == ("Arif",), "who has left the laptop is not named"


def test_undone_it_is_as_it_was(desk: Desk) -> None:
    stocked(desk)
    before = figures(desk)
    removed = removing.remove_course(desk, "do_heat")
    assert figures(desk) != before
    assert removing.put_back(desk, removed) & Topic.DOWNLOADS
    assert figures(desk) == before
    assert learning.open_resource(desk, Place("do_heat", "b_do_heat", "do_v")).path.read_bytes() == b"do_v" * 1000
    assert removing.finish(desk, removed) == removing.CHANGED
    assert learning.open_resource(desk, Place("do_heat", "b_do_heat", "do_v")).path.exists()


def test_after_a_kill_in_between_a_tidying_frees_the_rest(desk: Desk) -> None:
    stocked(desk)
    put_here(desk, replace(VIDEO, id="do_else"), text=b"another course's")
    removed = removing.remove_course(desk, "do_heat")
    with desk.shelf.read() as db:
        known = {p.sha256 for p in db.placements("demo", "do_else")}
    freed = desk.files.tidy(known, [])  # type: ignore[attr-defined]  # only the home's owner may: not in the port
    assert freed >= removed.freed_bytes
    assert removing.put_back(desk, removed) & Topic.DOWNLOADS
    assert course.view(desk, "do_heat").presence is Presence.NONE
    assert removing.finish(desk, removed) == removing.CHANGED


def test_a_file_that_another_course_shows_too_stays(desk: Desk) -> None:
    paths = stocked(desk)
    put_here(desk, replace(VIDEO, id="do_else"), text=b"do_v" * 1000)
    removed = removing.remove_course(desk, "do_heat")
    removing.finish(desk, removed)
    assert [path.exists() for path in paths] == [True, False, False, False]
    assert removed.freed_bytes == 3 * 4000 + 1000 * (len("do_hv") - 4)


def test_what_is_fetched_again_meanwhile_is_not_deleted_under_it(desk: Desk) -> None:
    paths = stocked(desk)
    removed = removing.remove_course(desk, "do_heat")
    shelf.fetch_course(desk, "do_heat")
    with desk.shelf.write() as db:
        assert db.claim(desk.clock.now()) is not None
    assert removing.finish(desk, removed) == Topic.NONE
    assert all(path.exists() for path in paths)


def test_two_removals_in_a_row_each_go_their_way(desk: Desk) -> None:
    stocked(desk)
    put_here(desk, replace(PDF, id="do_a"), text=b"child's")
    first = removing.remove_course(desk, "do_child")
    second = removing.remove_course(desk, "do_heat")
    removing.finish(desk, first)
    removing.put_back(desk, second)
    assert learning.open_resource(desk, Place("do_heat", "", "do_v")).path.exists()


def test_a_course_that_nobody_knows_is_removed_without_harm(desk: Desk) -> None:
    removed = removing.remove_course(desk, "do_nowhere")
    assert removed == Removed("do_nowhere", "do_nowhere", 0, (), (), ())
    assert removing.put_back(desk, removed) & Topic.PLAN


def test_a_cancelled_download_goes_on_as_it_was(desk: Desk) -> None:
    shelf.fetch_course(desk, "do_heat")
    first, second, *_ = shelf.view(desk).downloads
    with desk.shelf.write() as db:
        db.advance(first.id, 7, 900, "etag")
    shelf.pause(desk, second.id)

    def state(download: Download) -> tuple[DownloadState, int] | None:
        found = next((d for d in shelf.view(desk).downloads if d.id == download.id), None)
        return (found.state, found.bytes_done) if found else None

    gone = [removing.cancel(desk, first.id), removing.cancel(desk, second.id)]
    assert (state(first), state(second)) == (None, None)
    for download in gone:
        assert download is not None
        removing.go_on(desk, download)
    assert (state(first), state(second)) == ((DownloadState.WAITING, 7), (DownloadState.PAUSED, 0))
    assert removing.cancel(desk, "gone already") is None
