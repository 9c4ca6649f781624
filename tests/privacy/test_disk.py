"""The disk after a whole journey with the real hub: nothing of anybody in plain text, and for nobody to open."""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.errors import KeysLocked, PersonLocked, WrongKey, WrongPassphrase
from karmadesk.jobs import Context
from karmadesk.model import Person
from karmadesk.ports import PersonLock
from karmadesk.services import ledger, locking, plan, shelf
from karmadesk.services.documents import document
from karmadesk.services.people import rows
from karmadesk.store.connection import bare
from tests.privacy.office import PHRASE, SISTERS, accepted, add, hub_with, laptop, learn

PIN = "canary-pin-3141"
ANSWERS = ("CanaryAnswer: boil it for ten minutes", "CanaryAnswer: wash both hands")


@dataclass(frozen=True)
class Office:
    """A home after its journey, everything around it, and what must be found nowhere in it."""

    core: Core
    folder: Path
    asha: Person
    bina: Person
    secrets: tuple[Mapping[str, str], Mapping[str, str]]


def at_once(work: object) -> None:
    assert callable(work)
    work()


def fail(error: BaseException) -> None:
    raise error


def secrets_of(core: Core, person: Person, number: int) -> dict[str, str]:
    one = SISTERS[number]
    with core.people.open(person.id).read() as db:
        profile, tokens = db.profile(), db.tokens()
    assert profile is not None
    assert tokens is not None
    assert (profile.first_name, profile.last_name) == (one.first, one.last)
    return {
        "first name": one.first,
        "last name": one.last,
        "e-mail": one.email,
        "user name": one.user,
        "password": one.password,
        "server id": profile.user_id,
        "access token": tokens.access[-40:],
        "refresh token": tokens.refresh[-40:],
        "answer": ANSWERS[number],
    }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two people sign in, download, learn without sending, one is locked and sent for; the program still runs."""
    folder = tmp_path_factory.mktemp("laptop")
    (folder / "tmp").mkdir()
    patch = pytest.MonkeyPatch()
    for name in ("TMPDIR", "TEMP", "TMP", "XDG_STATE_HOME"):
        patch.setenv(name, str(folder / "tmp"))
    patch.setattr(tempfile, "tempdir", None)
    phrase = tmp_path_factory.mktemp("pocket") / "phrase"
    with hub_with(tmp_path_factory.mktemp("hub")) as hub, laptop(folder / "home", phrase, hub) as core:
        asha, bina = (add(core, one, label) for one, label in zip(SISTERS, ("A", "B"), strict=True))
        for person, answer in ((asha, ANSWERS[0]), (bina, ANSWERS[1])):
            desk = core.desk(person.id)
            with desk.learner.read() as db:
                courses = [assignment.course_id for assignment in db.assignments()]
            shelf.fetch_many(desk, courses)
            core.downloads.run(Context())
            plan.my_plan(desk)
            learn(core, person, answer)
        secrets = (secrets_of(core, asha, 0), secrets_of(core, bina, 1))
        locking.protect(core.people, asha.id, PIN, PersonLock(sends_locked=True))
        core.people.close(asha.id)
        reports = core.sync.run_all(Context(), interactive=True)
        assert [report.waiting for report in reports] == [0, 0]
        learn(core, bina, ANSWERS[1])
        sent = [str(row["user"]) for row in accepted(hub)]
        assert all(secret["server id"] in sent for secret in secrets)
        yield Office(core, folder, asha, bina, secrets)
    patch.undo()
    tempfile.tempdir = None


def forms(text: str) -> tuple[bytes, ...]:
    """How the text may lie on a disk without being encrypted."""
    raw = text.encode("utf-8")
    coded = [base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3)]
    return (raw, text.encode("utf-16-le"), raw.hex().encode("ascii"), *coded)


def found_below(folder: Path, secrets: Mapping[str, str]) -> list[str]:
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            said = str(path.relative_to(folder))
            for name, text in secrets.items():
                if text in said or any(form in content for form in forms(text)):
                    found.append(f"{name} in {said}")
    return found


def test_nothing_of_anybody_lies_in_plain_text(office: Office) -> None:
    everything = {f"{name} {n}": text for n, some in enumerate(office.secrets) for name, text in some.items()}
    everything |= {"pin": PIN, "passphrase": PHRASE}
    looked_at = [path for path in office.folder.rglob("*") if path.is_file()]
    assert len(looked_at) > 15
    assert any(path.name == "errand.log" for path in looked_at)
    assert found_below(office.folder, everything) == []
    (office.folder / "tmp" / "proof").write_bytes(base64.b64encode(b"so: " + SISTERS[0].email.encode()))
    try:
        assert found_below(office.folder, everything) == [f"e-mail 0 in {Path('tmp') / 'proof'}"]
    finally:
        (office.folder / "tmp" / "proof").unlink()


def test_a_copied_home_opens_nowhere(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.folder / "home", tmp_path / "copy", ignore=shutil.ignore_patterns("karmadesk.lock"))

    def told(secrets: Secrets, person: Person) -> type[BaseException] | None:
        core = Core(tmp_path / "copy", post=at_once, unexpected=fail, secrets=secrets)
        try:
            core.people.open(person.id)
        except (KeysLocked, PersonLocked, WrongKey, WrongPassphrase) as error:
            return type(error)
        finally:
            core.close()
        return None

    phrase = tmp_path / "phrase"
    assert told(Secrets(asks_later=True), office.bina) is KeysLocked
    phrase.write_text("seven cloud bicycle", "utf-8")
    assert told(Secrets("sealed-file", phrase), office.bina) is WrongPassphrase
    assert told(Secrets("memory"), office.bina) is WrongKey
    phrase.write_text(PHRASE, "utf-8")
    assert told(Secrets("sealed-file", phrase), office.bina) is None, "the secret itself does open it"
    assert told(Secrets("sealed-file", phrase), office.asha) is PersonLocked


def test_the_second_person_sees_nothing_of_the_first(office: Office, tmp_path: Path) -> None:
    core, hers = office.core, office.secrets[0]
    desk = core.desk(office.bina.id)
    shown = [plan.my_plan(desk), ledger.view(desk), rows(core.people, core.servers)]
    seen = json.dumps([document(view) for view in shown], ensure_ascii=False, default=str)
    assert "B" in seen
    assert [name for name, text in hers.items() if text in seen] == []
    key = core.keys.get(f"learner-{office.bina.id}")
    assert key is not None
    # A copy: SQLite keeps a file open for as long as another connection of the process holds a lock on it.
    shutil.copytree(core.paths.person(office.bina.id), tmp_path / "bina")
    connection = bare(tmp_path / "bina" / "learner.db", key)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        cells = [str(row) for name in names for row in connection.execute(f'SELECT * FROM "{name}"')]
    finally:
        connection.close()
    assert any(office.secrets[1]["answer"] in cell for cell in cells), "what is hers is there"
    assert [name for name, text in hers.items() if any(text in cell for cell in cells)] == []
