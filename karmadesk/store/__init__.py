"""The store: three kinds of database behind the ports; SQLAlchemy is loaded only when one of them is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from karmadesk.paths import Paths
from karmadesk.ports import PROGRESS, Clock, Identity, Learner, People, Vault, Wrapping

if TYPE_CHECKING:
    from karmadesk.model import Placement
    from karmadesk.store.catalogue import CatalogueStore
    from karmadesk.store.reserve import Reserve
    from karmadesk.store.shelf import ShelfStore


def only_progress(server_id: str) -> Sequence[str]:
    """Where acts are delivered to, unless `app` says otherwise: the learning server alone."""
    del server_id
    return (PROGRESS,)


def open_catalogue(path: Path) -> CatalogueStore:
    """One server's catalogue, made when missing; a damaged one is set aside and begun anew (`was_rebuilt`)."""
    from karmadesk.store.catalogue import CatalogueStore

    return CatalogueStore(path)


def open_shelf(path: Path) -> ShelfStore:
    """The machine's shelf, made when missing; after `was_rebuilt` call `rebuild_shelf` with what the files know."""
    from karmadesk.store.shelf import ShelfStore

    return ShelfStore(path)


def rebuild_shelf(shelf: ShelfStore, found: Iterable[tuple[Sequence[Placement], Sequence[str]]]) -> int:
    """Places again what the objects' sidecars tell: each entry is one content's files and who needs them; how many."""
    from karmadesk.store.shelf import rebuild

    return rebuild(shelf, found)


def open_people(
    paths: Paths,
    vault: Vault,
    clock: Clock,
    device: str | Identity,
    wrapping: Wrapping,
    sinks: Callable[[str], Sequence[str]] = only_progress,
    reserve: Reserve | None = None,
) -> People:
    """Everybody on this laptop; nothing is unlocked before `People.open`. `sinks` names a server row's.

    A `device` that is only a name remembers nothing of the stores outside of them.
    """
    from karmadesk.store.people import PeopleFolder

    return PeopleFolder(paths, vault, clock, device, sinks, wrapping, reserve)


def open_for_a_visit(folder: Path, clock: Clock) -> Learner:
    """A store for somebody who is here for once, under a key that nobody keeps."""
    import secrets

    from karmadesk.store.learner.store import LearnerStore

    return LearnerStore(folder / "learner.db", secrets.token_bytes(32), clock, "visit", (PROGRESS,), may_create=True)
