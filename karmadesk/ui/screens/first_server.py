"""The second page: where one's courses come from; whether it answers is asked while one looks."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QWidget

from karmadesk.errors import BadRequest, KarmaDeskError, NotAServer, TlsFailed
from karmadesk.jobs import Context
from karmadesk.model import ServerRow
from karmadesk.services.addresses import hosts
from karmadesk.services.program import Program
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import IconLabel
from karmadesk.ui.parts.states import try_again
from karmadesk.ui.parts.tiles import Option
from karmadesk.ui.screens.first_page import FirstPage
from karmadesk.ui.sentences import trouble_of
from karmadesk.ui.stage import Stage

PAUSE_MS = 500
"""Somebody who still types is not asked about every letter."""
OTHER = ""


class ServerPage(FirstPage):
    """`answered` carries the id of a server that answered and is kept."""

    answered = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, "first-server")
        self._found: ServerRow | None = None
        self._asking = ""
        self._error: KarmaDeskError | None = None
        self._group = QButtonGroup(self)
        self._options: dict[str, Option] = {}
        self._make_options()
        self.address = QLineEdit()
        self.address.setObjectName("first-server-address")
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.body.addWidget(self.address)
        self._state_icon = IconLabel(stage.theme, "server")
        self._state = label("body", name="first-server-state")
        state = QHBoxLayout()
        state.setSpacing(10)
        state.addWidget(self._state_icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._state, 1)
        self.body.addSpacing(4)
        self.body.addLayout(state)
        self.notice = self.make_notice()
        self.body.addWidget(self.notice)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self._group.buttonClicked.connect(self._chosen)
        self.address.textEdited.connect(self._typed)
        self.address.returnPressed.connect(self.ask)
        self.notice.pressed.connect(self.ask)
        self.next.clicked.connect(self._go_on)
        self.retranslate()

    def enter(self) -> None:
        chosen = next((i for i, option in self._options.items() if option.isChecked()), None)
        self._make_options()
        if chosen not in self._options:
            wanted = self.stage.program.settings.server
            chosen = wanted if wanted in self.stage.program.servers else next(iter(self._options))
        if not self._options[chosen].isChecked():
            self._options[chosen].setChecked(True)
        self._options[chosen].setFocus(Qt.FocusReason.OtherFocusReason)
        self.retranslate()
        self.ask()

    def _make_options(self) -> None:
        """A tile for each server that is known now, and one for any other."""
        wanted = (*self.stage.program.servers, OTHER)
        if tuple(self._options) == wanted:
            return
        for option in self._options.values():
            self._group.removeButton(option)
            self.body.removeWidget(option)
            option.hide()
            option.deleteLater()
        self._options = {i: Option(self.stage.theme, f"first-server-{i or 'other'}") for i in wanted}
        before: QWidget | None = None
        for place, option in enumerate(self._options.values()):
            self._group.addButton(option)
            self.body.insertWidget(place, option)
            if before is not None:
                QWidget.setTabOrder(before, option)
            before = option

    def ask(self) -> None:
        """Asks the chosen server, or the one at the address, whether it is there."""
        self._pause.stop()
        server_id = self._chosen_id()
        typed = self.address.text().strip()
        self._found, self._error, self._asking = None, None, server_id or typed
        if server_id == OTHER and not hosts(typed):
            self._forget()
            self._error = BadRequest(what=typed) if typed else None
        elif server_id == OTHER:
            self.stage.read(
                "first-server", partial(_look_up, self.stage.program, typed), self.show_found, self.show_error
            )
        else:
            self.stage.read(
                "first-server", partial(_ask, self.stage.program, server_id), self.show_found, self.show_error
            )
        self.retranslate()

    def show_found(self, row: ServerRow) -> None:
        """It answered."""
        self._found, self._asking, self._error = row, "", None
        self.retranslate()

    def show_error(self, error: KarmaDeskError) -> None:
        """It did not: why, and what to do."""
        self._found, self._asking, self._error = None, "", error
        self.retranslate()

    def retranslate(self) -> None:
        self.question.setText(translate("FirstRun", "Where do your courses come from?"))
        self.about.setText(translate("FirstRun", "Your office says which server it is."))
        self.next.say(translate("FirstRun", "Continue"))
        servers = self.stage.program.servers
        for server_id, option in self._options.items():
            if server_id in servers:
                option.say(servers[server_id].name, servers[server_id].host.split("://", 1)[-1])
            elif server_id == OTHER:
                option.say(
                    translate("FirstRun", "Another server"), translate("FirstRun", "of your department or office")
                )
        is_other = self._chosen_id() == OTHER
        self.address.setVisible(is_other)
        self.address.setPlaceholderText(translate("FirstRun", "Its address, for example https://hub.example.in"))
        self.address.setAccessibleName(translate("FirstRun", "Address of the server"))
        self._say_state()
        self.next.setEnabled(self._found is not None)

    def _say_state(self) -> None:
        words, icon, error = "", "server", self._error
        if self._found is not None:
            words, icon = translate("FirstRun", "{server} answers.").format(server=self._found.name), "done"
        elif self._asking:
            words = translate("FirstRun", "Asking whether it answers…")
        self._state.setText(words)
        self._state_icon.show_icon(icon, "done" if self._found is not None else "plain")
        for part in (self._state, self._state_icon):
            part.setVisible(bool(words))
        if isinstance(error, BadRequest):
            self.notice.say(
                translate("FirstRun", "This is not an address yet."),
                translate(
                    "FirstRun", "It looks like https://hub.example.in, or like http://192.168.1.20:8000 in an office."
                ),
            )
        elif isinstance(error, (TlsFailed, NotAServer)):
            self.notice.say_error(error, try_again())
        elif error is not None:
            self.notice.say(
                trouble_of(error).what,
                translate("FirstRun", "Look at the link and at the address, then try again."),
                "alert",
                "warning",
                try_again(),
            )
        else:
            self.notice.clear()
        if self.notice.text:
            # Large text may leave it no room above the button; it is what one must read now.
            QTimer.singleShot(0, self.notice, self._reveal)

    def _reveal(self) -> None:
        self.page.ensureWidgetVisible(self.notice)

    def _chosen_id(self) -> str:
        return next((i for i, option in self._options.items() if option.isChecked()), next(iter(self._options)))

    def _chosen(self) -> None:
        if self._chosen_id() == OTHER:
            self.retranslate()
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask()

    def _forget(self) -> None:
        """What was asked before is not waited for any more: an answer to it would be one to something else."""
        self._asking = ""
        self.stage.read("first-server", _nobody, self._nothing_heard)

    def _nothing_heard(self, _nothing: None) -> None:
        """Nobody was asked."""

    def _typed(self) -> None:
        self._forget()
        self._found = None
        self.next.setEnabled(False)
        self._pause.start()

    def _go_on(self) -> None:
        row = self._found
        if row is not None:
            self.next.setEnabled(False)
            self.stage.program.jobs.run("act", partial(_choose, self.stage.program, row), self._kept, self.show_error)

    def _kept(self, server_id: str) -> None:
        self.next.setEnabled(True)
        self.answered.emit(server_id)


def _nobody(context: Context) -> None:
    context.check()


def _look_up(program: Program, typed: str, context: Context) -> ServerRow:
    context.check()
    return program.look_up_server(typed)


def _ask(program: Program, server_id: str, context: Context) -> ServerRow:
    context.check()
    program.ask_server(server_id)
    return program.servers[server_id]


def _choose(program: Program, row: ServerRow, context: Context) -> str:
    context.check()
    program.choose_server(row)
    return row.id
