"""Qt Multimedia behind the port, where VLC is missing or unfit. Lives on the UI thread, and on no other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

from karmadesk.errors import Unplayable
from karmadesk.jobs import Post
from karmadesk.player.length import container
from karmadesk.ports import Clock, PlayerState, Surface

log = logging.getLogger(__name__)

REPORT_EVERY_S = 0.25
NO_PICTURE_AFTER_S = 3.0
"""AV1 without hardware: the position moves and no error comes, but no frame is ever valid (measured)."""

_NOT_YET = frozenset({QMediaPlayer.MediaStatus.NoMedia, QMediaPlayer.MediaStatus.LoadingMedia})


class QtMultimediaPlayer(QObject):
    """One QMediaPlayer whose frames go to the surface's sink."""

    engine = "qtmultimedia"

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__()
        self._post = post
        self._clock = clock
        self._on_state: Callable[[PlayerState], None] | None = None
        self._own_sink = QVideoSink(self)
        self._sink = self._own_sink
        self._audio = QAudioOutput(self)
        self._player = QMediaPlayer(self)
        for sender in (self._own_sink, self._audio, self._player):
            _answer_once(sender)
        self._player.setAudioOutput(self._audio)
        self._wanted_ms: int | None = None
        self._wants_to_play = False
        self._reported_at = float("-inf")
        self._playing_since: float | None = None
        self._has_picture = False
        self._error = ""
        self._use(self._own_sink)
        self._player.mediaStatusChanged.connect(self._status_changed)
        self._player.playbackStateChanged.connect(self._playback_changed)
        self._player.positionChanged.connect(self._moved)
        self._player.errorOccurred.connect(self._failed)

    def attach(self, surface: Surface) -> None:
        """The frames go to `surface.sink()`, a QVideoSink, from now on."""
        sink = surface.sink()
        if not isinstance(sink, QVideoSink):
            raise TypeError(f"a QVideoSink is needed, not {type(sink).__name__}")
        _answer_once(sink)
        self._use(sink)

    def _use(self, sink: QVideoSink) -> None:
        if sink is not self._sink:
            self._sink.videoFrameChanged.disconnect(self._frame_came)
        self._sink = sink
        sink.videoFrameChanged.connect(self._frame_came)
        self._player.setVideoSink(sink)

    def open(self, path: Path, on_state: Callable[[PlayerState], None]) -> None:
        container(path)
        self._on_state = on_state
        self._wanted_ms, self._wants_to_play = None, False
        self._playing_since, self._has_picture, self._error = None, False, ""
        # Qt keeps a source that is set twice, with its error: let go of it first.
        self._player.setSource(QUrl())
        self._player.setSource(QUrl.fromLocalFile(str(path)))

    def play(self) -> None:
        if self._player.mediaStatus() in _NOT_YET:
            self._wants_to_play = True
        else:
            self._player.play()

    def pause(self) -> None:
        self._wants_to_play = False
        self._player.pause()

    def seek(self, position_ms: int) -> None:
        if self._player.mediaStatus() in _NOT_YET:
            self._wanted_ms = max(0, position_ms)
        else:
            self._player.setPosition(max(0, min(position_ms, self._player.duration())))
        self._report()

    def set_rate(self, rate: float) -> None:
        self._player.setPlaybackRate(rate)

    def set_volume(self, percent: int) -> None:
        self._audio.setVolume(percent / 100.0)

    def state(self) -> PlayerState:
        self._look_for_picture()
        status = self._player.mediaStatus()
        duration = max(0, self._player.duration())
        has_ended = status == QMediaPlayer.MediaStatus.EndOfMedia and not self._error
        position = self._wanted_ms if self._wanted_ms is not None else self._player.position()
        is_playing = self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState and not has_ended
        return PlayerState(duration if has_ended else position, duration, is_playing, has_ended, self._error)

    def close(self) -> None:
        """Stops and lets go of the file; nothing is reported afterwards."""
        self._on_state = None
        self._player.stop()
        self._player.setSource(QUrl())
        self._use(self._own_sink)
        self.deleteLater()

    def _look_for_picture(self) -> None:
        """A film that plays on, or even ends, without one frame is not being shown."""
        if self._has_picture or self._error or not self._player.hasVideo():
            return
        since = self._playing_since
        has_waited = since is not None and self._clock.monotonic() - since > NO_PICTURE_AFTER_S
        if has_waited or self._player.mediaStatus() == QMediaPlayer.MediaStatus.EndOfMedia:
            log.warning("the position moves, but no picture came")
            self._error = Unplayable.key
            self._player.pause()

    def _frame_came(self, frame: QVideoFrame) -> None:
        if frame.isValid() and frame.width() > 0:
            self._has_picture = True

    def _status_changed(self, status: QMediaPlayer.MediaStatus) -> None:
        is_empty = status not in _NOT_YET and not (self._player.hasVideo() or self._player.hasAudio())
        if status == QMediaPlayer.MediaStatus.InvalidMedia or is_empty:
            self._error = self._error or Unplayable.key
        elif status not in _NOT_YET:
            wanted, self._wanted_ms = self._wanted_ms, None
            if wanted is not None:
                self._player.setPosition(wanted)
            if self._wants_to_play:
                self._wants_to_play = False
                self._player.play()
        self._report()

    def _playback_changed(self, state: QMediaPlayer.PlaybackState) -> None:
        is_playing = state == QMediaPlayer.PlaybackState.PlayingState
        self._playing_since = self._clock.monotonic() if is_playing else None
        self._report()

    def _moved(self, _position: int) -> None:
        if self._clock.monotonic() - self._reported_at >= REPORT_EVERY_S:
            self._report()

    def _failed(self, error: QMediaPlayer.Error, what: str) -> None:
        if error != QMediaPlayer.Error.NoError:
            log.warning("Qt Multimedia: %s", what)
            self._error = Unplayable.key
            self._report()

    def _report(self) -> None:
        on_state = self._on_state
        if on_state is not None:
            self._reported_at = self._clock.monotonic()
            state = self.state()
            self._post(lambda: on_state(state))


def _answer_once(sender: QObject) -> None:
    """Has PySide find out here and now that Python overrides nothing of this sender's disconnecting.

    Found out later, it is by the thread that ends with a film, which holds one of Qt's mutexes while it waits for the
    interpreter; the UI thread holds the interpreter while it lets go of the film, and waits for that mutex: both for
    ever. The answer is kept with the object, and needs no interpreter afterwards. See docs/adr/0020.
    """
    sender.objectNameChanged.connect(_nothing)
    sender.objectNameChanged.disconnect(_nothing)


def _nothing(_name: str) -> None:
    """Hears nothing: it is connected to be disconnected."""
