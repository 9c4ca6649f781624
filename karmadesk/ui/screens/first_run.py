"""The way from an empty laptop, or from "Somebody else", to one's own plan: a question a page, and back at any time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Person, Topic
from karmadesk.services.desk import Desk
from karmadesk.ui.i18n import translate
from karmadesk.ui.key_gate import KeyGate
from karmadesk.ui.parts.icon_button import IconButton
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.parts.steps import Steps
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens.first_language import LanguagePage
from karmadesk.ui.screens.first_needs import NeedsPage
from karmadesk.ui.screens.first_page import FirstPage
from karmadesk.ui.screens.first_server import ServerPage
from karmadesk.ui.screens.sign_in import SignInScreen
from karmadesk.ui.stage import Stage

Step = Literal["language", "server", "sign-in", "needs"]
OpenDesk = Callable[[str, Context], Desk]
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FirstRun(Screen):
    """`done` carries the `Desk` of whoever arrived: a learner's own, or a tour's."""

    done = Signal(object)
    left = Signal()
    """Gone back from the first page of somebody who is not the first on this laptop."""

    def __init__(self, stage: Stage, open_desk: OpenDesk, keys: KeyGate) -> None:
        """`open_desk` opens a person's desk in a lane; `keys` asks for a passphrase where one is needed first."""
        super().__init__(stage)
        self._open_desk = open_desk
        self._keys = keys
        self._steps: tuple[Step, ...] = ("language",)
        self._step: Step = "language"
        self._server_id = ""
        self._desk: Desk | None = None
        self.language = LanguagePage(stage)
        self.server = ServerPage(stage)
        self.sign_in = SignInScreen(stage)
        self.needs = NeedsPage(stage)
        self._pages: dict[Step, QWidget] = {
            "language": self.language,
            "server": self.server,
            "sign-in": self.sign_in,
            "needs": self.needs,
        }
        self.back_button = IconButton(stage.theme, "back", "first-back", side=22)
        self.steps = Steps(stage.theme)
        self.notice = Notice(stage.theme, "first-notice")
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        top = QHBoxLayout()
        top.setContentsMargins(16, 16, 16, 0)
        top.addWidget(self.back_button)
        top.addStretch(1)
        dots = QHBoxLayout()
        dots.setContentsMargins(0, 4, 0, 20)
        dots.addStretch(1)
        dots.addWidget(self.steps)
        dots.addStretch(1)
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self.notice, 4)
        words.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addLayout(words)
        box.addWidget(self._stack, 1)
        box.addLayout(dots)
        # Tab goes through the question first; the way back comes last.
        QWidget.setTabOrder(self._stack, self.back_button)
        self.back_button.clicked.connect(self.back)
        self.language.answered.connect(self._go_on)
        self.language.tour_wanted.connect(self._tour)
        self.server.answered.connect(self._server_chosen)
        self.sign_in.done.connect(self._signed_in)
        self.sign_in.cancelled.connect(self._sign_in_left)
        self.sign_in.failed.connect(self._sign_in_failed)
        self.needs.answered.connect(self._arrived)
        self.retranslate()

    def start(self, *, is_first: bool) -> None:
        """From its first page. Language and server are asked of the first person on a laptop only."""
        servers = self.stage.program.servers
        is_asked = len(servers) > 1 and (is_first or self.stage.program.settings.server not in servers)
        asked: list[Step] = ["language"] if is_first else []
        asked += ["server"] if is_asked else []
        self._steps = (*asked, "sign-in", "needs")
        self._server_id = ""
        self._desk = None
        self.notice.clear()
        self._show(self._steps[0])

    def back(self) -> None:
        """One page back; from the first one away, where there is somewhere to go. Who has signed in goes on only."""
        at = self._steps.index(self._step)
        if self._step == "sign-in":
            self.sign_in.stop()
        if self._step == "needs":
            self._arrived()
        elif at > 0:
            self._show(self._steps[at - 1])
        elif self._step != "language":
            self.left.emit()

    def heard(self, topic: Topic) -> None:
        self.needs.heard(topic)

    def title(self) -> str:
        return translate("FirstRun", "Welcome to KarmaDesk")

    def retranslate(self) -> None:
        self.back_button.say(translate("FirstRun", "Back"))
        self.back_button.setToolTip(translate("FirstRun", "Back (Esc)"))
        self.notice.retranslate()
        self.steps.retranslate()
        for page in (self.language, self.server, self.needs):
            page.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter answers with the page's one button, wherever the keyboard is, unless it is on another button."""
        page = self._pages[self._step]
        if event.key() in ENTER and isinstance(page, FirstPage) and page.next.isEnabled():
            focus = self.focusWidget()
            other = isinstance(focus, QAbstractButton) and not focus.isCheckable() and focus is not page.next
            (focus if other and isinstance(focus, QAbstractButton) else page.next).click()
        else:
            super().keyPressEvent(event)

    def _show(self, step: Step) -> None:
        self._step = step
        page = self._pages[step]
        self._stack.setCurrentWidget(page)
        at = self._steps.index(step)
        self.steps.show_step(at, len(self._steps))
        self.back_button.setVisible(step != "needs" and (at > 0 or step != "language"))
        if step == "sign-in":
            self.sign_in.start(server_id=self._server_id)
        elif isinstance(page, FirstPage):
            page.enter()

    def _go_on(self) -> None:
        self._show(self._steps[self._steps.index(self._step) + 1])

    def _server_chosen(self, server_id: str) -> None:
        self._server_id = server_id
        self._go_on()

    def _sign_in_left(self) -> None:
        if self._step == "sign-in":
            self.back()

    def _sign_in_failed(self, error: KarmaDeskError) -> None:
        self._keys.asks(error, self._sign_in_again)

    def _sign_in_again(self) -> None:
        """The keys are open: goes on where they were needed."""
        window = self.parentWidget()
        if isinstance(window, QStackedWidget):
            window.setCurrentWidget(self)
        self.sign_in.begin()

    def _signed_in(self, person: Person) -> None:
        self._show("needs")
        self.stage.read("desk", partial(self._open_desk, person.id), self._opened, self.show_error)

    def _opened(self, desk: Desk) -> None:
        self._desk = desk
        self.needs.start(desk)
        self.stage.program.request_sync(interactive=True)

    def show_error(self, error: KarmaDeskError) -> None:
        """Tells what is in the way, above the page."""
        self.language.show_busy(is_busy=False)
        self.notice.say_error(error)

    def _arrived(self) -> None:
        if self._desk is not None:
            self.done.emit(self._desk)

    def _tour(self) -> None:
        self.notice.clear()
        self.language.show_busy(is_busy=True)
        self.stage.read("desk", self._begin_tour, self._toured, self.show_error)

    def _begin_tour(self, context: Context) -> Desk:
        context.check()
        return self.stage.program.tour()

    def _toured(self, desk: Desk) -> None:
        self.language.show_busy(is_busy=False)
        self.done.emit(desk)
