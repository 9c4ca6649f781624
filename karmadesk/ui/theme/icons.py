"""Icons by meaning: drawn from SVG in any colour of the theme, sharp at any scale, kept once drawn."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

MIRRORED = frozenset({"back", "previous", "next", "previous-resource", "next-resource", "sign-in"})
"""Icons that point along the line of reading, and turn round with it."""


class Icons:
    """The folder of icons. Names are meanings ("send"), see resources/icons/README.md."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int, int, bool], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0, *, mirrored: bool = False) -> QPixmap:
        """A square picture `size` wide in this colour."""
        pixels = max(1, round(size * ratio))
        turned = mirrored and name in MIRRORED
        key = (name, colour, size, pixels, turned)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, colour, pixels, turned)
            self._drawn[key].setDevicePixelRatio(pixels / size)
        return self._drawn[key]

    def icon(
        self, name: str, colour: str, size: int, *, mirrored: bool = False, gap: int = 0, gap_first: bool = False
    ) -> QIcon:
        """The same as an icon for buttons and actions, at 1x and 2x; `gap` is room between it and the words."""
        found = QIcon()
        for ratio in (1.0, 2.0):
            picture = self.pixmap(name, colour, size, ratio, mirrored=mirrored)
            found.addPixmap(_with_gap(picture, size, gap, ratio, gap_first=gap_first) if gap else picture)
        return found

    def forget(self) -> None:
        """Lets go of drawn pictures, after the colours changed."""
        self._drawn.clear()

    def _draw(self, name: str, colour: str, pixels: int, turned: bool) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer

        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text("utf-8")
        source = self._sources[name].replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.8"')
        picture = QPixmap(QSize(pixels, pixels))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        if turned:
            painter.translate(pixels, 0)
            painter.scale(-1, 1)
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        return picture


def _with_gap(picture: QPixmap, size: int, gap: int, ratio: float, *, gap_first: bool) -> QPixmap:
    wide = QPixmap(round((size + gap) * ratio), round(size * ratio))
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(gap if gap_first else 0, 0, picture)
    painter.end()
    return wide
