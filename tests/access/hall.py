"""A window with somebody's desk and one opened resource of each kind: what every screen can be shown in."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from karmadesk.model import Place, Resource
from karmadesk.player.dummy import DummyPlayer
from karmadesk.services.desk import Desk
from karmadesk.services.views import OpenResource
from karmadesk.settings import Settings
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.start import make_window
from tests.player.worlds import HandClock
from tests.ui.doubles import opens_nothing, settle
from tests.ui.viewers.stand import (
    ARTICLE,
    CHECKLIST,
    MEDIA,
    PRACTICE,
    VIDEO,
    Stand,
    make_desk,
    plain_resource,
    unpacked,
)


@dataclass(frozen=True)
class Hall:
    """The window, and what its viewers can be given."""

    window: MainWindow
    desk: Desk
    opened: Mapping[str, OpenResource]
    rest: Callable[[], None]
    """Lets the lanes finish what a viewer asked of them."""


def open_resources(folder: Path) -> dict[str, OpenResource]:
    """One of each kind, from the sample courses."""
    film = Resource("do_film", "Cooling a person safely", "video", "video/mp4", duration_s=24.0)
    radio = Resource("do_radio", "The radio call", "audio", "audio/mpeg", duration_s=90)
    paper = Resource("do_list", "The village checklist", "document", "application/pdf")
    story = Resource("do_story", "One afternoon in May", "article", "text/html")
    quiz = Resource("do_quiz", "Practice: eight questions", "practice", "application/vnd.sunbird.questionset")
    found = {
        "video": unpacked(VIDEO, folder / "film", film, watched=((0, 9000),), watched_fraction=0.37),
        "audio": plain_resource(MEDIA / "steady.mp3", radio),
        "document": unpacked(CHECKLIST, folder / "paper", paper),
        "article": unpacked(ARTICLE, folder / "story", story),
        "practice": unpacked(PRACTICE, folder / "quiz", quiz),
    }
    return {
        kind: replace(opened, place=Place("do_heat", "b1", opened.resource.id), previous=Place("do_heat", "b1", "do_x"))
        for kind, opened in found.items()
    }


@contextmanager
def opened_hall(home: Path, translations: Path, opened: Mapping[str, OpenResource]) -> Iterator[Hall]:
    """The window, shown in plain looks with a desk; all of it is gone afterwards."""
    bridge, clock = Bridge(), HandClock()
    desk, close = make_desk(home)
    settings = Settings(language="en", theme="light", captions=("hi", "en"))
    program = Stand(bridge.post, translations, lambda: DummyPlayer(bridge.post, clock), settings)
    program.clock = clock
    window = make_window(program, bridge, opens_nothing)
    window.show()
    settle()

    def rest() -> None:
        for lane in ("read", "act"):
            program.jobs.run(lane, lambda _context: None).future.result(10)
        settle()

    rest()
    # What the samples show stays: the program's own, empty list arrives over it no more.
    window.who.read = settle  # type: ignore[method-assign]
    try:
        yield Hall(window, desk, opened, rest)
        assert program.problems == []
    finally:
        window.stage.languages.show("en")
        window.shell.leave()
        rest()
        window.close()
        window.deleteLater()
        settle()
        program.jobs.close(2.0)
        close()
        # The window collects garbage itself while it is there.
        gc.enable()
