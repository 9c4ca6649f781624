"""What the stories' hub teaches: three courses for two people, small and whole."""

from __future__ import annotations

import json
import random
from pathlib import Path

from tests.hub import samples

HANDS, SNAKES, WELLS = "do_31", "do_32", "do_33"
FILM, PAGE = "do_3101", "do_3102"
SNAKE_PAGE, WELL_PAGE = "do_3201", "do_3301"
NAMES = {HANDS: "Clean hands", SNAKES: "Snake bites", WELLS: "Safe wells"}
ASHA = ("asha", "Asha-pass-1")
RAVI = ("ravi", "Ravi-pass-1")
FILM_BYTES = random.Random(31).randbytes(1_000_000)
TEXT = b"<h1>Hello</h1><p>Water and soap.</p>"


def write(folder: Path) -> Path:
    """The seed folder."""
    packages = folder / "packages"
    film = samples.leaf(packages, FILM, "video/mp4", "film.mp4", FILM_BYTES)
    pages = {one: samples.leaf(packages, one, "text/html", "page.html", TEXT) for one in (PAGE, SNAKE_PAGE, WELL_PAGE)}
    samples.collection(packages, HANDS, [film, pages[PAGE]], name=NAMES[HANDS])
    samples.collection(packages, SNAKES, [pages[SNAKE_PAGE]], name=NAMES[SNAKES])
    samples.collection(packages, WELLS, [pages[WELL_PAGE]], name=NAMES[WELLS])
    (folder / "people.csv").write_text(samples.PEOPLE, encoding="utf-8")
    assignments = [{"course": course, "to": {"all": True}, "due_days": 9, "plan": "Everyone"} for course in NAMES]
    seed = {"batches": [], "assignments": assignments, "enrolments": [], "progress": []}
    (folder / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
    return folder
