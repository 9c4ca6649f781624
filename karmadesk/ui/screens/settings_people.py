"""Settings → People: one's own PIN or password, when the laptop locks by itself, and handing the laptop over."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.jobs import Context
from karmadesk.ports import PersonLock
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.choices import Choices
from karmadesk.ui.parts.labels import label
from karmadesk.ui.stage import Stage

LOCK_MINUTES = (0, 5, 15, 30)


class PeopleSettings(QWidget):
    """What belongs to the person at the desk is asked for in a lane; until it is known nothing is offered."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        theme = stage.theme
        self._stage = stage
        self._lock: PersonLock | None = None
        self._is_known = False
        self._person_id = ""
        self._state = label("body", "second")
        self.set = Button(theme, "quiet", "keys", name="secret-set")
        self.change = Button(theme, "quiet", "keys", name="secret-change")
        self.remove = Button(theme, "quiet", name="secret-remove")
        self.lock = Button(theme, "quiet", "keys", name="lock-now")
        self._minutes_words = label("body", "second")
        self.minutes = Choices(theme, "setting-lock_minutes")
        self._hand_over_words = label("body", "second")
        self.hand_over = Button(theme, "quiet", "people", name="hand-over")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        for parts in (
            (self._state, self.set, self.change, self.remove, self.lock),
            (self._minutes_words, self.minutes),
            (self._hand_over_words, self.hand_over),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            for place, part in enumerate(parts):
                row.addWidget(part, 1 if place == 0 else 0)
            box.addLayout(row)
        self._minutes_words.setBuddy(self.minutes)
        self.set.clicked.connect(partial(stage.secret_wanted.emit, "set"))
        self.change.clicked.connect(partial(stage.secret_wanted.emit, "change"))
        self.remove.clicked.connect(partial(stage.secret_wanted.emit, "remove"))
        self.lock.clicked.connect(stage.lock_wanted)
        self.hand_over.clicked.connect(stage.hand_over_wanted)
        self.minutes.chosen.connect(self._set_minutes)
        self.retranslate()

    def read(self) -> None:
        """Asks whether the person at the desk has a PIN or password."""
        desk = self._stage.desk
        person_id = desk.person.id if desk is not None else ""
        if person_id != self._person_id:
            # Of the same person what was known stays in sight until it is known anew: nothing jumps.
            self._person_id, self._is_known = person_id, False
        if desk is not None:
            self._stage.read("own-lock", partial(_lock, self._stage.program, desk), self.show_lock)

    def show_lock(self, lock: PersonLock | None) -> None:
        self._lock, self._is_known = lock, True
        self.retranslate()

    def retranslate(self) -> None:
        lock = self._lock
        self._state.setText(self._state_words())
        self.set.say(translate("Own", "Choose a PIN or password"))
        self.change.say(translate("Own", "Change"))
        self.remove.say(translate("Own", "Take away"))
        self.remove.setAccessibleName(translate("Own", "Take the PIN or password away"))
        self.change.setAccessibleName(translate("Own", "Change your PIN or password"))
        self.lock.say(translate("Own", "Lock now"))
        self.set.setVisible(self._is_known and lock is None)
        for button in (self.change, self.remove, self.lock):
            button.setVisible(self._is_known and lock is not None)
        self.remove.setEnabled(not self._stage.program.settings.require_secret)
        self._minutes_words.setText(translate("Own", "Locks by itself when nobody touches it for"))
        every = [(str(m), formats.duration(m * 60) if m else translate("Own", "never")) for m in LOCK_MINUTES]
        self.minutes.offer(every, [str(self._stage.program.settings.lock_minutes)])
        self.minutes.setAccessibleName(self._minutes_words.text())
        self._hand_over_words.setText(
            translate("Own", "Somebody leaves, or this laptop goes to somebody else: see what is still unsent first.")
        )
        self.hand_over.say(translate("Own", "Hand over this laptop"))

    def _state_words(self) -> str:
        if not self._is_known:
            return ""
        if self._lock is None:
            return translate("Own", "You have no PIN or password: whoever uses this laptop can open your card.")
        if self._lock.is_remembered:
            return translate("Own", "You have a PIN or password, and this laptop opens your card without it.")
        return translate("Own", "Your card opens with your PIN or password.")

    def _set_minutes(self, minutes: str) -> None:
        self._stage.set(lock_minutes=int(minutes))


def _lock(program: Program, desk: Desk, context: Context) -> PersonLock | None:
    context.check()
    return program.people.lock_of(desk.person.id)
