"""How long the window takes to its first picture and to a plan that can be clicked, beside a bare Qt window.

    python benchmarks/start.py [--json] [--runs 9] [--courses 2000] [--platform offscreen]

Both windows are started in turn as whole processes, timed from `Popen` to a line that they write, on the same platform
plugin. The home has one person without a PIN (a sealed file whose passphrase stands in a file), a full catalogue and
the plan as that person last saw it. *Shown*: the list of the plan has been painted, and a click on it counts. *Whole*:
the same after everything was read from the databases anew; the peak of memory is taken then.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SUBJECTS = ("bare", "karmadesk")
PLAN = 12
"""Assigned courses; the rest of the catalogue is only there."""


def main() -> int:
    """Prints the figures; always exits 0 when they could be taken."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--json", action="store_true")
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--courses", type=int, default=2000)
    options.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="karmadesk-bench-") as place:
        home = Path(place) / "home"
        passphrase = Path(place) / "passphrase"
        passphrase.write_text("a passphrase for a benchmark", "utf-8")
        _furnish(home, passphrase, asked.courses)
        taken: dict[str, list[dict[str, float]]] = {subject: [] for subject in SUBJECTS}
        for run in range(asked.runs + 1):
            for subject in SUBJECTS:
                figures = _start(subject, home, passphrase, asked.platform)
                if run:
                    taken[subject].append(figures)
    found = _summary(taken, asked)
    sys.stdout.write((json.dumps(found) if asked.json else _told(found)) + "\n")
    return 0


def _summary(taken: dict[str, list[dict[str, float]]], asked: argparse.Namespace) -> dict[str, Any]:
    def middle(subject: str, figure: str) -> float:
        return median(run[figure] for run in taken[subject])

    bare = middle("bare", "first_paint")
    return {
        "ratio_first_paint": round(middle("karmadesk", "first_paint") / bare, 2),
        "ratio_plan_shown": round(middle("karmadesk", "plan_shown") / bare, 2),
        "ratio_plan_whole": round(middle("karmadesk", "plan_whole") / bare, 2),
        "peak_mb": round(max(run["peak_mb"] for run in taken["karmadesk"]), 1),
        "bare_first_paint_s": round(bare, 3),
        "bare_peak_mb": round(max(run["peak_mb"] for run in taken["bare"]), 1),
        "first_paint_s": round(middle("karmadesk", "first_paint"), 3),
        "plan_shown_s": round(middle("karmadesk", "plan_shown"), 3),
        "plan_whole_s": round(middle("karmadesk", "plan_whole"), 3),
        "courses": asked.courses,
        "runs": asked.runs,
        "platform": asked.platform,
    }


def _told(found: dict[str, Any]) -> str:
    return "\n".join(f"{name:20} {value}" for name, value in found.items())


def _start(subject: str, home: Path, passphrase: Path, platform: str) -> dict[str, float]:
    """One whole process: seconds to each line that it writes, and its peak resident memory."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        # Compiled once, as in any installed program; the first run, which is not counted, does it.
        "PYTHONPYCACHEPREFIX": str(home.parent / "compiled"),
        "QT_QPA_PLATFORM": platform,
        "PYTHONPATH": str(ROOT),
        "BENCH_HOME": str(home),
        "BENCH_PASSPHRASE": str(passphrase),
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "benchmarks" / f"start_{subject}.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    figures: dict[str, float] = {}
    for line in process.stdout:
        name, _, value = line.strip().partition(" ")
        figures[name] = float(value) if value else time.perf_counter() - began
    process.stdout.close()
    if process.wait(timeout=60) or "peak_mb" not in figures:
        raise RuntimeError(f"{subject} ended with {process.returncode} after {sorted(figures)}")
    return figures


def _furnish(home: Path, passphrase: Path, courses: int) -> None:
    """A home as it is after some weeks: a person with a plan, and a catalogue."""
    sys.path.insert(0, str(ROOT))
    from karmadesk.app.core import Core
    from karmadesk.app.secrets import Secrets
    from karmadesk.model import Assignment, Course, CourseCard, Resource, ServerRow, Unit
    from karmadesk.services import glimpse

    core = Core(home, post=_at_once, unexpected=_raise, secrets=Secrets("sealed-file", passphrase))
    # A server that is not there, on this machine: the round that every start begins with finds no link.
    core.keep_server(ServerRow("igot", "iGOT Karmayogi", "igot", "http://127.0.0.1:1", "key"))
    person = core.people.add("igot", "Sunita", "en")
    now = datetime.now(UTC)
    made = []
    for number in range(courses):
        leaves = tuple(
            Resource(f"do_{number}_{leaf}", f"Lesson {leaf} of course {number}", "video", "video/mp4", duration_s=300)
            for leaf in range(8)
        )
        card = CourseCard(f"do_{number}", f"Course {number}: noting and drafting", "What it is about.", "An institute")
        made.append(Course(card, (Unit(f"u_{number}", "Unit", leaves),)))
    catalogue = core.catalogue("igot")
    for start in range(0, courses, 100):
        with catalogue.write() as db:
            for course in made[start : start + 100]:
                db.put_course(course)
    with core.people.open(person.id).write() as own:
        own.put_plan([Assignment(f"do_{n}", now + timedelta(days=n), plan_year=now.year) for n in range(PLAN)])
        own.set_checkpoint("plan", now.isoformat())
    glimpse.shown_plan(core.desk(person.id))
    core.change_settings(language="en", last_person=person.id)
    core.close()


def _at_once(work: Any) -> None:
    work()


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    sys.exit(main())
