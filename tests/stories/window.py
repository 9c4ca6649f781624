"""The real window over the real core, worked by clicks, and read as somebody before it reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from karmadesk.app.journey_hands import Hands
from karmadesk.app.secrets import Secrets
from karmadesk.app.window_core import WindowCore
from karmadesk.model import ItemState
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.parts.panels import ChipLabel
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.sentences import trouble
from karmadesk.ui.start import make_window
from karmadesk.ui.strip import Strip
from tests.stories import school
from tests.ui.doubles import settle

LANGUAGES = [("hi", "en"), ("en", "hi")]
"""The language that the window opens in, and the one that it is changed to."""
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
TICK_MS = 250
"""The window looks for a link and for due downloads this often; every twenty seconds in life."""
PARTS = ("what", "safe", "step")


class Window:
    """One window. `opened` holds the addresses that it handed to the browser."""

    def __init__(self, home: Path, secrets: Secrets) -> None:
        self.opened: list[str] = []
        self._bugs: list[BaseException] = []
        bridge = Bridge()
        self.core = WindowCore(home, post=bridge.post, unexpected=self._bugs.append, secrets=secrets)
        self.window = make_window(self.core, bridge, self._open)
        self.hands = Hands(self.window, self._bugs)
        timer = QTimer(self.window)
        timer.setInterval(TICK_MS)
        timer.timeout.connect(partial(self.core.tick, TICK_MS / 1000))
        timer.start()
        self.window.show()
        self.window.activateWindow()
        self.hands.until("the window", self.window.isVisible)

    def close(self) -> bool:
        """Closes it and all behind it; whether every lane came to rest."""
        self.hands.expect_nothing()
        self.window.stage.languages.show("en")
        self.window.close()
        rested = self.core.close()
        QApplication.processEvents()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        settle()
        return rested

    def to_sign_in(self) -> None:
        """From the first screen, or the first run's questions, to the one that signs somebody in."""
        self.hands.until("the first screen", self.is_at_start)
        if self.hands.shows("add-person"):
            self.hands.press("add-person")
        else:
            if self.hands.shows("first-language"):
                self.hands.press("first-language-next")
            self.hands.press("first-server-next")
        self.hands.until("the sign-in screen", lambda: self.hands.shows("sign-in-page"))
        # With one server, or one chosen before, the browser is on its way already: pressed now, it would open twice.
        if self.hands.shows("server"):
            self.hands.press("sign-in-open")

    def is_at_start(self) -> bool:
        """Whether somebody may be chosen or added, or the first run asks something before that."""
        return any(self.hands.shows(name) for name in ("add-person", "first-language", "first-server"))

    @property
    def strip(self) -> Strip:
        return self.window.shell.top.strip

    def choose(self, person_id: str) -> None:
        """From the first screen to somebody's plan, once it can be read."""
        self.hands.press(f"person-{person_id}")
        self.hands.until("the plan", lambda: self.hands.shows("plan-page") and self.says(school.NAMES[school.SNAKES]))

    def opens_lesson(self) -> bool:
        """From the plan to the page about snakes; whether it can be read."""
        self.hands.press("rail-plan")
        plan = self.hands.find(RowList, "plan-list")
        mine = [school.SNAKES]
        self.hands.until(
            "the course to be one to open",
            lambda: mine == [row.id for row in plan.rows if row.id in mine and row.actions[0].id == "open"],
        )
        self.hands.row("plan-list", school.SNAKES)
        self.hands.row("course-list", school.SNAKE_PAGE)
        self.hands.until("the lesson", lambda: self.hands.shows("article-viewer") or self.hands.shows("viewer-trouble"))
        return self.hands.shows("article-viewer")

    def asks_the_server(self) -> None:
        """Presses F5."""
        self.hands.key(Qt.Key.Key_F5)

    def acts_on(self, list_name: str, title: str, action: str) -> None:
        """Presses a button of a row."""
        rows = self.hands.find(RowList, list_name)
        self.hands.until(f"{title!r}", lambda: any(row.title == title for row in rows.rows))
        place = next(n for n, row in enumerate(rows.rows) if row.title == title)
        parts = rows._parts(rows.model().index(place, 0))
        at = next(rect.center() for button, rect in parts.actions if button.id == action)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def holds(self, content_ids: Sequence[str]) -> bool:
        """Whether all of these can be opened without a link."""
        with self.core.shelf.read() as shelf:
            return set(shelf.placed("hub", content_ids)) == set(content_ids)

    def outbox(self) -> int:
        """How many items of whoever is at the desk are not accepted yet."""
        desk = self.window.stage.desk
        assert desk is not None
        with desk.learner.read() as learner:
            counts = learner.item_counts()
        return sum(counts.get(state.value, 0) for state in (ItemState.WAITING, ItemState.SENDING))

    def until_it_says(self, words: Callable[[], str]) -> None:
        """Waits until these words, in the language that is shown, stand on the screen."""
        self.hands.until(f"the words {words()!r}", lambda: self.says(words()))

    def until_it_tells(self, key: str, other: str, parts: Sequence[str] = PARTS) -> None:
        """Waits for the sentences of a trouble on the screen; then changes the language and finds them in that one."""
        here = self.window.stage.languages.current
        for language in (here, other):
            self.speak(language)
            for part in parts:
                self.until_it_says(partial(_part, key, part))
                assert bool(DEVANAGARI.search(_part(key, part))) is (language == "hi"), _part(key, part)
            assert not any("Traceback" in text for text in self.texts())
        self.speak(here)

    def says(self, words: str) -> bool:
        """Whether these words can be seen."""
        return any(words in text for text in self.texts())

    def texts(self) -> set[str]:
        """Every text that can be seen now."""
        every = [self.window, *self.window.findChildren(QWidget)]
        return {text for widget in every if widget.isVisible() for text in _of(widget) if text}

    def speak(self, language: str) -> None:
        """Changes the language of the window while it is open, as the choice on the first screen does."""
        if self.window.stage.languages.current != language:
            self.window.stage.set(language=language)
        self.hands.until(language, lambda: self.window.stage.languages.current == language)

    def _open(self, address: str) -> bool:
        self.opened.append(address)
        return True


def _part(key: str, part: str) -> str:
    """One of a trouble's sentences, in the language that is shown."""
    return str(getattr(trouble(key), part))


def _of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractButton | QLabel):
        yield widget.text()
    if isinstance(widget, ChipLabel):
        yield widget.text
    if isinstance(widget, RowList):
        for row in widget.rows:
            yield from (row.title, row.detail, row.note, row.trailing)
            yield from (chip.text for chip in row.chips)
