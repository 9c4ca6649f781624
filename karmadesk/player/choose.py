"""Which media engine plays here. Knows Qt Multimedia by its name only: the window hands its maker in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from karmadesk.errors import NoEngine
from karmadesk.jobs import Post
from karmadesk.player.dummy import DummyPlayer
from karmadesk.player.vlc import VlcPlayer, why_unfit
from karmadesk.ports import Clock, Player

log = logging.getLogger(__name__)

VLC, QT_MULTIMEDIA, DUMMY = "vlc", "qtmultimedia", "dummy"
WINDOWED = frozenset({"xcb", "windows", "cocoa"})
"""Qt platforms that have native child windows for libVLC to draw into; Wayland and offscreen have none."""


def choose(kind: str | None = None, *, headless: bool = False, platform: str = "") -> str:
    """The engine's name: `kind` when somebody insists, else VLC where it can work, else the next best.

    `platform` is QGuiApplication.platformName(). Finding out about libVLC takes about 0.1 s the first time.
    """
    if kind:
        return kind
    if not headless and platform not in WINDOWED:
        log.info("VLC can't draw on the platform %r: Qt Multimedia plays", platform)
        return QT_MULTIMEDIA
    unfit = why_unfit()
    if not unfit:
        return VLC
    log.info("VLC can't be used (%s): %s plays", unfit, "the dummy" if headless else "Qt Multimedia")
    return DUMMY if headless else QT_MULTIMEDIA


def make_player(
    name: str,
    post: Post,
    clock: Clock,
    *,
    headless: bool = False,
    others: Mapping[str, Callable[[], Player]] | None = None,
) -> Player:
    """A new player of this engine; `others` makes those that this room may not know. Raises NoEngine."""
    if name == VLC:
        return VlcPlayer(post, clock, headless=headless)
    if name == DUMMY:
        return DummyPlayer(post, clock)
    maker = (others or {}).get(name)
    if maker is None:
        raise NoEngine(f"no engine called {name!r}")
    return maker()
