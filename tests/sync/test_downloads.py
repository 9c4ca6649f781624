"""Downloads on a bad link: nothing is paid twice, nothing foreign is spliced in, each fault has its own sentence."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import formatdate
from pathlib import Path

import pytest

from karmadesk.model import DownloadState, Topic
from karmadesk.sync.download_fetch import Companion, ResolvedSource
from karmadesk.sync.http import Http
from tests.sync.clock import START
from tests.sync.download_world import FILM, LATE, OTHER, World, world
from tests.sync.media_server import Media, MediaServer, media_server


@pytest.fixture
def server() -> Iterator[MediaServer]:
    with media_server() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: MediaServer) -> Iterator[World]:
    with world(tmp_path, server) as made:
        yield made


def test_a_file_arrives_whole_and_is_placed(desk: World, server: MediaServer) -> None:
    desk.film()
    assert desk.run() == 1
    here = desk.placed("film")["artifact"]
    assert (here.sha256, here.size_bytes) == (hashlib.sha256(FILM).hexdigest(), len(FILM))
    assert (here.name, here.mime_type) == ("film.mp4", "video/mp4")
    done = desk.now("film")
    assert (done.state, done.bytes_done, done.bytes_total) == (DownloadState.DONE, len(FILM), len(FILM))
    assert server.sent("/film.mp4") == len(FILM)
    assert not desk.part(done).exists()
    assert Topic.DOWNLOADS in desk.topics
    assert desk.downloader.next_due() is None


def test_the_connection_breaks_and_only_the_rest_is_fetched(desk: World, server: MediaServer) -> None:
    media = desk.film(cut_at=LATE)
    assert desk.run() == 0
    waiting = desk.now("film")
    assert (waiting.state, waiting.error_key) == (DownloadState.WAITING, "offline")
    assert waiting.next_at is not None
    assert waiting.next_at > desk.clock.now()
    assert desk.downloader.next_due() == waiting.next_at
    media.cut_at = None
    assert desk.run() == 0, "not before its time"
    assert desk.later() == 1
    assert desk.has_film()
    assert server.sent("/film.mp4") == len(FILM)
    first, second = server.asked("/film.mp4")
    assert (first.range, second.range, second.if_range) == ("", f"bytes={LATE}-", media.validator())


def test_a_file_that_changed_meanwhile_is_never_spliced(desk: World) -> None:
    media = desk.film(cut_at=LATE)
    desk.run()
    media.content, media.cut_at = OTHER, None
    assert desk.later() == 1
    assert desk.has_film(OTHER)


def test_a_server_that_does_not_look_at_if_range_is_found_out(desk: World) -> None:
    media = desk.film(cut_at=LATE, ignores_if_range=True)
    desk.run()
    media.content, media.cut_at = OTHER, None
    assert desk.later() == 1
    assert desk.has_film(OTHER)


def test_a_server_without_ranges_starts_over(desk: World, server: MediaServer) -> None:
    media = desk.film(cut_at=LATE, ignores_ranges=True)
    desk.run()
    media.cut_at = None
    assert desk.later() == 1
    assert desk.has_film()
    assert server.sent("/film.mp4") == LATE + len(FILM)


@pytest.mark.parametrize(
    "named",
    [{"etag": 'W/"weak"'}, {"without_etag": True}, {"without_etag": True, "last_modified": "now"}],
    ids=["weak", "none", "just-written"],
)
def test_nothing_is_resumed_that_is_not_surely_the_same_file(desk: World, named: dict[str, object]) -> None:
    if named.get("last_modified") == "now":
        named = {**named, "last_modified": formatdate(usegmt=True)}
    media = desk.film(cut_at=LATE, ignores_if_range=True, **named)
    desk.run()
    media.content, media.cut_at = OTHER, None
    assert desk.later() == 1
    assert desk.has_film(OTHER)


def test_an_old_date_is_enough_to_resume(desk: World, server: MediaServer) -> None:
    media = desk.film(cut_at=LATE, without_etag=True, last_modified=formatdate(time.time() - 3600, usegmt=True))
    desk.run()
    media.cut_at = None
    assert desk.later() == 1
    assert desk.has_film()
    assert server.sent("/film.mp4") == len(FILM)


def test_a_file_that_is_not_on_the_server_fails_and_the_rest_goes_on(desk: World) -> None:
    desk.queue("gone", ResolvedSource(desk.server.url + "/gone.mp4"))
    desk.film()
    assert desk.run() == 1
    assert (desk.now("gone").state, desk.now("gone").error_key) == (DownloadState.FAILED, "missing_on_server")
    assert desk.has_film()


def test_a_server_that_lies_about_the_length_is_found_out(desk: World) -> None:
    desk.film(claims=len(FILM) + 5000)
    desk.run()
    assert desk.now("film").state is DownloadState.WAITING, "once is a bad link"
    desk.later()
    assert (desk.now("film").state, desk.now("film").error_key) == (DownloadState.FAILED, "wrong_length")
    assert desk.now("film").error_arguments == {"expected_bytes": len(FILM) + 5000, "found_bytes": len(FILM)}
    assert desk.placed("film") == {}


def test_a_server_that_lies_and_knows_no_ranges_is_found_out_too(desk: World) -> None:
    desk.film(claims=len(FILM) + 5000, ignores_ranges=True)
    desk.run()
    for _ in range(2):
        assert desk.now("film").state is DownloadState.WAITING
        desk.later()
    assert (desk.now("film").state, desk.now("film").error_key) == (DownloadState.FAILED, "wrong_length")


def test_a_bad_link_that_breaks_at_other_places_is_no_lie(desk: World) -> None:
    media = desk.film(cut_at=1000)
    desk.run()
    for cut_at in range(2000, 12_000, 1000):
        media.cut_at = cut_at
        desk.later()
        assert desk.now("film").state is DownloadState.WAITING
    media.cut_at = None
    assert desk.later() == 1
    assert desk.has_film()


def test_a_portals_page_is_not_taken_for_the_film_and_costs_no_byte(desk: World, server: MediaServer) -> None:
    media = desk.film(cut_at=LATE)
    desk.run()
    media.is_page = True
    desk.later()
    assert (desk.now("film").state, desk.now("film").error_key) == (DownloadState.WAITING, "not_a_server")
    assert desk.part(desk.now("film")).stat().st_size == LATE
    media.is_page, media.cut_at = False, None
    assert desk.later() == 1
    assert desk.has_film()
    assert server.sent("/film.mp4") == len(FILM)


def test_a_portals_page_that_calls_itself_a_film_is_seen_by_its_first_bytes(desk: World) -> None:
    media = desk.film()
    media.content = b"\n <!doctype HTML><html><p>Sign in</html>"
    desk.run()
    assert (desk.now("film").state, desk.now("film").error_key) == (DownloadState.WAITING, "not_a_server")


def test_an_article_that_leads_to_another_host_is_a_portal(desk: World, server: MediaServer) -> None:
    portal = server.put("/portal", Media(b"<html>sign in</html>", mime_type="text/html"))
    away = portal.replace("127.0.0.1", "localhost")
    source = ResolvedSource(server.put("/a.html", Media(b"", redirect=away)), mime_type="text/html")
    desk.queue("article", source)
    desk.run()
    assert (desk.now("article").state, desk.now("article").error_key) == (DownloadState.WAITING, "not_a_server")


def test_a_film_may_lie_on_another_host(desk: World, server: MediaServer) -> None:
    stored = server.put("/stored.mp4", Media(FILM)).replace("127.0.0.1", "localhost")
    desk.queue("film", ResolvedSource(server.put("/film.mp4", Media(b"", redirect=stored)), mime_type="video/mp4"))
    assert desk.run() == 1
    assert desk.has_film()


@pytest.mark.parametrize("status,key", [(500, "server_fault"), (503, "server_busy"), (403, "server_fault")])
def test_the_servers_troubles_never_fail_a_download(desk: World, status: int, key: str) -> None:
    media = desk.film(status=status, retry_after="120")
    desk.run()
    waiting = desk.now("film")
    assert (waiting.state, waiting.error_key) == (DownloadState.WAITING, key)
    if status == 503:
        assert waiting.next_at is not None
        assert waiting.next_at >= START + timedelta(seconds=120)
    media.status = 200
    assert desk.later() == 1


def test_captions_come_with_a_bare_film_and_a_missing_one_does_no_harm(desk: World, server: MediaServer) -> None:
    captions = server.put("/en.vtt", Media(b"WEBVTT\n", mime_type="text/vtt"))
    source = ResolvedSource(
        server.put("/film.mp4", Media(FILM)),
        companions=(
            Companion("caption:en", captions, "en.vtt", "text/vtt"),
            Companion("caption:hi", server.url + "/hi.vtt", "hi.vtt", "text/vtt"),
        ),
    )
    desk.queue("film", source)
    assert desk.run() == 1
    placed = desk.placed("film")
    assert set(placed) == {"artifact", "caption:en"}
    assert desk.bytes_of(placed["caption:en"]) == b"WEBVTT\n"


def test_a_server_that_falls_silent_keeps_the_bytes_and_is_asked_again(desk: World, server: MediaServer) -> None:
    desk.http = Http(desk.http.row, desk.clock, connect_s=2, read_s=0.3)
    desk.film(stall_at=LATE)
    assert desk.run() == 0
    assert (desk.now("film").state, desk.now("film").error_key) == (DownloadState.WAITING, "offline")
    assert desk.part(desk.now("film")).stat().st_size == LATE
    server.go_on.set()
    assert desk.later() == 1
    assert desk.has_film()
    assert server.asked("/film.mp4")[-1].range == f"bytes={LATE}-"
    desk.http.close()


def test_a_server_that_is_not_there_leaves_everything_waiting(desk: World) -> None:
    with media_server() as gone:
        url = gone.url + "/film.mp4"
    desk.queue("film", ResolvedSource(url, mime_type="video/mp4"))
    assert desk.run() == 0
    assert (desk.now("film").state, desk.now("film").error_key) == (DownloadState.WAITING, "offline")


def test_a_file_without_a_length_ends_with_its_connection(desk: World) -> None:
    desk.film(without_length=True)
    assert desk.run() == 1
    assert desk.has_film()


def test_a_broken_line_is_not_taken_for_the_end_of_a_file_without_a_length(desk: World, server: MediaServer) -> None:
    media = Media(FILM, without_length=True, cut_at=LATE)
    url = server.put("/film.mp4", media)
    desk.queue("film", ResolvedSource(url, size_bytes=len(FILM), mime_type="video/mp4"))
    assert desk.run() == 0
    assert desk.now("film").state is DownloadState.WAITING
    media.cut_at = None
    assert desk.later() == 1
    assert desk.has_film()
    assert server.sent("/film.mp4") == len(FILM)


def test_a_catalogue_that_is_wrong_about_the_size_is_corrected_by_the_server(desk: World, server: MediaServer) -> None:
    url = server.put("/film.mp4", Media(FILM, without_length=True))
    desk.queue("film", ResolvedSource(url, size_bytes=len(FILM) + 1, mime_type="video/mp4"))
    assert desk.run() == 0
    assert desk.later() == 1, "the server has nothing after our bytes: they are the file"
    assert desk.has_film()
    assert server.sent("/film.mp4") == len(FILM)


def test_a_file_that_became_shorter_is_fetched_anew(desk: World) -> None:
    media = desk.film(cut_at=LATE, ignores_if_range=True)
    desk.run()
    media.content, media.cut_at = FILM[: LATE - 1000], None
    assert desk.later() == 1
    assert desk.has_film(FILM[: LATE - 1000])


def test_an_empty_file_is_no_lesson(desk: World, server: MediaServer) -> None:
    desk.queue("film", ResolvedSource(server.put("/film.mp4", Media(b"")), mime_type="video/mp4"))
    assert desk.run() == 0
    assert (desk.now("film").state, desk.now("film").error_key) == (DownloadState.FAILED, "wrong_length")
