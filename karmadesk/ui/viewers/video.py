"""Watching and listening: picture, captions, transport and transcript, joined to one playback."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.captions import Cues
from karmadesk.content import kind_of
from karmadesk.errors import NoEngine
from karmadesk.learning.completion import threshold_of
from karmadesk.learning.intervals import clipped, fraction, snapped, union
from karmadesk.model import Intervals
from karmadesk.ports import PlayerState
from karmadesk.services import learning
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.services.views import OpenResource
from karmadesk.ui.sentences import trouble
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.captions import CaptionChoice, CaptionStrip, read_tracks
from karmadesk.ui.viewers.picture import PictureArea
from karmadesk.ui.viewers.playback import Playback, start_of
from karmadesk.ui.viewers.timeline import LEAP_MS, STEP_MS
from karmadesk.ui.viewers.transcript import Transcript
from karmadesk.ui.viewers.transport import Transport
from karmadesk.ui.viewers.trouble import TroublePage
from karmadesk.ui.viewers.viewer import Viewer

log = logging.getLogger(__name__)

WIDE = 1000
"""At 100 % text a narrower viewer has no room for the transcript."""


class VideoViewer(Viewer):
    """Plays at once where the learner stopped; what was really watched is recorded as it goes."""

    def __init__(self, program: Program, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(program, desk, theme, parent)
        self.setObjectName("video-viewer")
        settings = program.settings
        self._speed = settings.speed
        self._volume = settings.volume
        self._playback: Playback | None = None
        self._watched: Intervals = ()
        self._cues: Mapping[str, Cues] = {}
        self._wants_transcript = True
        self.choice = CaptionChoice(settings.captions, settings.language)
        self.trouble = TroublePage(theme)
        self.picture = PictureArea(theme, self.trouble)
        self.strip = CaptionStrip(theme)
        self.transport = Transport(theme, self.choice)
        self.transcript = Transcript(theme)
        stage = QVBoxLayout()
        stage.setSpacing(0)
        stage.addWidget(self.picture, 1)
        stage.addWidget(self.strip)
        stage.addSpacing(8)
        stage.addWidget(self.transport)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(stage, 1)
        row.addWidget(self.transcript)
        self._connect()

    def _connect(self) -> None:
        self.picture.pressed.connect(self.toggle)
        self.picture.double_pressed.connect(self._toggle_full_screen)
        self.trouble.retry_wanted.connect(self._retry)
        self.trouble.next_wanted.connect(self.next_wanted)
        self.choice.changed.connect(self._captions_chosen)
        self.transport.play_wanted.connect(self.toggle)
        self.transport.seek_wanted.connect(self.seek)
        self.transport.step_wanted.connect(self.step)
        self.transport.speed_wanted.connect(self.set_speed)
        self.transport.volume_wanted.connect(self.set_volume)
        self.transport.transcript_wanted.connect(self._toggle_transcript)
        self.transport.full_screen_wanted.connect(self._toggle_full_screen)
        self.transcript.seek_wanted.connect(self.seek)

    @property
    def playback(self) -> Playback | None:
        """What plays now."""
        return self._playback

    @property
    def is_playing(self) -> bool:
        return self._playback is not None and self._playback.state.is_playing

    def present(self, opened: OpenResource) -> None:
        self._watched = opened.watched
        self._cues = {}
        self.transport.show_speed(self._speed)
        self.transport.show_volume(self._volume)
        self.transport.show_full_screen(self.is_full_screen)
        duration_ms = round(opened.resource.duration_s * 1000)
        start_ms = start_of(opened.progress.position_ms, duration_ms)
        self.transport.show_moment(start_ms, duration_ms, is_playing=False)
        self._show_watched(duration_ms)
        self.choice.offer(opened.captions)
        if opened.captions:
            read = partial(read_tracks, opened.captions)
            self.program.jobs.run("read", read, partial(self._captions_read, opened), key="captions")
        self._begin(opened, start_ms)

    def dismiss(self) -> None:
        if self._playback is not None:
            self._playback.close()
        self._forget_playback()
        self.set_full_screen(False)

    def _begin(self, opened: OpenResource, start_ms: int) -> None:
        is_video = kind_of(opened.resource.mime_type).id == "video"
        self.picture.canvas.clear()
        self.picture.poster.say(opened.resource.name, opened.course_name)
        if is_video:
            self.picture.show_picture()
        else:
            self.picture.show_poster()
        try:
            player = self.program.new_player()
        except NoEngine as error:
            self._show_trouble(error.key)
            return
        self._playback = Playback(player, self.program.clock, self._speed, self._volume, self)
        self._playback.moved.connect(self._moved)
        self._playback.watched.connect(self._keep)
        self._playback.failed.connect(self._show_trouble)
        self._playback.open(opened.path, self.picture.canvas, start_ms)
        if self._playback is not None:
            self._playback.play()

    def _forget_playback(self) -> None:
        if self._playback is not None:
            self._playback.deleteLater()
        self._playback = None

    def toggle(self) -> None:
        """Plays or pauses."""
        if self._playback is not None:
            self._playback.toggle()

    def seek(self, position_ms: int) -> None:
        if self._playback is not None:
            self._playback.seek(position_ms)

    def step(self, by_ms: int) -> None:
        if self._playback is not None:
            self._playback.seek(self._playback.state.position_ms + by_ms)

    def set_speed(self, speed: float) -> None:
        """Remembered for the next recording."""
        self._speed = speed
        if self._playback is not None:
            self._playback.set_rate(speed)
        self.transport.show_speed(speed)
        self.program.change_settings(speed=speed)

    def set_volume(self, percent: int) -> None:
        self._volume = percent
        if self._playback is not None:
            self._playback.set_volume(percent)
        self.program.change_settings(volume=percent)

    def _moved(self, state: PlayerState) -> None:
        wants = self._playback is not None and self._playback.wants_to_play
        self.transport.show_moment(state.position_ms, self._duration(state), is_playing=wants)
        self.strip.show_moment(state.position_ms)
        self.transcript.show_moment(state.position_ms)

    def _duration(self, state: PlayerState) -> int:
        """The engine's word, or the content's own until the engine knows."""
        declared = self.opened.resource.duration_s if self.opened is not None else 0.0
        return state.duration_ms or round(declared * 1000)

    def _keep(self, closed: Intervals) -> None:
        """Records what was watched and where the learner is."""
        opened, playback = self.opened, self._playback
        if opened is None or playback is None or playback.state.duration_ms <= 0:
            return
        state = playback.state
        self._watched = union(self._watched, clipped(closed, state.duration_ms))
        share, is_done = self._show_watched(state.duration_ms)
        position = 0 if state.has_ended else state.position_ms
        self.record(
            partial(
                learning.record_watched,
                self.desk,
                opened.place,
                opened.resource,
                closed,
                position,
                state.duration_ms,
            )
        )
        self.advanced.emit(1.0 if is_done else share)

    def _show_watched(self, duration_ms: int) -> tuple[float, bool]:
        """The share that was watched, and whether the recording is complete."""
        opened = self.opened
        if opened is None:
            return 0.0, False
        share = fraction(snapped(self._watched), duration_ms) if duration_ms else opened.watched_fraction
        is_done = opened.progress.is_completed or share >= threshold_of(opened.resource.threshold)
        self.transport.show_watched(snapped(self._watched), share, is_done=is_done)
        return share, is_done

    def _captions_read(self, opened: OpenResource, cues: Mapping[str, Cues]) -> None:
        if opened is self.opened:
            self._cues = cues
            self._show_captions()

    def _captions_chosen(self) -> None:
        self._show_captions()
        if self.choice.stored != self.program.settings.captions:
            self.program.change_settings(captions=self.choice.stored)

    def _show_captions(self) -> None:
        codes = tuple(code for code in self.choice.codes if code in self._cues)
        self.strip.show_cues(self._cues, codes)
        spoken = codes[0] if codes else next(iter(self._cues), "")
        self.transcript.show_cues(self._cues.get(spoken, Cues()))
        self._place_transcript()
        if self._playback is not None:
            self._moved(self._playback.state)

    def _place_transcript(self) -> None:
        """Beside the picture, where there is something to read and room for it."""
        has_lines = any(cues.cues for cues in self._cues.values())
        has_room = self.width() >= self.theme.px(WIDE) and not self.is_full_screen
        self.transport.transcript.setVisible(has_lines and has_room)
        self.transcript.setVisible(has_lines and has_room and self._wants_transcript)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_transcript()

    def _toggle_transcript(self) -> None:
        self._wants_transcript = not self._wants_transcript
        self._place_transcript()

    def _toggle_full_screen(self) -> None:
        self.set_full_screen(not self.is_full_screen)

    def set_full_screen(self, is_on: bool) -> None:
        super().set_full_screen(is_on)
        self.transport.show_full_screen(self.is_full_screen)
        self._show_captions()

    def _show_trouble(self, key: str) -> None:
        log.warning("can't play: %s", key)
        self.trouble.say(partial(trouble, key), has_next=self.opened is not None and self.opened.next is not None)
        self.picture.show_trouble()
        self.transport.setEnabled(False)

    def _retry(self) -> None:
        opened = self.opened
        if opened is None:
            return
        position = self._playback.state.position_ms if self._playback is not None else opened.progress.position_ms
        if self._playback is not None:
            self._playback.close()
        self._forget_playback()
        self.transport.setEnabled(True)
        self._begin(opened, position)

    def retranslate(self) -> None:
        self.transport.retranslate()
        self.transport.show_full_screen(self.is_full_screen)
        self.transcript.retranslate()
        self.trouble.retranslate()
        self.picture.canvas.setAccessibleName(self.opened.resource.name if self.opened else "")
        if self._playback is not None:
            self._moved(self._playback.state)
            self._show_watched(self._duration(self._playback.state))

    def restyle(self) -> None:
        self.strip.restyle()
        self._place_transcript()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no button or slider in here wanted for itself."""
        is_far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        jump = LEAP_MS if is_far else STEP_MS
        actions: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Space: self.toggle,
            Qt.Key.Key_K: self.toggle,
            Qt.Key.Key_Left: partial(self.step, -jump),
            Qt.Key.Key_Right: partial(self.step, jump),
            Qt.Key.Key_C: self.choice.turn,
            Qt.Key.Key_T: self._toggle_transcript,
            Qt.Key.Key_M: self.transport.toggle_mute,
            Qt.Key.Key_F: self._toggle_full_screen,
            Qt.Key.Key_F11: self._toggle_full_screen,
        }
        if self.is_full_screen:
            actions[Qt.Key.Key_Escape] = self._toggle_full_screen
        action = actions.get(Qt.Key(event.key()))
        others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if action is None or event.modifiers() & others:
            event.ignore()
            return
        action()
        event.accept()


VIEWER = VideoViewer
