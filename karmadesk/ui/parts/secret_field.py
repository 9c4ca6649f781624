"""A field for a passphrase: hidden, shown on request, with its name above and what is wrong with it below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.theme.look import Theme

HINTS = Qt.InputMethodHint
SENSITIVE = HINTS.ImhSensitiveData | HINTS.ImhNoPredictiveText | HINTS.ImhNoAutoUppercase


class SecretField(QWidget):
    """`entered` when Enter was pressed in it, `edited` with each letter."""

    entered = Signal()
    edited = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._is_shown = False
        self._followers: list[SecretField] = []
        self._title = label("small", "second")
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setInputMethodHints(SENSITIVE)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._title.setBuddy(self.line)
        self.eye = Button(theme, "quiet", "show", name=f"{name}-show")
        self._trouble = label("small", "alert", name=f"{name}-trouble")
        for part in (self.eye, self._trouble):
            # Nothing moves when it comes or goes.
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._title)
        box.addLayout(row)
        box.addWidget(self._trouble)
        self.eye.clicked.connect(self._turn)
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(self._edited)
        self.tell("")

    @property
    def text(self) -> str:
        return self.line.text()

    @property
    def trouble(self) -> str:
        """What is said to be wrong with it; "" for nothing."""
        return self._trouble.text()

    def show_with(self, other: SecretField) -> None:
        """One button for both: this field is hidden and shown with the other."""
        other._followers.append(self)
        self.eye.hide()

    def forget(self) -> None:
        """Empties the field, for Undo too, and hides what comes next."""
        self.line.setText("")
        self.tell("")
        self.reveal(is_shown=False)

    def reveal(self, *, is_shown: bool) -> None:
        """Shows the letters, or a dot for each."""
        self._is_shown = is_shown
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        for field in self._followers:
            field.reveal(is_shown=is_shown)
        self._say_eye()

    def say(self, title: str) -> None:
        """Its name, seen and read out."""
        self._title.setText(title)
        self.line.setAccessibleName(title)
        self._say_eye()

    def tell(self, trouble: str) -> None:
        """Says what is wrong, also to a screen reader; "" takes it back."""
        is_news = trouble and trouble != self._trouble.text()
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.line.setAccessibleDescription(trouble)
        if self.line.property("trouble") != bool(trouble):
            self.line.setProperty("trouble", bool(trouble))
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
        if is_news and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, trouble))

    def take_keyboard(self) -> None:
        """The next key replaces what stands there."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def stop(self, *, is_stopped: bool) -> None:
        """Nothing can be typed for a moment."""
        self.line.setReadOnly(is_stopped)

    def _turn(self) -> None:
        self.reveal(is_shown=not self._is_shown)

    def _edited(self) -> None:
        self.tell("")
        self.edited.emit()

    def _say_eye(self) -> None:
        self.eye.say(translate("Keys", "Hide") if self._is_shown else translate("Keys", "Show"))
        self.eye.set_icon("hide" if self._is_shown else "show")
        self.eye.setAccessibleName(
            translate("Keys", "Hide the passphrase") if self._is_shown else translate("Keys", "Show the passphrase")
        )
