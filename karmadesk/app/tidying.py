"""Before anything is brought in: what a process that was killed left between the files and the shelf goes."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from karmadesk.model import DownloadState
from karmadesk.nodes import LANGUAGE_CODES
from karmadesk.ports import Shelf
from karmadesk.sync.downloads import part_key

if TYPE_CHECKING:
    from karmadesk.files import ContentStore

log = logging.getLogger(__name__)


class Tidying:
    """Downloads and imports ask for it before they bring anything in; it happens once a run, so it never meets them."""

    def __init__(self, shelf: Shelf, files: ContentStore) -> None:
        self._shelf = shelf
        self._files = files
        self._lock = threading.Lock()
        self._is_done = False

    def once(self) -> None:
        with self._lock:
            if not self._is_done:
                tidy(self._shelf, self._files)
                self._is_done = True


def tidy(shelf: Shelf, files: ContentStore) -> None:
    """Frees what nothing needs: objects that no placement names, parts of downloads that are no more."""
    with shelf.read() as db:
        unfinished = [d for d in db.downloads() if d.state is not DownloadState.DONE]
        objects = db.objects()
    codes = tuple(LANGUAGE_CODES.values())
    parts = [key for d in unfinished for key in (part_key(d), *(f"{part_key(d)}-caption-{c}" for c in codes))]
    freed = files.tidy(objects, parts)
    if freed:
        log.info("tidied %s bytes", freed)
