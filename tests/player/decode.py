"""Run as a program: plays a film in the real viewer in a real window, and prints the time marks that can be seen.

`python -m tests.player.decode ENGINE FILM` writes one JSON object: for each moment asked for, the engine's position and
the second that the picture itself shows. libVLC draws past Qt, so there the screen is grabbed; Qt's frames are taken
from the canvas.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QImage, qGray
from PySide6.QtWidgets import QWidget

from karmadesk.app.clock import SystemClock
from karmadesk.player.choose import choose, make_player
from karmadesk.player.qtmultimedia import QtMultimediaPlayer
from karmadesk.settings import Settings
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.immortals import keep_immortals
from karmadesk.ui.start import make_application
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.viewers.video import VideoViewer
from resources.demo.make import timemark
from tests.ui.doubles import ROOT
from tests.ui.viewers.stand import Stand, make_desk, video

TARGET_MS = 15_000
PATIENCE_S = 10.0


def wait_for(holds: Callable[[], object]) -> None:
    """Runs the event loop until it is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        QCoreApplication.processEvents()
        if time.monotonic() > deadline:
            raise TimeoutError(holds)
        time.sleep(0.01)


def second_shown(viewer: VideoViewer, engine: str) -> float | None:
    """The second that the picture says it is; None while there is no picture."""
    canvas = viewer.picture.canvas
    if engine == "vlc":
        grabbed = QGuiApplication.primaryScreen().grabWindow(canvas.window_id())
        image = without_bars(grabbed.toImage())
    else:
        image = canvas.grab(canvas.picture_rect()).toImage()
    if image.isNull():
        return None
    return timemark.decode(lambda x, y: qGray(image.pixel(x, y)), image.width(), image.height())


def without_bars(image: QImage) -> QImage:
    """The picture alone: libVLC keeps its shape and leaves black beside or above it."""
    share = timemark.WIDTH / timemark.HEIGHT
    width, height = image.width(), image.height()
    if width / max(1, height) > share:
        inner = round(height * share)
        return image.copy((width - inner) // 2, 0, inner, height)
    inner = round(width / share)
    return image.copy(0, (height - inner) // 2, width, inner)


def read_mark(viewer: VideoViewer, engine: str, least_s: float) -> dict[str, float]:
    """Waits for a picture of at least this second."""
    seen: list[float] = []

    def has_come() -> bool:
        shown = second_shown(viewer, engine)
        if shown is not None and shown >= least_s:
            seen.append(shown)
        return bool(seen)

    wait_for(has_come)
    playback = viewer.playback
    assert playback is not None
    return {"shown_s": seen[0], "position_s": playback.state.position_ms / 1000}


def main() -> None:
    """One JSON line."""
    wanted, film = sys.argv[1], Path(sys.argv[2])
    keep_immortals()
    make_application()
    bridge, clock = Bridge(), SystemClock()
    engine = choose(platform=QGuiApplication.platformName()) if wanted == "best" else wanted
    others = {"qtmultimedia": lambda: QtMultimediaPlayer(bridge.post, clock)}
    theme = Theme(ROOT / "resources", "dark")
    theme.dress()
    program = Stand(
        bridge.post,
        ROOT / "translations",
        lambda: make_player(engine, bridge.post, clock, others=others),
        Settings(language="en", theme="dark"),
    )
    desk, close = make_desk(Path(tempfile.mkdtemp()) / "home")
    viewer = VideoViewer(program, desk, theme)
    window: QWidget = viewer
    window.resize(1000, 700)
    window.show()
    wait_for(viewer.isVisible)
    viewer.show_resource(video(film, position_ms=2000))
    said: dict[str, object] = {"engine": engine, "before": read_mark(viewer, engine, 2.0)}
    viewer.seek(TARGET_MS)
    said["after"] = read_mark(viewer, engine, TARGET_MS / 1000 - 0.6)
    said["in_window"] = [viewer.picture.canvas.width(), viewer.picture.canvas.height()]
    viewer.leave()
    program.jobs.close(1.0)
    close()
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
