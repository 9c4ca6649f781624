"""Handing this laptop over: what of each person only it has, and the ways to take somebody off it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Person, Topic
from karmadesk.services import handing_over
from karmadesk.services.handing_over import HandOver, Leaving
from karmadesk.services.passphrase import prepared
from karmadesk.services.people import initials
from karmadesk.services.program import Program
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.icon_button import IconButton
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panels import Card
from karmadesk.ui.parts.states import Notice, try_again
from karmadesk.ui.rail import avatar_tone, draw_avatar
from karmadesk.ui.screen import Screen
from karmadesk.ui.stage import Stage
from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme

MOST_NAMES = 6
WIDTH = 760
FACE = 44


class Face(QWidget):
    """Somebody's initials, as on their card; readers hear the name beside it."""

    def __init__(self, theme: Theme, person_id: str, name: str) -> None:
        super().__init__()
        self._theme, self._drawing = theme, Drawing(theme)
        self._initials, self._tone = initials(name), avatar_tone(person_id)
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        self.setFixedSize(self._theme.px(FACE), self._theme.px(FACE))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_avatar(painter, self._drawing, self.rect(), self._initials, self._tone)
        painter.end()
        event.accept()


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
        self._sure = QFrame()
        self._sure.setProperty("notice", "plain" if leaving.is_sent else "alert")
        self._sure_words = label("body")
        self.typed = QLineEdit()
        self.typed.setObjectName(f"typed-{key}")
        self.typed.setMaximumWidth(theme.px(400))
        self._sure_words.setBuddy(self.typed)
        self.end = Button(theme, "danger", "remove", name=f"destroy-{key}")
        self.keep = Button(theme, "quiet", name=f"keep-{key}")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.carry)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        sure = QVBoxLayout(self._sure)
        sure.setContentsMargins(16, 12, 16, 12)
        sure.setSpacing(8)
        answers = QHBoxLayout()
        answers.setSpacing(12)
        answers.addWidget(self.typed, 1)
        answers.addWidget(self.end)
        answers.addWidget(self.keep)
        answers.addStretch(1)
        sure.addWidget(self._sure_words)
        sure.addLayout(answers)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._name, self._state):
            words.addWidget(part)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Face(theme, key, leaving.row.label), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.box.setSpacing(12)
        self.box.addLayout(head)
        self.box.addWidget(self._names)
        self.box.addLayout(buttons)
        self.box.addWidget(self._sure)
        self._sure.hide()
        self.carry.clicked.connect(partial(self.carried.emit, key))
        self.remove.clicked.connect(self._ask)
        self.keep.clicked.connect(self._forget)
        self.typed.textChanged.connect(self._typed)
        self.end.clicked.connect(self._destroy)
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
        self.keep.say(translate("HandOver", "Keep"))
        if leaving.is_sent:
            words = translate("HandOver", "{name} is taken off this laptop. What was sent stays on the server.")
            self.end.say(translate("HandOver", "Remove"))
        else:
            words = translate(
                "HandOver",
                "What was not sent is destroyed for good: nobody can bring it back. To go on, type {name} here.",
            )
            self.end.say(translate("HandOver", "Destroy and remove"))
        asked = words.format(name=row.label)
        self._sure_words.setText(asked.replace("&", "&&"))  # a label with a buddy would take it for a key
        self.typed.setAccessibleName(asked)
        self.typed.setVisible(not leaving.is_sent)
        for button in (self.carry, self.remove, self.end, self.keep):
            button.setAccessibleName(f"{button.text().replace('&&', '&')}: {row.label}")
        self._typed()

    def _ask(self) -> None:
        self._sure.show()
        first = self.keep if self._leaving.is_sent else self.typed
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        self.typed.clear()
        self._sure.hide()
        self.remove.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        is_meant = prepared(self.typed.text()) == prepared(self._leaving.row.label)
        self.end.setEnabled(self._leaving.is_sent or is_meant)

    def _destroy(self) -> None:
        self.removed.emit((self._leaving, self.typed.text()))


class AsidePanel(Card):
    """Somebody whose records nobody could unlock. `back` and `gone` carry the id."""

    back = Signal(object)
    gone = Signal(object)

    def __init__(self, stage: Stage, person: Person) -> None:
        super().__init__(stage.theme, 20)
        self._person = person
        self._words = label("body")
        self.bring = Button(stage.theme, "quiet", "retry", name=f"bring-back-{person.id}")
        self.delete = Button(stage.theme, "danger", "remove", name=f"delete-{person.id}")
        self._is_sure = False
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.bring)
        row.addWidget(self.delete)
        self.box.addLayout(row)
        self.bring.clicked.connect(partial(self.back.emit, person.id))
        self.delete.clicked.connect(self._delete)
        self.retranslate()

    def retranslate(self) -> None:
        name = self._person.label
        self._words.setText(translate("HandOver", "{name}: locked records that were set aside").format(name=name))
        self.bring.say(translate("HandOver", "Bring back"))
        self.delete.say(
            translate("HandOver", "Really delete?") if self._is_sure else translate("HandOver", "Delete for good")
        )
        for button in (self.bring, self.delete):
            button.setAccessibleName(f"{button.text().replace('&&', '&')}: {name}")

    def _delete(self) -> None:
        if self._is_sure:
            self.gone.emit(self._person.id)
        self._is_sure = True
        self.retranslate()


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
