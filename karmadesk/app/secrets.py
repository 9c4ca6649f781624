"""Which vault keeps the keys, and where a passphrase comes from."""

from __future__ import annotations

import logging
import os
import secrets as random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from karmadesk.app import places
from karmadesk.errors import KeysLocked, NoKeyring, NoPassphrase, WrongPassphrase
from karmadesk.services.passphrase import prepared

if TYPE_CHECKING:
    from karmadesk.paths import Paths
    from karmadesk.ports import Vault

log = logging.getLogger(__name__)

ENVIRONMENT = "KARMADESK_PASSPHRASE"
PROBE = "probe"
"""Never kept: asking for it opens the vault, so that one that can't be used is known at once."""


@dataclass(frozen=True)
class Secrets:
    """`kind` "" means: the keyring where there is one.

    `ask` and `choose` (a new passphrase) prompt a person at once; with `asks_later` somebody sits at a window, who is
    asked once the error says that it is needed. Where nobody sits, there is neither.
    """

    kind: str = ""
    passphrase_file: Path | None = None
    ask: Callable[[], str] | None = None
    choose: Callable[[], str] | None = None
    generate: bool = False
    asks_later: bool = False


def open_secrets(wanted: Secrets, paths: Paths) -> Vault:
    """The vault, open. A home that has a sealed file goes on with it.

    Plain text is never a choice: without a keyring and a passphrase this raises NoKeyring, NoPassphrase or KeysLocked;
    WrongPassphrase when the one that was given opens nothing.
    """
    from karmadesk.vault import open_vault

    def passphrase() -> str:
        return _passphrase(wanted, paths)

    kind = wanted.kind or ("sealed-file" if paths.sealed.exists() else "keyring")
    try:
        return _probed(open_vault(kind, paths.sealed, passphrase))
    except NoKeyring:
        if wanted.kind == "keyring" or not _may_seal(wanted, paths):
            raise
        log.warning("the system has no usable keyring: keys are kept in a sealed file")
        return _probed(open_vault("sealed-file", paths.sealed, passphrase))


def sealed_by(passphrase: str, paths: Paths) -> Vault:
    """The sealed file opened by this passphrase, or a new one that it will seal; it is kept by nobody.

    Raises WrongPassphrase, VaultError.
    """
    from karmadesk.vault import open_vault

    given = [prepared(passphrase)]

    def once() -> str:
        if not given:
            raise WrongPassphrase("the file was sealed anew under another passphrase")
        return given.pop()

    return _probed(open_vault("sealed-file", paths.sealed, once))


def _probed(vault: Vault) -> Vault:
    vault.get(PROBE)
    return vault


def _may_seal(wanted: Secrets, paths: Paths) -> bool:
    """Whether a sealed file may stand in for the keyring: never when somebody's keys lie in a keyring that is away."""
    if any((folder / "person.json").exists() for folder in _folders(paths.people)):
        return False
    by_hand = wanted.passphrase_file or os.environ.get(ENVIRONMENT) or wanted.choose or wanted.asks_later
    return bool(by_hand) or wanted.generate or _generated_path(paths.home).exists()


def _folders(parent: Path) -> list[Path]:
    return list(parent.iterdir()) if parent.is_dir() else []


def _passphrase(wanted: Secrets, paths: Paths) -> str:
    """From the file, the environment, a generated one, or a person: in this order."""
    if wanted.passphrase_file is not None:
        try:
            return prepared(wanted.passphrase_file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise WrongPassphrase(str(error)) from error
    given = os.environ.get(ENVIRONMENT)
    if given:
        return prepared(given)
    if wanted.generate or _generated_path(paths.home).exists():
        return generated(paths.home)
    return _from_person(wanted, is_new=not paths.sealed.exists())


def _from_person(wanted: Secrets, *, is_new: bool) -> str:
    ask = wanted.choose if is_new else wanted.ask
    if ask is not None:
        return prepared(ask())
    if is_new:
        raise NoPassphrase("nobody has chosen a passphrase")
    raise KeysLocked("the sealed file waits for its passphrase")


def generated(home: Path) -> str:
    """A random passphrase for this home, kept for this user only and outside the home; the same one next time."""
    path = _generated_path(home)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        found = path.read_text("ascii").strip()
        if found:
            return found
    except OSError:
        pass
    made = random.token_urlsafe(24)
    beside = path.with_suffix(".tmp")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return made


def _generated_path(home: Path) -> Path:
    import hashlib

    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]
    return places.state_folder() / f"passphrase-{name}"
