"""Progress on a drive: writing it, taking the answers in, and handing over what somebody brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from karmadesk.jobs import Context
from karmadesk.model import Json
from karmadesk.ports.sink import Session


@dataclass(frozen=True)
class HandedIn:
    """A hub's answer to one carried file, sealed, and what became of the items in the file."""

    answer: bytes = field(repr=False)
    accepted: int = 0
    refused: int = 0
    damaged: int = 0


class Mailroom(Protocol):
    """Where a server takes carried files. Calls may raise LinkError, SignedOut or Refused."""

    @property
    def key_id(self) -> str:
        """The key to which files for this server are sealed now."""

    def introduce(self, session: Session, keys: Mapping[str, str]) -> Mapping[str, Json]:
        """Tells the server by which keys this person sends and reads carried files; the server's own come back."""

    def hand_in(self, sealed: bytes) -> HandedIn:
        """Hands a file in, whoever wrote it. Refused with reason `STRANGE` where it is not for this server."""


STRANGE, UNTAKEN = "strange", "untaken"
"""Reasons of Refused: a file that was sealed for another server; one that this server can't take."""


@dataclass(frozen=True)
class Written:
    """What was written for one person; `left` items found no room. `error` is a key, "" where all went well."""

    person_id: str
    label: str
    items: int = 0
    left: int = 0
    error: str = ""
    arguments: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class TakenIn:
    """What the answers on the drive said to one person; `damaged` pieces could not be read and come again."""

    person_id: str
    label: str
    accepted: int = 0
    refused: int = 0
    damaged: int = 0
    answers: int = 0
    is_newer: bool = False
    """Whether plan and courses are newer than what was here."""

    error: str = ""
    arguments: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class HandedOver:
    """One file that a courier handed over, and what the server said."""

    name: str
    accepted: int = 0
    refused: int = 0
    damaged: int = 0
    error: str = ""
    arguments: Mapping[str, Json] = field(default_factory=dict)


class Carrying(Protocol):
    """All calls block, and belong where rounds of sync run: they freeze and settle the same messages."""

    def write(
        self, folder: Path, context: Context, person_ids: Sequence[str] = (), typed: str = ""
    ) -> tuple[Written, ...]:
        """Writes a file for each of these people (all here, when none is named) who is unlocked or lets us send.

        `typed` seals it where the server has no key of its own: whoever sends it there has to be told.
        Raises UnwritableFile, DiskFull: what the drive refuses, it refuses for everybody.
        """

    def write_for(self, folder: Path, person_id: str) -> Written:
        """One person's file; the world's faults stand in it."""

    def take_in_for(self, folder: Path, person_id: str) -> TakenIn:
        """What the drive brings for one person; the world's faults stand in it."""

    def take_in(self, folder: Path, context: Context) -> tuple[TakenIn, ...]:
        """Takes in what the drive brings for the people here; a second time changes nothing.

        Raises UnreadableFile.
        """

    def hand_over(self, folder: Path, context: Context) -> tuple[HandedOver, ...]:
        """Hands every file on the drive to its server, and lays the answers beside them; nobody signs in.

        Raises UnreadableFile, UnwritableFile, DiskFull, LinkError.
        """
