"""What the office decided is seen as decided, the languages are those offered, and the helpdesk's code is there."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from karmadesk import policy
from karmadesk.errors import PolicyUnknown
from karmadesk.model import ServerRow
from karmadesk.policy import TERMS
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.i18n import Languages
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.screens.office import SAID
from karmadesk.ui.stage import Destination
from karmadesk.ui.start import make_window
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.trouble import TroubleWindow
from tests.ui.desk_shows import in_shell
from tests.ui.doubles import ROOT, SUPPORT_CODE, ProgramDouble, opens_nothing, settle

OFFICE = policy.read(
    '[server]\nid = "office"\nhost = "https://learn.example.in"\n[network]\nsync_minutes = 30\n'
    '[languages]\noffered = ["hi"]\n[people]\nhide_names = true\n',
    Path("/etc/karmadesk/policy.toml"),
)


@pytest.fixture
def program(application: QApplication, bridge: Bridge, translations: Path) -> ProgramDouble:
    made = ProgramDouble(bridge.post, translations)
    made.policy = OFFICE
    made.settings = OFFICE.over(made.settings)
    return made


@pytest.fixture
def settings(qtbot: QtBot, program: ProgramDouble, window: MainWindow) -> QWidget:
    screen = in_shell(window, "settings")
    qtbot.waitUntil(lambda: SUPPORT_CODE in text(screen, "support-code"))
    program.jobs.close(1.0)
    assert program.problems == []
    return screen


def text(parent: QWidget, name: str) -> str:
    found = parent.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_a_decided_setting_cannot_be_changed_and_says_why(window: MainWindow, settings: QWidget) -> None:
    window.stage.languages.show("en")
    settle()
    for name, is_free in (("sync_minutes", False), ("language", False), ("theme", True), ("text_percent", True)):
        choices = settings.findChild(QWidget, f"setting-{name}")
        assert choices is not None
        assert choices.isEnabled() is is_free, name
        assert ("Decided by your office" in choices.accessibleName()) is not is_free
    shown = settings.findChild(QPushButton, "setting-sync_minutes-30")
    assert shown is not None
    assert shown.isChecked(), "the office's figure is offered, though people are not"
    assert settings.findChild(QPushButton, "setting-language-en") is None
    facts = text(settings, "office-facts")
    assert "https://learn.example.in" in facts
    assert "initials" in facts


def test_the_helpdesk_s_code_can_be_copied_and_is_read_letter_by_letter(window: MainWindow, settings: QWidget) -> None:
    code = settings.findChild(QLabel, "support-code")
    copy = settings.findChild(QPushButton, "copy-support-code")
    assert code is not None
    assert copy is not None
    copy.click()
    assert QGuiApplication.clipboard().text() == SUPPORT_CODE
    assert code.accessibleName().startswith("2 0 8 6, 0 4")


def test_each_field_that_is_told_is_one_of_the_policy() -> None:
    assert set(SAID) <= {term.field for term in TERMS}
    assert {term.field for term in TERMS} - set(SAID) == {
        *("server_id", "server_name", "server_adapter", "server_api_key", "server_sign_in", "server_client_id"),
        *("server_channel", "server_records", "server_records_key", "default_language"),
    }


def test_without_a_policy_nothing_is_said_of_an_office(
    application: QApplication, bridge: Bridge, translations: Path
) -> None:
    program = ProgramDouble(bridge.post, translations)
    window = make_window(program, bridge, opens_nothing)
    window.shell.go(Destination("settings"))
    office = window.shell.screen_named("settings").findChild(QWidget, "office-words")
    assert office is not None
    assert office.isHidden()
    window.close()
    window.deleteLater()
    settle()
    gc.enable()
    program.jobs.close(1.0)


def test_only_the_languages_that_are_offered_are_to_choose(application: QApplication, translations: Path) -> None:
    assert Languages(translations, {}, offered=("hi",)).codes() == ("hi",)
    assert Languages(translations, {}, offered=("hi",)).wanted("en") == "hi"
    assert Languages(translations, {}, offered=("hi", "en")).codes() == ("hi", "en")
    assert Languages(translations, {}, offered=("xx",)).codes() == ("hi", "en"), "none that is here: all that are"


def test_what_keeps_the_program_from_starting_is_said_in_a_window(qtbot: QtBot, application: QApplication) -> None:
    error = PolicyUnknown("x", file="/etc/karmadesk/policy.toml", line=7, name="network.no_tls")
    window = TroubleWindow(Theme(ROOT / "resources", "light", 100, "en"), error)
    qtbot.addWidget(window)
    window.show()
    assert "line 7: network.no_tls" in text(window, "trouble-what")
    assert "network.no_tls" in window.accessibleName()
    assert window.close_button.hasFocus() or not window.isActiveWindow()
    window.close_button.click()
    assert not window.isVisible()


STARTS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from karmadesk.ui import trouble

class Seen(trouble.TroubleWindow):
    def showEvent(self, event):
        super().showEvent(event)
        print(self._what.text(), flush=True)
        QTimer.singleShot(0, self.close_button.click)

trouble.TroubleWindow = Seen
from karmadesk.app.window import main
main(["--home", sys.argv[1], "--secrets", "memory"])
"""


@pytest.mark.parametrize(
    "said, line", [("[network]\nsync_minuets = 5\n", 2), ("[storage]\nmedia_folder = '{file}/media'\n", 2)]
)
def test_a_bad_policy_opens_a_window_that_says_so_and_ends_with_1(tmp_path: Path, said: str, line: int) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(said.format(file=path))
    done = subprocess.run(
        [sys.executable, "-c", STARTS, str(tmp_path / "home")],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=90,
        env=os.environ | {"KARMADESK_POLICY": str(path)},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert f"{line}" in done.stdout
    assert f"in line {line}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_screen_shows_initials_alone() -> None:
    from types import MappingProxyType
    from typing import cast

    from karmadesk.errors import KeysLocked
    from karmadesk.model import Person
    from karmadesk.ports import Learner, People
    from karmadesk.services import people

    class Locked:
        """People whose stores nobody has unlocked."""

        def list(self) -> tuple[Person, ...]:
            return tuple(Person(f"p{n}", label, "s") for n, label in enumerate(("Asha Rao", "Anil Rathod", "सुनीता")))

        def open(self, person_id: str) -> Learner:
            raise KeysLocked

    here = cast("People", Locked())
    rows = people.rows(here, MappingProxyType({}), are_names_hidden=True)
    assert [row.label for row in rows] == ["AR 1", "AR 2", "सु"]
    assert [row.label for row in people.rows(here, {})] == ["Asha Rao", "Anil Rathod", "सुनीता"]


def test_the_office_s_server_is_not_asked_for(qtbot: QtBot, program: ProgramDouble, window: MainWindow) -> None:
    office = ServerRow("office", "Office", "igot", "https://learn.example.in", "")
    program.servers = {**program.servers, "office": office}
    window.start_first_run(is_first=True)
    first = window.first_run
    settle()
    assert first.steps.accessibleName() == "3 में से चरण 1", "language, sign-in, and what to fetch"
    first.language.next.click()
    qtbot.waitUntil(lambda: any(word.startswith("sign in to office") for word in program.asked))
    first.sign_in.stop()
    program.jobs.close(1.0)
    assert program.problems == []
