"""Stores in a fresh home, closed again; a clock that the test owns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from karmadesk.argon import Cost
from karmadesk.paths import Paths
from karmadesk.store import only_progress, open_catalogue, open_shelf
from karmadesk.store.catalogue import CatalogueStore
from karmadesk.store.learner.store import LearnerStore
from karmadesk.store.people import PeopleFolder
from karmadesk.store.shelf import ShelfStore
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping
from tests.store.clock import OwnClock

KEY = bytes(range(32))
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
"""Derives at once; what it protects is worth nothing."""
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> OwnClock:
    return OwnClock(START, timedelta(seconds=1))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[CatalogueStore]:
    store = open_catalogue(tmp_path / "catalogue.db")
    yield store
    store.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[ShelfStore]:
    store = open_shelf(tmp_path / "shelf.db")
    yield store
    store.close()


@pytest.fixture
def learner(tmp_path: Path, clock: OwnClock) -> Iterator[LearnerStore]:
    store = LearnerStore(tmp_path / "learner.db", KEY, clock, "laptop", ["progress"], may_create=True)
    yield store
    store.close()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def people(tmp_path: Path, vault: MemoryVault, clock: OwnClock) -> Iterator[PeopleFolder]:
    paths = Paths(tmp_path / "home")
    paths.make()
    folder = PeopleFolder(paths, vault, clock, "laptop", only_progress, SecretWrapping(CHEAP))
    yield folder
    folder.close_all()
