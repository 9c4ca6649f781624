"""What the program stands on: keys, fonts, the office's policy, the log, versions."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import sqlite3
import ssl
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from karmadesk import __version__
from karmadesk.app import places
from karmadesk.app.doctor.finding import Finding, fine, problem, spoken, warning
from karmadesk.app.doctor.subject import Subject
from karmadesk.app.sentences import sentence
from karmadesk.errors import NoKeyring

FONTS = (
    "NotoSans-Regular.ttf",
    "NotoSans-SemiBold.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansDevanagari-SemiBold.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansDevanagari-Bold.ttf",
)
"""Those that the window makes known (`ui.theme.measures`), which the command line may not ask."""

TRUETYPE = (b"\x00\x01\x00\x00", b"OTTO", b"true")
LOG_DAYS = 7
LOG_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} (ERROR|CRITICAL) ")
PACKAGES = ("PySide6_Essentials", "SQLAlchemy", "requests", "truststore", "keyring")
OTHERS_MAY_WRITE = 0o022


def keys(subject: Subject) -> tuple[Finding, ...]:
    """Where keys are or will be kept; nothing is asked of anybody, so nothing is opened."""
    from karmadesk.vault.keyring import KeyringVault

    if subject.paths.sealed.exists():
        return (fine("keys", "Keys lie in a sealed file."),)
    try:
        return (fine("keys", f"Keys lie in the system's key store ({KeyringVault().backend_name()})."),)
    except NoKeyring:
        if subject.people:
            do = "Sign in to the system as the user who first started KarmaDesk, and see that its key store runs."
            return (problem("keys", "There are people here, but the key store with their keys is away.", do),)
        do = "Whoever starts first chooses a passphrase for a sealed file; or set a key store up."
        return (warning("keys", "This system has no usable key store.", do),)


def fonts(_subject: Subject) -> tuple[Finding, ...]:
    folder = places.resources() / "fonts"
    missing = [name for name in FONTS if not _is_font(folder / name)]
    if missing:
        return (problem("fonts", f"Missing or damaged: {', '.join(missing)}.", "Install KarmaDesk anew."),)
    return (fine("fonts", f"All {len(FONTS)} fonts are there."),)


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in TRUETYPE
    except OSError:
        return False


def policy_file(subject: Subject) -> tuple[Finding, ...]:
    """The policy in effect and what of it can't be followed on this machine."""
    if subject.policy_fault is not None:
        do = "Until it is mended KarmaDesk does not start on this machine."
        return (problem("policy", sentence(subject.policy_fault), do),)
    source = subject.policy.source
    if source is None:
        return (fine("policy", f"No policy; it would be {places.machine_policy()}."),)
    found = tuple(_policy_troubles(subject, source))
    return found or (fine("policy", f"The policy {spoken(source)} is in effect."),)


def _policy_troubles(subject: Subject, source: Path) -> Iterator[Finding]:
    policy = subject.policy
    if source != places.machine_policy():
        do = f"Put it at {places.machine_policy()}; a variable is for trying it."
        yield warning("policy", "The policy is the one that KARMADESK_POLICY names.", do)
    elif os.name != "nt" and source.stat().st_mode & OTHERS_MAY_WRITE:
        yield warning("policy", "Others than its owner may change the policy.", f"chmod go-w {source}")
    if policy.ca_file is not None and not _is_authority(policy.ca_file):
        says = f"network.ca_file can't be read as PEM certificates: {spoken(policy.ca_file)}."
        yield problem("policy", says, "Until then only the system's own authorities are trusted.")
    media = policy.media_folder
    if media is not None and not os.access(subject.paths.objects if subject.paths.objects.is_dir() else media, os.W_OK):
        yield problem(
            "policy", f"storage.media_folder can't be written: {spoken(media)}.", "Connect it, or let users in."
        )
    if policy.server_host.startswith("http://"):
        yield warning("policy", "server.host has no TLS.", "Give it a certificate unless it is inside your own walls.")


def _is_authority(path: Path) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except (OSError, ssl.SSLError):
        return False
    return True


def log(subject: Subject) -> tuple[Finding, ...]:
    """How many faults the log tells of, never what they say."""
    since = subject.clock.now() - timedelta(days=LOG_DAYS)
    found: Counter[str] = Counter()
    for path in sorted(subject.paths.logs.glob("karmadesk.log*")):
        found += _faults(path, since)
    bugs, errors = found["CRITICAL"], found["ERROR"]
    says = f"In {LOG_DAYS} days the log tells of {bugs} bugs and {errors} other errors."
    if bugs or errors:
        return (warning("log", says, f"Send {spoken(subject.paths.logs)} to your helpdesk if something went wrong."),)
    return (fine("log", says),)


def _faults(path: Path, since: datetime) -> Counter[str]:
    found: Counter[str] = Counter()
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match = LOG_LINE.match(line)
            # The log has the laptop's own time.
            if match and datetime.fromisoformat(match[1]).astimezone(UTC) >= since:
                found[match[2]] += 1
    return found


def versions(_subject: Subject) -> tuple[Finding, ...]:
    named = [
        f"KarmaDesk {__version__}",
        f"Python {platform.python_version()}",
        f"{platform.system()} {platform.release()}",
    ]
    named += [f"SQLite {sqlite3.sqlite_version}", f"SQLCipher {_sqlcipher()}", ssl.OPENSSL_VERSION]
    named += [f"{package} {version}" for package in PACKAGES if (version := _version(package))]
    return (fine("versions", ", ".join(named) + "."),)


def _version(package: str) -> str:
    """Of an installed package; a frozen program carries no such notes, and leaves it out."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _sqlcipher() -> str:
    from karmadesk.store.connection import driver

    memory = driver(b"\0" * 32).connect(":memory:")
    try:
        return str(memory.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        memory.close()
