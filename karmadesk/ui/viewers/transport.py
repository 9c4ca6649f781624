"""The card under the picture: the line of time, play and pause, speed, captions, sound, and how much was watched."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QSizePolicy, QSlider, QWidget

from karmadesk.model import Intervals
from karmadesk.ui.formats import moment, percent
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import ChipButton
from karmadesk.ui.parts.icon_button import IconButton
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import Card, ChipLabel
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.captions import OFF, CaptionChoice, fill_menu
from karmadesk.ui.viewers.timeline import STEP_MS, Timeline

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class Transport(Card):
    """Says what the learner wants; the viewer does it and shows what came of it."""

    play_wanted = Signal()
    seek_wanted = Signal(object)
    """An absolute position in milliseconds."""
    step_wanted = Signal(object)
    """A jump relative to now, in milliseconds."""
    speed_wanted = Signal(float)
    volume_wanted = Signal(int)
    transcript_wanted = Signal()
    full_screen_wanted = Signal()

    def __init__(self, theme: Theme, choice: CaptionChoice) -> None:
        super().__init__(theme, margin=12)
        self.setObjectName("transport")
        self._theme = theme
        self._choice = choice
        self._speed = 1.0
        self._volume = 80
        self.box.setContentsMargins(16, 8, 16, 12)
        self.timeline = Timeline(theme)
        self.play = IconButton(theme, "play", "play", role="brand", side=28)
        self.back = IconButton(theme, "back-10", "back", side=22)
        self.forward = IconButton(theme, "forward-10", "forward", side=22)
        self.time = label("body", wraps=False, name="time")
        self.speed = ChipButton(theme, name="speed")
        self.captions = ChipButton(theme, name="captions")
        self.watched = ChipLabel(theme)
        self.watched.setObjectName("watched")
        self.mute = IconButton(theme, "volume", "mute", side=22)
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.transcript = IconButton(theme, "transcript", "transcript-button", side=22)
        self.full_screen = IconButton(theme, "full-screen", "full-screen", side=22)
        self._start, self._end = QHBoxLayout(), QHBoxLayout()
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._speeds = QMenu(self)
        self._languages = QMenu(self)
        self._furnish()
        self._connect()
        self._measure()
        theme.changed.connect(self._measure)

    def _furnish(self) -> None:
        self.volume.setObjectName("volume")
        self.volume.setRange(0, 100)
        self.volume.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.time.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.box.addWidget(self.timeline)
        # Time runs from left to right in every script, and so do these three and the loudness.
        steps = QWidget()
        steps.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.volume.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        row = QHBoxLayout(steps)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.back, self.play, self.forward):
            row.addWidget(button)
        for part in (steps, self.time, self.speed, self.captions):
            self._start.addWidget(part)
        self._start.insertSpacing(1, 8)
        self._start.insertSpacing(3, 8)
        self._start.addStretch(1)
        self._end.addStretch(1)
        for other in (self.watched, self.mute, self.volume, self.transcript, self.full_screen):
            self._end.addWidget(other)
        for half in (self._start, self._end):
            half.setSpacing(4)
            self._rows.addLayout(half)
        self.box.addLayout(self._rows)

    def _measure(self) -> None:
        self.volume.setFixedWidth(self._theme.px(84))

    def minimumSizeHint(self) -> QSize:
        """As narrow as one half of the row: where both don't fit side by side they stand below each other."""
        margins = self.box.contentsMargins()
        widest = max(self._start.minimumSize().width(), self._end.minimumSize().width())
        return QSize(widest + margins.left() + margins.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        margins = self.box.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        fits = room >= self._start.sizeHint().width() + self._end.sizeHint().width() + 12
        wanted = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if wanted != self._rows.direction():
            self._rows.setDirection(wanted)

    def _connect(self) -> None:
        self.play.clicked.connect(self.play_wanted)
        self.timeline.wanted.connect(self.seek_wanted)
        self.back.clicked.connect(self._step_back)
        self.forward.clicked.connect(self._step_forward)
        self.speed.clicked.connect(self._open_speeds)
        self.captions.clicked.connect(self._open_languages)
        self._speeds.triggered.connect(self._speed_chosen)
        self._languages.triggered.connect(self._language_chosen)
        self._choice.changed.connect(self._say_captions)
        self.volume.valueChanged.connect(self._volume_moved)
        self.mute.clicked.connect(self.toggle_mute)
        self.transcript.clicked.connect(self.transcript_wanted)
        self.full_screen.clicked.connect(self.full_screen_wanted)

    def show_moment(self, position_ms: int, duration_ms: int, *, is_playing: bool) -> None:
        self.timeline.show_moment(position_ms, duration_ms)
        self.time.setText(f"{moment(position_ms)} / {moment(duration_ms)}")
        self.play.set_icon("pause" if is_playing else "play")
        self.play.say(translate("Viewer", "Pause") if is_playing else translate("Viewer", "Play"), self._space())

    def show_watched(self, watched: Intervals, share: float, *, is_done: bool) -> None:
        """`share` of the content, 0-1. Once complete it stays complete."""
        self.timeline.show_watched(watched)
        words = translate("Viewer", "{share} watched").format(share=percent(share))
        self.watched.say(words, "done" if is_done else "plain", "check" if is_done else "watch")

    def show_speed(self, speed: float) -> None:
        self._speed = speed
        words = translate("Viewer", "{n}×").format(n=f"{speed:g}")
        spoken = translate("Viewer", "Speed: {n} times").format(n=f"{speed:g}")
        self.speed.say(words, "plain" if speed == 1.0 else "brand", spoken=spoken)
        self.speed.setToolTip(spoken)

    def show_volume(self, percent_: int) -> None:
        self.volume.blockSignals(True)
        self.volume.setValue(percent_)
        self.volume.blockSignals(False)
        if percent_:
            self._volume = percent_
        self._say_volume(percent_)

    def show_full_screen(self, is_on: bool) -> None:
        self.full_screen.set_icon("window" if is_on else "full-screen")
        self.full_screen.say(
            translate("Viewer", "Leave full screen") if is_on else translate("Viewer", "Full screen"), "F"
        )

    def toggle_mute(self) -> None:
        self.volume.setValue(0 if self.volume.value() else self._volume)

    def retranslate(self) -> None:
        self.timeline.retranslate()
        self.back.say(translate("Viewer", "10 seconds back"), "←")
        self.forward.say(translate("Viewer", "10 seconds forward"), "→")
        self.volume.setAccessibleName(translate("Viewer", "Loudness"))
        self.transcript.say(translate("Viewer", "Show or hide the transcript"), "T")
        self.show_speed(self._speed)
        self._say_captions()
        self._say_volume(self.volume.value())

    def _space(self) -> str:
        return translate("Viewer", "Space", "the key")

    def _say_captions(self) -> None:
        shown = self._choice.label
        self.captions.setVisible(bool(self._choice.tracks))
        self.captions.say(
            shown or translate("Viewer", "Captions off"),
            "brand" if shown else "plain",
            "captions",
            spoken=translate("Viewer", "Captions: {languages}").format(languages=shown)
            if shown
            else translate("Viewer", "Captions off"),
        )

    def _say_volume(self, percent_: int) -> None:
        self.mute.set_icon("volume" if percent_ else "muted")
        self.mute.say(translate("Viewer", "Sound off") if percent_ else translate("Viewer", "Sound on"), "M")

    def _step_back(self) -> None:
        self.step_wanted.emit(-STEP_MS)

    def _step_forward(self) -> None:
        self.step_wanted.emit(STEP_MS)

    def _open_speeds(self) -> None:
        self._speeds.clear()
        group = QActionGroup(self._speeds)
        for speed in SPEEDS:
            action = QAction(translate("Viewer", "{n}×").format(n=f"{speed:g}"), self._speeds)
            action.setCheckable(True)
            action.setChecked(speed == self._speed)
            action.setData(speed)
            group.addAction(action)
            self._speeds.addAction(action)
        self._popup(self._speeds, self.speed)

    def _open_languages(self) -> None:
        fill_menu(self._languages, self._choice)
        self._popup(self._languages, self.captions)

    def _popup(self, menu: QMenu, chip: ChipButton) -> None:
        """Above the chip: below it is the edge of the window."""
        size: QSize = menu.sizeHint()
        menu.popup(chip.mapToGlobal(QPoint(0, -size.height() - 6)))

    def _speed_chosen(self, action: QAction) -> None:
        self.speed_wanted.emit(float(action.data()))

    def _language_chosen(self, action: QAction) -> None:
        if action.data() == OFF:
            self._choice.clear()
        else:
            self._choice.toggle(str(action.data()))

    def _volume_moved(self, value: int) -> None:
        if value:
            self._volume = value
        self._say_volume(value)
        self.volume_wanted.emit(value)
