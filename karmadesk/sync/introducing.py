"""Once, while there is a link: a person's keys for carried files are made, and told to a server that takes those."""

from __future__ import annotations

import json

from karmadesk.carry.keys import HubKey, OwnKeys, hub_document, hub_from, new_keys, own_document, own_from
from karmadesk.errors import ServerFault
from karmadesk.ports import LearnerReads
from karmadesk.sync.round import Round

OWN = "carry:own"
HUB = "carry:hub"
"""Checkpoints: this person's keys on this laptop, and those of the hub that knows them."""


def introduce(round_: Round) -> None:
    """Asks nothing of a server that takes no carried files, nor of one that knows us and has its key of then."""
    mailroom = round_.server.mailroom
    if mailroom is None:
        return
    with round_.learner.read() as db:
        keys, hub = own_keys(db), hub_key(db)
    if keys is not None and hub is not None and hub.id == mailroom.key_id:
        return
    keys = keys or _made(round_)
    public = keys.public()
    told = round_.unless_refused(lambda: round_.ask(lambda session: mailroom.introduce(session, public)))
    if told is None:
        return
    found = hub_from(told)
    if found is None:
        round_.stumbled(ServerFault("keys that are none"))
        return
    with round_.learner.write() as db:
        db.set_checkpoint(HUB, json.dumps(hub_document(found)))


def own_keys(db: LearnerReads) -> OwnKeys | None:
    return own_from(_kept(db, OWN))


def hub_key(db: LearnerReads) -> HubKey | None:
    return hub_from(_kept(db, HUB))


def _made(round_: Round) -> OwnKeys:
    """Kept before they are told: a reply that is lost must not leave the hub with keys that nobody has."""
    keys = new_keys()
    with round_.learner.write() as db:
        db.set_checkpoint(OWN, json.dumps(own_document(keys)))
    return keys


def _kept(db: LearnerReads, name: str) -> dict[str, object]:
    kept = db.checkpoint(name)
    found = json.loads(kept) if kept else {}
    return found if isinstance(found, dict) else {}
