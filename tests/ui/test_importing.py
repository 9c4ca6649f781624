"""Files dropped on the window, or chosen, become courses; what is wrong with one is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from karmadesk.errors import BadRequest
from karmadesk.services import importing
from karmadesk.services.desk import Desk
from karmadesk.services.importing import ImportedFile, ImportReport
from karmadesk.ui.drop import DropHint
from karmadesk.ui.import_report import ImportReportPanel
from karmadesk.ui.importing import report_words
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.screens.course import CourseScreen
from tests.services.conftest import clock, desk, people
from tests.services.test_importing import HEAT, LESSONS, PACKAGES, SPINE
from tests.ui.desk_shows import in_shell, show_plan
from tests.ui.doubles import ProgramDouble, settle
from tests.ui.hands import press
from tests.ui.walk import show

__all__ = ["clock", "desk", "people"]
COPY = Qt.DropAction.CopyAction
NO_KEYS, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def carried(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) if isinstance(path, Path) else QUrl(path) for path in paths])
    return data


def hang(window: MainWindow, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPointF(window.rect().center()), COPY | Qt.DropAction.MoveAction, data, LEFT, NO_KEYS)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event


def let_go(window: MainWindow, data: QMimeData) -> QDropEvent:
    hang(window, data)
    event = QDropEvent(QPointF(window.rect().center()), COPY | Qt.DropAction.MoveAction, data, LEFT, NO_KEYS)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event


def hint(window: MainWindow) -> DropHint | None:
    return next((found for found in window.findChildren(DropHint) if found.isVisible()), None)


def at(window: MainWindow, desk: Desk) -> None:
    window.stage.desk = desk
    in_shell(window, "plan")
    settle()


def rested(qtbot: QtBot, window: MainWindow) -> str:
    """What the bar says once nothing is being imported."""
    importer = window.at_hand.importer
    qtbot.waitUntil(lambda: importer._job is None and not importer._waiting, timeout=20_000)
    return importer.bar.words


def test_a_folder_that_is_dropped_becomes_a_course_and_opens(
    qtbot: QtBot, desk: Desk, window: MainWindow, program: ProgramDouble, tmp_path: Path
) -> None:
    at(window, desk)
    drive = tmp_path / "drive"
    drive.mkdir()
    for file in (SPINE, *LESSONS):
        (drive / file.name).write_bytes(file.read_bytes())
    assert hang(window, carried(drive)).isAccepted()
    shown = hint(window)
    assert shown is not None
    assert shown.accessibleName().startswith("Let go to bring these courses here")
    dropped = let_go(window, carried(drive))
    assert dropped.isAccepted()
    assert dropped.dropAction() == COPY
    assert hint(window) is None
    assert rested(qtbot, window) == "“Heat-wave first response” is on this laptop now."
    assert program.asked[:1] == ["tidy"] or "tidy" in program.asked
    assert "downloads" in program.asked
    bar = window.at_hand.importer.bar
    assert bar.button.text() == "Open"
    bar.button.click()
    screen = window.shell.screen_shown
    assert isinstance(screen, CourseScreen)
    qtbot.waitUntil(lambda: screen._view is not None and screen._view.card.id == HEAT)


def test_words_and_web_pages_are_not_for_us(window: MainWindow) -> None:
    words = QMimeData()
    words.setText("a course")
    for data in (words, carried("https://example.in/x.ecar")):
        assert not hang(window, data).isAccepted()
        assert hint(window) is None
        assert not let_go(window, data).isAccepted()


def test_the_hint_goes_when_the_files_go(window: MainWindow) -> None:
    hang(window, carried(SPINE))
    assert hint(window) is not None
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert hint(window) is None


def test_dropped_where_nobody_learns_they_wait_for_the_next_who_does(
    qtbot: QtBot, desk: Desk, window: MainWindow
) -> None:
    show(window, "who")
    let_go(window, carried(SPINE))
    assert window.at_hand.importer._job is None
    at(window, desk)
    assert rested(qtbot, window) == "“Heat-wave first response” is on this laptop now."


def test_what_is_refused_is_explained_file_by_file(
    qtbot: QtBot, desk: Desk, window: MainWindow, tmp_path: Path
) -> None:
    at(window, desk)
    bad = tmp_path / "notes.ecar"
    bad.write_bytes(b"words")
    window.at_hand.take_files([bad, SPINE, tmp_path / "gone.ecar"])
    assert rested(qtbot, window) == "1 of 3 files were imported; 2 could not be."
    bar = window.at_hand.importer.bar
    assert bar.button.text() == "See why"
    bar.button.click()
    panel = window.findChild(ImportReportPanel)
    assert panel is not None
    texts = [found.text() for found in panel.findChildren(QLabel)]
    assert "notes.ecar" in texts
    assert any(text.startswith("This is not a course file.") for text in texts)
    assert any(text.startswith("The file “gone.ecar” can't be read. Nothing was changed.") for text in texts)
    assert "gone.ecar: The file" in panel.accessibleDescription()
    press(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    window.activateWindow()
    press(window, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_an_import_can_be_cancelled_and_the_next_one_is_not_begun(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    at(window, desk)
    importer = window.at_hand.importer
    window.at_hand.take_files(LESSONS)
    window.at_hand.take_files(sorted(PACKAGES.glob("*.ecar")))
    assert importer.bar.isVisible()
    assert importer.bar.button.text() == "Cancel"
    assert not importer.dismiss()
    importer.bar.button.click()
    words = rested(qtbot, window)
    assert words.startswith("Stopped.") or "could not be imported" in words
    with desk.catalogue.read() as catalogue:
        assert catalogue.course(HEAT) is None


def test_good_news_goes_by_itself(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    at(window, desk)
    window.at_hand.take_files([SPINE])
    rested(qtbot, window)
    importer = window.at_hand.importer
    importer.bar.button.setFocus()
    window.activateWindow()
    importer._timer.timeout.emit()
    window.shell.screen_named("plan").setFocus()
    importer._timer.timeout.emit()
    assert not importer.bar.isVisible()


def test_ctrl_o_asks_the_system_for_files(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    at(window, desk)
    window.activateWindow()
    press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.nameFilters()[0] == "Course files (*.ecar)"
    dialog.filesSelected.emit([str(SPINE)])
    dialog.close()
    assert "Heat-wave" in rested(qtbot, window)
    settle()


def test_a_fault_of_the_laptop_is_told_in_the_bar(
    qtbot: QtBot, desk: Desk, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_paths: object) -> None:
        raise BadRequest

    monkeypatch.setattr(importing, "course_files", fails)
    at(window, desk)
    window.at_hand.take_files([SPINE])
    assert rested(qtbot, window).startswith("What was asked for does not exist.")


def test_the_bar_speaks_the_language_that_is_shown(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    at(window, desk)
    window.at_hand.take_files([SPINE])
    rested(qtbot, window)
    window.stage.program.change_settings(language="hi")
    qtbot.waitUntil(lambda: window.at_hand.importer.bar.button.text() == "खोलें")


@pytest.mark.parametrize(
    "report, words",
    [
        (ImportReport(()), "No course file (.ecar) was found there."),
        (ImportReport((), is_cancelled=True), "Stopped. 0 files were imported."),
        (
            ImportReport((ImportedFile(SPINE, "A"), ImportedFile(SPINE, "B"))),
            "2 files were imported.",
        ),
        (
            ImportReport((ImportedFile(SPINE, error_key="not_a_package"),)),
            "1 file could not be imported. Nothing was changed.",
        ),
    ],
)
def test_an_import_in_one_line(window: MainWindow, report: ImportReport, words: str) -> None:
    assert report_words(report) == words


def test_the_downloads_screen_and_the_palette_lead_there(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    show_plan(window)
    monkeypatch.setattr(window.at_hand.importer, "choose", lambda: asked.append("files"))
    screen = in_shell(window, "downloads")
    button = screen.findChild(Button, "import-button")
    assert button is not None
    button.click()
    assert screen.isVisible()
    window.at_hand.import_files()
    assert asked == ["files", "files"]
