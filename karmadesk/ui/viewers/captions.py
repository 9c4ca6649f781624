"""Captions under the picture, in up to two languages at once, and the choice of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from karmadesk.captions import Cues, decode, parse
from karmadesk.jobs import Context
from karmadesk.services.views import CaptionTrack
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.theme.look import Theme

AT_ONCE = 2
OFF = "-"
"""Kept in the settings when somebody turned captions off; () there means that nobody has chosen yet."""
SIZES = (20, 16)
LINES = (30, 24)


def read_tracks(tracks: Sequence[CaptionTrack], context: Context) -> Mapping[str, Cues]:
    """The cues of each language; work for a lane. A track that can't be read is empty."""
    found: dict[str, Cues] = {}
    for track in tracks:
        context.check()
        try:
            found[track.caption.code] = parse(decode(track.path.read_bytes()))
        except OSError:
            found[track.caption.code] = Cues()
    return found


class CaptionChoice(QObject):
    """Which languages are shown: what the learner chose before, else the interface's own."""

    changed = Signal()

    def __init__(self, chosen: tuple[str, ...], language: str) -> None:
        super().__init__()
        self._chosen = chosen
        self._language = language
        self._before: tuple[str, ...] = ()
        self._tracks: tuple[CaptionTrack, ...] = ()

    @property
    def stored(self) -> tuple[str, ...]:
        """What belongs in the settings."""
        return self._chosen

    @property
    def tracks(self) -> tuple[CaptionTrack, ...]:
        return self._tracks

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages to show now, at most two; () for none."""
        here = [track.caption.code for track in self._tracks]
        if self._chosen:
            return tuple(code for code in self._chosen if code in here)[:AT_ONCE]
        return tuple(code for code in (self._language, *here) if code in here)[:1]

    @property
    def label(self) -> str:
        """हिन्दी + English; "" while none is shown."""
        names = {track.caption.code: track.caption.label for track in self._tracks}
        return " + ".join(names[code] for code in self.codes)

    def offer(self, tracks: tuple[CaptionTrack, ...]) -> None:
        """What this recording has."""
        self._tracks = tracks
        self.changed.emit()

    def toggle(self, code: str) -> None:
        """Shows a language or hides it; with two shown the older one makes room."""
        now = [shown for shown in self.codes if shown != code]
        if code not in self.codes:
            now = [*now[-(AT_ONCE - 1) :], code]
        self._set(tuple(now) or (OFF,))

    def turn(self) -> None:
        """All off, or back to what was shown last."""
        if self.codes:
            self._before = self.codes
            self._set((OFF,))
        else:
            self._set(self._before)

    def clear(self) -> None:
        self._set((OFF,))

    def _set(self, chosen: tuple[str, ...]) -> None:
        self._chosen = chosen
        self.changed.emit()


def fill_menu(menu: QMenu, choice: CaptionChoice) -> None:
    """One tick a language, and none at all."""
    menu.clear()
    for track in choice.tracks:
        action = QAction(track.caption.label, menu)
        action.setCheckable(True)
        action.setChecked(track.caption.code in choice.codes)
        action.setData(track.caption.code)
        menu.addAction(action)
    menu.addSeparator()
    none = QAction(translate("Viewer", "No captions"), menu)
    none.setCheckable(True)
    none.setChecked(not choice.codes)
    none.setData(OFF)
    menu.addAction(none)


class CaptionStrip(QWidget):
    """The lines under the picture. It keeps its height while nobody speaks, so that nothing jumps."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._labels: list[QLabel] = []
        self._cues: Mapping[str, Cues] = {}
        self._codes: tuple[str, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.px(8), 0, theme.px(4))
        box.setSpacing(0)
        for place in range(AT_ONCE):
            line = label("body", "" if place == 0 else "second", name=f"caption-{place + 1}")
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
            box.addWidget(line)
            self._labels.append(line)
        self.restyle()

    def show_cues(self, cues: Mapping[str, Cues], codes: tuple[str, ...]) -> None:
        """The languages to show, the first one larger."""
        self._cues, self._codes = cues, codes
        for place, line in enumerate(self._labels):
            line.setVisible(place < len(codes))
            line.clear()
        self.setVisible(bool(codes))

    def show_moment(self, position_ms: int) -> None:
        for line, code in zip(self._labels, self._codes, strict=False):
            # Written for a narrow picture; here the width of the window decides where a line breaks.
            spoken = " ".join(self._cues.get(code, Cues()).text_at(position_ms).split())
            if line.text() != spoken:
                line.setText(spoken)

    @property
    def shown(self) -> tuple[str, ...]:
        """The texts that are shown now."""
        return tuple(line.text() for line, _code in zip(self._labels, self._codes, strict=False))

    def restyle(self) -> None:
        for line, size, height in zip(self._labels, SIZES, LINES, strict=True):
            font = QFont(self._theme.font("body"))
            font.setPixelSize(self._theme.px(size))
            line.setFont(font)
            # A rule of the style sheet for its type would win over the font.
            line.setProperty("type", None)
            # Devanagari stands in most of these lines, whatever the interface speaks.
            line.setMinimumHeight(self._theme.px(height))
