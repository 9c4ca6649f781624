"""The palette: type a few letters of what you want to do, or of a course, and press Enter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from karmadesk.jobs import Context
from karmadesk.model import CourseCard
from karmadesk.services import catalogue
from karmadesk.services.desk import Desk
from karmadesk.ui.commands import Command, matching
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panel import Panel
from karmadesk.ui.rows.row import Action, Row, RowAct, Shape, in_cards
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.stage import Destination, Stage

COURSE = "course:"
FEWEST_LETTERS = 2
COURSES = 8


class Palette(Panel):
    """`commands` are shown at once, courses of the catalogue as they are found."""

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(stage.theme, parent, "palette", (600, 480))
        self._stage = stage
        self._commands: tuple[Command, ...] = ()
        self._found: tuple[CourseCard, ...] = ()
        self._field = QLineEdit()
        self._field.setObjectName("palette-field")
        self._list = RowList(stage.theme, stage.posters)
        self._list.setObjectName("palette-list")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The arrows reach it from the field, where the letters go.
        self._list.setFocusProxy(self._field)
        self._nothing = label("body", "second")
        self.box.addWidget(self._field)
        self.box.addWidget(self._list, 1)
        self.box.addWidget(self._nothing)
        self._field.textChanged.connect(self._typed)
        self._field.installEventFilter(self)
        self._list.acted.connect(self._acted)

    def offer(self, commands: Sequence[Command]) -> None:
        """Begins anew with these commands."""
        self._commands = tuple(commands)
        words = translate("Palette", "What do you want to do?")
        self.setWindowTitle(words)
        self._field.setPlaceholderText(words)
        self._field.setAccessibleName(words)
        self._list.setAccessibleName(translate("Palette", "Commands and courses"))
        self._nothing.setText(translate("Palette", "Nothing is called that. Try another word."))
        self._field.clear()
        self._found = ()
        self._show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows and Enter belong to the list while the letters belong to the field."""
        if watched is self._field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            key = Qt.Key(event.key())
            if key in steps:
                self._list.point_at(self._list.currentIndex().row() + steps[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._list.act_on_current()
                return True
        return False

    def _typed(self, words: str) -> None:
        self._found = ()
        self._show()
        desk = self._stage.desk
        if desk is not None and len(words.strip()) >= FEWEST_LETTERS:
            self._stage.read("palette", partial(_search, desk, words.strip()), self._arrived)

    def _arrived(self, found: tuple[CourseCard, ...]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        chosen = matching(self._commands, self._field.text())
        do = (Action("do", translate("Palette", "Do it")),)
        rows = [
            Row(command.id, command.words, shape=Shape.LINE, icon=command.icon, trailing=command.keys, more=do)
            for command in chosen
        ]
        course = translate("Palette", "Course")
        rows += [
            Row(
                f"{COURSE}{card.id}",
                card.name,
                card.provider,
                shape=Shape.LINE,
                icon="course",
                trailing=course,
                more=do,
            )
            for card in self._found
        ]
        self._list.set_rows(in_cards(rows))
        self._list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._list.point_at(0)

    def _acted(self, act: RowAct) -> None:
        self.accept()
        if act.row_id.startswith(COURSE):
            self._stage.go.emit(Destination("course", course_id=act.row_id.removeprefix(COURSE)))
            return
        for command in self._commands:
            if command.id == act.row_id:
                command.do()
                return


def _search(desk: Desk, words: str, context: Context) -> tuple[CourseCard, ...]:
    context.check()
    return catalogue.search(desk, words, COURSES)
