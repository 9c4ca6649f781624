"""The soak's hub: the real process with `--faults`, on a folder filled with courses and learners of the soak's own."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from tests.hub import samples
from tests.hub.server import Hub

COURSES = ("do_21", "do_22", "do_23")
FILMS = 12
PEOPLE = 12
PASSWORD = "Soak-pass-1"
ASSIGN = ("assign", COURSES[0], "--to", "all", "--due", "2031-01-01")


class FaultyHub(Hub):
    """A hub that may say at its start that it breaks answers, and whose faults its owner switches."""

    def _end(self, *, kill: bool) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        if kill:
            process.kill()
        process.communicate(timeout=30)

    def faults(self, *, on: bool | None = None) -> dict[str, Any]:
        """What the owner is told of the faults; with `on` they are switched first."""
        body = None if on is None else json.dumps({"on": on}).encode()
        headers = {"X-Owner-Key": self.owner_key}
        method = "GET" if on is None else "PUT"
        request = urllib.request.Request(f"{self.url}/owner/v1/faults", body, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=20) as answer:
            told: dict[str, Any] = json.load(answer)
        return told

    @property
    def database(self) -> Path:
        return self.data_dir / "hub.db"

    def faults_written(self) -> int:
        """How many faults its log names, of all its lives."""
        file = self.data_dir / "faults.jsonl"
        return len(file.read_text(encoding="utf-8").splitlines()) if file.exists() else 0

    def person(self, username: str) -> str:
        """The id of a learner, from the hub's database."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20)
        try:
            found = connection.execute("SELECT id FROM people WHERE username = ?", (username,)).fetchone()
        finally:
            connection.close()
        return str(found[0])


def people_file(folder: Path, first: int, count: int) -> Path:
    """A list of so many learners, named by their number."""
    names = [f"learner{number}" for number in range(first, first + count)]
    rows = [f"{name},{PASSWORD},Soak,Learner,{name}@example.in,Nurse,Group C,Health,,english" for name in names]
    file = folder / "people.csv"
    file.write_text("\n".join([samples.PEOPLE_HEADER, *rows]) + "\n", encoding="utf-8")
    return file


def fill(folder: Path) -> None:
    """Three courses of films, and the first learners."""
    packages = folder / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    for course in COURSES:
        films = [
            samples.leaf(packages, f"{course}{number:02}", "video/mp4", "film.mp4", b"no film")
            for number in range(FILMS)
        ]
        asked = samples.question_set(packages, f"{course}90", "Practice Question Set")
        samples.collection(packages, course, [*films, asked])
    owner(folder, "courses", "add", *(str(package) for package in sorted(packages.glob("*.ecar"))))
    owner(folder, "people", "import", str(people_file(folder, 0, PEOPLE)))
    owner(folder, *ASSIGN)


def owner(folder: Path, *words: str) -> None:
    """One of the owner's verbs, as a process of its own."""
    command = [sys.executable, "-m", "karmadesk.hub", *words, "--data", str(folder / "hub")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
