"""Opens the window in a process of its own, where an event loop may really end, and tells what happened when."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from karmadesk.errors import HomeBusy
from karmadesk.settings import Settings
from karmadesk.ui.bridge import Bridge
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.start import Opening, run_window
from tests.ui.doubles import ROOT, ProgramDouble

SETTINGS = Settings(language="hi", theme="dark", last_person="p-sunita")


class Story:
    """What happened, in order."""

    def __init__(self, translations: Path) -> None:
        self.told: list[str] = []
        self.is_before_called = False
        self.is_apart = False
        self.opening = Opening(SETTINGS, ROOT / "resources", translations)

    def make(self, bridge: Bridge) -> ProgramDouble:
        self.told.append("made" if not self.is_before_called or "before" in self.told else "made too early")
        return ProgramDouble(bridge.post, self.opening.translations, SETTINGS)

    def fail(self, _bridge: Bridge) -> ProgramDouble:
        raise HomeBusy

    def witness(self, window: MainWindow) -> None:
        self.told.append("seen")
        window.first_painted.connect(self.painted)

    def painted(self) -> None:
        self.told.append("painted")

    def prepare(self, window: MainWindow) -> None:
        self.told.append(f"prepared in {window.stage.theme.tokens.name}")
        window.who.arrived.connect(QApplication.quit)

    def opened_first(self) -> int:
        return run_window(self.make, self.opening, witness=self.witness, prepare=self.prepare)

    def before(self) -> None:
        self.is_apart = threading.current_thread() is not threading.main_thread()
        self.told.append("before")

    def opened_behind_something(self) -> int:
        self.is_before_called = True
        code = run_window(self.make, self.opening, before=self.before, witness=self.witness, prepare=self.prepare)
        self.told.append("apart" if self.is_apart else "on the window's thread")
        return code

    def impossible(self) -> int:
        return self.failing(lambda: run_window(self.fail, self.opening))

    def impossible_before(self) -> int:
        return self.failing(lambda: run_window(self.make, self.opening, before=self.break_down))

    def break_down(self) -> None:
        raise HomeBusy

    def failing(self, run: Callable[[], int]) -> int:
        try:
            return run()
        except HomeBusy:
            self.told.append("home busy")
            return 1


def main(words: Sequence[str]) -> int:
    """Walks the story that is named and prints it."""
    story = Story(Path(words[1]))
    ways: dict[str, Callable[[], int]] = {
        "opened": story.opened_first,
        "behind": story.opened_behind_something,
        "impossible": story.impossible,
        "impossible before": story.impossible_before,
    }
    code = ways[words[0]]()
    sys.stdout.write(json.dumps([*story.told, code]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
