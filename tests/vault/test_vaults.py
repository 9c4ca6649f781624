"""Every vault keeps secrets; none keeps them in plain text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from karmadesk.errors import NoKeyring
from karmadesk.ports import Vault
from karmadesk.vault import KINDS, open_vault
from karmadesk.vault.keyring import KeyringVault


class DictKeyring(keyring.backend.KeyringBackend):
    """A key store in memory, in the shape of the system's."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own is untyped
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


class PlaintextKeyring(DictKeyring):
    """As `keyrings.alt` calls it."""


class Dropping(DictKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        """Says yes and keeps nothing."""


class Locked(DictKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")


class Uninitialised(DictKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise InitError("prompt dismissed")


class Garbling(DictKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        return "not base64 !"


Use = Callable[[keyring.backend.KeyringBackend], KeyringVault]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    def using(backend: keyring.backend.KeyringBackend) -> KeyringVault:
        monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
        return KeyringVault()

    return using


@pytest.fixture(params=KINDS)
def vault(request: pytest.FixtureRequest, tmp_path: Path, use: Use) -> Vault:
    use(DictKeyring())
    return open_vault(request.param, tmp_path / "sealed.bin", lambda: "neem tree by the well")


def test_every_vault_keeps_replaces_and_forgets(vault: Vault) -> None:
    assert vault.kind in KINDS
    assert vault.get("learner-1") is None
    vault.delete("learner-1")
    vault.put("learner-1", bytes(range(32)))
    vault.put("learner-2", b"\0\xff")
    assert vault.get("learner-1") == bytes(range(32))
    assert vault.get("learner-2") == b"\0\xff"
    vault.put("learner-1", b"new")
    vault.delete("learner-2")
    vault.delete("learner-2")
    assert vault.get("learner-1") == b"new"
    assert vault.get("learner-2") is None


def test_a_vault_of_no_known_kind_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="plain"):
        open_vault("plain", tmp_path, lambda: "")


def test_nothing_is_loaded_or_asked_before_the_first_use(tmp_path: Path) -> None:
    def ask() -> str:
        raise AssertionError("asked")

    for kind in KINDS:
        assert open_vault(kind, tmp_path / "sealed.bin", ask).kind == kind
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "backend",
    [keyring.backends.fail.Keyring, keyring.backends.null.Keyring, PlaintextKeyring],
    ids=["fail", "null", "plaintext"],
)
def test_key_stores_that_keep_nothing_or_keep_it_readable_are_refused(
    backend: Callable[[], keyring.backend.KeyringBackend], use: Use
) -> None:
    held = backend()
    with pytest.raises(NoKeyring):
        use(held).put("learner-1", b"canary")
    with pytest.raises(NoKeyring):
        use(held).get("learner-1")
    if isinstance(held, PlaintextKeyring):
        assert held.kept == {}


def test_an_alternative_backend_is_refused_by_its_module(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DictKeyring, "__module__", "keyrings.alt.file")
    with pytest.raises(NoKeyring):
        use(DictKeyring()).get("x")


def test_of_a_chain_the_first_sound_one_is_used(use: Use) -> None:
    class Chain(DictKeyring):
        backends: tuple[keyring.backend.KeyringBackend, ...] = ()

    plain, sound = PlaintextKeyring(), DictKeyring()
    chain = Chain()
    chain.backends = (plain, sound)
    vault = use(chain)
    vault.put("a", b"1")
    assert plain.kept == {}
    assert len(sound.kept) == 1
    assert "1" not in sound.kept.values()


@pytest.mark.parametrize("backend", [Dropping, Uninitialised])
def test_a_key_store_that_fails_while_putting(backend: type[DictKeyring], use: Use) -> None:
    with pytest.raises(NoKeyring):
        use(backend()).put("a", b"1")
    with pytest.raises(NoKeyring):
        use(backend()).check()


def test_a_sound_key_store_passes_the_check_and_keeps_nothing_of_it(use: Use) -> None:
    backend = DictKeyring()
    use(backend).check()
    assert backend.kept == {}


@pytest.mark.parametrize("backend", [Locked, Garbling])
def test_a_key_store_that_fails_while_getting(backend: type[DictKeyring], use: Use) -> None:
    with pytest.raises(NoKeyring):
        use(backend()).get("a")


def test_without_a_key_store_the_systems_own_answer_is_told() -> None:
    assert "keyring.backends.fail" in sys.modules
    with pytest.raises(NoKeyring):
        KeyringVault().get("a")
