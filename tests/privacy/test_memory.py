"""After locking, the process holds nothing of whoever was learning: its memory is searched."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.model import Person, Place, Profile, ServerRow, Tokens
from karmadesk.ports import PersonLock
from karmadesk.services import locking
from karmadesk.statement import Act, StatementKind, Verb
from tests.privacy.memory import found
from tests.talking import Talking

PIN = "271828"
NOWHERE = ServerRow("nowhere", "Nowhere", "igot", "http://127.0.0.1:9", "key")
WORDS = {
    "name": "Sunitabai Canary-Deshpande",
    "user id": "canary-user-77213",
    "organisation": "Canary Health Mission",
    "access token": "canary-access-eyJhbGciOi",
    "refresh token": "canary-refresh-eyJhbGci",
    "answer": "canary answer: boil the water",
}

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc/<pid>/mem")


def fail(error: BaseException) -> None:
    raise error


@contextmanager
def opened(home: Path, phrase: Path) -> Iterator[Talking]:
    options = ["--home", str(home), "--secrets", "sealed-file", "--passphrase-file", str(phrase)]
    window = Talking("tests.privacy.lock_child", *options)
    try:
        yield window
    finally:
        window.end()


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    path = tmp_path / "phrase"
    path.write_text("neem bicycle cloud seven", "utf-8")
    return path


@pytest.fixture
def key() -> list[bytes]:
    return []


@pytest.fixture
def home(tmp_path: Path, phrase: Path, key: list[bytes]) -> Path:
    """Somebody with a PIN that alone opens what they did, and somebody without one."""
    core = Core(tmp_path / "home", post=lambda work: work(), unexpected=fail, secrets=Secrets("sealed-file", phrase))
    core.keep_server(NOWHERE)
    sunita = core.people.add("nowhere", "Sunita", "en")
    core.people.add("nowhere", "Arif", "en")
    fill(core, sunita)
    kept = core.keys.get(f"learner-{sunita.id}")
    assert kept is not None
    key.append(kept)
    locking.protect(core.people, sunita.id, PIN, PersonLock(sends_locked=False))
    core.change_settings(language="en", theme="light", server="nowhere")
    assert core.close()
    return core.home


def fill(core: Core, person: Person) -> None:
    later = datetime(2035, 1, 1, tzinfo=UTC)
    act = Act(StatementKind.STATEMENT, Verb.ANSWERED, Place("do_c", "b1", "do_q"), {"answer": WORDS["answer"]})
    with core.people.open(person.id).write() as db:
        db.put_profile(Profile(WORDS["user id"], WORDS["name"], organisation=WORDS["organisation"]))
        db.put_tokens(Tokens(WORDS["access token"], WORDS["refresh token"], later, later))
        db.record([act])


def test_a_locked_process_holds_nothing_of_the_person(home: Path, phrase: Path, key: list[bytes]) -> None:
    canaries = {name: words.encode("utf-8") for name, words in WORDS.items()}
    canaries["key"] = key[0]
    canaries["key in hex"] = key[0].hex().encode("ascii")
    canaries["pin"] = PIN.encode("ascii")
    with opened(home, phrase) as window:
        assert window.await_word("cards") == "cards KarmaDesk"
        window.say(f"open Sunita {PIN}")
        assert window.await_word("plan") == "plan My plan – KarmaDesk"
        before = found(window.process.pid, canaries)
        assert before >= set(WORDS), "the search finds what is there"
        assert before & {"key", "key in hex"}
        window.say("lock")
        assert window.await_word("cards") == "cards KarmaDesk"
        assert window.process.poll() is None, "the same process, with nothing in it"
        assert found(window.process.pid, canaries) == set()
        window.say(f"open Sunita {PIN}")
        window.await_word("plan")
