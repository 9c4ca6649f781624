"""Somebody at a laptop that has never seen them: from the first start to a film that plays, every click counted."""

from __future__ import annotations

import json
import sys
import threading
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from karmadesk.app import journey_browser
from karmadesk.app.journey_hands import Hands, Stuck
from karmadesk.app.secrets import Secrets
from karmadesk.app.servers import DEMO_ID, demo_row
from karmadesk.app.window import end
from karmadesk.app.window_core import WindowCore, keep_ticking
from karmadesk.demo import DemoHub
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.start import make_application, make_window
from karmadesk.ui.viewers.video import VideoViewer

HEAT, FILM = "do_1140000000000001", "do_1140000000000121"
WATCHED_MS = 1000


class Clicks(QObject):
    """Counts each time that the left button goes down in the program, however many widgets hear of it."""

    def __init__(self) -> None:
        super().__init__()
        self._moments: set[int] = set()

    @property
    def count(self) -> int:
        return len(self._moments)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonPress
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self._moments.add(event.timestamp())
        return False


class Laptop:
    """A home of its own, the demo's hub, and the real window."""

    def __init__(self, home: Path) -> None:
        self.application: QApplication = make_application()
        self.hub = DemoHub(home / "demo-hub")
        self.bridge = Bridge()
        self.bugs: list[BaseException] = []
        self.core = WindowCore(
            home, post=self.bridge.post, unexpected=self.bugs.append, secrets=Secrets(generate=True), is_demo=True
        )
        self.core.keep_server(demo_row(self.hub.start()))
        self.core.change_settings(server=DEMO_ID)
        self.browser_clicks = 0
        self.clicks = Clicks()
        self.application.installEventFilter(self.clicks)
        window = make_window(self.core, self.bridge, self._browse)
        self.hands = Hands(window, self.bugs)
        keep_ticking(self.core, window)

    def _browse(self, address: str) -> bool:
        """The server's own form takes one more click, on its button."""
        self.browser_clicks += 1
        fill_in = (address, "sunita", "demo-sunita")
        threading.Thread(target=journey_browser.sign_in, args=fill_in, kwargs={"follow": True}, daemon=True).start()
        return True

    def close(self) -> None:
        self.hands.expect_nothing()
        self.hands.window.close()
        self.core.close()
        self.hub.stop()


def first_film(laptop: Laptop) -> dict[str, object]:
    """Signs in, fetches what is due and starts the first film; what that took."""
    hands = laptop.hands
    begun = time.monotonic()
    hands.window.show()
    hands.press("first-language-next")
    needs = hands.window.first_run.needs
    hands.until("what is due to be chosen", lambda: bool(needs.chosen), 60)
    hands.press("first-needs-next")
    hands.row("plan-list", HEAT)
    lessons = hands.find(RowList, "course-list")
    hands.until("the film on this laptop", partial(is_open, lessons), 60)
    return played(laptop, begun)


def is_open(lessons: RowList) -> bool:
    """Whether the film can be watched already."""
    return any(row.id == FILM and row.actions and row.actions[0].id == "open" for row in lessons.rows)


def touring(laptop: Laptop) -> dict[str, object]:
    """Looks around without an account until the first film plays, then ends the tour; what that took."""
    hands = laptop.hands
    begun = time.monotonic()
    hands.window.show()
    hands.press("first-tour")
    hands.row("plan-list", HEAT)
    told = played(laptop, begun)
    hands.press("avatar")
    hands.until("the welcome", lambda: hands.sees("first-language-next"))
    hands.until("nothing to be left", lambda: not laptop.core.paths.tour.exists())
    return {**told, "people": len(laptop.core.people.list()), "asked": laptop.browser_clicks}


def played(laptop: Laptop, begun: float) -> dict[str, object]:
    """From the course's screen to a film that plays."""
    hands = laptop.hands
    hands.row("course-list", FILM)
    viewer = hands.find(VideoViewer, "video-viewer")
    hands.until("the film to open", lambda: viewer.opened is not None and viewer.playback is not None)
    assert viewer.playback is not None
    if not viewer.playback.wants_to_play:
        hands.press("play")
    hands.until(
        "the film to play", lambda: viewer.playback is not None and viewer.playback.state.position_ms >= WATCHED_MS, 60
    )
    return {
        "clicks": laptop.clicks.count,
        "browser_clicks": laptop.browser_clicks,
        "seconds": round(time.monotonic() - begun, 2),
    }


def main() -> int:
    """Walks the story that is named and prints what it took."""
    laptop = Laptop(Path(sys.argv[2]))
    try:
        told = {"first film": first_film, "tour": touring}[sys.argv[1]](laptop)
    except (Stuck, AssertionError) as error:
        laptop.hands.window.grab().save(str(Path(sys.argv[2]) / "stuck.png"))
        sys.stderr.write(f"{error!r}\n")
        laptop.close()
        return 1
    told["bugs"] = [repr(bug) for bug in laptop.bugs]
    laptop.close()
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    end(main())
