"""The hall for the gate: a window with a desk, and one opened resource of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.services.views import OpenResource
from tests.access.hall import Hall, open_resources, opened_hall
from tests.ui.conftest import application, qapp_cls, translations

__all__ = ["application", "qapp_cls", "translations"]


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, OpenResource]:
    """One resource of each kind, unpacked once."""
    return open_resources(tmp_path_factory.mktemp("resources"))


@pytest.fixture
def hall(
    application: QApplication, translations: Path, opened: Mapping[str, OpenResource], tmp_path: Path
) -> Iterator[Hall]:
    with opened_hall(tmp_path / "home", translations, opened) as made:
        yield made
