"""Courses as they are offered: cards, units, resources, questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Competency:
    area: str
    theme: str
    sub_theme: str


@dataclass(frozen=True)
class Caption:
    """Subtitles of one language. `code` is ISO 639-1; `url` where the server has them, or a path inside the package."""

    code: str
    label: str
    url: str


@dataclass(frozen=True)
class Resource:
    """The leaf that a learner opens. Sizes in bytes, times in seconds, `threshold` 0-1 or None for the default."""

    id: str
    name: str
    kind: str
    mime_type: str
    description: str = ""
    duration_s: float = 0.0
    size_bytes: int = 0
    version: float = 1.0
    language: str = ""
    package_url: str = ""
    artifact_url: str = ""
    captions: tuple[Caption, ...] = ()
    threshold: float | None = None


@dataclass(frozen=True)
class Unit:
    """A part of a course; units may nest."""

    id: str
    name: str
    resources: tuple[Resource, ...] = ()
    units: tuple[Unit, ...] = ()

    def all_resources(self) -> tuple[Resource, ...]:
        """Its resources and those of the units below, in reading order."""
        below = (r for unit in self.units for r in unit.all_resources())
        return (*self.resources, *below)


@dataclass(frozen=True)
class CourseCard:
    """What a list shows of a course. `languages` maps a language name (lower-case English) to that tree's course id."""

    id: str
    name: str
    description: str = ""
    provider: str = ""
    language: str = ""
    duration_s: float = 0.0
    size_bytes: int = 0
    poster_url: str = ""
    version: float = 1.0
    is_program: bool = False
    languages: Mapping[str, str] = field(default_factory=dict)
    competencies: tuple[Competency, ...] = ()
    resource_count: int = 0


@dataclass(frozen=True)
class Course:
    """A course with its tree. A program has `courses` (ids of its children) and its units are those courses."""

    card: CourseCard
    units: tuple[Unit, ...] = ()
    courses: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.card.id

    def resources(self) -> tuple[Resource, ...]:
        """Every leaf, in reading order, each id once."""
        seen: dict[str, Resource] = {}
        for unit in self.units:
            for resource in unit.all_resources():
                seen.setdefault(resource.id, resource)
        return tuple(seen.values())


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One practice question. `body`, labels and `explanation` are untrusted HTML from the package."""

    id: str
    body: str
    choices: tuple[Choice, ...]
    correct: frozenset[str]
    is_multiple: bool
    explanation: str = ""


@dataclass(frozen=True)
class QuestionSet:
    id: str
    name: str
    questions: tuple[Question, ...]
