"""Pictures of courses, read off the UI thread and kept at the size of a card."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from karmadesk.jobs import Context, Jobs

WIDTH = 640


class Posters(QObject):
    """Ask for a picture; when it has to be read first, `loaded` tells when to ask again."""

    loaded = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._pictures: dict[Path, QPixmap | None] = {}

    def picture(self, path: Path | None) -> QPixmap | None:
        """The picture, or None while it is not read or can't be."""
        if path is None:
            return None
        if path not in self._pictures:
            self._pictures[path] = None
            self._jobs.run("read", partial(_load, path), partial(self._keep, path))
        return self._pictures[path]

    def _keep(self, path: Path, image: QImage) -> None:
        if not image.isNull():
            self._pictures[path] = QPixmap.fromImage(image)
            self.loaded.emit()


def _load(path: Path, context: Context) -> QImage:
    context.check()
    image = QImage(str(path))
    if image.width() > WIDTH:
        image = image.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    return image
