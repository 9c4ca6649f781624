"""Garbage is collected where widgets live, and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from karmadesk.ui.sweeper import Sweeper


class Ring(QObject):
    """Holds itself: only the collector can free it."""

    def __init__(self) -> None:
        super().__init__()
        self.myself = self


@pytest.fixture
def sweeper(application: QApplication) -> Iterator[Sweeper]:
    made = Sweeper()
    yield made
    made._timer.stop()
    gc.enable()


def churn() -> None:
    """Allocates enough to make the interpreter's own collector run many times."""
    kept = [[number] for number in range(100_000)]
    assert kept


def test_another_thread_never_frees_what_belongs_to_the_window(sweeper: Sweeper) -> None:
    held = weakref.ref(Ring())
    worker = threading.Thread(target=churn)
    worker.start()
    worker.join()
    assert held() is not None
    while sweeper.sweep() >= 0:
        pass
    gc.collect()
    assert held() is None


def test_it_sweeps_only_what_is_due(sweeper: Sweeper) -> None:
    gc.collect()
    assert sweeper.sweep() == -1
    kept = [[number] for number in range(5_000)]
    assert sweeper.sweep() >= 0
    assert len(kept) == 5_000
