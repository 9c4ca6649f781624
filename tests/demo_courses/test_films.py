"""Films, their captions and their time marks agree about the time."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, qGray
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink
from pytestqt.qtbot import QtBot

from resources.demo.make import timemark
from tests.demo_courses.shelf import leaves, read

FILMS = sorted(leaf["identifier"] for leaf in leaves("video/mp4"))
TALKS = [*FILMS, *sorted(leaf["identifier"] for leaf in leaves("audio/mpeg"))]
CUE = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})\n(.+?)(?:\n\n|\Z)", re.DOTALL)


def _picture(tenths: int, light: int = 235, dark: int = 16) -> Image.Image:
    picture = Image.new("L", (timemark.WIDTH, timemark.HEIGHT), 120)
    for place, white in enumerate(timemark.encode(tenths)):
        left, size = timemark.left_of(place), timemark.SQUARE
        picture.paste(light if white else dark, (left, timemark.TOP, left + size, timemark.TOP + size))
    return picture


def _read_mark(picture: Image.Image) -> float | None:
    shades = picture.tobytes()
    return timemark.decode(lambda x, y: shades[y * picture.width + x], picture.width, picture.height)


@given(st.integers(0, timemark.LONGEST_TENTHS), st.sampled_from([0.4, 0.5, 0.75, 1.0, 1.3, 2.0]))
def test_a_mark_is_read_back_at_any_size(tenths: int, scale: float) -> None:
    picture = _picture(tenths, light=215, dark=40)
    scaled = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BILINEAR)
    assert _read_mark(scaled) == tenths / 10


def test_a_picture_without_a_mark_says_nothing() -> None:
    for shade in (0, 128, 255):
        assert _read_mark(Image.new("L", (640, 360), shade)) is None


def test_a_mark_with_one_square_wrong_is_refused() -> None:
    picture = _picture(613)
    place = 7
    was_white = timemark.encode(613)[place]
    left = timemark.left_of(place)
    picture.paste(
        16 if was_white else 235, (left, timemark.TOP, left + timemark.SQUARE, timemark.TOP + timemark.SQUARE)
    )
    assert _read_mark(picture) is None


def test_a_time_beyond_the_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="4096"):
        timemark.encode(timemark.LONGEST_TENTHS + 1)


# Without a graphics card Qt says that it converts pictures on the processor.
@pytest.mark.qt_log_ignore("No RHI backend")
@pytest.mark.parametrize("identifier", FILMS)
def test_frames_show_the_moment_that_was_asked_for(identifier: str, tmp_path: Path, qtbot: QtBot) -> None:
    (leaf,) = [leaf for leaf in leaves("video/mp4") if leaf["identifier"] == identifier]
    film = tmp_path / "film.mp4"
    film.write_bytes(read(identifier, leaf["artifactUrl"].split("/")[1]))
    sink, player = QVideoSink(), QMediaPlayer()
    player.setVideoSink(sink)

    def shows(second: float) -> bool:
        frame: QVideoFrame = sink.videoFrame()
        image: QImage = frame.toImage()
        if image.isNull():
            return False
        shown = timemark.decode(lambda x, y: qGray(image.pixel(x, y)), image.width(), image.height())
        return shown is not None and abs(shown - second) <= 0.25

    with qtbot.waitSignal(player.durationChanged, timeout=15000):
        player.setSource(QUrl.fromLocalFile(str(film)))
    length_s = player.duration() / 1000
    assert 60 <= length_s <= 180
    assert abs(length_s - int(leaf["duration"])) < 1
    player.pause()
    for second in (12.0, 41.0):
        player.setPosition(round(second * 1000))
        qtbot.waitUntil(partial(shows, second), timeout=15000)
    player.stop()
    player.setSource(QUrl())


@pytest.mark.parametrize("identifier", TALKS)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_captions_cover_the_film_in_their_language(identifier: str, language: str) -> None:
    (leaf,) = [
        leaf for kind in ("video/mp4", "audio/mpeg") for leaf in leaves(kind) if leaf["identifier"] == identifier
    ]
    text = read(identifier, f"captions.{language}.vtt").decode()
    assert text.startswith("WEBVTT\n")
    cues = [(_seconds(*found.groups()[:4]), _seconds(*found.groups()[4:8]), found[9]) for found in CUE.finditer(text)]
    assert len(cues) == text.count(" --> ") > 10
    ends = [0.0, *(end for _, end, _ in cues)]
    for (begin, end, words), before in zip(cues, ends, strict=False):
        assert before <= begin < end
        devanagari = sum("\u0900" <= letter <= "\u097f" for letter in words)
        assert (devanagari > 0) == (language == "hi"), words
    assert cues[0][0] < 2
    assert int(leaf["duration"]) - 4 < cues[-1][1] <= int(leaf["duration"]) + 1


def _seconds(hours: str, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000
