"""Before the first download: what a process that was killed left between the files and the shelf goes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from karmadesk.model import DownloadState
from karmadesk.nodes import LANGUAGE_CODES
from karmadesk.ports import Shelf
from karmadesk.sync.downloads import part_key

if TYPE_CHECKING:
    from karmadesk.files import ContentStore

log = logging.getLogger(__name__)


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
