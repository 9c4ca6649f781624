"""Looking after a home: begun by the face's tick, one at a time, ended by closing, and by the command line's sync."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from karmadesk.app.care import Care
from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.errors import DiskFull, StoreError
from karmadesk.jobs import Context, Jobs
from karmadesk.model import CourseCard
from karmadesk.statement import Verb
from karmadesk.store import copy
from karmadesk.store.backups import listed
from tests.app.test_two_laptops import at_once, fails
from tests.store.acts import act


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    phrase = tmp_path / "phrase"
    phrase.write_text("neem bicycle cloud seven")
    made = Core(tmp_path / "home", post=at_once, unexpected=fails, secrets=Secrets("sealed-file", phrase))
    yield made
    made.close()


class Slow:
    """People whom looking after takes as long as a test wants."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.error: StoreError | None = None

    def tend(self, wanted: Callable[[], None]) -> None:
        self.begun.release()
        self.go_on.acquire()
        wanted()
        if self.error is not None:
            raise self.error


def test_the_first_tick_has_what_is_open_looked_after(core: Core) -> None:
    person = core.people.add("igot", "Asha")
    with core.people.open(person.id).write() as db:
        db.record([act(Verb.COMPLETED)])
    core.care.ask(core.jobs)
    core.jobs.run("care", lambda _: None).future.result(timeout=30)
    folder = core.paths.person(person.id)
    assert len(listed(folder)) == 1
    assert (folder / "care.json").exists()


def test_catalogues_that_are_open_get_their_copy(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy, "SETTLED_S", -1.0)
    with core.catalogue("igot").write() as catalogue:
        catalogue.put_cards([CourseCard("do_1", "Water")])
    core.care.run(Context())
    assert core.paths.catalogue("igot").with_name("catalogue.db.copy").exists()


def test_a_catalogue_in_trouble_is_passed_over(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Callable[[], None]) -> None:
        raise DiskFull("full")

    core.catalogue("igot")
    monkeypatch.setattr(core.catalogue("igot"), "keep_copy", full)
    core.care.run(Context())


def test_it_is_done_once_at_a_time_and_again_afterwards_also_after_a_fault() -> None:
    people, jobs = Slow(), Jobs(at_once, fails)
    care = Care(lambda: people, tuple)  # type: ignore[arg-type, return-value]  # as much of People as it asks for
    for error in (None, DiskFull("full"), None):
        people.error = error
        care.ask(jobs)
        assert people.begun.acquire(timeout=10)
        care.ask(jobs)
        assert not people.begun.acquire(timeout=0.05)
        people.go_on.release()
        jobs.run("care", lambda _: None).future.result(timeout=10)
    care.ask(jobs)
    assert people.begun.acquire(timeout=10)
    threading.Timer(0.1, people.go_on.release).start()
    assert jobs.close(5), "closing ends it"
