"""What is looked at: one installation as it lies on the disk, without its lock, so that a window may be open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from karmadesk import policy, settings
from karmadesk.app import places, servers
from karmadesk.app.secrets import Secrets, open_secrets
from karmadesk.errors import KarmaDeskError, PolicyError
from karmadesk.model import Link, Person, ServerRow
from karmadesk.paths import Paths
from karmadesk.policy import Policy
from karmadesk.ports import Clock, Vault
from karmadesk.settings import Settings


@dataclass(frozen=True)
class Subject:
    """`vault` is one that opens without a question, if there is one; `link` is known already, or None: ask."""

    paths: Paths
    policy: Policy
    settings: Settings
    servers: Mapping[str, ServerRow]
    clock: Clock
    policy_fault: PolicyError | None = None
    vault: Vault | None = None
    link: Link | None = None

    @cached_property
    def people(self) -> tuple[Person, ...]:
        from karmadesk.store import open_people
        from karmadesk.vault.memory import MemoryVault
        from karmadesk.vault.wrapped import SecretWrapping

        return open_people(self.paths, MemoryVault(), self.clock, "", SecretWrapping()).list()

    @property
    def servers_in_use(self) -> tuple[ServerRow, ...]:
        """Those that people here learn from; before there is anybody, the one that they would."""
        return tuple(self.servers[i] for i in servers.in_use(self.people, self.servers, self.settings.server))


def on_disk(home: Path, secrets: Secrets, clock: Clock) -> Subject:
    """The installation in this home, of which nothing is changed; a policy that can't be followed is a finding."""
    fault: PolicyError | None = None
    decided = policy.NO_POLICY
    try:
        decided = policy.load(places.policy_file())
    except PolicyError as error:
        fault = error
    paths = Paths(home, places.media_folder(decided.media_folder, home))
    return Subject(
        paths=paths,
        policy=decided,
        policy_fault=fault,
        settings=decided.over(settings.load(paths.settings)),
        servers=servers.decided_by(decided, servers.rows(paths.servers)),
        clock=clock,
        vault=_quiet_vault(secrets, paths),
    )


def _quiet_vault(secrets: Secrets, paths: Paths) -> Vault | None:
    """The vault, where it can be had without a question to anybody."""
    from karmadesk.vault.keyring import KeyringVault

    is_sealed = secrets.kind == "sealed-file" or (not secrets.kind and paths.sealed.exists())
    try:
        if is_sealed:
            return open_secrets(secrets, paths) if paths.sealed.exists() else None
        keyring = KeyringVault()
        return None if secrets.kind == "memory" or keyring.may_ask() else keyring
    except KarmaDeskError:
        return None
