"""An item's key: a text that stays the same for as long as the item is the same."""

from __future__ import annotations

import json
from dataclasses import dataclass

from karmadesk.model import Place

GATHERING = "gathering"


@dataclass(frozen=True)
class ItemKey:
    """One message to one sink; `message_id` None while it still gathers."""

    sink: str
    place: Place
    message_id: str | None

    def __str__(self) -> str:
        place = self.place
        parts = (self.sink, place.course_id, place.batch_id, place.resource_id, self.message_id or GATHERING)
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def parse(text: str) -> ItemKey:
        """The key that this text came from; ValueError for any other text."""
        sink, course_id, batch_id, resource_id, message_id = json.loads(text)
        return ItemKey(sink, Place(course_id, batch_id, resource_id), None if message_id == GATHERING else message_id)
