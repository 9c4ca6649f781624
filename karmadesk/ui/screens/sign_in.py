"""Signing in: the browser does it; here one sees what to open, waits, pastes where that is needed, or gives up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context, Job
from karmadesk.model import Person
from karmadesk.ports import SignInAttempt
from karmadesk.services.program import Program
from karmadesk.ui.i18n import SOURCE, translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.choices import Choices
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panels import Card, IconLabel
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.screen import Screen
from karmadesk.ui.stage import Stage

WIDTH = 600


class SignInScreen(Screen):
    """`done` carries the `Person` who signed in."""

    done = Signal(object)
    cancelled = Signal()
    failed = Signal(object)
    """A `KarmaDeskError`, told here already: the window may know what helps."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        theme = stage.theme
        self._server_id = ""
        self._person: Person | None = None
        self._attempt: SignInAttempt | None = None
        self._job: Job[Person] | None = None
        self._is_begun = False
        self._turn = 0
        self._title = label("title")
        self._text = label("body", "second")
        self._servers = Choices(theme, "server")
        self._notice = Notice(theme, "sign-in-notice")
        self._state = label("body")
        self._state_icon = IconLabel(theme, "browser", 20, "brand")
        self._address_title = label("small", "second")
        self._address = QLineEdit()
        self._address.setObjectName("sign-in-address")
        self._address.setReadOnly(True)
        self._copy = Button(theme, "quiet", "copy", name="sign-in-copy")
        self._paste_title = label("small", "second")
        self._paste = QLineEdit()
        self._paste.setObjectName("sign-in-paste")
        self._finish = Button(theme, "primary", "check", name="sign-in-finish")
        self._open = Button(theme, "primary", "browser", name="sign-in-open")
        self._cancel = Button(theme, "quiet", name="sign-in-cancel")
        self._address_title.setBuddy(self._address)
        self._paste_title.setBuddy(self._paste)
        card = Card(theme, 32)
        self._card = card
        card.box.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._text)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(IconLabel(theme, "sign-in", 48, "brand", in_circle=True), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        card.box.addLayout(head)
        card.box.addWidget(self._servers)
        card.box.addSpacing(8)
        card.box.addWidget(self._notice)
        state = QHBoxLayout()
        state.setSpacing(12)
        state.addWidget(self._state_icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._state, 1)
        card.box.addLayout(state)
        card.box.addWidget(self._address_title)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._address, 1)
        line.addWidget(self._copy)
        card.box.addLayout(line)
        card.box.addWidget(self._paste_title)
        pasted = QHBoxLayout()
        pasted.setSpacing(8)
        pasted.addWidget(self._paste, 1)
        pasted.addWidget(self._finish)
        card.box.addLayout(pasted)
        card.box.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._open)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        card.box.addLayout(buttons)
        page = Page("sign-in-page")
        page.box.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        page.box.addLayout(middle)
        page.box.addStretch(3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._servers.chosen.connect(self._choose_server)
        self._open.clicked.connect(self._open_pressed)
        self._copy.clicked.connect(self._copy_address)
        self._finish.clicked.connect(self._use_pasted)
        self._paste.returnPressed.connect(self._use_pasted)
        self._cancel.clicked.connect(self.give_up)
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def title(self) -> str:
        return translate("SignIn", "Sign in")

    def start(self, person: Person | None = None, server_id: str = "") -> None:
        """Begins for somebody new, at a server that was chosen before, or renews this person's session."""
        self.stop()
        self._person = person
        program = self.stage.program
        known = tuple(program.servers)
        self._server_id = person.server_id if person is not None else server_id or program.settings.server
        if self._server_id not in known:
            self._server_id = known[0] if known else ""
        self._is_begun = False
        self._notice.clear()
        self._paste.clear()
        self.retranslate()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if person is not None or server_id or len(known) == 1:
            self.begin()

    def begin(self) -> None:
        """Asks the server where to sign in, and opens the browser there."""
        self.stop()
        self._is_begun = True
        self._notice.clear()
        self.retranslate()
        language = self.stage.languages.current
        work = partial(_begin, self.stage.program, self._server_id, self._person is None, language)
        turn = self._turn
        self.stage.program.jobs.run("sign_in", work, partial(self._begun, turn), partial(self._failed, turn))

    def give_up(self) -> None:
        """Leaves it; nothing was changed."""
        self.stop()
        self.cancelled.emit()

    def show_attempt(self, attempt: SignInAttempt) -> None:
        """Shows where to sign in."""
        self._attempt, self._is_begun = attempt, True
        self._address.setText(attempt.address)
        self._address.setCursorPosition(0)
        self.retranslate()

    def retranslate(self) -> None:
        person, attempt = self._person, self._attempt
        server = self.stage.program.servers.get(self._server_id)
        name = server.name if server is not None else ""
        if person is not None:
            self._title.setText(translate("SignIn", "Sign in again, {name}").format(name=person.label))
        else:
            self._title.setText(translate("SignIn", "Sign in"))
        self._text.setText(
            translate("SignIn", "You sign in to {server} in your browser. KarmaDesk never sees your password.").format(
                server=name
            )
        )
        rows = self.stage.program.servers
        self._servers.offer([(row.id, row.name) for row in rows.values()], [self._server_id])
        self._servers.setAccessibleName(translate("SignIn", "Server"))
        self._servers.setVisible(len(rows) > 1 and person is None and not self._is_begun)
        self._say_state()
        self._address_title.setText(translate("SignIn", "If no browser opened, open this address in one:"))
        self._address.setAccessibleName(translate("SignIn", "Address to sign in at"))
        self._copy.say(translate("SignIn", "Copy"))
        self._paste_title.setText(
            translate("SignIn", "When the browser has finished, copy the address of its last page and paste it here:")
        )
        self._paste.setAccessibleName(translate("SignIn", "Address where the browser ended"))
        self._finish.say(translate("SignIn", "Finish"))
        self._cancel.say(translate("SignIn", "Cancel"))
        self._open.say(translate("SignIn", "Open the browser again") if attempt else translate("SignIn", "Sign in"))
        needs_paste = attempt is not None and attempt.needs_paste
        self._open.set_look("quiet" if attempt else "primary")
        for part in (self._address_title, self._address, self._copy):
            part.setVisible(attempt is not None)
        for part in (self._paste_title, self._paste, self._finish):
            part.setVisible(needs_paste)
        self._open.setEnabled(attempt is not None or not self._is_begun)
        self._notice.retranslate()

    def _say_state(self) -> None:
        attempt = self._attempt
        if attempt is not None and attempt.needs_paste:
            words = translate("SignIn", "Sign in in the browser window.")
        elif attempt is not None:
            words = translate("SignIn", "Waiting for you to finish in the browser…")
        elif self._is_begun:
            words = translate("SignIn", "Asking the server…")
        else:
            words = ""
        self._state.setText(words)
        self._state.setVisible(bool(words))
        self._state_icon.setVisible(bool(words))

    def _begun(self, turn: int, attempt: SignInAttempt) -> None:
        if turn != self._turn:
            attempt.close()
            return
        self.show_attempt(attempt)
        opened = self.stage.open_address(attempt.address)
        if not opened:
            self._notice.say(
                translate("SignIn", "No browser could be opened."),
                translate("SignIn", "Copy the address below and open it in any browser on this laptop."),
                "accent",
                "info",
            )
        if attempt.needs_paste:
            self._paste.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            work = partial(_wait, self.stage.program, attempt, self._server_id, self._person)
            self._wait_for(work)

    def _use_pasted(self) -> None:
        address = self._paste.text().strip()
        if self._attempt is not None and address:
            work = partial(_finish, self.stage.program, self._attempt, address, self._server_id, self._person)
            self._wait_for(work)

    def _wait_for(self, work: Callable[[Context], Person]) -> None:
        turn = self._turn
        answers = partial(self._signed_in, turn), partial(self._failed, turn)
        self._job = self.stage.program.jobs.run("sign_in", work, *answers)

    def _signed_in(self, turn: int, person: Person) -> None:
        """Somebody who signed in at the very moment of giving up is here all the same: their card is."""
        if turn == self._turn:
            self.stop()
            self.done.emit(person)

    def _failed(self, turn: int, error: KarmaDeskError) -> None:
        """What an attempt that was given up came to is nobody's business: another may be under way."""
        if turn != self._turn:
            return
        keeps = self._attempt is not None and self._attempt.needs_paste
        if not keeps:
            self.stop()
        self.retranslate()
        self._notice.say_error(error)
        self.failed.emit(error)

    def stop(self) -> None:
        """Ends what is under way; nothing was changed."""
        if self._job is not None:
            self._job.cancel()
        if self._attempt is not None:
            self._attempt.close()
        self._job = self._attempt = None
        self._is_begun = False
        self._turn += 1

    def _open_pressed(self) -> None:
        if self._attempt is not None:
            self.stage.open_address(self._attempt.address)
        else:
            self.begin()

    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._address.text())

    def _choose_server(self, server_id: str) -> None:
        self._server_id = server_id
        self.retranslate()

    def _measure(self) -> None:
        self._card.setFixedWidth(min(self.stage.theme.px(WIDTH), 1000))


def _begin(program: Program, server_id: str, is_fresh: bool, language: str, context: Context) -> SignInAttempt:
    context.check()
    return program.begin_sign_in(server_id, fresh=is_fresh, language=language or SOURCE)


def _wait(program: Program, attempt: SignInAttempt, server_id: str, person: Person | None, context: Context) -> Person:
    tokens = attempt.wait(context)
    return program.complete_sign_in(tokens, server_id, person.id if person else None, "")


def _finish(
    program: Program, attempt: SignInAttempt, address: str, server_id: str, person: Person | None, context: Context
) -> Person:
    context.check()
    tokens = attempt.finish(address)
    return program.complete_sign_in(tokens, server_id, person.id if person else None, "")
