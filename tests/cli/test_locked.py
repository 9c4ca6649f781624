"""The command line on a laptop where somebody is locked: it says so, and goes on for everybody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.cli import main
from karmadesk.model import ServerRow
from karmadesk.ports import PersonLock
from karmadesk.services import locking

NOWHERE = ServerRow("nowhere", "Nowhere", "igot", "http://127.0.0.1:9", "key")


def fail(error: BaseException) -> None:
    raise error


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    phrase = tmp_path / "phrase"
    phrase.write_text("neem bicycle cloud seven", "utf-8")
    core = Core(tmp_path / "home", post=lambda work: work(), unexpected=fail, secrets=Secrets("sealed-file", phrase))
    core.keep_server(NOWHERE)
    asha, _ = core.people.add("nowhere", "Asha"), core.people.add("nowhere", "Bina")
    locking.protect(core.people, asha.id, "4711", PersonLock(sends_locked=False))
    assert core.close()
    return ["--home", str(tmp_path / "home"), "--passphrase-file", str(phrase)]


def test_status_tells_what_is_known_of_who_is_locked(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", *options]) == 1, "not everybody's"
    assert "Asha: locked, 0 to send when last here\n" in capsys.readouterr().out
    assert main(["status", "--json", *options]) == 1
    people = {one["label"]: one for one in json.loads(capsys.readouterr().out)["people"]}
    assert people["Asha"]["error"] == "person_locked"
    assert people["Bina"]["waiting"] == 0


def test_status_tells_who_must_sign_in_also_of_who_is_locked(
    options: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (noted,) = (tmp_path / "home" / "people").glob("*/waiting.json")
    noted.write_text(json.dumps({"to_send": 12, "needs_sign_in": True}), "utf-8")
    assert main(["status", *options]) == 1
    assert "Asha: locked, 12 to send when last here, must sign in\n" in capsys.readouterr().out


def test_sync_names_who_is_locked_and_claims_nothing_of_whom_it_cannot_open(
    options: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KARMADESK_PASSPHRASE", raising=False)
    assert main(["sync", *options[:2]]) == 1
    told = capsys.readouterr().out.splitlines()
    asha = "Asha: 0 sent, 0 waiting. Asha has a PIN or password. Open KarmaDesk's window and unlock it there."
    assert told[0] == f"{asha} [person_locked]"
    assert told[1].startswith("Bina: The keys here are sealed by a passphrase.")


def test_downloads_and_search_go_on_for_the_others(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["download"], ["search", "water"], ["download", "--person", "Asha"]):
        assert main([*words, *options]) == 1, "not everybody's"
        told = capsys.readouterr()
        assert "Asha has a PIN or password. Open KarmaDesk's window and unlock it there. [person_locked]" in told.err
        assert "Bina" not in told.err
