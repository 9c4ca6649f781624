"""Watching and listening, as the learner does it: with the engine that lets the test's own time pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from karmadesk.errors import NoEngine
from karmadesk.model import Resource, Watched
from karmadesk.player.qtmultimedia import QtMultimediaPlayer
from karmadesk.ports import Player
from karmadesk.services.desk import Desk
from karmadesk.services.views import OpenResource
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.i18n import Languages
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers import Viewer
from karmadesk.ui.viewers.video import VideoViewer
from tests.player.worlds import HandClock
from tests.ui.doubles import settle
from tests.ui.viewers.stand import MEDIA, VIDEO, Stand, unpacked, video, watched_of


@pytest.fixture
def viewer(make_viewer: Callable[[str], Viewer]) -> VideoViewer:
    made = make_viewer("video")
    assert isinstance(made, VideoViewer)
    return made


@pytest.fixture
def play(viewer: VideoViewer, clock: HandClock) -> Callable[[float], None]:
    """Lets content time pass in quarters of a second, as the pulse does."""

    def pass_time(seconds: float) -> None:
        playback = viewer.playback
        assert playback is not None
        for _ in range(round(seconds * 4)):
            clock.pass_(0.25)
            playback._ask()
        settle()

    return pass_time


def recorded(stand: Stand, desk: Desk) -> Watched | None:
    """What the database has, once the lane is through."""
    stand.jobs.run("act", lambda _context: None).future.result(5)
    settle()
    return watched_of(desk)


def test_watches_to_the_end_and_it_is_complete(
    viewer: VideoViewer, play: Callable[[float], None], stand: Stand, desk: Desk
) -> None:
    shares: list[float] = []
    viewer.advanced.connect(shares.append)
    viewer.show_resource(video())
    play(26)
    row = recorded(stand, desk)
    assert row is not None
    assert row.intervals == ((0, 24_000),)
    assert row.completed_at is not None
    assert row.position_ms == 0, "the next time starts from the beginning"
    assert shares[-1] == 1.0
    assert viewer.transport.watched.text == "100 % watched"


def test_stops_halfway_and_comes_back(
    viewer: VideoViewer, play: Callable[[float], None], stand: Stand, desk: Desk
) -> None:
    viewer.show_resource(video())
    play(9)
    viewer.leave()
    row = recorded(stand, desk)
    assert row is not None
    assert row.position_ms == 9000
    assert row.intervals == ((0, 9000),)
    viewer.show_resource(video(position_ms=row.position_ms, watched=row.intervals))
    assert viewer.playback is not None
    assert viewer.playback.state.position_ms == 9000
    assert viewer.transport.watched.text == "38 % watched"


@pytest.mark.qt_log_ignore(r"does not support raise", extend=True)
def test_dragging_the_slider_to_the_end_completes_nothing(
    viewer: VideoViewer, play: Callable[[float], None], stand: Stand, desk: Desk, qtbot: QtBot
) -> None:
    viewer.show_resource(video())
    settle()
    line = viewer.transport.timeline
    middle = line.height() // 2
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(20, middle))
    for x in range(20, line.width() - 12, 40):
        QTest.mouseMove(line, QPoint(x, middle))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() - 12, middle))
    assert viewer.playback is not None
    assert viewer.playback.state.position_ms > 22_000
    viewer.leave()
    row = recorded(stand, desk)
    assert row is not None
    assert row.intervals == ()
    assert row.completed_at is None


def test_double_speed_counts_content(
    viewer: VideoViewer, play: Callable[[float], None], stand: Stand, desk: Desk
) -> None:
    viewer.show_resource(video())
    viewer.set_speed(2.0)
    play(5)
    viewer.leave()
    row = recorded(stand, desk)
    assert row is not None
    assert row.intervals == ((0, 10_000),)
    assert stand.settings.speed == 2.0


def test_the_keyboard_does_it_all(viewer: VideoViewer, play: Callable[[float], None], qtbot: QtBot) -> None:
    viewer.show_resource(video())
    playback = viewer.playback
    assert playback is not None
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    assert playback.state.position_ms == 10_000
    QTest.keyClick(viewer, Qt.Key.Key_Left)
    assert playback.state.position_ms == 0
    QTest.keyClick(viewer, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert playback.state.position_ms == 24_000
    QTest.keyClick(viewer.transport.timeline, Qt.Key.Key_Home)
    assert playback.state.position_ms == 0
    is_playing = playback.wants_to_play
    QTest.keyClick(viewer, Qt.Key.Key_Space)
    assert playback.wants_to_play is not is_playing
    QTest.keyClick(viewer, Qt.Key.Key_Space)
    assert playback.wants_to_play is is_playing
    wanted: list[bool] = []
    viewer.full_screen_wanted.connect(wanted.append)
    QTest.keyClick(viewer, Qt.Key.Key_F)
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    QTest.keyClick(viewer, Qt.Key.Key_F11)
    viewer.leave()
    assert wanted == [True, False, True, False]
    QTest.keyClick(viewer, Qt.Key.Key_M)
    assert viewer.transport.volume.value() == 0
    QTest.keyClick(viewer, Qt.Key.Key_M)
    assert viewer.transport.volume.value() == 80


@pytest.fixture
def captioned(tmp_path: Path) -> OpenResource:
    resource = Resource("do_thing", "Cooling a person safely", "video", "video/mp4", duration_s=24.0)
    real = unpacked(VIDEO, tmp_path / "film", resource)
    return replace(real, path=MEDIA / "marked.mp4")


def test_reads_two_languages_at_once_and_goes_where_a_line_is_said(
    viewer: VideoViewer, captioned: OpenResource, play: Callable[[float], None], stand: Stand, qtbot: QtBot
) -> None:
    viewer.show_resource(captioned)
    qtbot.waitUntil(lambda: bool(viewer.strip.shown), timeout=5000)
    viewer.choice.toggle("hi")
    assert stand.settings.captions == ("en", "hi")
    viewer.seek(9000)
    english, hindi = viewer.strip.shown
    assert "Heat exhaustion" in english
    assert "गर्मी" in hindi
    assert viewer.transport.captions.text().endswith("English + हिन्दी")
    assert viewer.transcript.current == 1
    lines = viewer.transcript.lines
    spot = lines.visualRect(lines.model().index(2, 0)).center()
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert viewer.playback is not None
    assert viewer.playback.state.position_ms == 14_000 or viewer.transcript.current == 2
    QTest.keyClick(viewer, Qt.Key.Key_C)
    assert viewer.strip.shown == ()
    QTest.keyClick(viewer, Qt.Key.Key_C)
    assert len(viewer.strip.shown) == 2


def test_a_playlist_in_disguise_gives_one_sentence_and_a_way_on(
    viewer: VideoViewer, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = tmp_path / "lesson.mp4"
    bad.write_text("#EXTM3U\nhttp://192.0.2.1/x.ts\n")
    viewer.show_resource(video(bad))
    assert viewer.picture.is_in_trouble
    assert viewer.trouble.what.text() == "This file can't be played."
    with qtbot.waitSignal(viewer.next_wanted, timeout=1000):
        QTest.mouseClick(viewer.trouble.next, Qt.MouseButton.LeftButton)
    bad.write_bytes((MEDIA / "marked.mp4").read_bytes())
    QTest.mouseClick(viewer.trouble.retry, Qt.MouseButton.LeftButton)
    assert viewer.picture.currentWidget() is viewer.picture.canvas
    assert viewer.playback is not None
    assert viewer.playback.wants_to_play


def test_without_any_engine_documents_still_open(viewer: VideoViewer, stand: Stand) -> None:
    def none() -> Player:
        raise NoEngine

    stand._make_player = none
    viewer.show_resource(video())
    assert viewer.picture.is_in_trouble
    assert "VLC" in viewer.trouble.rest.text()


def test_listening_shows_the_poster(viewer: VideoViewer, play: Callable[[float], None]) -> None:
    resource = Resource("do_thing", "Rehydration at home", "audio", "audio/mpeg", duration_s=4.2)
    viewer.show_resource(replace(video(MEDIA / "steady.mp3"), resource=resource))
    play(1)
    assert viewer.picture.currentWidget() is viewer.picture.poster
    assert viewer.transport.time.text() == "00:01 / 00:04"


def test_every_control_has_a_name_in_both_languages(viewer: VideoViewer, languages: Languages) -> None:
    viewer.show_resource(video())
    named: dict[str, list[str]] = {}
    for code in ("en", "hi"):
        languages.show(code)
        settle()
        controls: list[QWidget] = [
            *viewer.transport.findChildren(QAbstractButton),
            *viewer.transport.findChildren(QSlider),
        ]
        named[code] = [control.accessibleName() for control in controls if control.objectName()]
        assert all(named[code])
    assert not set(named["en"]) & set(named["hi"]) - {""}


def test_at_double_text_size_nothing_needs_a_wider_window(
    viewer: VideoViewer, captioned: OpenResource, theme: Theme, qtbot: QtBot
) -> None:
    viewer.show_resource(captioned)
    qtbot.waitUntil(lambda: bool(viewer.strip.shown), timeout=5000)
    assert viewer.transcript.isVisible()
    theme.set(text_percent=200)
    settle()
    viewer.resize(1206, 672)
    settle()
    assert viewer.minimumSizeHint().width() <= 1206
    assert not viewer.transcript.isVisible()
    theme.set(text_percent=100)


@pytest.mark.qt_log_ignore("No audio device", "No RHI backend", "PulseAudioService", "Couldn.t resolve", extend=True)
def test_qt_multimedia_really_plays_in_it(
    viewer: VideoViewer, stand: Stand, bridge: Bridge, desk: Desk, qtbot: QtBot
) -> None:
    from karmadesk.app.clock import SystemClock

    stand.clock = SystemClock()
    stand._make_player = lambda: QtMultimediaPlayer(bridge.post, stand.clock)
    viewer.show_resource(video(position_ms=5000))
    playback = viewer.playback
    assert playback is not None
    qtbot.waitUntil(lambda: playback.state.position_ms > 5600, timeout=8000)
    assert not viewer.picture.canvas.picture_rect().isEmpty()
    viewer.leave()
    row = recorded(stand, desk)
    assert row is not None
    assert row.intervals
    assert 4900 <= row.intervals[0][0] <= 5600
