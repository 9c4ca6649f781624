"""Finding courses without a link."""

from __future__ import annotations

from karmadesk.model import CourseCard, Topic
from karmadesk.services.desk import Desk

SWEPT = "catalogue:swept"
"""The checkpoint that says when the server's whole list was last read."""


def ask_again(desk: Desk) -> Topic:
    """Reads the server's whole list again at the next link, instead of a day after the last time."""
    with desk.catalogue.write() as catalogue:
        catalogue.set_checkpoint(SWEPT, "")
    return Topic.CATALOGUE | Topic.OUTBOX


def search(desk: Desk, words: str, limit: int = 50) -> tuple[CourseCard, ...]:
    """Courses whose names, descriptions, competencies or resources hold every word; best first, any script."""
    with desk.catalogue.read() as catalogue:
        return catalogue.search(words, limit)
