"""What is looked for in a catalogue and what a catalogue answers, as frozen values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from karmadesk.model import CourseCard


class Length(enum.Enum):
    """How much time somebody has. Each holds the ones before it, but for the last, which holds what is longer."""

    QUARTER = "quarter"
    HOUR = "hour"
    LONGER = "longer"


QUARTER_S = 15 * 60
HOUR_S = 60 * 60


@dataclass(frozen=True)
class Wanted:
    """Every part that is given must hold. `language` and `area` as the catalogue spells them; `length` None is any."""

    words: str = ""
    language: str = ""
    provider: str = ""
    area: str = ""
    length: Length | None = None
    is_here: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words narrows it."""
        return bool(self.language or self.provider or self.area or self.length or self.is_here)


@dataclass(frozen=True)
class Facet:
    """One value of a filter, and how many courses choosing it would leave."""

    value: str
    count: int


@dataclass(frozen=True)
class Facets:
    """What can be chosen, each counted with everything else that is wanted; most courses first, lengths in order."""

    languages: tuple[Facet, ...] = ()
    providers: tuple[Facet, ...] = ()
    areas: tuple[Facet, ...] = ()
    lengths: tuple[Facet, ...] = ()
    here: int = 0


@dataclass(frozen=True)
class Matches:
    """One page of what was found, and how many there are in all."""

    cards: tuple[CourseCard, ...] = ()
    total: int = 0
