"""How smoothly the window scrolls five thousand courses, and how fast its largest screen changes language.

    python benchmarks/ui.py [--json] [--courses 5000] [--seconds 4] [--platform offscreen]

*Scroll*: the plan and Explore's list with that many courses, real delegates, wheel by wheel and then dragged from end
to end, one step a frame of 60 Hz. A stall is the time that the main thread took between asking for a step and having
painted it; a frame is dropped for each whole 16.7 ms that it took too long. *Switch*: from one language to another on
the screen with the most on it (the plan), until it is painted, the median and the longest of several. The same is
measured on xcb too where a display is.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractSlider

    from karmadesk.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FRAME_MS = 1000 / 60
SWITCHES = 10
SIZE = (1366, 768)


def main() -> int:
    """Prints the figures; always exits 0 when they could be taken."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--json", action="store_true")
    options.add_argument("--courses", type=int, default=5000)
    options.add_argument("--seconds", type=float, default=4.0, help="how long each list is scrolled")
    options.add_argument("--platform", default="", help="one platform, measured in this process")
    asked = options.parse_args()
    if asked.platform:
        os.environ["QT_QPA_PLATFORM"] = asked.platform
        found = measure(asked.courses, asked.seconds)
    else:
        found = _apart("offscreen", asked)
        if os.environ.get("DISPLAY"):
            found["xcb"] = _apart("xcb", asked)
    sys.stdout.write((json.dumps(found) if asked.json else _told(found)) + "\n")
    return 0


def _apart(platform: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Measured in a process of its own: Qt takes one platform for life."""
    command = [sys.executable, __file__, "--json", "--platform", platform]
    command += ["--courses", str(asked.courses), "--seconds", str(asked.seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(courses: int, seconds: float) -> dict[str, Any]:
    """All figures on the platform that is set."""
    from karmadesk.ui.bridge import Bridge
    from karmadesk.ui.start import make_application, make_window
    from tests.ui.doubles import ProgramDouble, opens_nothing, settle

    make_application()
    bridge = Bridge()
    with tempfile.TemporaryDirectory(prefix="karmadesk-bench-") as place:
        translations = Path(place)
        for source in sorted((ROOT / "translations").glob("*.ts")):
            tool = Path(sys.executable).parent / "pyside6-lrelease"
            subprocess.run([tool, "-silent", source, "-qm", translations / f"{source.stem}.qm"], check=True)
        program = ProgramDouble(bridge.post, translations)
        window = make_window(program, bridge, opens_nothing)
        window.resize(*SIZE)
        window.show()
        settle()
        shown = {"plan": _show_plan(window, courses), "explore": _show_explore(window, courses)}
        lists = {}
        for name, show in shown.items():
            began = time.perf_counter()
            show()
            settle()
            filled_ms = (time.perf_counter() - began) * 1000
            lists[name] = {**scroll(_scroller(window, name), seconds), "fill_ms": round(filled_ms, 1)}
        shown["plan"]()
        settle()
        switches = [_switch(window, program) for _ in range(SWITCHES)]
    program.jobs.close(1.0)
    return {
        "scroll": {
            "longest_stall_ms": max(figures["longest_stall_ms"] for figures in lists.values()),
            "dropped_frames": sum(int(figures["dropped_frames"]) for figures in lists.values()),
            **lists,
        },
        "switch_ms": round(median(switches), 1),
        "longest_switch_ms": round(max(switches), 1),
        "courses": courses,
        "platform": os.environ["QT_QPA_PLATFORM"],
    }


def _show_plan(window: MainWindow, courses: int) -> Callable[[], None]:
    from karmadesk.services.views import PlanYear
    from tests.ui import samples
    from tests.ui.desk_shows import in_shell

    whole = samples.plan()
    items = whole.years[0].items
    many = tuple(
        replace(item, card=replace(item.card, id=f"do_{n}", name=f"{item.card.name}, {n}"))
        for n, item in ((n, items[n % len(items)]) for n in range(courses))
    )
    view = replace(whole, years=(PlanYear(2026, many),))

    def show() -> None:
        screen: Any = in_shell(window, "plan")
        screen.show_plan(view)

    return show


def _show_explore(window: MainWindow, courses: int) -> Callable[[], None]:
    """As after scrolling to the end of the catalogue: every page is there."""
    from tests.ui import samples
    from tests.ui.desk_shows import in_explore

    view = samples.explored()
    many = tuple(
        replace(each, item=replace(each.item, card=replace(each.item.card, id=f"do_{n}")))
        for n, each in ((n, view.courses[n % len(view.courses)]) for n in range(courses))
    )

    def show() -> None:
        in_explore(window).show_found(replace(view, courses=many, total=courses, listed=courses))

    return show


def _scroller(window: MainWindow, name: str) -> QAbstractSlider:
    """The bar that really scrolls: the page's, or the list's own."""
    from PySide6.QtWidgets import QScrollArea

    from karmadesk.ui.rows.view import RowList

    page, rows = window.findChild(QScrollArea, f"{name}-page"), window.findChild(RowList, f"{name}-list")
    bars = [held.verticalScrollBar() for held in (page, rows) if held is not None]
    return max(bars, key=lambda bar: bar.maximum())


def scroll(bar: QAbstractSlider, seconds: float) -> dict[str, float]:
    """Half of the time by wheel steps from the top, half of it dragged from end to end."""
    from PySide6.QtCore import QCoreApplication

    frames: list[float] = []
    began = time.perf_counter()
    for share, step in ((0.5, 60), (1.0, max(1, bar.maximum() // round(seconds * 30)))):
        bar.setValue(0)
        while time.perf_counter() - began < seconds * share:
            asked = time.perf_counter()
            bar.setValue(bar.value() + step if bar.value() < bar.maximum() else 0)
            QCoreApplication.sendPostedEvents()
            QCoreApplication.processEvents()
            took = (time.perf_counter() - asked) * 1000
            frames.append(took)
            time.sleep(max(0.0, FRAME_MS - took) / 1000)
    return {
        "longest_stall_ms": round(max(frames), 1),
        "median_frame_ms": round(median(frames), 2),
        "dropped_frames": sum(int(took // FRAME_MS) for took in frames),
        "frames": len(frames),
    }


def _switch(window: MainWindow, program: Any) -> float:
    """Milliseconds from the choice of the other language to its picture."""
    from PySide6.QtCore import QCoreApplication

    code = "hi" if window.stage.languages.current == "en" else "en"
    began = time.perf_counter()
    program.change_settings(language=code)
    for _ in range(4):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
    return (time.perf_counter() - began) * 1000


def _told(found: dict[str, Any]) -> str:
    return "\n".join(f"{name:20} {value}" for name, value in found.items())


if __name__ == "__main__":
    sys.exit(main())
