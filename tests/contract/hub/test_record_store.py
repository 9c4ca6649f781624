"""The client's own way to a record store, against the hub's: duplicates, a poisoned statement, other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from karmadesk.errors import Refused
from karmadesk.model import Item, ItemState, Place, Profile, ServerRow, Tokens
from karmadesk.ports import RECORDS, Message, Session
from karmadesk.statement import Statement, StatementKind, Verb, new_id
from karmadesk.sync.http import Http
from karmadesk.sync.xapi import RecordStore, records_row
from tests.hub.server import Hub
from tests.hub.wire import Json, Learner, call
from tests.sync.clock import START, StillClock

_PLACE = Place("do_1", "0130", "do_2")


@pytest.fixture
def user(nurse: Learner) -> Session:
    """A learner's session at the hub."""
    return Session(Tokens(nurse.token, "refresh", START + timedelta(hours=1)), Profile(nurse.id, "Asha"))


@pytest.fixture
def store(hub: Hub) -> Iterator[RecordStore]:
    """The client's adapter, told of the hub as its record store."""
    row, clock = ServerRow("s", "S", "igot", hub.url, "key", records=f"{hub.url}/xapi"), StillClock()
    found = RecordStore(Http(records_row(row), clock), row, clock)
    yield found
    found.close()


def _message(store: RecordStore, *verbs: Verb) -> Message:
    body: Json = {"correct": 3, "total": 4, "completed": True, "fraction": 0.5, "position_s": 12.25}
    acts = [
        Statement(new_id(), StatementKind.STATEMENT, verb, _PLACE, body, "here", 1, "1", START, START, "boot")
        for verb in verbs
    ]
    kind, said = store.compose(Item("key", RECORDS, _PLACE, ("x",), ItemState.WAITING, START), acts, None, None)
    return Message(new_id(), RECORDS, _PLACE, kind, said, START, statement_ids=tuple(one.id for one in acts))


def _kept(hub: Hub, user: Session) -> list[str]:
    reply = call("GET", f"{hub.url}/owner/v1/statements", None, {"X-Owner-Key": hub.owner_key})
    return [row["id"] for row in reply.json["statements"] if row["sender"] == user.profile.user_id]


def test_every_verb_is_taken_and_a_batch_sent_twice_is_kept_once(store: RecordStore, hub: Hub, user: Session) -> None:
    sent = [_message(store, *Verb), _message(store, Verb.COMPLETED)]

    for _ in range(2):
        receipts = store.push(user, sent)
        assert all(receipts[one.id].accepted for one in sent)
    new = _message(store, Verb.INITIALIZED)
    assert store.push(user, [sent[1], new]).keys() == {sent[1].id, new.id}

    assert sorted(_kept(hub, user)) == sorted(name for one in (*sent, new) for name in one.statement_ids)


def test_a_poisoned_statement_keeps_its_batch_out_until_it_is_alone(
    store: RecordStore, hub: Hub, user: Session
) -> None:
    good, bad = _message(store, Verb.COMPLETED), _message(store, Verb.COMPLETED)
    poisoned = replace(bad, body={"statements": [{**bad.body["statements"][0], "colour": "red"}]})

    with pytest.raises(Refused):
        store.push(user, [good, poisoned])
    assert _kept(hub, user) == []
    assert store.push(user, [good])[good.id].accepted


def test_other_words_under_a_known_id_count_as_recorded(store: RecordStore, hub: Hub, user: Session) -> None:
    first = _message(store, Verb.COMPLETED)
    store.push(user, [first])
    other = replace(first, body={"statements": [{**first.body["statements"][0], "timestamp": "2026-01-01T00:00:00Z"}]})

    assert store.push(user, [other])[other.id].arguments["differs"]

    assert _kept(hub, user) == list(first.statement_ids)
