"""A certificate is looked at and kept as a file; before the server has issued one there is nothing to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from karmadesk.errors import UnwritableFile
from karmadesk.model import Certificate, Enrolment
from karmadesk.services import certificates
from karmadesk.services.desk import Desk
from karmadesk.services.views import CertificateView, Paper
from karmadesk.ui.certificate_flow import CertificateFlow, file_name
from karmadesk.ui.certificate_sheet import pdf_of
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.course import CourseScreen
from karmadesk.ui.screens.plan import PlanScreen
from karmadesk.ui.stage import CertificateWish
from tests.services.conftest import HEAT, NOW, clock, desk, enrolled, people
from tests.ui import samples
from tests.ui.desk_shows import in_shell, show_done_course, show_plan
from tests.ui.doubles import settle
from tests.ui.hands import press

__all__ = ["clock", "desk", "people"]


def issue(desk: Desk) -> None:
    """The heat course's certificate is here."""
    one = Certificate("k-1", "do_heat", HEAT.card.name, NOW, "A8T4Q7")
    joined: Enrolment = replace(enrolled("do_heat"), certificates=(one,))
    with desk.learner.write() as db:
        db.put_enrolments([joined], is_whole=False)
        db.put_drawing("k-1", samples.DRAWN)


@pytest.fixture
def here(desk: Desk, window: MainWindow) -> CertificateFlow:
    """Somebody at their desk, with a certificate."""
    issue(desk)
    window.stage.desk = desk
    show_done_course(window)
    window.activateWindow()
    settle()
    return window.at_hand.certificates


def button(window: MainWindow, name: str) -> QAbstractButton:
    found = window.findChild(QAbstractButton, name)
    assert found is not None
    return found


def looked_at(qtbot: QtBot, window: MainWindow, flow: CertificateFlow, name: str = "certificate-view") -> None:
    button(window, name).click()
    qtbot.waitUntil(lambda: flow._panel is not None and flow.panel.isVisible())


def rest(window: MainWindow) -> None:
    """Until what was asked for is answered."""
    for lane in ("read", "act"):
        window.stage.program.jobs.run(lane, lambda _context: None).future.result(10)
    settle()


def answers(path: Path | None) -> Callable[[str, str], Path | None]:
    return lambda _ending, _name: path


def test_it_is_looked_at_with_a_key_and_esc_leads_back(qtbot: QtBot, window: MainWindow, here: CertificateFlow) -> None:
    view = button(window, "certificate-view")
    view.setFocus()
    press(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: here._panel is not None and here.panel.isVisible())
    assert here.panel.sheet.is_drawable
    assert "Heat" in here.panel.sheet.accessibleName()
    assert "A8T4Q7" in here.panel.sheet.accessibleName()
    press(here.panel, Qt.Key.Key_Escape)
    assert not here.panel.isVisible()
    assert window.focusWidget() is view


def test_it_is_kept_as_pdf_whose_letters_stay_letters(
    qtbot: QtBot, window: MainWindow, here: CertificateFlow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.pdf"
    monkeypatch.setattr(here, "choose_file", answers(path))
    looked_at(qtbot, window, here, "certificate-pdf")
    qtbot.waitUntil(lambda: "mine.pdf" in here.panel.notice.text)
    buffer = QBuffer()
    buffer.setData(QByteArray(path.read_bytes()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    assert document.pageCount() == 1
    size = document.pagePointSize(0)
    assert (round(size.width()), round(size.height())) == (842, 595)
    words = document.getAllText(0).text()
    assert "A8T4Q7" in words
    assert any("ऀ" <= letter <= "ॿ" for letter in words), "Devanagari is set with a face that has it"
    document.close()
    buffer.close()


def test_it_is_kept_as_the_very_drawing_that_came(
    qtbot: QtBot, window: MainWindow, here: CertificateFlow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.svg"
    monkeypatch.setattr(here, "choose_file", answers(path))
    looked_at(qtbot, window, here, "certificate-svg")
    qtbot.waitUntil(lambda: "mine.svg" in here.panel.notice.text)
    assert path.read_text("utf-8") == samples.DRAWN


def test_a_folder_that_takes_nothing_is_told(
    qtbot: QtBot, window: MainWindow, here: CertificateFlow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at(qtbot, window, here)
    monkeypatch.setattr(here, "choose_file", answers(tmp_path / "nowhere" / "mine.pdf"))
    here.panel.pdf.click()
    qtbot.waitUntil(lambda: "mine.pdf" in here.panel.notice.text)
    assert not (tmp_path / "nowhere").exists()
    monkeypatch.setattr(here, "choose_file", answers(None))
    here.panel.notice.clear()
    here.panel.svg.click()
    settle()
    assert here.panel.notice.text == ""


def test_nobody_sees_it_after_its_owner_left(qtbot: QtBot, window: MainWindow, here: CertificateFlow) -> None:
    looked_at(qtbot, window, here)
    window.ask_who()
    settle()
    assert not here.panel.isVisible()
    window.stage.desk = None
    window.stage.certificate_wanted.emit(CertificateWish("k-1"))
    settle()
    assert not here.panel.isVisible()


def test_one_that_is_gone_opens_nothing(qtbot: QtBot, window: MainWindow, here: CertificateFlow) -> None:
    with qtbot.waitSignal(window.stage.bridge.changed):
        window.stage.certificate_wanted.emit(CertificateWish("another"))
    assert here._panel is None
    rest(window)


@pytest.mark.parametrize("paper", [Paper.AWAITED, Paper.LISTED, Paper.UNUSABLE])
def test_without_the_servers_drawing_there_is_nothing_to_press(paper: Paper, window: MainWindow) -> None:
    screen = in_shell(window, "course")
    assert isinstance(screen, CourseScreen)
    screen.show_course(samples.done_course(CertificateView(paper, "k-1", NOW)))
    settle()
    card = screen._certificate
    assert card.isVisible()
    assert not any(child.isVisible() for child in card.findChildren(QAbstractButton))
    told = " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())
    assert told.startswith("Certificate")
    if paper is Paper.AWAITED:
        assert card._state.text == "Waiting for the server"


def test_a_course_that_is_not_finished_says_nothing_of_one(window: MainWindow) -> None:
    screen = in_shell(window, "course")
    assert isinstance(screen, CourseScreen)
    screen.show_course(samples.course())
    settle()
    assert not screen._certificate.isVisible()


def test_a_finished_course_of_the_plan_leads_to_its_certificate(window: MainWindow) -> None:
    show_plan(window)
    screen = window.shell.screen_shown
    assert isinstance(screen, PlanScreen)
    wishes: list[CertificateWish] = []
    window.stage.certificate_wanted.connect(wishes.append)
    assert screen._list.act("do_old", "certificate")
    assert wishes == [CertificateWish("k-old")]
    [row] = [row for row in screen._list.rows if row.id == "do_accounts"]
    assert "certificate" not in {action.id for action in row.more}


def test_a_file_of_it_has_a_name_that_every_system_takes() -> None:
    sheet = samples.sheet()
    assert file_name(replace(sheet, course_name='Heat: "first" / response?')) == "Heat- -first- - response"
    assert file_name(replace(sheet, course_name="लू से बचाव")) == "लू से बचाव"
    assert file_name(replace(sheet, course_name="..")) == "certificate"


def test_a_drawing_that_is_none_makes_an_empty_page_and_no_crash(application: object) -> None:
    assert pdf_of("<svg", "x").startswith(b"%PDF")


def test_saving_writes_whole_or_not_at_all(tmp_path: Path) -> None:
    certificates.save(tmp_path / "a.pdf", b"x")
    certificates.save(tmp_path / "a.pdf", b"y")
    assert (tmp_path / "a.pdf").read_bytes() == b"y"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    with pytest.raises(UnwritableFile):
        certificates.save(tmp_path / "no" / "a.pdf", b"x")
