"""Where one hub keeps what is its own: a data directory and the choices it was started with."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Flavour = Literal["igot", "sunbird"]

DEMO_API_KEY = "karmadesk-demo-key"
PROVIDER = "9f1c7e0a-6f0e-4c39-9a53-3f0b7b8f7a11"
ORG_ID = "0135071359030722569"
CHANNEL = "dopt"


class TroubleError(Exception):
    """The world's fault; the message is the one line that the owner reads on standard error."""


@dataclass(frozen=True)
class Place:
    """One hub's folder, and the names of what lies in it."""

    root: Path

    @property
    def media(self) -> Path:
        """Where packages and their unpacked files lie, served under /content-store/."""
        return self.root / "content-store"

    @property
    def port_file(self) -> Path:
        """The port that this hub keeps from start to start."""
        return self.root / "port"

    @property
    def owner_key_file(self) -> Path:
        """What the owner-only routes ask for, readable by the owner alone."""
        return self.root / "owner.key"

    @property
    def api_key_file(self) -> Path:
        """The application key that the gateway asks for."""
        return self.root / "api.key"

    @property
    def signing_key_file(self) -> Path:
        """The private half of the key that signs tokens."""
        return self.root / "signing-key.pem"

    @property
    def carry_keys_file(self) -> Path:
        """The private keys by which carried files are opened and answers signed."""
        return self.root / "carry-keys.json"

    @property
    def log_file(self) -> Path:
        """The hub's own words; never a token or a password."""
        return self.root / "hub.log"

    @property
    def faults_file(self) -> Path:
        """One line for each answer that was broken on purpose."""
        return self.root / "faults.jsonl"

    @property
    def database_file(self) -> Path:
        """The database, unless the owner named another."""
        return self.root / "hub.db"

    def database_url(self, given: str | None) -> str:
        """The address of the database: the one given, else a file in this folder."""
        if given is None:
            return f"sqlite:///{self.database_file}"
        for prefix in ("postgresql://", "postgres://"):
            if given.startswith(prefix):
                return "postgresql+psycopg://" + given.removeprefix(prefix)
        return given

    def prepare(self) -> None:
        """Make the folder and its keys if they are not there yet."""
        try:
            self.media.mkdir(parents=True, exist_ok=True)
            keep_secret(self.owner_key_file, secrets.token_urlsafe(32))
            keep_secret(self.api_key_file, DEMO_API_KEY)
        except OSError as problem:
            raise TroubleError(f"{self.root}: cannot be used as the data folder ({problem.strerror})") from problem


@dataclass(frozen=True)
class Terms:
    """How this hub behaves, as its owner chose on the command line."""

    flavour: Flavour = "igot"
    rotate_refresh: bool = False
    offline_idle_s: int = 43_200
    access_ttl_s: int = 21_600
    reconnect_window_s: int = 0
    certificate_delay_s: int = 5
    name: str = "KarmaDesk hub"


def keep_secret(path: Path, content: str) -> None:
    """Write a file that only its owner can read, unless it is there already; never half of it."""
    if path.exists():
        return
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
