"""Shoots the moving picture of the README: a lesson, a cut, what waits, the link again, and the same in Hindi."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from karmadesk.app.journey_hands import Hands, answer_rightly
from karmadesk.model import Place
from karmadesk.services import status
from karmadesk.ui.stage import Destination
from karmadesk.ui.viewers.article import SafeBrowser
from karmadesk.ui.viewers.practice import PracticeViewer
from karmadesk.ui.viewers.video import VideoViewer
from tests.screens.photographer import Photographer

NAME = "karmadesk.webp"
FRAMES_A_SECOND = 8
SIZE = (1100, 618)
BAND = 44
QUALITY = 78
ARROW = ((0, 0), (0, 17), (4, 13), (7, 19), (10, 18), (7, 12), (12, 12))


class Film:
    """Takes a frame now and then while the window works, with an arrow where somebody's hand is, and words below."""

    def __init__(self, crew: Photographer) -> None:
        self.crew = crew
        self.window = crew.window
        self.hands = Hands(crew.window, crew.problems)
        self._frames: list[Image.Image] = []
        self._arrow = QPointF(700, 400)
        self._words = ""
        self._next_at = 0.0

    def say(self, words: str) -> None:
        """What the band below says from now on."""
        self._words = words

    def roll(self, seconds: float) -> None:
        """Films for so long."""
        end = time.monotonic() + seconds
        self.crew.wait(partial(self._is_over, end), "the scene")

    def _is_over(self, end: float) -> bool:
        now = time.monotonic()
        if now >= self._next_at:
            self._next_at = now + 1 / FRAMES_A_SECOND
            self._take()
        return now >= end

    def reach(self, widget: QWidget, at: QPoint | None = None) -> None:
        """The arrow goes there, unhurried."""
        target = QPointF(widget.mapTo(self.window, at or widget.rect().center()))
        start, steps = self._arrow, 4
        for step in range(1, steps + 1):
            self._arrow = start + (target - start) * (step / steps)
            self.roll(0.12)
        self.roll(0.25)

    def press(self, name: str) -> None:
        """Goes to a button and clicks it."""
        self.crew.wait(partial(self.hands.sees, name), name)
        found = self.window.findChildren(QAbstractButton, name)
        button = next(each for each in found if each.isVisible() and each.isEnabled())
        self.reach(button)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.roll(0.4)

    def _take(self) -> None:
        picture = QImage(SIZE[0], SIZE[1] + BAND, QImage.Format.Format_RGB888)
        picture.fill(QColor("#1D2129"))
        painter = QPainter(picture)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(QRect(0, 0, *SIZE), self.window.grab())
        scale = SIZE[0] / self.window.width()
        painter.setPen(QColor("white"))
        painter.setBrush(QColor("black"))
        tip = self._arrow * scale
        painter.drawPolygon(QPolygonF([tip + QPointF(x, y) for x, y in ARROW]))
        painter.setFont(self.window.stage.theme.font("section"))
        painter.drawText(QRect(24, SIZE[1], SIZE[0] - 48, BAND), Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()
        pixels = bytes(picture.constBits())
        size, wide = (picture.width(), picture.height()), picture.bytesPerLine()
        lined = Image.frombuffer("RGB", size, pixels, "raw", "RGB", wide)
        self._frames.append(lined.copy())

    def develop(self, path: Path) -> None:
        """Writes it; frames that equal the one before only last longer."""
        shown: list[Image.Image] = []
        lasts: list[int] = []
        for frame in self._frames:
            if shown and frame.tobytes() == shown[-1].tobytes():
                lasts[-1] += 1000 // FRAMES_A_SECOND
            else:
                shown.append(frame)
                lasts.append(1000 // FRAMES_A_SECOND)
        shown[0].save(path, save_all=True, append_images=shown[1:], duration=lasts, loop=0, quality=QUALITY, method=4)


def shoot(home: Path, folder: Path) -> None:
    """The whole film, from a plan that is here to the same in Hindi."""
    crew = Photographer(home, folder, with_link=True)
    try:
        crew.add_person()
        crew.fetch_everything()
        crew.window.shell.go(Destination("plan"))
        crew.rest(1.0)
        film = Film(crew)
        _play_and_cut(film, crew.resource("video", is_new=True)[0])
        _wait_and_send(film)
        _in_hindi(film)
        film.develop(folder / NAME)
    finally:
        crew.close()


def _play_and_cut(film: Film, place: Place) -> None:
    film.say("My plan: everything assigned, on this laptop")
    film.roll(2.0)
    film.crew.core.engine = "qtmultimedia"
    film.window.stage.go.emit(Destination("course", course_id=place.course_id))
    film.roll(1.5)
    film.say("A lesson plays from the disk")
    film.window.stage.go.emit(Destination("viewer", place=place))
    film.crew.wait(partial(_plays, film), "the video")
    film.roll(4.0)
    film.say("The link is cut. Nothing stops")
    film.press("demo-link-off")
    film.roll(4.0)


def _plays(film: Film) -> bool:
    found = film.window.shell.findChild(VideoViewer)
    if found is None or found.playback is None:
        return False
    if not found.playback.wants_to_play:
        found.toggle()
    return True


def _wait_and_send(film: Film) -> None:
    film.say("An article read, a practice set answered: kept here")
    article, _ = film.crew.resource("article", is_new=True)
    film.window.stage.go.emit(Destination("viewer", place=article))
    film.crew.wait(lambda: film.window.shell.findChild(SafeBrowser) is not None, "the article")
    film.roll(1.0)
    page = film.window.shell.findChild(SafeBrowser)
    assert page is not None
    for _ in range(12):
        QTest.keyClick(page, Qt.Key.Key_PageDown)
        film.roll(0.2)
    practice, _ = film.crew.resource("practice", is_new=True)
    film.window.stage.go.emit(Destination("viewer", place=practice))
    film.crew.wait(lambda: film.window.shell.findChild(PracticeViewer) is not None, "the practice set")
    film.roll(1.0)
    viewer = film.window.shell.findChild(PracticeViewer)
    assert viewer is not None
    answer_rightly(film.hands, viewer)
    film.roll(2.0)
    film.say("What waits is shown, item by item")
    film.press("rail-ledger")
    film.roll(3.5)
    film.say("The link is back: each is sent, and counted once")
    film.press("demo-link-on")
    film.crew.wait(partial(_is_sent, film), "everything to be sent")
    film.roll(4.0)


def _is_sent(film: Film) -> bool:
    film._is_over(time.monotonic() + 1)
    return status.strip(film.crew.desk, film.crew.core.link(), is_sending=False).to_send == 0


def _in_hindi(film: Film) -> None:
    film.say("The same in Hindi, without a restart")
    film.press("rail-settings")
    film.press("setting-language-hi")
    film.roll(1.2)
    film.press("rail-plan")
    film.roll(2.5)
