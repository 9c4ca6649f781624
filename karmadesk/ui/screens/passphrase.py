"""Asking for a passphrase inside the window: a card in the middle, and the languages below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.choices import Choices
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panels import Card, IconLabel
from karmadesk.ui.parts.secret_field import SecretField
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.screen import Screen
from karmadesk.ui.stage import Stage

WIDTH = 600
Words = Callable[[], str]
"""What is said, in the language that is shown when it is said."""


class PassphraseScreen(Screen):
    """`given` carries what was typed, to be used at once and kept nowhere. A screen fills in `form` and the words."""

    given = Signal(object)
    cancelled = Signal()

    def __init__(self, stage: Stage, name: str) -> None:
        super().__init__(stage)
        theme = stage.theme
        self.setObjectName(name)
        self._is_busy = False
        self._complaint: tuple[SecretField, Words] | None = None
        self._heading = label("title")
        self._text = label("body", "second")
        self._notice = Notice(theme, f"{name}-notice")
        self.field = SecretField(theme, f"{name}-passphrase")
        self._use = Button(theme, "primary", "keys", name=f"{name}-use")
        self._cancel = Button(theme, "quiet", name=f"{name}-cancel")
        self._languages = Choices(theme, f"{name}-language")
        self.form = QVBoxLayout()
        self.form.setSpacing(0)
        self._card = Card(theme, 28)
        self._fill(IconLabel(theme, "keys", 48, "brand", in_circle=True))
        self._put_in_the_middle()
        self._use.clicked.connect(self.submit)
        self._cancel.clicked.connect(self.give_up)
        self._languages.chosen.connect(self._set_language)
        theme.changed.connect(self._measure)
        self._measure()

    def _fill(self, icon: QWidget) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._heading)
        words.addWidget(self._text)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._use)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        box = self._card.box
        box.setSpacing(0)
        box.addLayout(head)
        box.addSpacing(16)
        box.addWidget(self._notice)
        box.addLayout(self.form)
        box.addSpacing(16)
        box.addLayout(buttons)

    def _put_in_the_middle(self) -> None:
        page = Page(f"{self.objectName()}-page")
        page.box.addStretch(2)
        for middle, gap in ((self._card, 16), (self._languages, 0)):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(middle)
            row.addStretch(1)
            page.box.addLayout(row)
            page.box.addSpacing(gap)
        page.box.addStretch(3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)

    def fields(self) -> tuple[SecretField, ...]:
        """What is typed into."""
        return (self.field,)

    def begin(self) -> None:
        """Empty, with the keyboard where typing starts."""
        self.rest()
        self.field.take_keyboard()

    def rest(self) -> None:
        """As if nobody had typed anything."""
        self.keep_nothing()
        self._set_busy(is_busy=False)

    def keep_nothing(self) -> None:
        """Empties the fields; what was wanted goes on, and the window with it."""
        for field in self.fields():
            field.forget()
        self._edited()

    def submit(self) -> None:
        """Gives what was typed, once it can be used."""
        if self._is_busy or not self.is_usable():
            return
        self._set_busy(is_busy=True)
        self.given.emit(self.field.text)

    def is_usable(self) -> bool:
        """Whether it may be given; says what is missing otherwise."""
        raise NotImplementedError

    def complain(self, field: SecretField, words: Words) -> None:
        """Says what is wrong with a field, and puts the keyboard there."""
        self._complaint = field, words
        field.tell(words())
        field.take_keyboard()

    def show_refused(self, error: KarmaDeskError) -> None:
        """It can't be used; it can be tried again, as often as needed."""
        self._set_busy(is_busy=False)
        self._notice.say_error(error)
        self.field.take_keyboard()

    def give_up(self) -> None:
        """Leaves it; nothing was changed."""
        self.rest()
        self.cancelled.emit()

    def retranslate(self) -> None:
        self._cancel.say(translate("Keys", "Cancel"))
        self._notice.retranslate()
        if self._complaint is not None:
            field, words = self._complaint
            field.tell(words())
        known = self.stage.languages
        self._languages.offer([(code, known.native_name(code)) for code in known.codes()], [known.current])
        self._languages.setAccessibleName(translate("Keys", "Language"))
        self.setAccessibleName(self.title())

    def _edited(self) -> None:
        self._notice.clear()
        self._complaint = None
        for field in self.fields():
            field.tell("")

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._use.setEnabled(not is_busy)
        for field in self.fields():
            field.stop(is_stopped=is_busy)
        self.retranslate()

    def _set_language(self, code: str) -> None:
        self.stage.set(language=code)

    def _measure(self) -> None:
        # The highest signs of Devanagari rise above what the font calls its height.
        self._heading.setContentsMargins(0, self.stage.theme.px(4), 0, 0)
        self._card.setFixedWidth(min(self.stage.theme.px(WIDTH), 1000))
