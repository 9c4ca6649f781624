"""Who is learning? A card for each person, one to add somebody, and the languages in their own scripts."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Topic
from karmadesk.services import people
from karmadesk.services.views import PersonRow
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button, press_by_enter
from karmadesk.ui.parts.choices import Choices, Flow
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.states import Notice, try_again
from karmadesk.ui.rail import Mark, avatar_tone, draw_avatar
from karmadesk.ui.screen import Screen
from karmadesk.ui.stage import Stage
from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme

WIDTH, HEIGHT = 200, 200


class PersonCard(QAbstractButton):
    """One person, or the card that adds one."""

    def __init__(self, theme: Theme, person_id: str = "") -> None:
        super().__init__()
        self.person_id = person_id
        self._theme = theme
        self._drawing = Drawing(theme)
        self._initials = ""
        self._detail = ""
        self._is_locked = False
        self.setObjectName(f"person-{person_id}" if person_id else "add-person")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.updateGeometry)

    def say(self, name: str, detail: str, initials: str = "", *, is_locked: bool = False) -> None:
        """A locked card has a key at its face; its words say so too."""
        self._initials, self._detail, self._is_locked = initials, detail, is_locked
        self.update()
        self.setText(name)
        self.setAccessibleName(f"{name}. {detail}" if detail else name)
        self.setToolTip(detail)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH), self._theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect().adjusted(5, 5, -6, -8)
        if self.person_id:
            self._drawing.card(painter, rect)
        else:
            pen = QPen(self._theme.colour("edge"), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(self._theme.colour("sunken") if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 14, 14)
        if self.hasFocus() or (self.underMouse() and self.person_id):
            self._drawing.ring(painter, self.rect().adjusted(0, 0, -1, -3), 17)
        circle = QRect(0, rect.top() + px(24), px(84), px(84))
        circle.moveLeft(rect.center().x() - circle.width() // 2)
        if self.person_id:
            draw_avatar(painter, self._drawing, circle, self._initials, avatar_tone(self.person_id))
            if self._is_locked:
                self._draw_key(painter, circle)
        else:
            side = px(36)
            plus = QRect(circle.center().x() - side // 2, circle.center().y() - side // 2, side, side)
            self._drawing.icon(painter, plus, "add", self._theme.tokens.ink2)
        name = QRect(rect.left() + 8, circle.bottom() + px(12), rect.width() - 16, self._theme.line("section"))
        self._drawing.text(painter, name, self.text(), "section", "ink", "middle")
        detail = QRect(name.left(), name.bottom() + px(2), name.width(), self._theme.line("small"))
        self._drawing.text(painter, detail, self._detail, "small", "ink2", "middle")
        painter.end()
        event.accept()

    def _draw_key(self, painter: QPainter, face: QRect) -> None:
        side = self._theme.px(30)
        badge = QRect(face.right() - side + 4, face.bottom() - side + 4, side, side)
        if self._theme.is_mirrored:
            badge.moveLeft(face.left() - 4)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawEllipse(badge)
        inset = round(side * 0.24)
        self._drawing.icon(painter, badge.adjusted(inset, inset, -inset, -inset), "keys", self._theme.tokens.ink2)


class WhoScreen(Screen):
    """`person_chosen` carries a person's id."""

    topics = Topic.PEOPLE | Topic.OUTBOX | Topic.SETTINGS
    person_chosen = Signal(object)
    add_wanted = Signal()
    arrived = Signal(object)
    """The people, each time they were read."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        theme = stage.theme
        self._people: tuple[PersonRow, ...] = ()
        self._is_read = False
        self._is_read_trouble = False
        self._cards: dict[str, PersonCard] = {}
        self._last_chosen = ""
        self._title = label("hero", wraps=False)
        self._notice = Notice(theme, "who-notice")
        self._notice.setMaximumWidth(720)
        self._row = QHBoxLayout()
        self._row.setSpacing(18)
        self._add = PersonCard(theme)
        self.languages = Choices(theme, "language")
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        page = Page("who-page")
        page.box.addStretch(3)
        page.box.addWidget(Mark(theme, 56), 0, Qt.AlignmentFlag.AlignHCenter)
        page.box.addSpacing(10)
        page.box.addWidget(self._title)
        page.box.addSpacing(12)
        page.box.addWidget(self._notice, 0)
        page.box.addSpacing(16)
        self._holder = QWidget()
        self._flow = CentredFlow(self._holder, 18)
        page.box.addWidget(self._holder)
        self._flow.addWidget(self._add)
        page.box.addSpacing(16)
        self._bring_in = Button(theme, "link", "disk", name="who-bring-in")
        page.box.addWidget(self._bring_in, 0, Qt.AlignmentFlag.AlignHCenter)
        page.box.addSpacing(20)
        chips = QHBoxLayout()
        chips.addStretch(1)
        chips.addWidget(self.languages)
        chips.addStretch(1)
        page.box.addLayout(chips)
        page.box.addStretch(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._add.clicked.connect(self.add_wanted)
        self._bring_in.clicked.connect(stage.bring_in_wanted)
        self.languages.chosen.connect(self._set_language)
        self._notice.pressed.connect(self._again)
        self.retranslate()

    def title(self) -> str:
        return translate("Who", "Who is learning today?")

    def read(self) -> None:
        self.stage.read("who", self._read_people, self._show_read, self._read_failed)

    def show_people(self, found: tuple[PersonRow, ...]) -> None:
        """Shows a card for each person."""
        self._people, self._is_read = found, True
        if self._is_read_trouble:
            self._is_read_trouble = False
            self._notice.clear()
        if [row.id for row in found] != list(self._cards):
            self._make_cards(found)
        self.retranslate()

    def show_error(self, error: KarmaDeskError) -> None:
        """Tells why somebody's desk can't be opened, until somebody does something: a new reading changes nothing."""
        self._notice.say_error(error, try_again())

    def focus_person(self, person_id: str) -> None:
        """Puts the keyboard on somebody's card, or on the card that adds somebody."""
        card = self._cards.get(person_id) or next(iter(self._cards.values()), self._add)
        card.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._title.setText(translate("Who", "Who is learning today?"))
        # Without anybody the window goes on to the welcome.
        for part in (self._title, self._add, self._bring_in, self.languages):
            part.setVisible(self._is_read and bool(self._people))
        self._add.say(translate("Who", "Somebody else"), translate("Who", "needs a link, once"))
        self._bring_in.say(translate("HandOver", "Take in somebody from a file"))
        self._notice.retranslate()
        for row in self._people:
            is_locked = row.is_locked or row.to_send < 0
            self._cards[row.id].say(row.label, person_words(row), row.initials, is_locked=is_locked)
        known = self.stage.languages
        self.languages.offer([(code, known.native_name(code)) for code in known.codes()], [known.current])
        self.languages.setAccessibleName(translate("Who", "Language"))

    def _make_cards(self, found: tuple[PersonRow, ...]) -> None:
        for card in self._cards.values():
            self._flow.removeWidget(card)
            card.deleteLater()
        self._flow.removeWidget(self._add)
        self._cards = {row.id: PersonCard(self.stage.theme, row.id) for row in found}
        for card in self._cards.values():
            card.clicked.connect(self._chosen)
            self._flow.addWidget(card)
            card.show()
        self._flow.addWidget(self._add)
        for before, after in pairwise((*self._cards.values(), self._add, self._bring_in)):
            QWidget.setTabOrder(before, after)

    def _chosen(self) -> None:
        card = self.sender()
        if isinstance(card, PersonCard):
            self._last_chosen = card.person_id
            self._notice.clear()
            self.person_chosen.emit(card.person_id)

    def _read_failed(self, error: KarmaDeskError) -> None:
        self._is_read_trouble = True
        self.show_error(error)

    def _again(self) -> None:
        """Repeats what failed: the reading of who is here, or the opening of a desk."""
        self._notice.clear()
        if not self._is_read_trouble and self._last_chosen in self._cards:
            self.person_chosen.emit(self._last_chosen)
        else:
            self.read()

    def _set_language(self, code: str) -> None:
        self.stage.set(language=code)

    def _read_people(self, context: Context) -> tuple[PersonRow, ...]:
        context.check()
        program = self.stage.program
        return people.rows(program.people, program.servers, are_names_hidden=program.policy.are_names_hidden)

    def _show_read(self, found: tuple[PersonRow, ...]) -> None:
        self.show_people(found)
        self.arrived.emit(found)


class CentredFlow(Flow):
    """Lines of cards, each in the middle."""

    def _place(self, rect: QRect, *, is_trial: bool) -> int:
        wide = sum(item.sizeHint().width() for item in self._items) + self._gap * max(0, len(self._items) - 1)
        spare = max(0, (rect.width() - wide) // 2)
        return super()._place(rect.adjusted(spare, 0, -spare, 0), is_trial=is_trial)


def person_words(row: PersonRow) -> str:
    """What waits for somebody."""
    if row.is_locked:
        return _locked_words(row)
    if row.to_send < 0:
        return translate("Who", "locked")
    if row.to_send and row.needs_sign_in:
        return translate("Who", "%n waiting · must sign in", "", row.to_send)
    if row.to_send:
        return translate("Who", "%n to send", "", row.to_send)
    return translate("Who", "all sent")


def _locked_words(row: PersonRow) -> str:
    """Somebody with a PIN: what waits, and what it waits for."""
    if row.to_send <= 0:
        return translate("Who", "locked")
    if row.needs_sign_in:
        return translate("Who", "locked · %n waiting · must sign in", "", row.to_send)
    if row.sends_locked:
        return translate("Who", "locked · %n to send", "", row.to_send)
    return translate("Who", "%n waiting · must unlock", "", row.to_send)
