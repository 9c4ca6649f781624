"""`shelf.db`: what is on this machine for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from karmadesk.model import Placement
from karmadesk.store.downloads import DownloadsEdit, DownloadsView
from karmadesk.store.placements import PlacementsEdit, PlacementsView
from karmadesk.store.renewable import Renewable
from karmadesk.store.tables.shelf import KIND

SLICE = 100
"""Contents placed in one transaction when the shelf is rebuilt."""


class ShelfView(DownloadsView, PlacementsView):
    """Reads of one transaction: the port `ShelfReads`."""


class ShelfEdit(DownloadsEdit, PlacementsEdit, ShelfView):
    """Reads and writes of one transaction: the port `ShelfWrites`."""


class ShelfStore:
    """The port `Shelf`."""

    def __init__(self, path: Path) -> None:
        self._renewable = Renewable(path, KIND)

    @property
    def was_rebuilt(self) -> bool:
        """Whether it was only just made, or begun anew after damage: call `rebuild`, which ends it.

        It is asked of the database itself, so that a crash, a lost file or damage found while running change nothing.
        """
        with self.read() as view:
            return not view.is_filled()

    @contextmanager
    def read(self) -> Iterator[ShelfView]:
        with self._renewable.read() as connection:
            yield ShelfView(connection)

    @contextmanager
    def write(self) -> Iterator[ShelfEdit]:
        with self._renewable.write() as connection:
            yield ShelfEdit(connection)

    def close(self) -> None:
        self._renewable.close()


def rebuild(shelf: ShelfStore, found: Iterable[tuple[Sequence[Placement], Sequence[str]]]) -> int:
    """Places again what the objects' sidecars tell, in short transactions; how many contents."""
    slice_: list[tuple[Sequence[Placement], Sequence[str]]] = []
    total = 0
    for entry in found:
        slice_.append(entry)
        if len(slice_) == SLICE:
            total += _place_all(shelf, slice_)
            slice_ = []
    total += _place_all(shelf, slice_)
    with shelf.write() as edit:
        edit.set_filled()
    return total


def _place_all(shelf: ShelfStore, entries: Sequence[tuple[Sequence[Placement], Sequence[str]]]) -> int:
    with shelf.write() as edit:
        for files, needed_by in entries:
            edit.place(files, needed_by)
    return len(entries)
