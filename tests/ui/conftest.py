"""A window on a double program, dressed like the real one; translations compiled from the source tree's .ts."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.start import make_application, make_window
from tests.ui.doubles import ROOT, ProgramDouble, opens_nothing, settle


@pytest.fixture(scope="session")
def translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the .qm of every .ts, fresh."""
    folder = tmp_path_factory.mktemp("translations")
    tool = Path(sys.executable).parent / "pyside6-lrelease"
    for source in sorted((ROOT / "translations").glob("*.ts")):
        subprocess.run([tool, "-silent", source, "-qm", folder / f"{source.stem}.qm"], check=True)
    return folder


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    """The application, set up as at start and put back afterwards."""
    make_application()
    yield qapp
    qapp.setStyleSheet("")


@pytest.fixture
def program(application: QApplication, bridge: Bridge, translations: Path) -> Iterator[ProgramDouble]:
    made = ProgramDouble(bridge.post, translations)
    yield made
    made.jobs.close(1.0)
    assert made.problems == []


@pytest.fixture
def bridge(application: QApplication) -> Bridge:
    return Bridge()


@pytest.fixture
def window(program: ProgramDouble, bridge: Bridge) -> Iterator[MainWindow]:
    """The window, shown; nobody has chosen a card."""
    made = make_window(program, bridge, opens_nothing)
    made.show()
    settle()
    yield made
    made.stage.languages.show("en")
    made.close()
    made.deleteLater()
    settle()
    # The window collects garbage itself while it is there.
    gc.enable()
