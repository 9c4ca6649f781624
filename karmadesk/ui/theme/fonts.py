"""The faces that are shipped, so that every script looks the same on every laptop."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtGui import QFontDatabase

from karmadesk.ui.theme.measures import FONT_FILES

log = logging.getLogger(__name__)


def load(folder: Path, names: Iterable[str] = FONT_FILES) -> tuple[str, ...]:
    """Makes the shipped faces known to Qt; the families that it now has. A face that is missing is logged."""
    families: dict[str, None] = {}
    for name in names:
        number = QFontDatabase.addApplicationFont(str(folder / name))
        if number < 0:
            log.warning("the face %s can't be loaded", name)
            continue
        families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    return tuple(families)
