"""The keys of a home: asked for when first needed, once, never kept, and never begun anew over somebody else's."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from karmadesk.app import secrets
from karmadesk.app.keys import Keys
from karmadesk.app.secrets import Secrets
from karmadesk.errors import KeysLocked, NoKeyring, NoPassphrase, VaultError, WrongPassphrase
from karmadesk.paths import Paths

PHRASE = "नीम साइकिल बादल सात"
WINDOW = Secrets(asks_later=True)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths(tmp_path / "home")
    made.make()
    return made


@pytest.fixture
def sealed(paths: Paths) -> Paths:
    """A home in which one key is sealed by the passphrase."""
    keys = Keys(WINDOW, paths)
    keys.unlock(PHRASE)
    keys.put("learner-1", b"key")
    return paths


def somebody(paths: Paths) -> None:
    folder = paths.person("0123456789abcdef")
    folder.mkdir()
    (folder / "person.json").write_text("{}", "utf-8")


def words_within(thing: object, seen: set[int] | None = None) -> Iterator[str]:
    """Every text that can be reached from an object: attributes, containers, what its functions close over."""
    seen = set() if seen is None else seen
    if id(thing) in seen or isinstance(thing, type):
        return
    seen.add(id(thing))
    if isinstance(thing, str):
        yield thing
    inner: list[object] = list(getattr(thing, "__dict__", {}).values())
    inner += [cell.cell_contents for cell in getattr(thing, "__closure__", None) or ()]
    if isinstance(thing, dict):
        inner += [*thing, *thing.values()]
    elif isinstance(thing, list | tuple | set | frozenset):
        inner += thing
    for part in inner:
        yield from words_within(part, seen)


def test_a_need_in_the_background_fails_at_once_and_leaves_the_keys_as_they_are(sealed: Paths) -> None:
    keys = Keys(WINDOW, sealed)
    before = sealed.sealed.read_bytes()
    for _ in range(3):
        with pytest.raises(KeysLocked):
            keys.get("learner-1")
        with pytest.raises(KeysLocked):
            keys.put("learner-2", b"other")
    assert not keys.is_open
    assert sealed.sealed.read_bytes() == before


def test_a_passphrase_is_tried_as_often_as_it_takes_and_then_opens_for_good(sealed: Paths) -> None:
    keys = Keys(WINDOW, sealed)
    for wrong in ("nobody knows this", "नीम", ""):
        with pytest.raises(WrongPassphrase):
            keys.unlock(wrong)
        assert not keys.is_open
    keys.unlock(PHRASE)
    assert keys.get("learner-1") == b"key"
    keys.put("learner-2", b"other")
    assert (keys.kind, keys.get("learner-2")) == ("sealed-file", b"other")


def test_another_keyboard_types_the_same_passphrase(sealed: Paths) -> None:
    keys = Keys(WINDOW, sealed)
    keys.unlock(f" {unicodedata.normalize('NFD', PHRASE)}\n")
    assert keys.get("learner-1") == b"key"


def test_without_a_key_store_a_passphrase_has_to_be_chosen(paths: Paths) -> None:
    keys = Keys(WINDOW, paths)
    with pytest.raises(NoPassphrase):
        keys.opened()
    keys.unlock(PHRASE)
    assert not paths.sealed.exists(), "what sealed nothing yet binds nobody"
    keys.put("learner-1", b"key")
    with pytest.raises(KeysLocked):
        Keys(WINDOW, paths).get("learner-1")


def test_too_short_a_passphrase_never_begins_a_file(paths: Paths) -> None:
    keys = Keys(WINDOW, paths)
    with pytest.raises(ValueError, match="short"):
        keys.unlock("1234567")
    assert not keys.is_open


def test_a_short_passphrase_of_before_still_opens(paths: Paths) -> None:
    old = secrets.sealed_by("neem", paths)
    old.put("learner-1", b"key")
    keys = Keys(WINDOW, paths)
    keys.unlock("neem")
    assert keys.get("learner-1") == b"key"


@pytest.mark.parametrize("wanted", [WINDOW, Secrets(choose=lambda: PHRASE), Secrets(generate=True)])
def test_a_key_store_that_is_away_is_no_reason_to_begin_anew(paths: Paths, wanted: Secrets) -> None:
    somebody(paths)
    with pytest.raises(NoKeyring):
        Keys(wanted, paths).put("learner-2", b"other")
    assert not paths.sealed.exists()


def test_who_insists_on_a_sealed_file_gets_one(paths: Paths) -> None:
    somebody(paths)
    with pytest.raises(NoPassphrase):
        Keys(Secrets("sealed-file", asks_later=True), paths).opened()


def test_who_insists_on_the_key_store_is_told_that_there_is_none(paths: Paths) -> None:
    with pytest.raises(NoKeyring):
        Keys(Secrets("keyring", asks_later=True), paths).opened()


def test_a_wrong_file_lets_the_person_at_the_window_try(sealed: Paths, tmp_path: Path) -> None:
    wrong = tmp_path / "passphrase"
    wrong.write_text("not this one", "utf-8")
    keys = Keys(Secrets(passphrase_file=wrong, asks_later=True), sealed)
    with pytest.raises(KeysLocked):
        keys.get("learner-1")
    wrong.unlink()  # it is not read again
    with pytest.raises(KeysLocked):
        keys.get("learner-1")
    keys.unlock(PHRASE)
    assert keys.get("learner-1") == b"key"
    wrong.write_text("not this one", "utf-8")
    with pytest.raises(WrongPassphrase):
        Keys(Secrets(passphrase_file=wrong), sealed).get("learner-1")


def test_the_environment_serves_the_window_too(sealed: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(secrets.ENVIRONMENT, PHRASE)
    assert Keys(WINDOW, sealed).get("learner-1") == b"key"


def test_where_nobody_sits_the_error_says_what_to_give(sealed: Paths, tmp_path: Path) -> None:
    with pytest.raises(KeysLocked):
        Keys(Secrets(), sealed).get("learner-1")
    empty = Paths(tmp_path / "other")
    empty.make()
    with pytest.raises(NoKeyring):
        Keys(Secrets(), empty).get("learner-1")


def test_something_else_than_a_sealed_file_is_told_and_kept(paths: Paths) -> None:
    paths.sealed.write_bytes(b"a letter")
    with pytest.raises(VaultError):
        Keys(WINDOW, paths).unlock(PHRASE)
    assert paths.sealed.read_bytes() == b"a letter"


def test_the_passphrase_is_neither_kept_nor_logged(paths: Paths, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    typed = "neem bicycle cloud seven"
    keys = Keys(WINDOW, paths)
    with pytest.raises(NoPassphrase):
        keys.opened()
    keys.unlock(typed)
    assert typed not in set(words_within(keys)), "kept although nothing was sealed yet"
    keys.put("learner-1", b"key")
    later = Keys(WINDOW, paths)
    with pytest.raises(WrongPassphrase):
        later.unlock("seven cloud bicycle neem")
    later.unlock(typed)
    assert not {typed, "seven cloud bicycle neem"} & {*words_within(keys), *words_within(later)}
    assert typed not in caplog.text
    assert all(typed.encode() not in path.read_bytes() for path in paths.home.rglob("*") if path.is_file())
    assert typed in set(words_within([lambda: typed])), "the search itself would find it"
