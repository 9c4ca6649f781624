"""Carried files: how to seal one, by whose keys, and where a courier hands them in (docs/carry.md)."""

from __future__ import annotations

import base64

from fastapi import APIRouter, Response

from karmadesk.hub.carry import PATH, counter, keys
from karmadesk.hub.carry.sealing import UNKNOWN_KEY, CarryError
from karmadesk.hub.envelope import RefusalError, as_json, malformed, missing
from karmadesk.hub.house import Body, Caller, HouseOf

router = APIRouter()


@router.get(f"{PATH}/key")
def key(house: HouseOf) -> Response:
    """The hub's public keys, for anybody with the application key."""
    return as_json(keys.current(house.place.carry_keys_file).public())


@router.post(f"{PATH}/keys")
def introduce(house: HouseOf, caller: Caller, body: Body) -> Response:
    """Remember a laptop's public keys for the caller; the hub's come back."""
    with house.database.write() as db:
        counter.introduce(db, caller, body)
    return key(house)


@router.post(PATH)
def hand_in(house: HouseOf, body: Body) -> Response:
    """Take one sealed file from whoever brings it; its answer is as sealed as it was."""
    given = body.get("file")
    if not isinstance(given, str):
        raise missing("file")
    try:
        raw = base64.b64decode(given, validate=True)
    except ValueError as problem:
        raise malformed("file", "base64 String") from problem
    try:
        done = counter.hand_in(house, raw)
    except CarryError as problem:
        said = "The file cannot be taken."
        raise RefusalError(str(problem), said, status=404 if str(problem) == UNKNOWN_KEY else 400) from problem
    return as_json(
        {
            "answer": base64.b64encode(done.answer).decode(),
            "accepted": done.accepted,
            "refused": done.refused,
            "damaged": done.damaged,
        }
    )
