"""Draws the program's icon, `icon.svg`, in the sizes and forms that the systems ask for."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image

SOURCE = Path(__file__).resolve().parent / "icon.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
"""Of the PNG files, as the hicolor theme has folders for them."""
ICO_SIZES = tuple((size, size) for size in SIZES if size <= 256)


def draw(folder: Path) -> None:
    """Writes karmadesk-<size>.png, karmadesk.ico and karmadesk.icns into the folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication(["icons"])
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(SOURCE))
    pictures = {}
    for size in (*SIZES, 1024):
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        drawn = QByteArray()
        buffer = QBuffer(drawn)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub knows file names only
        pictures[size] = Image.open(io.BytesIO(drawn.data())).convert("RGBA")
    del application
    for size in SIZES:
        pictures[size].save(folder / f"karmadesk-{size}.png")
    pictures[256].save(folder / "karmadesk.ico", sizes=ICO_SIZES)
    pictures[1024].save(folder / "karmadesk.icns")
