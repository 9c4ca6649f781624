"""Settings → People: what one's card on this laptop says, which everybody here can read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from karmadesk.jobs import Context
from karmadesk.model import Person, Topic
from karmadesk.services import people
from karmadesk.services.program import Program
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.stage import Stage


class CardLabel(QWidget):
    """A field and a button; nothing is kept while one types."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._words = label("body", "second")
        self._about = label("small", "third")
        self.line = QLineEdit()
        self.line.setObjectName("own-label")
        self.line.setMaxLength(people.MOST_LETTERS)
        self.keep = Button(stage.theme, "quiet", "check", name="own-label-keep")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(4)
        box.addLayout(row)
        box.addWidget(self._about)
        self._words.setBuddy(self.line)
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self.rename)
        self.keep.clicked.connect(self.rename)
        self.retranslate()

    def read(self) -> None:
        """What it says now; what somebody is typing stays."""
        person = self._person
        if not self.line.isModified():
            self.line.setText(person.label if person is not None else "")
        self._edited()

    def rename(self) -> None:
        person = self._person
        if person is not None and self.keep.isEnabled():
            work = partial(_rename, self._stage.program, person, self.line.text())
            self._stage.do(work, self._renamed)

    def retranslate(self) -> None:
        self._words.setText(translate("Own", "Your card on this laptop says"))
        self._about.setText(
            translate("Own", "Everybody at this laptop can read it, also while you are away. It need not be your name.")
        )
        self.line.setAccessibleName(self._words.text())
        self.line.setAccessibleDescription(self._about.text())
        self.keep.say(translate("Own", "Keep"))
        self.keep.setAccessibleName(translate("Own", "Keep what the card says"))

    @property
    def _person(self) -> Person | None:
        """Nobody on a tour: its card is gone with it."""
        desk = self._stage.desk
        return desk.person if desk is not None and not desk.is_tour else None

    def _edited(self) -> None:
        person = self._person
        wanted = people.tidied(self.line.text())
        self.line.setEnabled(person is not None)
        self.keep.setEnabled(person is not None and bool(wanted) and wanted != person.label)

    def _renamed(self, person: Person) -> None:
        desk = self._stage.desk
        if desk is not None and desk.person.id == person.id:
            self._stage.desk = replace(desk, person=person)
            self._stage.renamed.emit(person)
            self.line.setText(person.label)
            self._edited()
        self._stage.acted(Topic.PEOPLE | Topic.PLAN)


def _rename(program: Program, person: Person, typed: str, context: Context) -> Person:
    context.check()
    return people.rename(program.people, person.id, typed)
