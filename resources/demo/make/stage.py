"""The stage: what every scene of a film gets (time, language, page furniture), and one finished frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from resources.demo.make import timemark
from resources.demo.make.palette import BRAND, CENTRE, INK, INK2, LINE, PAPER, SURFACE, brush, card, disc, font, write
from resources.demo.make.voice import Line, Spoken

W, H = timemark.WIDTH, timemark.HEIGHT


def ease(fraction: float) -> float:
    """A gentle start and stop between 0 and 1."""
    x = max(0.0, min(1.0, fraction))
    return x * x * (3 - 2 * x)


@dataclass(frozen=True)
class Moment:
    """What a scene needs to draw itself: the painter, seconds since it began, its language, its spoken lines."""

    p: QPainter
    t: float
    language: str
    starts: tuple[float, ...]
    length: float

    def say(self, en: str, hi: str) -> str:
        """The wording in the film's language."""
        return hi if self.language == "hi" else en

    def since(self, line: int) -> float:
        """Seconds since a line of the scene began to be spoken; negative before."""
        return self.t - self.starts[min(line, len(self.starts) - 1)]

    def cue(self, line: int, delay: float = 0.0, over: float = 0.7) -> float:
        """From 0 to 1 while something belonging to a line appears."""
        return ease((self.since(line) - delay) / over)

    def text(
        self,
        box: tuple[float, float, float, float],
        en: str,
        hi: str,
        size: float = 20,
        weight: int = 400,
        colour: str = INK,
        align: Qt.AlignmentFlag = CENTRE,
        middle: bool = True,
    ) -> None:
        """Wording inside a box, in the film's language."""
        write(self.p, QRectF(*box), self.say(en, hi), font(size, weight, self.language), colour, align, middle=middle)


@dataclass(frozen=True)
class Scene:
    """One scene: its heading in both languages, what is said, and how it is drawn."""

    heading: tuple[str, str]
    lines: list[Line]
    draw: Callable[[Moment], None]


def label(m: Moment, x: float, y: float, w: float, en: str, hi: str, fill: str, ink: str, size: float = 18) -> None:
    """A rounded label around wording, its top left at x, y."""
    m.p.setPen(Qt.PenStyle.NoPen)
    m.p.setBrush(brush(fill))
    m.p.drawRoundedRect(QRectF(x, y, w, size * 1.9), size * 0.95, size * 0.95)
    m.text((x, y, w, size * 1.85), en, hi, size, 600, ink)


def appear(m: Moment, amount: float, rise: float = 14) -> None:
    """Fade in and come up a little; between p.save() and p.restore()."""
    m.p.setOpacity(m.p.opacity() * amount)
    m.p.translate(0, rise * (1 - amount))


def frame(scenes: list[Scene], told: list[list[Spoken]], ends: list[float], language: str, tenths: int) -> QImage:
    """The film's picture at a moment, with its time mark."""
    now = tenths / 10
    place = next((number for number, end in enumerate(ends) if now < end), len(ends) - 1)
    begin = ends[place - 1] if place else 0.0
    starts = tuple(spoken.start_s - begin for spoken in told[place])
    image = QImage(W, H, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    p = QPainter(image)
    p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    moment = Moment(p, now - begin, language, starts, ends[place] - begin)
    p.save()
    p.setOpacity(min(1.0, ease((now - begin) / 0.5), 0.15 + 0.85 * ease((ends[place] - now) / 0.35)))
    scenes[place].draw(moment)
    p.restore()
    _heading(moment, scenes[place].heading)
    _progress(p, now, ends)
    draw_mark(p, tenths)
    p.end()
    return image


def _heading(m: Moment, heading: tuple[str, str]) -> None:
    if not heading[0]:
        return
    m.p.setOpacity(1.0)
    m.text((32, 14, W - 64, 48), *heading, 28, 700, BRAND, Qt.AlignmentFlag.AlignLeft)


def _progress(p: QPainter, now: float, ends: list[float]) -> None:
    """One dot a scene along the foot; the present one is long."""
    x = 32.0
    for place, end in enumerate(ends):
        begin = ends[place - 1] if place else 0.0
        present = begin <= now < end
        if present:
            card(p, QRectF(x, H - 19, 26, 7), LINE, None, 3.5)
            card(p, QRectF(x, H - 19, 7 + 19 * (now - begin) / (end - begin), 7), BRAND, None, 3.5)
        else:
            disc(p, x + 3.5, H - 15.5, 3.5, BRAND if now >= end else LINE)
        x += 34 if present else 15


def draw_mark(p: QPainter, tenths: int) -> None:
    """The time mark of timemark.py in the bottom right corner, on a quiet plate."""
    p.setOpacity(1.0)
    p.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    left, width = timemark.left_of(0), timemark.SQUARE * timemark.SQUARES
    p.fillRect(QRectF(left - 3, timemark.TOP - 3, width + 6, timemark.SQUARE + 6), QColor(INK2))
    for place, white in enumerate(timemark.encode(tenths)):
        square = QRectF(timemark.left_of(place), timemark.TOP, timemark.SQUARE, timemark.SQUARE)
        p.fillRect(square, QColor(SURFACE if white else "#000000"))
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
