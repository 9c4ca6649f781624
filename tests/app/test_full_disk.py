"""A disk that media have filled to the last byte: who learns goes on learning, and what they did is durable."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.statement import Verb
from karmadesk.store import reserve as room
from karmadesk.store.reserve import NAME, STEP_BYTES, Reserve

SIZE_MB = 120
PHRASE = "neem bicycle cloud seven"

CHILD = """
import sys, time
from pathlib import Path
from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.errors import DiskFull
from karmadesk.jobs import Context
from karmadesk.model import Course, CourseCard, Place, Question, QuestionSet, Resource, Unit
from karmadesk.services import learning

def at_once(work): work()
def fails(error): raise error

home, phrase = Path(sys.argv[1]), Path(sys.argv[2])
core = Core(home, post=at_once, unexpected=fails, secrets=Secrets("sealed-file", phrase))
person = core.people.add("igot", "Asha")
films = tuple(Resource(f"do_film{n}", f"Film {n}", "video", "video/mp4", duration_s=120.0) for n in range(40))
practice = Resource("do_practice", "Practice", "quiz", "application/vnd.sunbird.questionset")
with core.catalogue("igot").write() as catalogue:
    catalogue.put_course(Course(CourseCard("do_course", "Water"), (Unit("u", "Unit", (*films, practice)),)))
desk = core.desk(person.id)
core.care.run(Context())
assert (home / "reserve.bin").stat().st_size == 16 << 20

media = home / "objects" / "media"
with media.open("wb", buffering=0) as file:
    try:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                pass
    finally:
        print("full", flush=True)

for film in films:
    learning.record_watched(desk, Place("do_course", "", film.id), film, ((0, 120_000),), 120_000, 120_000)
    try:  # whatever becomes free is taken at once by somebody else
        with media.open("ab", buffering=0) as file:
            while file.write(bytes(65536)):
                pass
    except OSError:
        pass
questions = QuestionSet("do_practice", "Practice", ())
learning.record_answers(desk, Place("do_course", "", practice.id), practice, questions, {})
try:
    with core.catalogue("igot").write() as catalogue:
        catalogue.put_cards([CourseCard("do_new", "New")])
    print("catalogue written", flush=True)
except DiskFull:
    print("catalogue refused", flush=True)
print("learnt", flush=True)
time.sleep(60)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(disk)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_media_fill_the_disk_and_she_still_completes_films_and_answers(small_disk: Path, tmp_path: Path) -> None:
    phrase = tmp_path / "phrase"
    phrase.write_text(PHRASE)
    home = small_disk / "home"
    words = [sys.executable, "-c", textwrap.dedent(CHILD), str(home), str(phrase)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline().strip() for _ in range(3)]
        child.send_signal(signal.SIGKILL)
    assert said == ["full", "catalogue refused", "learnt"]
    held = (home / NAME).stat().st_size
    assert held < 16 << 20, "some of the held room was given up"
    (home / "objects" / "media").unlink()
    core = Core(home, post=_at_once, unexpected=_fails, secrets=Secrets("sealed-file", phrase))
    with core.people.open(core.people.list()[0].id).read() as db:
        verbs = [statement.verb for statement in db.pending()]
        attempts = db.attempts("do_practice")
    assert verbs.count(Verb.COMPLETED) == 40
    assert len(attempts) == 1
    core.people.tend(lambda: None)
    assert (home / NAME).stat().st_size == 16 << 20, "with room again it is held again"
    core.close()


def _at_once(work: object) -> None:
    assert callable(work)
    work()


def _fails(error: BaseException) -> None:
    raise error


def test_room_is_held_only_where_there_is_plenty(tmp_path: Path) -> None:
    held = Reserve(tmp_path, 2 << 20, 1 << 60)
    held.take()
    assert held.held_bytes == 0
    assert not held.give_step()
    held.make_room()


def test_room_is_given_up_step_by_step_and_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Reserve(tmp_path, 4 * STEP_BYTES, 0)
    held.take()
    assert held.held_bytes == 4 * STEP_BYTES
    assert held.give_step()
    assert held.held_bytes == 3 * STEP_BYTES
    held.take()
    assert held.held_bytes == 4 * STEP_BYTES
    monkeypatch.setattr(held, "_free", lambda: room.TIGHT_BYTES - held.held_bytes)
    held.make_room()
    assert held.held_bytes == 0
    held.make_room()


def test_a_disk_that_fills_while_room_is_taken_gets_it_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Reserve(tmp_path, 4 * STEP_BYTES, 0)

    def full(_: int) -> None:
        (tmp_path / NAME).write_bytes(b"some")
        raise OSError(28, "full")

    def forbidden(_: int) -> None:
        raise OSError(13, "forbidden")

    monkeypatch.setattr(held, "_grow", full)
    held.take()
    assert not (tmp_path / NAME).exists()
    monkeypatch.setattr(held, "_grow", forbidden)
    held.take()
    assert held.held_bytes == 0


def test_a_disk_that_does_not_answer_gives_nothing_up(tmp_path: Path) -> None:
    gone = Reserve(tmp_path / "gone", 4 * STEP_BYTES, 0)
    gone.make_room()
    (tmp_path / NAME).mkdir()
    assert not Reserve(tmp_path, STEP_BYTES, 0).give_step()
