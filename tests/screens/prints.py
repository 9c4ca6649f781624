"""How a picture becomes a file: in few colours and few bytes, named for what it shows and how that was dressed."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from tests.access.gate import Look

LOOKS = tuple(
    Look(theme, language, percent) for percent in (100, 200) for language in ("en", "hi") for theme in ("light", "dark")
)
"""Each theme in each language, at both ends of the text sizes."""
COLOURS = 128
SUFFIX = ".webp"
EFFORT = 75


def file_name(name: str, look: Look) -> str:
    """`plan-light-en.webp`; at a text size of its own, `plan-light-en-200.webp`."""
    size = "" if look.percent == 100 else f"-{look.percent}"
    return f"{name}-{look.theme}-{look.language}{size}{SUFFIX}"


def over(window: QWidget, panel: QWidget) -> QPixmap:
    """The window with a panel of its own lying above it, as one sees them."""
    picture = window.grab()
    if panel is not window and not window.isAncestorOf(panel):
        painter = QPainter(picture)
        painter.drawPixmap(window.mapFromGlobal(panel.mapToGlobal(QPoint(0, 0))), panel.grab())
        painter.end()
    return picture


def develop(picture: QPixmap, path: Path) -> None:
    """Writes it with the colours that matter most, undithered: flat surfaces stay flat."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(held, "PNG")
    with Image.open(io.BytesIO(held.data().data())) as whole:
        few = whole.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.convert("RGB").save(path, lossless=True, quality=EFFORT, method=4)
