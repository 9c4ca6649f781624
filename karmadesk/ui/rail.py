"""The rail: where one can go, an icon over each name, and who is learning at its foot."""

from __future__ import annotations

from zlib import crc32

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import press_by_enter
from karmadesk.ui.stage import ScreenName
from karmadesk.ui.theme.drawing import Drawing
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import RAIL, SCRIPT_FAMILIES
from karmadesk.ui.theme.tokens import Role, Tone

PLACES: tuple[tuple[ScreenName, str], ...] = (
    ("plan", "plan"),
    ("explore", "explore"),
    ("downloads", "download"),
    ("ledger", "send"),
    ("settings", "settings"),
)


def place_name(screen: ScreenName) -> str:
    """What the rail calls a screen."""
    names = {
        "plan": translate("Rail", "My plan"),
        "explore": translate("Rail", "Explore"),
        "downloads": translate("Rail", "Downloads"),
        "ledger": translate("Rail", "Sent"),
        "settings": translate("Rail", "Settings"),
    }
    return names.get(screen, "")


class Avatar(QAbstractButton):
    """A person's initials in a circle; pressed, it asks who is learning."""

    def __init__(self, theme: Theme, side: int = 40) -> None:
        super().__init__()
        self._theme = theme
        self._drawing = Drawing(theme)
        self._side = side
        self._tone: Tone = "accent"
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("avatar")
        theme.changed.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._side) + 8
        return QSize(side, side)

    def show_person(self, initials: str, tone: Tone) -> None:
        self._tone = tone
        self.setText(initials)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.rect().adjusted(4, 4, -4, -4)
        draw_avatar(painter, self._drawing, rect, self.text(), self._tone)
        if self.hasFocus():
            self._drawing.ring(painter, self.rect(), self.width() / 2)
        painter.end()
        event.accept()


def draw_avatar(painter: QPainter, drawing: Drawing, rect: QRect, initials: str, tone: Tone) -> None:
    """Initials in a soft circle."""
    ink, ground = drawing.theme.tokens.tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawEllipse(rect)
    drawing.text(painter, rect, initials, "lead" if rect.width() > 60 else "item", QColor(ink), "middle")


class Face(QWidget):
    """Somebody's initials, only to be seen: the name stands beside it."""

    def __init__(self, theme: Theme, person_id: str, initials: str, side: int = 44) -> None:
        super().__init__()
        self._theme, self._drawing, self._side = theme, Drawing(theme), side
        self._initials, self._tone = initials, avatar_tone(person_id)
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        self.setFixedSize(self._theme.px(self._side), self._theme.px(self._side))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_avatar(painter, self._drawing, self.rect(), self._initials, self._tone)
        painter.end()
        event.accept()


AVATAR_TONES: tuple[Tone, ...] = ("accent", "done", "brand")


def avatar_tone(person_id: str) -> Tone:
    """The colour of a person, always the same one."""
    return AVATAR_TONES[crc32(person_id.encode()) % len(AVATAR_TONES)]


class RailButton(QToolButton):
    """One place to go."""

    def __init__(self, theme: Theme, screen: ScreenName, icon: str, number: int) -> None:
        super().__init__()
        self.place = screen
        self._theme = theme
        self._icon = icon
        self.setProperty("look", "rail")
        self.setObjectName(f"rail-{screen}")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setShortcut(QKeySequence(f"Alt+{number}"))
        self.toggled.connect(self._dress)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        name = place_name(self.place)
        keys = self.shortcut()
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})")
        self.setShortcut(keys)

    def _dress(self) -> None:
        role: Role = "brand" if self.isChecked() else "ink2"
        side = self._theme.px(22)
        self.setIconSize(QSize(side, side))
        self.setIcon(self._theme.icon(self._icon, role, 22))


class Rail(QFrame):
    """`chosen` carries a screen's name."""

    chosen = Signal(object)
    people_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._theme = theme
        self._label = ""
        self._group = QButtonGroup(self)
        self._buttons = [RailButton(theme, screen, icon, place + 1) for place, (screen, icon) in enumerate(PLACES)]
        self.avatar = Avatar(theme)
        self.avatar.clicked.connect(self.people_wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 16, 8, 16)
        box.setSpacing(4)
        box.addWidget(Mark(theme, 40), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(16)
        for button in self._buttons:
            if button.place == "settings":
                box.addStretch(1)
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self._group.addButton(button)
        box.addSpacing(4)
        box.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignHCenter)
        self._group.buttonClicked.connect(self._clicked)
        theme.changed.connect(self._measure)
        self._measure()

    def show_place(self, screen: str) -> None:
        """Marks where one is; nothing for a screen that is not on the rail."""
        self._group.setExclusive(False)
        for button in self._buttons:
            button.setChecked(button.place == screen)
        self._group.setExclusive(True)

    def show_person(self, person_id: str, label: str, initials: str) -> None:
        self._label = label
        self.avatar.show_person(initials, avatar_tone(person_id))
        self._say_person()

    def _say_person(self) -> None:
        words = translate("Rail", "{name}: change who is learning").format(name=self._label)
        self.avatar.setAccessibleName(words)
        self.avatar.setToolTip(words)

    def retranslate(self) -> None:
        for button in self._buttons:
            button.retranslate()
        self._say_person()
        self._measure()

    def _measure(self) -> None:
        """As wide as the longest name needs, so that none is cut."""
        words = QFontMetrics(self._theme.font("label"))
        longest = max(round(words.horizontalAdvance(button.text()) * 1.08) for button in self._buttons)
        wide = max(self._theme.px(RAIL - 18), longest + self._theme.px(8))
        for button in self._buttons:
            button.setFixedWidth(wide)
        self.setFixedWidth(wide + 18)
        self.update()

    def _clicked(self, button: RailButton) -> None:
        self.chosen.emit(button.place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        edge = 0 if self._theme.is_mirrored else self.width() - 1
        painter.fillRect(QRect(edge, 0, 1, self.height()), self._theme.colour("line"))
        painter.end()
        event.accept()


class Mark(QWidget):
    """KarmaDesk's sign."""

    def __init__(self, theme: Theme, side: int) -> None:
        super().__init__()
        self._theme = theme
        self._drawing = Drawing(theme)
        self.setFixedSize(side, side)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("brand"))
        painter.drawRoundedRect(self.rect(), self.width() * 0.3, self.width() * 0.3)
        font = QFont(list(SCRIPT_FAMILIES["Latn"]))
        font.setPixelSize(round(self.width() * 0.46))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._theme.colour("on_brand"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "K")
        painter.end()
        event.accept()
