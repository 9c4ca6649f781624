"""One person at one laptop: the ports that every use case needs, in one hand."""

from __future__ import annotations

from dataclasses import dataclass

from karmadesk.model import Person, ServerRow
from karmadesk.ports import Catalogue, Clock, Files, Learner, Packages, Shelf


@dataclass(frozen=True)
class Desk:
    """Whose desk it is and what lies on it. Made by `app` when a person is opened."""

    person: Person
    server: ServerRow
    catalogue: Catalogue
    shelf: Shelf
    learner: Learner
    files: Files
    packages: Packages
    clock: Clock
    is_tour: bool = False
    """Sample courses without an account: nothing is sent, and leaving forgets it."""
