"""One recording being played: the engine, the tracker of what was watched, and the pulse that asks how far it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from karmadesk.errors import KarmaDeskError
from karmadesk.learning.watching import Tracker
from karmadesk.model import Intervals
from karmadesk.ports import Clock, Player, PlayerState, Surface

PULSE_MS = 250
AT_THE_END_MS = 3000
"""Who stopped this close to the end starts again from the beginning."""


class Playback(QObject):
    """Plays one file. Whatever the engine says passes here before anybody sees it."""

    moved = Signal(object)
    """A `PlayerState`, four times a second while playing and at every change."""
    watched = Signal(object)
    """`Intervals` that are closed and wait to be recorded; () when only the position is worth recording."""
    ended = Signal()
    failed = Signal(str)
    """The key of the error."""

    def __init__(self, player: Player, clock: Clock, rate: float, volume: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._clock = clock
        self._tracker = Tracker(rate)
        self._rate = rate
        self._volume = volume
        self._last = PlayerState(0, 0, is_playing=False)
        self._wants_to_play = False
        self._is_open = False
        self._pulse = QTimer(self)
        self._pulse.setInterval(PULSE_MS)
        self._pulse.timeout.connect(self._ask)

    @property
    def state(self) -> PlayerState:
        """The newest report."""
        return self._last

    @property
    def wants_to_play(self) -> bool:
        """What the learner asked for last, which the engine may be a moment behind."""
        return self._wants_to_play

    def open(self, path: Path, surface: Surface, start_ms: int) -> None:
        """Opens the file at a moment; a file that can't be opened is told by `failed`."""
        try:
            self._player.attach(surface)
            self._player.open(path, self._nudged)
        except KarmaDeskError as error:
            self.failed.emit(error.key)
            return
        self._is_open = True
        self._player.set_rate(self._rate)
        self._player.set_volume(self._volume)
        if start_ms > 0:
            self._player.seek(start_ms)
        self._pulse.start()
        self._ask()

    def play(self) -> None:
        if not self._is_open:
            return
        try:
            self._player.play()
        except KarmaDeskError as error:
            self._fail(error.key)
            return
        self._wants_to_play = True
        self._pulse.start()
        self._ask()

    def pause(self) -> None:
        self._wants_to_play = False
        self._player.pause()
        self._ask()

    def toggle(self) -> None:
        self.pause() if self._wants_to_play else self.play()

    def seek(self, position_ms: int) -> None:
        """Jumps. The jump is not watched; what ran before it is."""
        self._ask()
        if not self._is_open:
            return
        target = max(0, min(position_ms, self._last.duration_ms or position_ms))
        closed = self._tracker.seek()
        self._player.seek(target)
        self._last = PlayerState(target, self._last.duration_ms, self._last.is_playing)
        self.moved.emit(self._last)
        self.watched.emit(closed)

    def set_rate(self, rate: float) -> None:
        self._rate = rate
        self._ask()
        closed = self._tracker.set_rate(rate)
        self._player.set_rate(rate)
        if closed:
            self.watched.emit(closed)
        self._ask()

    def set_volume(self, percent: int) -> None:
        self._volume = percent
        self._player.set_volume(percent)

    def close(self) -> None:
        """Ends it and hands over what was watched last."""
        self._pulse.stop()
        if self._is_open:
            self._heard(self._player.state())
            closed = self._tracker.stop()
            self._is_open = False
            self.watched.emit(closed)
        self._player.close()

    def _ask(self) -> None:
        if self._is_open:
            self._heard(self._player.state())

    def _nudged(self, _state: PlayerState) -> None:
        """Something changed. The posted report may be older than what was asked since: ask again."""
        self._ask()

    def _heard(self, state: PlayerState) -> None:
        before, self._last = self._last, state
        if state.error:
            self._fail(state.error)
            return
        closed = self._tracker.report(state.position_ms, is_playing=state.is_playing, at_s=self._clock.monotonic())
        if state.is_playing and not before.is_playing:
            self._player.set_volume(self._volume)
        has_just_ended = state.has_ended and not before.has_ended
        if has_just_ended:
            self._wants_to_play = False
            self._pulse.stop()
        self.moved.emit(state)
        if closed or (before.is_playing and not state.is_playing):
            self.watched.emit(closed)
        if has_just_ended:
            self.ended.emit()

    def _fail(self, key: str) -> None:
        """What was watched until now counts; nothing comes after."""
        closed: Intervals = self._tracker.stop()
        self._pulse.stop()
        self._wants_to_play = self._is_open = False
        if closed:
            self.watched.emit(closed)
        self.failed.emit(key)


def start_of(position_ms: int, duration_ms: int) -> int:
    """Where to begin: where the learner stopped, or from the beginning when that was the end."""
    return 0 if duration_ms > 0 and position_ms >= duration_ms - AT_THE_END_MS else max(0, position_ms)
