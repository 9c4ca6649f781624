"""Finding courses without a link."""

from __future__ import annotations

from karmadesk.model import CourseCard
from karmadesk.services.desk import Desk


def search(desk: Desk, words: str, limit: int = 50) -> tuple[CourseCard, ...]:
    """Courses whose names, descriptions, competencies or resources hold every word; best first, any script."""
    with desk.catalogue.read() as catalogue:
        return catalogue.search(words, limit)
