"""The hub's own word on what is new: one small request instead of reading everything (docs/hub.md)."""

from __future__ import annotations

from fastapi import APIRouter, Response

from karmadesk.hub import changes
from karmadesk.hub.envelope import as_json
from karmadesk.hub.house import Caller, HouseOf

router = APIRouter()

PATH = "/api/karmadesk/v1/changes"


@router.get(PATH)
def read(house: HouseOf, caller: Caller, since: str = "") -> Response:
    """The topics that the caller has to read anew, and the cursor for next time; as few bytes as can be."""
    with house.database.read() as db:
        news = changes.since(db, house.shelf.current, caller, since)
    return as_json({"cursor": news.cursor, "topics": news.topics})
