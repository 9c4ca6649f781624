"""Which installation this is, and what it remembers of people's stores outside of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Seen:
    """What was last seen of one person's store. A store that says otherwise is another copy of it.

    `openings` are the marks that it may bear: two, while one is being replaced.
    """

    openings: tuple[str, ...]
    device: str = ""
    sequence: int = 0
    """How far that device had counted in it."""


class Identity(Protocol):
    """One installation: a home at its place on one machine."""

    @property
    def device(self) -> str:
        """The id that acts are numbered under."""

    @property
    def is_watching(self) -> bool:
        """Whether anything can be remembered outside the home, so that a store can be recognised."""

    def seen(self, person_id: str) -> Seen | None: ...
    def remember(self, person_id: str, seen: Seen) -> None:
        """Durable when it returns; where it can't be kept, `seen` says what it said before."""

    def renew(self) -> None:
        """Another device id from now on: under this one numbers may have been given that are not known here."""


@dataclass(frozen=True)
class Named:
    """An installation with a name of its own that remembers nothing: a tour's, a look from outside."""

    device: str
    is_watching: bool = False

    def seen(self, person_id: str) -> Seen | None:
        """Nothing."""

    def remember(self, person_id: str, seen: Seen) -> None:
        """Nothing is kept."""

    def renew(self) -> None:
        """Nobody asks for it where nothing is remembered."""
