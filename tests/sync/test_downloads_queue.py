"""The download queue: two at a time, paused and resumed, a full disk, a kill or a power cut at any moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from karmadesk.errors import DiskFull
from karmadesk.files import ContentStore
from karmadesk.jobs import Context
from karmadesk.model import DownloadState
from karmadesk.sync.download_fetch import ResolvedSource
from karmadesk.sync.downloads import STRIKES
from tests.sync.download_world import FILM, LATE, OTHER, World, within_a_second, world
from tests.sync.media_server import Media, MediaServer, media_server


@pytest.fixture
def server() -> Iterator[MediaServer]:
    with media_server() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: MediaServer) -> Iterator[World]:
    with world(tmp_path, server) as made:
        yield made


def test_a_link_that_is_down_is_not_tried_for_every_file(desk: World, server: MediaServer) -> None:
    for number in range(10):
        path = f"/{number}.mp4"
        desk.queue(f"film-{number}", ResolvedSource(server.put(path, Media(FILM, cut_at=0)), mime_type="video/mp4"))
    desk.run()
    tried = {request.path for request in server.counted.requests}
    assert STRIKES <= len(tried) <= STRIKES + 1
    due = desk.downloader.next_due()
    assert due is not None
    assert due > desk.clock.now(), "the caller is asked to wait"


def test_the_link_is_back_and_nobody_waits_for_a_pause_to_end(desk: World) -> None:
    media = desk.film(cut_at=LATE)
    desk.run()
    media.cut_at = None
    assert desk.downloader.hurry()
    assert desk.run() == 1
    assert desk.has_film()


def test_pauses_grow_and_end(desk: World) -> None:
    desk.film(cut_at=0)
    pauses = []
    desk.run()
    for _ in range(14):
        waiting = desk.now("film")
        assert waiting.next_at is not None
        pauses.append((waiting.next_at - desk.clock.now()).total_seconds())
        desk.clock.at = waiting.next_at
        desk.run()
    assert pauses == sorted(pauses)
    assert pauses[-1] <= 15 * 60


def test_the_learner_pauses_a_stalled_download_and_resumes_it(desk: World, server: MediaServer) -> None:
    desk.film(stall_at=LATE)
    with desk.running():
        assert server.has_stalled.wait(5)
        assert within_a_second(lambda: desk.downloader.progress() == {"id-film": (LATE, len(FILM))})
        with desk.shelf.write() as db:
            db.settle("id-film", DownloadState.PAUSED)
        assert desk.rests(), "a pause is noticed though the network is silent"
    assert desk.now("film").state is DownloadState.PAUSED
    assert desk.part(desk.now("film")).stat().st_size == LATE
    assert desk.run() == 0
    with desk.shelf.write() as db:
        db.settle("id-film", DownloadState.WAITING)
    assert desk.run() == 1
    assert desk.has_film()
    assert server.asked("/film.mp4")[-1].range == f"bytes={LATE}-"


def test_a_cancelled_download_is_not_placed_but_its_bytes_are_found_again(desk: World, server: MediaServer) -> None:
    desk.film(stall_at=LATE)
    with desk.running():
        assert server.has_stalled.wait(5)
        assert within_a_second(lambda: desk.downloader.progress() == {"id-film": (LATE, len(FILM))})
        with desk.shelf.write() as db:
            db.remove_download("id-film")
        assert desk.rests()
    assert desk.placed("film") == {}
    desk.film()
    assert desk.run() == 1
    assert desk.has_film()
    assert server.asked("/film.mp4")[-1].range == f"bytes={LATE}-"


def test_quitting_leaves_the_download_waiting(desk: World, server: MediaServer) -> None:
    desk.film(stall_at=LATE)
    with desk.running() as context:
        assert server.has_stalled.wait(5)
        assert within_a_second(lambda: desk.downloader.progress() == {"id-film": (LATE, len(FILM))})
        context.cancel()
        assert desk.rests()
    waiting = desk.now("film")
    assert (waiting.state, waiting.error_key) == (DownloadState.WAITING, "")
    assert desk.run() == 1
    assert desk.has_film()


def test_two_files_at_a_time(desk: World, server: MediaServer) -> None:
    for number in range(5):
        desk.queue(f"film-{number}", ResolvedSource(server.put(f"/{number}.mp4", Media(FILM)), mime_type="video/mp4"))
    server.media["/0.mp4"].stall_at = server.media["/1.mp4"].stall_at = LATE
    with desk.running():
        assert within_a_second(lambda: list(desk.downloader.progress().values()) == [(LATE, len(FILM))] * 2)
        assert len(server.counted.requests) == 2, "two, and not a third beside them"
        server.go_on.set()
    assert all(desk.now(f"film-{number}").state is DownloadState.DONE for number in range(5))
    assert len(list(desk.files.path("0" * 64).parents[2].glob("??/??/*"))) == 1, "the same bytes are kept once"


def test_a_full_disk_pauses_the_queue_politely(tmp_path: Path, desk: World, server: MediaServer) -> None:
    class Full(ContentStore):
        room = 50_000

        def free_bytes(self) -> int:
            return self.room

    files = Full(tmp_path / "objects")
    desk.downloader = desk.make(files)
    desk.film()
    desk.queue("second", ResolvedSource(server.put("/second.mp4", Media(OTHER)), mime_type="video/mp4"))
    assert desk.run() == 0
    assert (desk.now("film").state, desk.now("film").error_key) == (DownloadState.WAITING, "disk_full")
    asked = len(server.counted.requests)
    desk.clock.pass_(hours=1)
    assert desk.run() == 0
    assert len(server.counted.requests) == asked, "the network is not bothered while there is no room"
    due = desk.downloader.next_due()
    assert due is not None
    assert due > desk.clock.now()
    files.room = 10**9
    assert desk.run() == 2
    assert desk.has_film()


def test_a_film_that_never_fits_does_not_hold_up_the_rest_once_it_is_paused(tmp_path: Path, desk: World) -> None:
    class Full(ContentStore):
        def free_bytes(self) -> int:
            return 50_000

    desk.downloader = desk.make(Full(tmp_path / "objects"))
    desk.film()
    desk.run()
    desk.queue("small", ResolvedSource(desk.server.put("/s.mp4", Media(FILM[:1000])), mime_type="video/mp4"))
    with desk.shelf.write() as db:
        db.settle("id-film", DownloadState.PAUSED)
    assert desk.run() == 1
    assert desk.now("small").state is DownloadState.DONE


def test_a_disk_that_fills_while_writing_keeps_the_part(
    desk: World, server: MediaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from karmadesk.sync import download_part

    real = download_part._Sink.write

    def write(sink: download_part._Sink, chunk: bytes) -> None:
        if sink._part.length > LATE:
            raise OSError(28, "No space left on device")
        real(sink, chunk)

    desk.film()
    with monkeypatch.context() as patched:
        patched.setattr(download_part._Sink, "write", write)
        assert desk.run() == 0
    kept = desk.part(desk.now("film")).stat().st_size
    assert kept > LATE
    assert (desk.now("film").state, desk.now("film").error_key) == (DownloadState.WAITING, DiskFull.key)
    desk.run()
    assert desk.has_film()
    assert server.asked("/film.mp4")[-1].range == f"bytes={kept}-"


def test_killed_between_the_store_and_the_shelf_nothing_is_fetched_again(desk: World, server: MediaServer) -> None:
    from karmadesk.sync.download_part import Part

    desk.film(cut_at=LATE)
    desk.run()
    server.media["/film.mp4"].cut_at = None
    part = Part(desk.part(desk.now("film")), desk.clock.boot())
    part.path.write_bytes(FILM)
    part.digest(lambda: None)
    desk.files.adopt(part.path)
    asked = len(server.counted.requests)
    assert desk.later() == 1
    assert desk.has_film()
    assert len(server.counted.requests) == asked


def test_after_a_power_cut_only_what_reached_the_disk_counts(desk: World, server: MediaServer) -> None:
    media = desk.film(cut_at=LATE)
    desk.run()
    part = desk.part(desk.now("film"))
    with part.open("ab") as file:
        file.write(bytes(5000))
    media.cut_at = None
    desk.clock.boot = lambda: "another boot"  # type: ignore[method-assign]  # the machine was started anew
    assert desk.later() == 1
    assert desk.has_film()
    assert server.asked("/film.mp4")[-1].range == f"bytes={LATE}-"


def test_a_lost_shelf_is_told_what_the_objects_are(desk: World) -> None:
    desk.film()
    desk.run()
    (found,) = list(desk.files.labels())
    assert found == ((desk.placed("film")["artifact"],), ("asha",))


def test_downloads_tell_at_most_ten_times_a_second(desk: World, server: MediaServer) -> None:
    for number in range(60):
        desk.queue(
            f"film-{number}", ResolvedSource(server.put(f"/{number}.mp4", Media(b"x" * 100)), mime_type="video/mp4")
        )
    begun = time.monotonic()
    assert desk.run() == 60
    assert len(desk.topics) <= (time.monotonic() - begun) * 10 + 2


def test_a_second_run_beside_the_first_does_nothing(desk: World, server: MediaServer) -> None:
    desk.film(stall_at=LATE)
    with desk.running():
        assert server.has_stalled.wait(5)
        assert desk.downloader.run(Context()) == 0
    assert desk.has_film()


def test_a_bug_fails_one_download_and_is_not_swallowed(desk: World) -> None:
    desk.queue("strange", ResolvedSource(""))
    del desk.sources["strange"]
    with pytest.raises(KeyError):
        desk.run()
    assert (desk.now("strange").state, desk.now("strange").error_key) == (DownloadState.FAILED, "error")
    desk.film()
    assert desk.run() == 1


def test_killed_right_after_placing_the_part_does_not_stay(desk: World) -> None:
    desk.film()
    desk.run()
    part = desk.part(desk.now("film"))
    part.write_bytes(FILM)
    part.with_suffix(".json~").write_text("{}")
    desk.downloader = desk.make()
    desk.run()
    assert list(part.parent.iterdir()) == []


def test_paused_and_resumed_at_once_there_are_never_two_writers(desk: World, server: MediaServer) -> None:
    desk.film(stall_at=LATE)
    with desk.running():
        assert server.has_stalled.wait(5)
        with desk.downloader._turn:
            with desk.shelf.write() as db:
                db.settle("id-film", DownloadState.PAUSED)
                db.settle("id-film", DownloadState.WAITING)
            desk.downloader._turn.notify_all()
        assert within_a_second(lambda: desk.now("film").state is DownloadState.RUNNING)
    assert desk.now("film").state is DownloadState.DONE
    assert desk.has_film()
    assert server.sent("/film.mp4") == len(FILM)


@pytest.mark.parametrize("sidecar", ["", "[]", '{"total": "many"}', '{"validator": 3, "total": 5, "unknown": 1}'])
def test_a_part_whose_note_is_spoilt_starts_over(desk: World, sidecar: str) -> None:
    media = desk.film(cut_at=LATE)
    desk.run()
    desk.part(desk.now("film")).with_suffix(".json").write_text(sidecar)
    media.content, media.cut_at = OTHER, None
    assert desk.later() == 1
    assert desk.has_film(OTHER)
