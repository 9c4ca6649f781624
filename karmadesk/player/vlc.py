"""VLC behind the port: libVLC draws into a native window, or into nothing for the unattended journey."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from karmadesk.errors import NoEngine, Unplayable
from karmadesk.jobs import Post
from karmadesk.player.length import container
from karmadesk.ports import Clock, PlayerState, Surface

if TYPE_CHECKING:
    from vlc import Event, Instance

log = logging.getLogger(__name__)

OPTIONS = (
    "--quiet",
    "--no-video-title-show",
    "--no-osd",
    "--no-spu",
    "--no-sub-autodetect-file",
    "--no-metadata-network-access",
    "--no-snapshot-preview",
    "--no-stats",
)
NOWHERE = ("--vout=dummy", "--aout=dummy")
LONGEST_GUESS_MS = 1000.0
"""libVLC tells the time in steps of 0.25-0.5 s (measured); between them it is guessed, but never further than this."""
REPORT_EVERY_S = 0.25
NEAR_THE_END_MS = 2000
"""libVLC's last word on the time is up to half a second of wall time before the end; at double speed a whole second."""


def why_unfit() -> str:
    """ "" when libVLC can be used here, else why not: for the log. The first call takes about 0.1 s."""
    try:
        instance = _instance(NOWHERE)
    except NoEngine as error:
        return error.detail
    instance.release()
    return ""


def version() -> str:
    """libVLC's, where `why_unfit` found nothing amiss."""
    import vlc

    return vlc.libvlc_get_version().decode("ascii", "replace").partition(" ")[0]


def _instance(more: tuple[str, ...]) -> Instance:
    """Raises NoEngine when the binding, the library, or its plugins are missing."""
    _furnish_runtime_dir()
    try:
        import vlc
    except (ImportError, OSError, NotImplementedError, AttributeError, SystemExit) as error:
        # python-vlc answers a missing library with NotImplementedError, a wrong path to it with sys.exit.
        raise NoEngine(f"no libvlc: {type(error).__name__}") from error
    try:
        made = vlc.Instance([*OPTIONS, *more])
    except NameError as error:
        # Where the system's linker knows no libvlc at all, python-vlc opens the program itself and looks for it there.
        raise NoEngine("no libvlc") from error
    if made is None:
        raise NoEngine("libvlc has no plugins")
    return made


def _furnish_runtime_dir() -> None:
    """Without XDG_RUNTIME_DIR libVLC's outputs complain on standard error, once a player."""
    if sys.platform.startswith("linux") and not os.environ.get("XDG_RUNTIME_DIR"):
        place = Path(tempfile.gettempdir()) / f"karmadesk-{os.getuid()}"
        place.mkdir(mode=0o700, exist_ok=True)
        if place.stat().st_uid != os.getuid():
            place = Path(tempfile.mkdtemp(prefix="karmadesk-"))
        os.environ["XDG_RUNTIME_DIR"] = str(place)


class VlcPlayer:
    """One libVLC player.

    Its events are only noted and posted; neither they nor `state()` ever call libVLC, which is not re-entrant. So
    `post` may even run things at once, on libVLC's own thread, as the command line's does.
    """

    engine = "vlc"

    def __init__(self, post: Post, clock: Clock, *, headless: bool = False) -> None:
        """With `headless` neither a picture nor a sound goes anywhere. Raises NoEngine."""
        self._instance = _instance(NOWHERE if headless else ())
        import vlc

        self._post = post
        self._clock = clock
        self._headless = headless
        self._player = self._instance.media_player_new()
        self._player.video_set_mouse_input(0)
        self._player.video_set_key_input(0)
        events = self._player.event_manager()
        for kind, name in (
            (vlc.EventType.MediaPlayerPlaying, "playing"),
            (vlc.EventType.MediaPlayerPaused, "paused"),
            (vlc.EventType.MediaPlayerTimeChanged, "time"),
            (vlc.EventType.MediaPlayerLengthChanged, "length"),
            (vlc.EventType.MediaPlayerEndReached, "ended"),
            (vlc.EventType.MediaPlayerEncounteredError, "error"),
        ):
            events.event_attach(kind, self._on_event, name)
        self._lock = threading.RLock()
        self._on_state: Callable[[PlayerState], None] | None = None
        self._path: Path | None = None
        self._generation = 0
        self._rate = 1.0
        self._reported_at = float("-inf")
        self._forget(0.0)
        self._duration_ms = 0

    def _forget(self, position_ms: float) -> None:
        """As if nothing had been played yet, at this position."""
        self._base_ms = self._floor_ms = position_ms
        self._base_at: float | None = None
        self._seek_until = float("-inf")
        self._is_running = self._has_begun = self._is_playing = self._has_ended = self._is_pausing = False
        self._error = ""

    def attach(self, surface: Surface) -> None:
        """The native window to draw into; it must live as long as this player plays."""
        if self._headless:
            return
        window = surface.window_id()
        if sys.platform == "win32":
            self._player.set_hwnd(window)
        elif sys.platform == "darwin":
            self._player.set_nsobject(window)
        else:
            self._player.set_xwindow(window)

    def open(self, path: Path, on_state: Callable[[PlayerState], None]) -> None:
        """Raises Unplayable for what is no media file; libVLC itself is asked when playing starts."""
        container(path)
        self._player.stop()
        with self._lock:
            self._generation += 1
            self._path, self._on_state = path, on_state
            self._forget(0.0)
            self._duration_ms = 0

    def play(self) -> None:
        if self._path is None or (self._is_playing and not self._is_pausing):
            return
        self._is_pausing = False
        if self._is_running and not self._has_ended and not self._error:
            self._player.set_pause(False)
            return
        self._start(self._path)

    def _start(self, path: Path) -> None:
        """Begins where the learner wants to be: libVLC can't seek before it plays, but it can start there."""
        self._player.stop()
        with self._lock:
            self._generation += 1
            self._forget(0.0 if self._has_ended else self._base_ms)
            start_s, self._is_running = self._base_ms / 1000.0, True
        media = self._instance.media_new_path(str(path))
        media.add_option(f":start-time={start_s:.3f}")
        self._player.set_media(media)
        media.release()
        if self._player.play() < 0:
            raise Unplayable("libvlc refused to start")
        self._player.set_rate(self._rate)

    def pause(self) -> None:
        if not self._is_running or self._has_ended:
            return
        if self._has_begun:
            self._is_pausing = True
            self._player.set_pause(True)
            return
        # What libVLC is still opening it can't pause: asked to, it stops for good and says nothing.
        self._player.stop()
        with self._lock:
            self._generation += 1
            self._forget(self._base_ms)
        self._post(self._report)

    def seek(self, position_ms: int) -> None:
        with self._lock:
            target = float(max(0, min(position_ms, self._duration_ms or position_ms)))
            is_live = self._is_running and not self._has_ended and not self._error
            is_starting = is_live and not self._has_begun
            if is_live and not is_starting:
                self._base_ms = self._floor_ms = target
                self._base_at = None
                self._seek_until = self._clock.monotonic() + 0.6
            else:
                self._forget(target)
        if is_starting and self._path is not None:
            self._start(self._path)
        elif is_live:
            self._player.set_time(round(target))
        self._post(self._report)

    def set_rate(self, rate: float) -> None:
        with self._lock:
            self._base_ms = self._guess()
            self._base_at = None if self._base_at is None else self._clock.monotonic()
            self._rate = rate
        self._player.set_rate(rate)

    def set_volume(self, percent: int) -> None:
        """Some outputs forget it until sound flows: set it again when playing has begun."""
        self._player.audio_set_volume(percent)

    def state(self) -> PlayerState:
        """What is known now; asks nobody."""
        with self._lock:
            self._floor_ms = position = self._guess()
            if self._has_ended and not self._error:
                position = float(self._duration_ms)
            return PlayerState(round(position), self._duration_ms, self._is_playing, self._has_ended, self._error)

    def close(self) -> None:
        """Stops and lets go of libVLC; nothing is reported afterwards."""
        with self._lock:
            if self._generation < 0:
                return
            self._generation = -1
            self._on_state = self._path = None
            self._is_playing = False
        self._player.stop()
        self._player.release()
        self._instance.release()

    def _guess(self) -> float:
        """The position between two words of libVLC: moves on by the clock, never back, never past the end."""
        position = self._base_ms
        if self._is_playing and self._base_at is not None:
            passed = (self._clock.monotonic() - self._base_at) * 1000.0 * self._rate
            position += min(max(0.0, passed), LONGEST_GUESS_MS * self._rate)
        if position > self._floor_ms - LONGEST_GUESS_MS:
            position = max(position, self._floor_ms)
        return min(position, float(self._duration_ms)) if self._duration_ms else position

    def _on_event(self, event: Event, name: str) -> None:
        """On libVLC's thread. The event dies with this call, so what it says is read here."""
        value = event.u.new_time if name == "time" else event.u.new_length if name == "length" else 0
        generation = self._generation
        self._post(lambda: self._heard(generation, name, value))

    def _heard(self, generation: int, name: str, value: int) -> None:
        with self._lock:
            if generation != self._generation:
                return
            if name == "time":
                self._heard_time(float(value))
            elif name == "length":
                self._duration_ms = max(0, value)
            elif name == "playing":
                self._is_playing = self._has_begun = True
            elif name == "paused":
                self._base_ms, self._base_at, self._is_playing = self._guess(), None, False
                self._is_pausing = False
            else:
                self._stopped(is_error=name == "error")
            if name == "time" and self._clock.monotonic() - self._reported_at < REPORT_EVERY_S:
                return
        self._report()

    def _heard_time(self, value: float) -> None:
        now = self._clock.monotonic()
        if now < self._seek_until and abs(value - self._base_ms) > LONGEST_GUESS_MS * 2:
            return  # said before the seek
        self._base_ms, self._base_at = value, now

    def _stopped(self, *, is_error: bool) -> None:
        """The end, or a fault: a file that stops long before its end is damaged, and must not count as finished."""
        self._base_ms, self._base_at, self._is_playing = self._guess(), None, False
        is_early = self._duration_ms <= 0 or self._base_ms < self._duration_ms - NEAR_THE_END_MS * self._rate
        if is_error or is_early:
            self._error = Unplayable.key
            log.warning("libvlc stopped at %d of %d ms", self._base_ms, self._duration_ms)
        else:
            self._has_ended = True

    def _report(self) -> None:
        with self._lock:
            on_state = self._on_state
            self._reported_at = self._clock.monotonic()
            state = self.state()
        if on_state is not None:
            on_state(state)
