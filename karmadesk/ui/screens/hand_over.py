"""Handing this laptop over: what of each person only it has, and the ways to take somebody off it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Person, Topic
from karmadesk.services import handing_over
from karmadesk.services.handing_over import HandOver, Leaving
from karmadesk.services.passphrase import prepared
from karmadesk.services.program import Program
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.icon_button import IconButton
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panels import Card
from karmadesk.ui.parts.states import Notice, try_again
from karmadesk.ui.rail import Face
from karmadesk.ui.screen import Screen
from karmadesk.ui.stage import Stage

MOST_NAMES = 6
WIDTH = 760


class Sure(QFrame):
    """The last question: a name to be typed where something would be destroyed, what ends it, what keeps it.

    `meant` carries what was typed.
    """

    meant = Signal(object)
    kept = Signal()

    def __init__(self, stage: Stage, key: str, name: str, *, must_type: bool) -> None:
        super().__init__()
        self._name, self._must_type = name, must_type
        self.setProperty("notice", "alert" if must_type else "plain")
        self._words = label("body")
        self.typed = QLineEdit()
        self.typed.setObjectName(f"typed-{key}")
        self._words.setBuddy(self.typed)
        self.typed.setMaximumWidth(stage.theme.px(400))
        self.end = Button(stage.theme, "danger", "remove", name=f"destroy-{key}")
        self.keep = Button(stage.theme, "quiet", name=f"keep-{key}")
        answers = QHBoxLayout()
        answers.setSpacing(12)
        answers.addWidget(self.typed, 1)
        answers.addWidget(self.end)
        answers.addWidget(self.keep)
        answers.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(self._words)
        box.addLayout(answers)
        self.typed.setVisible(must_type)
        self.typed.textChanged.connect(self._typed)
        self.end.clicked.connect(self._ended)
        self.keep.clicked.connect(self.kept)
        self.hide()

    def ask(self) -> None:
        self.show()
        (self.typed if self._must_type else self.keep).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        self.typed.clear()
        self.hide()

    def say(self, words: str, end: str) -> None:
        self._words.setText(words.replace("&", "&&"))  # a label with a buddy would take it for a key
        self.typed.setAccessibleName(words)
        self.end.say(end)
        self.keep.say(translate("HandOver", "Keep"))
        for button in (self.end, self.keep):
            name_for(button, self._name)
        self._typed()

    def _typed(self) -> None:
        self.end.setEnabled(not self._must_type or prepared(self.typed.text()) == prepared(self._name))

    def _ended(self) -> None:
        self.meant.emit(self.typed.text())


def name_for(button: Button, name: str) -> None:
    """Several people are on the page: what is read out says whose button it is."""
    button.setAccessibleName(f"{button.text().replace('&&', '&')}: {name}")


class PersonPanel(Card):
    """One person: what was not sent, and what can be done. `carried` and `removed` carry what is asked for."""

    carried = Signal(object)
    """A person's id."""
    removed = Signal(object)
    """(Leaving, the name as it was typed)."""

    def __init__(self, stage: Stage, leaving: Leaving) -> None:
        super().__init__(stage.theme, 20)
        theme, key = stage.theme, leaving.row.id
        self._leaving = leaving
        self._name = label("section")
        self._state = label("body", "second")
        self._names = label("small", "second")
        self.carry = Button(theme, "quiet", "disk", name=f"carry-{key}")
        self.remove = Button(theme, "danger", "remove", name=f"remove-{key}")
        self.sure = Sure(stage, key, leaving.row.label, must_type=not leaving.is_sent)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.carry)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._name, self._state):
            words.addWidget(part)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Face(theme, key, leaving.row.initials), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.box.setSpacing(12)
        self.box.addLayout(head)
        self.box.addWidget(self._names)
        self.box.addLayout(buttons)
        self.box.addWidget(self.sure)
        self.carry.clicked.connect(partial(self.carried.emit, key))
        self.remove.clicked.connect(self.sure.ask)
        self.sure.kept.connect(self._forget)
        self.sure.meant.connect(self._destroy)
        self.retranslate()

    def retranslate(self) -> None:
        row, leaving = self._leaving.row, self._leaving
        self._name.setText(row.label)
        self._state.setText(unsent_words(leaving))
        shown = list(leaving.names[:MOST_NAMES])
        more = len(leaving.names) - len(shown)
        if more > 0:
            shown.append(translate("HandOver", "and %n more", "", more))
        self._names.setText(formats.joined(*shown))
        self._names.setVisible(bool(shown))
        self.carry.say(translate("HandOver", "Take along in a file"))
        self.remove.say(translate("HandOver", "Remove from this laptop"))
        if leaving.is_sent:
            words = translate("HandOver", "{name} is taken off this laptop. What was sent stays on the server.")
            self.sure.say(words.format(name=row.label), translate("HandOver", "Remove"))
        else:
            self.sure.say(destroyed_words(row.label), translate("HandOver", "Destroy and remove"))
        for button in (self.carry, self.remove):
            name_for(button, row.label)

    def _forget(self) -> None:
        self.sure.forget()
        self.remove.setFocus(Qt.FocusReason.OtherFocusReason)

    def _destroy(self, typed: str) -> None:
        self.removed.emit((self._leaving, typed))


class AsidePanel(Card):
    """Somebody whose records nobody could unlock. `back` carries the id, `gone` (Person, the name as it was typed)."""

    back = Signal(object)
    gone = Signal(object)

    def __init__(self, stage: Stage, person: Person) -> None:
        super().__init__(stage.theme, 20)
        self._person = person
        self._words = label("body")
        self.bring = Button(stage.theme, "quiet", "retry", name=f"bring-back-{person.id}")
        self.delete = Button(stage.theme, "danger", "remove", name=f"delete-{person.id}")
        self.sure = Sure(stage, person.id, person.label, must_type=True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.bring)
        row.addWidget(self.delete)
        self.box.setSpacing(12)
        self.box.addLayout(row)
        self.box.addWidget(self.sure)
        self.bring.clicked.connect(partial(self.back.emit, person.id))
        self.delete.clicked.connect(self.sure.ask)
        self.sure.kept.connect(self._forget)
        self.sure.meant.connect(self._destroy)
        self.retranslate()

    def retranslate(self) -> None:
        name = self._person.label
        self._words.setText(translate("HandOver", "{name}: locked records that were set aside").format(name=name))
        self.bring.say(translate("HandOver", "Bring back"))
        self.delete.say(translate("HandOver", "Delete for good"))
        self.sure.say(destroyed_words(name), translate("HandOver", "Delete for good"))
        for button in (self.bring, self.delete):
            name_for(button, name)

    def _forget(self) -> None:
        self.sure.forget()
        self.delete.setFocus(Qt.FocusReason.OtherFocusReason)

    def _destroy(self, typed: str) -> None:
        self.gone.emit((self._person, typed))


class HandOverScreen(Screen):
    """Reads everybody that opens without asking; of those who are locked it knows the count."""

    topics = Topic.PEOPLE | Topic.OUTBOX
    carry_wanted = Signal(object)
    remove_wanted = Signal(object)
    bring_back_wanted = Signal(object)
    delete_wanted = Signal(object)
    bring_in_wanted = Signal()
    done = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        theme = stage.theme
        self.setObjectName("hand-over-screen")
        self._found: HandOver | None = None
        self._panels: list[PersonPanel | AsidePanel] = []
        self._title = label("title")
        self._text = label("body", "second")
        self._notice = Notice(theme, "hand-over-notice")
        self._send = Button(theme, "primary", "send", name="hand-over-send")
        self._bring_in = Button(theme, "quiet", "disk", name="hand-over-bring-in")
        self._back = IconButton(theme, "back", "hand-over-back", side=22)
        self._page = Page("hand-over-page")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._send)
        buttons.addWidget(self._bring_in)
        buttons.addStretch(1)
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addWidget(self._text)
        column.addSpacing(16)
        column.addWidget(self._notice)
        column.addLayout(buttons)
        column.addSpacing(20)
        column.addLayout(self._list)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._column, 100)
        middle.addStretch(1)
        page = self._page.box
        page.addSpacing(8)
        page.addLayout(middle)
        page.addStretch(1)
        top = QHBoxLayout()
        top.setContentsMargins(16, 16, 16, 0)
        top.addWidget(self._back)
        top.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(self._page, 1)
        # The way back is seen first and comes last, as on the pages of the first run.
        QWidget.setTabOrder(self._page, self._back)
        theme.changed.connect(self._measure)
        self._measure()
        self._send.clicked.connect(self._send_now)
        self._bring_in.clicked.connect(self.bring_in_wanted)
        self._back.clicked.connect(self.done)
        self.retranslate()

    def title(self) -> str:
        return translate("HandOver", "Hand over this laptop")

    def begin(self) -> None:
        """Reads everybody anew."""
        self._notice.clear()
        self.read()
        self._send.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        self.stage.read("hand-over", partial(_read, self.stage.program), self.show_people, self.show_error)

    def show_people(self, found: HandOver) -> None:
        if found == self._found:
            return  # what somebody is typing stays
        self._found = found
        for old in self._panels:
            self._list.removeWidget(old)
            old.deleteLater()
        self._panels = []
        for leaving in found.people:
            panel = PersonPanel(self.stage, leaving)
            panel.carried.connect(self.carry_wanted)
            panel.removed.connect(self.remove_wanted)
            self._add(panel)
        for person in found.aside:
            aside = AsidePanel(self.stage, person)
            aside.back.connect(self.bring_back_wanted)
            aside.gone.connect(self.delete_wanted)
            self._add(aside)

    def show_error(self, error: KarmaDeskError) -> None:
        self._notice.say_error(error, try_again())

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self._text.setText(
            translate(
                "HandOver",
                "Before somebody leaves or the laptop goes to somebody else: what was not sent is only here. Courses "
                "that were fetched stay for the others.",
            )
        )
        self._send.say(translate("HandOver", "Send now"))
        self._bring_in.say(translate("HandOver", "Take in somebody from a file"))
        self._back.say(translate("HandOver", "Back"))
        self._notice.retranslate()
        for panel in self._panels:
            panel.retranslate()
        self.setAccessibleName(self.title())

    def _measure(self) -> None:
        self._column.setMaximumWidth(self.stage.theme.px(WIDTH))

    def _add(self, panel: PersonPanel | AsidePanel) -> None:
        self._panels.append(panel)
        self._list.addWidget(panel)

    def _send_now(self) -> None:
        self.stage.program.request_sync(interactive=True)


def destroyed_words(name: str) -> str:
    """What is asked before something is lost for good."""
    words = translate(
        "HandOver", "What was not sent is destroyed for good: nobody can bring it back. To go on, type {name} here."
    )
    return words.format(name=name)


def unsent_words(leaving: Leaving) -> str:
    """What would be lost with somebody."""
    row = leaving.row
    if row.to_send < 0:
        return translate("HandOver", "Locked: what was not sent is not known here.")
    if row.to_send:
        if row.is_locked and not row.sends_locked:
            return translate("HandOver", "%n item(s) not sent yet: to send, they must unlock", "", row.to_send)
        return translate("HandOver", "%n item(s) not sent yet", "", row.to_send)
    if row.is_locked:
        return translate("HandOver", "Locked. When they were last here, everything was sent.")
    if leaving.refused:
        return translate(
            "HandOver", "%n item(s) were refused by the server and are kept only here", "", leaving.refused
        )
    return translate("HandOver", "Everything was sent.")


def _read(program: Program, context: Context) -> HandOver:
    context.check()
    are_hidden = program.policy.are_names_hidden
    return handing_over.view(program.people, program.servers, program.desk, are_names_hidden=are_hidden)
