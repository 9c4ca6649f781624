"""The sealed file opens with its passphrase and with nothing else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmadesk.argon import Cost
from karmadesk.errors import DiskFull, VaultError, WrongPassphrase
from karmadesk.vault.sealed import MAGIC, SealedFile

QUICK = Cost(memory_kib=64, passes=1, lanes=1)
PHRASE = "नीम का पेड़"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "sealed.bin"


def opened(path: Path, passphrase: str = PHRASE) -> SealedFile:
    return SealedFile(path, lambda: passphrase, QUICK)


def test_secrets_outlast_the_process(path: Path) -> None:
    opened(path).put("a", b"one")
    opened(path).put("b", b"two")
    assert opened(path).get("a") == b"one"
    assert opened(path).get("b") == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["sealed.bin"]


def test_two_open_at_once_lose_nothing(path: Path) -> None:
    one, two = opened(path), opened(path)
    one.put("a", b"1")
    two.put("b", b"2")
    one.put("c", b"3")
    assert {name: two.get(name) for name in "abc"} == {"a": b"1", "b": b"2", "c": b"3"}


def test_the_wrong_passphrase_opens_and_changes_nothing(path: Path) -> None:
    opened(path).put("a", b"one")
    before = path.read_bytes()
    wrong = opened(path, "Neem tree")
    with pytest.raises(WrongPassphrase):
        wrong.get("a")
    with pytest.raises(WrongPassphrase):
        wrong.put("a", b"x")
    with pytest.raises(WrongPassphrase):
        wrong.delete("a")
    assert path.read_bytes() == before


def test_who_mistyped_is_asked_again(path: Path) -> None:
    opened(path).put("a", b"one")
    answers = iter(["wrong", PHRASE])
    vault = SealedFile(path, lambda: next(answers))
    with pytest.raises(WrongPassphrase):
        vault.get("a")
    assert vault.get("a") == b"one"


def test_the_passphrase_is_asked_once_and_never_kept(path: Path) -> None:
    asked = []

    def ask() -> str:
        asked.append(1)
        return PHRASE

    vault = SealedFile(path, ask, QUICK)
    for turn in range(3):
        vault.put("a", bytes([turn]))
        vault.get("a")
    assert asked == [1]
    assert PHRASE not in repr(vars(vault))
    assert PHRASE.encode() not in path.read_bytes()


def test_neither_names_nor_secrets_lie_there_readable(path: Path) -> None:
    opened(path).put("learner-canary", b"canary-secret")
    assert b"canary" not in path.read_bytes()


def test_a_file_that_went_away_is_made_again(path: Path) -> None:
    vault = opened(path)
    vault.put("a", b"one")
    path.unlink()
    assert vault.get("a") is None
    vault.put("b", b"two")
    assert opened(path).get("b") == b"two"


def test_a_file_sealed_anew_under_another_passphrase_is_told(path: Path) -> None:
    vault = opened(path)
    vault.put("a", b"one")
    path.unlink()
    opened(path, "other").put("a", b"two")
    with pytest.raises(WrongPassphrase):
        vault.get("a")


@pytest.mark.parametrize("content", [b"", b"PK\3\4", MAGIC, MAGIC + b"{}\n", MAGIC + b"[1]\nrest", MAGIC + b"{\n"])
def test_something_else_than_a_sealed_file(content: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(VaultError) as told:
        opened(path).get("a")
    assert not isinstance(told.value, WrongPassphrase)


@pytest.mark.parametrize(
    "change",
    [{"memory_kib": 1 << 30}, {"memory_kib": 1}, {"passes": 0}, {"passes": 10**9}, {"lanes": 0}, {"salt": "00"}],
)
def test_parameters_that_would_hurt_are_refused_before_they_are_used(change: dict[str, object], path: Path) -> None:
    path.parent.mkdir()
    header = {"memory_kib": 64, "passes": 1, "lanes": 1, "salt": "00" * 16, **change}
    path.write_bytes(MAGIC + json.dumps(header).encode() + b"\n" + bytes(40))
    with pytest.raises(VaultError, match="not ours"):
        opened(path).get("a")


def test_nobody_can_weaken_the_parameters_unseen(path: Path) -> None:
    opened(path).put("a", b"one")
    path.write_bytes(path.read_bytes().replace(b'"passes": 1', b'"passes": 2'))
    with pytest.raises(WrongPassphrase):
        opened(path).get("a")


@pytest.mark.parametrize("number, expected", [(28, DiskFull), (5, OSError)])
def test_what_cannot_be_written_leaves_what_was_there(
    number: int, expected: type[Exception], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened(path)
    vault.put("a", b"one")

    def fail(_: int) -> None:
        raise OSError(number, "told by the system")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(expected):
            vault.put("a", b"two")
    assert opened(path).get("a") == b"one"


def test_the_usual_cost_is_above_what_owasp_asks_for(path: Path) -> None:
    SealedFile(path, lambda: PHRASE).put("a", b"one")
    line = json.loads(path.read_bytes()[len(MAGIC) :].split(b"\n")[0])
    assert (line["memory_kib"], line["passes"], line["lanes"]) == (47104, 3, 4)


@settings(max_examples=15)
@given(st.dictionaries(st.text(max_size=8), st.binary(max_size=40), max_size=4), st.text(min_size=1, max_size=8))
def test_anything_comes_back(secrets: dict[str, bytes], passphrase: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sealed.bin"
        passphrase = passphrase.encode("utf-8", "replace").decode()
        for name, secret in secrets.items():
            opened(path, passphrase).put(name, secret)
        assert {name: opened(path, passphrase).get(name) for name in secrets} == secrets
