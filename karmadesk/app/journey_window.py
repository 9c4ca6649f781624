"""The journey by the real window: every step is a click or a key, and what comes of it is waited for."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from karmadesk.app import journey, journey_browser, servers
from karmadesk.app.journey import PLAYED_S, Act
from karmadesk.app.journey_hands import Hands, Stuck
from karmadesk.app.secrets import Secrets
from karmadesk.app.sentences import sentence
from karmadesk.app.servers import DEMO_ID
from karmadesk.app.window import TICK_MS, WindowCore, report
from karmadesk.content import Completion, kind
from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.learning.intervals import covered_ms
from karmadesk.model import DownloadState, ItemState, Person, ServerRow
from karmadesk.player.choose import choose
from karmadesk.services import course, plan
from karmadesk.services.desk import Desk
from karmadesk.services.views import Presence, ResourceRow
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.start import make_application, make_window
from karmadesk.ui.viewers.choices import ChoiceRow
from karmadesk.ui.viewers.document import DocumentViewer
from karmadesk.ui.viewers.practice import PracticeViewer
from karmadesk.ui.viewers.video import VideoViewer

log = logging.getLogger(__name__)

MARGIN_S = 3.0
"""A little more than must be watched: an engine's first and last fractions of a second may not count."""
SPEED = 2.0
SYNC_S = 60.0
DOWNLOAD_S = 120.0
PLAY_S = 90.0
COMPLETE = 2
SAMPLE_STEP = 8
"""Pixels between two looks at a drawn page."""


class WindowFace:
    """Implements `journey.Face`. The window opens at the first step that needs it, when the server is known."""

    def __init__(self, home: Path, secrets: Secrets, engine: str) -> None:
        self._application = make_application()
        self._bridge = Bridge()
        self._heard: list[BaseException] = []
        self.core = WindowCore(
            home, post=self._bridge.post, unexpected=self._unexpected, secrets=secrets, is_demo=True
        )
        self.core.engine = "" if engine == "auto" else engine
        kept = servers.rows(self.core.paths.servers).get(DEMO_ID)
        if kept is not None:
            self.core.use_servers({DEMO_ID: kept})
        self._hands: Hands | None = None
        self._login = ("", "")
        self._browsers: list[threading.Thread] = []
        sys.excepthook = self._hook

    def close(self) -> bool:
        """Closes the window and all behind it; False when a lane did not come to rest. Raises a bug heard of."""
        for browser in self._browsers:
            browser.join(5)
        if self._hands is not None:
            self._hands.window.close()
            self._settle()
        rested = self.core.close()
        sys.excepthook = sys.__excepthook__
        if self._hands is not None:
            self._hands.window.deleteLater()
            self._application.processEvents()
        if self._heard:
            raise self._heard[0]
        return rested

    def use(self, row: ServerRow) -> None:
        self.core.keep_server(row)
        self.core.change_settings(server=DEMO_ID)

    def secrets(self) -> str:
        return self.core.secrets

    # The phases

    def sign_in(self, username: str, password: str) -> None:
        """From "Who is learning?" through the browser to the plan. Somebody with a session only opens the window."""
        self._login = (username, password)
        hands = self._at_the_window()
        if self._person() is None:
            hands.press("add-person")
            hands.until("the sign-in screen", lambda: hands.window.sign_in.isVisible())
        elif not self._has_session():
            self._open_desk()
            hands.window.stage.sign_in_wanted.emit()
            hands.until("the sign-in screen", lambda: hands.window.sign_in.isVisible())
        hands.until("a session", self._has_session, SYNC_S)
        self._open_desk()

    def pull(self) -> int:
        """Sends and fetches by F5, until a whole round was done and the plan shows what is assigned."""
        self._open_desk()
        self._sync()
        assigned = self._assigned()
        rows = self._at_the_window().find
        self._hands_free(lambda: len(rows_of(rows)) >= len(assigned), "every assigned course in the plan")
        return len(assigned)

    def download(self) -> tuple[int, int]:
        """Presses "Fetch what I need"; what is still missing then is fetched from its own screen."""
        hands = self._open_desk()
        if self._missing():
            hands.until("the offer to fetch", lambda: hands.sees("fetch-all") or not self._missing() or self._coming())
            if hands.sees("fetch-all"):
                hands.press("fetch-all")
                hands.until("the queue", lambda: self._coming() or not self._missing())
            hands.until("the downloads", lambda: not self._coming(), DOWNLOAD_S)
        for course_id in self._missing():
            self._to_course(course_id)
            hands.until("a button to fetch", lambda: hands.sees("course-fetch") or hands.sees("course-continue"))
            hands.press("course-fetch" if hands.sees("course-fetch") else "course-continue")
            hands.until(f"the course {course_id}", partial(self._is_here, course_id), DOWNLOAD_S)
        here = len(self._assigned()) - len(self._missing())
        with self._desk().shelf.read() as db:
            fetched = sum(d.bytes_done for d in db.downloads() if d.state is DownloadState.DONE)
        return here, fetched
