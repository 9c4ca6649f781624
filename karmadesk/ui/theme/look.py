"""The theme as the window uses it: colours, fonts and icons for scheme, text size and script; it tells of changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from karmadesk.ui.theme import fonts
from karmadesk.ui.theme.icons import Icons
from karmadesk.ui.theme.measures import LANGUAGE_SCRIPT, SCRIPT_FAMILIES, SCRIPT_LINE, STYLES, Style
from karmadesk.ui.theme.qss import style_sheet
from karmadesk.ui.theme.tokens import CONTRAST, DARK, LIGHT, PAPER, Role, Tokens


class Theme(QObject):
    """One for the window. `name` is system, light, dark or contrast."""

    changed = Signal()

    def __init__(self, resources: Path, name: str = "system", text_percent: int = 100, language: str = "") -> None:
        """Knows its colours at once; faces and style sheet come with `dress`, and the first picture does without."""
        super().__init__()
        self._name = name
        self._percent = text_percent
        self._script = LANGUAGE_SCRIPT.get(language, "Latn")
        self._faces = resources / "fonts"
        self._is_dressed = False
        self._icons = Icons(resources / "icons")
        self._fonts: dict[Style, QFont] = {}
        self.tokens: Tokens = LIGHT
        self._choose()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def dress(self) -> None:
        """Makes the shipped faces known, and dresses the application for the first time."""
        if not self._is_dressed:
            fonts.load(self._faces)
        self._is_dressed = True
        self.apply()

    def set(self, *, name: str | None = None, text_percent: int | None = None, language: str | None = None) -> None:
        """Changes what is given, and shows it at once where it differs."""
        wanted = (
            name if name is not None else self._name,
            text_percent if text_percent is not None else self._percent,
            LANGUAGE_SCRIPT.get(language, "Latn") if language is not None else self._script,
        )
        if wanted != (self._name, self._percent, self._script):
            self._name, self._percent, self._script = wanted
            self._choose()
            self.apply()

    def apply(self) -> None:
        """Dresses the whole application; `changed` follows."""
        self._fonts.clear()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            # Each of these dresses every widget anew, so only what differs is set.
            palette, font = self.palette(), self.font("body")
            sheet = style_sheet(self.tokens, self.px)
            if application.palette() != palette:
                application.setPalette(palette)
            if application.font() != font:
                application.setFont(font)
            if application.styleSheet() != sheet:
                application.setStyleSheet(sheet)
        self.changed.emit()

    @property
    def scale(self) -> float:
        return self._percent / 100

    @property
    def script(self) -> str:
        return self._script

    @property
    def is_mirrored(self) -> bool:
        """Whether lines run from right to left."""
        return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def px(self, length: float) -> int:
        """A length at the learner's text size."""
        return round(length * self.scale)

    def line(self, style: Style) -> int:
        """The line height of a style in the script that is shown."""
        return round(STYLES[style].line * self.scale * self._line_factor())

    def font(self, style: Style) -> QFont:
        if style not in self._fonts:
            made = QFont(list(SCRIPT_FAMILIES[self._script]))
            made.setPixelSize(max(1, round(STYLES[style].size * self.scale)))
            made.setWeight(QFont.Weight(STYLES[style].weight))
            self._fonts[style] = made
        return self._fonts[style]

    def colour(self, role: Role) -> QColor:
        return QColor(self.tokens.of(role))

    def paper(self) -> QColor:
        """What something printed is printed on, in every theme."""
        return QColor(PAPER)

    def shade(self) -> QColor:
        """What dims the window under a panel."""
        shade = self.colour("picture")
        shade.setAlpha(self.tokens.scrim_alpha)
        return shade

    def icon(self, name: str, role: Role = "ink2", size: int = 20, gap: int = 0, *, words_first: bool = False) -> QIcon:
        """`size`, and the `gap` between it and the words, before the text size is applied."""
        colour, mirrored = self.tokens.of(role), self.is_mirrored
        return self._icons.icon(
            name, colour, self.px(size), mirrored=mirrored, gap=self.px(gap), gap_first=mirrored != words_first
        )

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """An icon of exactly this size in any colour of the tokens, for delegates."""
        return self._icons.pixmap(name, colour, size, ratio, mirrored=self.is_mirrored)

    def palette(self) -> QPalette:
        """What Qt's own drawing needs: placeholder, selection, links, disabled text."""
        kinds: tuple[tuple[QPalette.ColorRole, Role], ...] = (
            (QPalette.ColorRole.Window, "bg"),
            (QPalette.ColorRole.WindowText, "ink"),
            (QPalette.ColorRole.Base, "surface"),
            (QPalette.ColorRole.AlternateBase, "sunken"),
            (QPalette.ColorRole.Text, "ink"),
            (QPalette.ColorRole.Button, "surface"),
            (QPalette.ColorRole.ButtonText, "ink"),
            (QPalette.ColorRole.PlaceholderText, "ink3"),
            (QPalette.ColorRole.Highlight, "brand"),
            (QPalette.ColorRole.HighlightedText, "on_brand"),
            (QPalette.ColorRole.Link, "brand"),
            (QPalette.ColorRole.ToolTipBase, "surface"),
            (QPalette.ColorRole.ToolTipText, "ink"),
        )
        palette = QPalette()
        for qt_role, role in kinds:
            palette.setColor(qt_role, self.colour(role))
        for qt_role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, qt_role, self.colour("ink3"))
        return palette

    def _line_factor(self) -> float:
        return SCRIPT_LINE[self._script]

    def _choose(self) -> None:
        chosen = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}.get(self._name)
        if chosen is None:
            is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            chosen = DARK if is_dark else LIGHT
        if chosen is not self.tokens:
            self._icons.forget()
        self.tokens = chosen

    def _scheme_changed(self) -> None:
        if self._name == "system":
            self._choose()
            self.apply()
