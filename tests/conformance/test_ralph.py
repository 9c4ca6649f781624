"""Our adapter for record stores and the whole machine against Ralph, a record store that we had no hand in.

Ralph wants other versions of our own libraries, so it has a Python of its own, made from `ralph.lock` in a cache folder
the first time that everything is tested (KARMADESK_MATRIX=all). Its `fs` backend must be told to append: `ralph_child`.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from karmadesk.errors import Refused
from karmadesk.model import Item, ItemState, Place, Profile, ServerRow, Tokens
from karmadesk.paths import Paths
from karmadesk.ports import PROGRESS, RECORDS, Message, Session
from karmadesk.statement import Act, Statement, StatementKind, Verb, new_id
from karmadesk.store import open_people
from karmadesk.sync.http import Http
from karmadesk.sync.machine import SyncMachine
from karmadesk.sync.xapi import RecordStore, records_row
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping
from tests.matrix import ALL
from tests.sync.clock import START, StillClock
from tests.sync.desk import Laptop, laptop
from tests.sync.model_server import ModelServer, signed_in

HERE = Path(__file__).parent
LOCK = HERE / "ralph.lock"
MAKING_S, STARTING_S = 400, 60
HASHED = "import bcrypt; print(bcrypt.hashpw(b's3cret', bcrypt.gensalt(4)).decode())"
USER = Session(Tokens("access", "refresh", START), Profile("u-1", "Asha"))
PLACE = Place("c", "b-c", "film")

pytestmark = pytest.mark.timeout(MAKING_S + STARTING_S + 120)


def _cache() -> Path:
    """Where Ralph's Python lies: one folder for each content of the lock."""
    name = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:16]
    return HERE.parents[1] / ".tools" / f"ralph-{name}"


@pytest.fixture(scope="module")
def python() -> Path:
    """Ralph's Python; skipped where it is not here and can't, or need not, be had."""
    folder = _cache()
    ready = folder / "ready"
    found = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if ready.exists():
        return found
    if not ALL:
        pytest.skip("Ralph is fetched by dev.py test-all, or with KARMADESK_MATRIX=all")
    pip = [found, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "--only-binary=:all:", "-r", LOCK]
    for command in ([sys.executable, "-m", "venv", "--clear", folder], pip):
        made = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, timeout=MAKING_S, check=False
        )
        if made.returncode:
            pytest.skip(f"Ralph can't be had: {made.stderr[-300:]}")
    ready.touch()
    return found


class Ralph:
    """One that runs; what it really stored is read from its own file."""

    def __init__(self, url: str, file: Path) -> None:
        self.url = url
        self._file = file
        self._before = 0

    def begin(self) -> None:
        """What is stored by now is another test's."""
        self._before = len(self._lines())

    @property
    def stored(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._lines()[self._before :]]

    def _lines(self) -> list[str]:
        return self._file.read_text("utf-8").splitlines() if self._file.exists() else []

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in self.stored]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(python: Path, folder: Path) -> Iterator[Ralph]:
    """Ralph on loopback, for one who comes with a password."""
    port = _free_port()
    hashed = subprocess.run([str(python), "-c", HASHED], capture_output=True, text=True, timeout=60, check=True)
    who = {"account": {"name": "office", "homePage": "http://office.example"}}
    auth = [{"username": "karmadesk", "hash": hashed.stdout.strip(), "scopes": ["all"], "agent": who}]
    folder.mkdir(parents=True)
    (folder / "auth.json").write_text(json.dumps(auth), "utf-8")
    environment = {
        **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "SYSTEMROOT", "TEMP"}},
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "statements"),
    }
    command = [str(python), str(HERE / "ralph_child.py"), str(port)]
    with (folder / "ralph.log").open("wb") as log:
        child = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
    try:
        _wait_for(f"http://127.0.0.1:{port}", child, folder / "ralph.log")
        yield Ralph(f"http://127.0.0.1:{port}", folder / "statements" / "fs_lrs.jsonl")
    finally:
        child.terminate()
        child.wait(20)


def _wait_for(url: str, child: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTING_S
    while time.monotonic() < until and child.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/__lbheartbeat__", timeout=5):
                return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.2)
    pytest.fail(log.read_text("utf-8", "replace")[-2000:])


@pytest.fixture(scope="module")
def everybodys(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ralph]:
    with running(python, tmp_path_factory.mktemp("ralph") / "home") as found:
        yield found


@pytest.fixture
def ralph(everybodys: Ralph) -> Ralph:
    everybodys.begin()
    return everybodys


@pytest.fixture
def store(ralph: Ralph, clock: StillClock) -> Iterator[RecordStore]:
    row = ServerRow(
        "s", "S", "igot", "http://learning.example", "key", records=f"{ralph.url}/xAPI", records_key="karmadesk:s3cret"
    )
    found = RecordStore(Http(records_row(row), clock), row, clock)
    yield found
    found.close()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def server(clock: StillClock) -> ModelServer:
    from tests.sync.model_server import course

    found = ModelServer(clock)
    found.courses = {"c": course("c", "film", "other", "quiz")}
    return found


@pytest.fixture
def asha(tmp_path: Path, server: ModelServer, clock: StillClock, store: RecordStore) -> Iterator[Laptop]:
    with ExitStack() as closing:
        found = closing.enter_context(laptop(tmp_path / "home", server, clock))
        found.people.close_all()
        parts = (Paths(tmp_path / "home"), MemoryVault(), clock, "laptop", SecretWrapping())
        found.people = open_people(*parts, lambda _: (PROGRESS, RECORDS))
        found.machine = SyncMachine(
            found.people,
            lambda _: server,
            lambda _: found.catalogue,
            clock,
            found.topics.append,
            random.Random(7),
            records=lambda _: store,
        )
        signed_in(found, server)
        found.join("c")
        found.sync()
        yield found


def act(verb: Verb = Verb.COMPLETED, **body: Any) -> Statement:
    return Statement(new_id(), StatementKind.STATEMENT, verb, PLACE, body, "here", 1, "1", START, START, "boot")


def message(store: RecordStore, *acts: Statement) -> Message:
    item = Item("key", RECORDS, PLACE, ("completed",), ItemState.WAITING, START)
    kind, body = store.compose(item, acts, None, None)
    return Message(new_id(), RECORDS, PLACE, kind, body, START, statement_ids=tuple(one.id for one in acts))


def poisoned(one: Message) -> Message:
    """The same, but about nothing."""
    return replace(one, body={"statements": [{**said, "object": {}} for said in one.body["statements"]]})


def test_it_reads_no_gzip_and_all_arrives_all_the_same(store: RecordStore, ralph: Ralph) -> None:
    """Ralph stumbles over a packed body with a 500, which says nothing of the statements in it."""
    sent = [message(store, act(verb, correct=1, total=2, fraction=0.5, position_s=3.5)) for verb in Verb]
    receipts = store.push(USER, sent)
    assert all(receipts[one.id].accepted for one in sent)
    assert ralph.ids == [name for one in sent for name in one.statement_ids]
    assert ralph.stored[0]["actor"]["account"] == {"homePage": "http://learning.example", "name": "u-1"}


def test_duplicates_and_mixed_batches_are_stored_once(store: RecordStore, ralph: Ralph) -> None:
    old, new = message(store, act(), act()), message(store, act())
    for _ in range(2):
        assert store.push(USER, [old])[old.id].accepted
    receipts = store.push(USER, [old, new])
    assert {old.id, new.id} == set(receipts), "known ones are looked up where only new ones are named"
    assert ralph.ids == [*old.statement_ids, *new.statement_ids]


def test_a_poisoned_statement_keeps_its_batch_out(store: RecordStore, ralph: Ralph) -> None:
    good, bad = message(store, act()), poisoned(message(store, act()))
    with pytest.raises(Refused):
        store.push(USER, [good, bad])
    assert ralph.ids == []
    assert store.push(USER, [good])[good.id].accepted


def test_a_conflict_alone_counts_as_recorded(store: RecordStore, ralph: Ralph) -> None:
    one = message(store, act())
    store.push(USER, [one])
    other = replace(one, body={"statements": [{**one.body["statements"][0], "timestamp": "2026-01-01T00:00:00Z"}]})
    with pytest.raises(Refused):
        store.push(USER, [other, message(store, act())])
    assert store.push(USER, [other])[other.id].arguments == {"was_there": True, "differs": True}
    assert ralph.ids == list(one.statement_ids)


def test_a_learners_weeks_come_through_the_machine_once_each(
    asha: Laptop, store: RecordStore, ralph: Ralph, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lost reply, a poisoned act and a second round: what Ralph stores is what the learner did."""
    for share in (0.2, 0.6, 1.0):
        asha.watch(asha.place("c", "film"), share)
    asha.answer(asha.place("c", "quiz"), 1, 2)
    bad = Act(StatementKind.STATEMENT, Verb.COMPLETED, asha.place("c", "other"), {})
    asha.act(bad)
    compose, push, lost = store.compose, store.push, [True]

    def spoilt(item: Item, *rest: Any) -> Any:
        kind, body = compose(item, *rest)
        return kind, poisoned(Message("x", RECORDS, item.place, kind, body, START)).body if (
            item.place.resource_id == "other"
        ) else body

    def forgetful(*given: Any) -> Any:
        said = push(*given)
        if lost and said:
            lost.clear()
            return {}
        return said

    monkeypatch.setattr(store, "compose", spoilt)
    monkeypatch.setattr(store, "push", forgetful)
    asha.sync()
    clock.pass_(minutes=20)
    asha.sync(interactive=True)
    with asha.learner.read() as db:
        items = [item for item in db.items() if item.sink == RECORDS]
    assert {item.place.resource_id: item.state for item in items} == {
        "film": ItemState.ACCEPTED,
        "quiz": ItemState.ACCEPTED,
        "other": ItemState.REFUSED,
    }
    told = [(one["verb"]["id"].rpartition("/")[2], one["object"]["id"].rpartition("/")[2]) for one in ralph.stored]
    assert sorted(told) == [("answered", "quiz"), ("completed", "film"), ("progressed", "film")]
    assert len(ralph.ids) == len(set(ralph.ids))
    asha.sync(interactive=True)
    assert len(ralph.stored) == 3
