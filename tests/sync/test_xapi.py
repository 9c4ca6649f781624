"""Statements on their way to a record store: each once, whatever it answers; a poisoned one alone is kept back."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from karmadesk.errors import NotAServer, Offline, Refused, ServerFault
from karmadesk.model import Item, ItemState, Place, Profile, ServerRow, Tokens
from karmadesk.ports import RECORDS, Message, Session
from karmadesk.statement import Statement, StatementKind, Verb, new_id
from karmadesk.sync.http import Http
from karmadesk.sync.xapi import RecordStore, records_row
from tests.sync.clock import START, StillClock
from tests.sync.wire import Asked, Said, Wire, wire

USER = Session(Tokens("access", "refresh", START + timedelta(hours=1)), Profile("u-1", "Asha"))
PLACE = Place("do_1", "b-1", "do_2")


@dataclass
class Shelf:
    """A record store in a few lines: whole batches or nothing, ids for good."""

    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    poisoned: set[str] = field(default_factory=set)
    says: Callable[[Asked], Said | None] = lambda _: None
    takes_gzip: bool = True
    stumbles_over_gzip: bool = False
    answers_in_lists: bool = False
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Said:
        self.asked.append(asked)
        said = self.says(asked)
        if said is not None:
            return said
        if asked.method == "GET":
            found = self.kept.get(asked.query["statementId"])
            if self.answers_in_lists:
                return Said({"statements": [found] if found else []})
            return Said(found) if found else Said({"detail": "No statement found"}, 404)
        return self._posted(asked)

    def _posted(self, asked: Asked) -> Said:
        raw = asked.raw
        if asked.headers.get("content-encoding") == "gzip":
            if self.stumbles_over_gzip:
                return Said(b"Internal Server Error", 500, "text/plain")
            if not self.takes_gzip:
                return Said({"detail": "Invalid JSON"}, 400)
            raw = gzip.decompress(raw)
        batch = json.loads(raw)
        if any(one["id"] in self.poisoned for one in batch):
            return Said({"detail": "invalid statement"}, 400)
        if any(one["id"] in self.kept and self.kept[one["id"]] != one for one in batch):
            return Said({"detail": "Differing statements already exist with the same ID"}, 409)
        new = [one for one in batch if one["id"] not in self.kept]
        self.kept |= {one["id"]: one for one in new}
        return Said([one["id"] for one in new]) if new else Said(b"", 204)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def server(shelf: Shelf) -> Iterator[Wire]:
    with wire(shelf) as found:
        yield found


@pytest.fixture
def row(server: Wire) -> ServerRow:
    return ServerRow("s", "S", "igot", "http://learning.example", "key", records=f"{server.url}/xapi")


@pytest.fixture
def store(row: ServerRow) -> Iterator[RecordStore]:
    clock = StillClock()
    found = RecordStore(Http(records_row(row), clock), row, clock)
    yield found
    found.close()


def act(verb: Verb = Verb.COMPLETED, **body: Any) -> Statement:
    return Statement(new_id(), StatementKind.STATEMENT, verb, PLACE, body, "here", 1, "1", START, START, "boot")


def message(store: RecordStore, *acts: Statement) -> Message:
    item = Item("key", RECORDS, PLACE, ("completed",), ItemState.WAITING, START)
    kind, body = store.compose(item, acts, None, None)
    return Message(new_id(), RECORDS, PLACE, kind, body, START, statement_ids=tuple(a.id for a in acts))


def test_a_statement_says_who_did_what_to_which_and_when(store: RecordStore, shelf: Shelf) -> None:
    one = act(Verb.ANSWERED, correct=3, total=4, completed=True)
    sent = message(store, one)
    assert store.push(USER, [sent])[sent.id].accepted
    assert shelf.kept[one.id] == {
        "id": one.id,
        "actor": {"account": {"homePage": "http://learning.example", "name": "u-1"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": "http://learning.example/content/do_2"},
        "context": {"contextActivities": {"parent": [{"id": "http://learning.example/content/do_1"}]}},
        "timestamp": "2026-11-24T08:30:00.000Z",
        "result": {"score": {"scaled": 0.75, "raw": 3, "min": 0, "max": 4}, "completion": True},
    }
    [asked] = shelf.asked
    assert asked.path == "/xapi/statements"
    assert asked.headers["x-experience-api-version"] == "1.0.3"
    assert asked.headers["content-encoding"] == "gzip"
    assert asked.headers["authorization"] == "Bearer access"
    assert "x-authenticated-user-token" not in asked.headers


def test_a_store_with_a_key_of_its_own_gets_that_and_no_token(row: ServerRow, shelf: Shelf) -> None:
    clock = StillClock()
    keyed = replace(row, records_key="karmadesk:s3cret")
    store = RecordStore(Http(records_row(keyed), clock), keyed, clock)
    store.push(USER, [message(store, act())])
    store.close()
    [asked] = shelf.asked
    assert asked.headers["authorization"] == "Basic " + base64.b64encode(b"karmadesk:s3cret").decode()
    assert "access" not in str(asked.headers)


def test_a_time_in_the_future_is_not_sent(store: RecordStore, shelf: Shelf) -> None:
    late = replace(act(), at=START + timedelta(days=400))
    store.push(USER, [message(store, late)])
    assert shelf.kept[late.id]["timestamp"] == "2026-11-24T08:30:00.000Z"


def test_many_messages_are_one_batch(store: RecordStore, shelf: Shelf) -> None:
    sent = [message(store, act(), act()) for _ in range(20)]
    receipts = store.push(USER, sent)
    assert all(receipts[one.id].accepted for one in sent)
    assert len(shelf.asked) == 1
    assert len(shelf.kept) == 40


def test_sent_again_after_a_lost_reply_it_is_there_once(store: RecordStore, shelf: Shelf) -> None:
    sent = message(store, act())
    store.push(USER, [sent])
    assert store.push(USER, [sent])[sent.id].accepted, "204: it had all of them"
    assert len(shelf.kept) == 1


def test_fewer_ids_are_looked_up_and_told_apart(store: RecordStore, shelf: Shelf) -> None:
    old, new = message(store, act()), message(store, act())
    store.push(USER, [old])
    receipts = store.push(USER, [old, new])
    assert set(receipts) == {old.id, new.id}
    forgotten = message(store, act())
    shelf.says = lambda asked: Said([]) if asked.method == "POST" else None
    assert store.push(USER, [forgotten]) == {}, "a store that took nothing is asked again"


def test_a_conflict_alone_counts_as_recorded(store: RecordStore, shelf: Shelf) -> None:
    one = act()
    shelf.kept[one.id] = {"id": one.id, "other": "wording"}
    sent = message(store, one)
    receipt = store.push(USER, [sent])[sent.id]
    assert receipt.accepted
    assert receipt.arguments == {"was_there": True, "differs": True}
    with pytest.raises(Refused):
        store.push(USER, [sent, message(store, act())])


def test_a_conflict_over_nothing_is_the_stores_fault(store: RecordStore, shelf: Shelf) -> None:
    shelf.says = lambda asked: Said({"detail": "?"}, 409) if asked.method == "POST" else None
    with pytest.raises(ServerFault):
        store.push(USER, [message(store, act())])


def test_a_message_falls_into_halves_down_to_single_statements(store: RecordStore) -> None:
    acts = [act() for _ in range(5)]
    parts = store.parts(message(store, *acts))
    assert [len(p.statement_ids) for p in parts] == [2, 3]
    assert [i for p in parts for i in p.statement_ids] == [a.id for a in acts]
    assert all([s["id"] for s in p.body["statements"]] == list(p.statement_ids) for p in parts)
    assert len(store.parts(message(store, act()))) == 1


def test_a_store_that_reads_no_gzip_is_spared_it_from_then_on(store: RecordStore, shelf: Shelf) -> None:
    shelf.takes_gzip = False
    for _ in range(2):
        sent = message(store, act())
        assert store.push(USER, [sent])[sent.id].accepted
    assert [a.headers.get("content-encoding") for a in shelf.asked] == ["gzip", None, None]


def test_a_store_that_stumbles_over_gzip_is_spared_it_too(store: RecordStore, shelf: Shelf) -> None:
    shelf.stumbles_over_gzip = True
    for _ in range(2):
        sent = message(store, act())
        assert store.push(USER, [sent])[sent.id].accepted
    assert [a.headers.get("content-encoding") for a in shelf.asked] == ["gzip", None, None]


def test_a_store_that_reads_gzip_is_not_asked_twice_when_it_stumbles(store: RecordStore, shelf: Shelf) -> None:
    store.push(USER, [message(store, act())])
    shelf.asked.clear()
    shelf.says = lambda _: Said({"detail": "?"}, 500)
    with pytest.raises(ServerFault):
        store.push(USER, [message(store, act())])
    assert [a.headers.get("content-encoding") for a in shelf.asked] == ["gzip"]


def test_a_store_may_answer_about_one_with_a_list(store: RecordStore, shelf: Shelf) -> None:
    shelf.answers_in_lists = True
    old, new, odd = (message(store, act()) for _ in range(3))
    store.push(USER, [old])
    assert set(store.push(USER, [old, new])) == {old.id, new.id}
    shelf.kept[odd.statement_ids[0]] = {"id": odd.statement_ids[0], "other": "wording"}
    assert store.push(USER, [odd])[odd.id].arguments["differs"]
    shelf.says = lambda asked: Said([]) if asked.method == "POST" else None
    assert store.push(USER, [message(store, act())]) == {}


def test_a_poisoned_batch_is_no_reason_to_give_up_gzip(store: RecordStore, shelf: Shelf) -> None:
    bad = act()
    shelf.poisoned = {bad.id}
    with pytest.raises(Refused):
        store.push(USER, [message(store, bad)])
    shelf.asked.clear()
    store.push(USER, [message(store, act())])
    assert shelf.asked[0].headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    "said, error",
    [
        (Said({"detail": "too big"}, 413), Refused),
        (Said({"detail": "no"}, 403), ServerFault),
        (Said({"error": "nobody"}, 401), ServerFault),
        (Said({"detail": "gone"}, 404), ServerFault),
        (Said({"detail": "?"}, 500), ServerFault),
        (Said(b"<html>sign in</html>", kind="text/html"), NotAServer),
        (Said(b'["half', kind="application/json"), ServerFault),
        (Said({}, 302), NotAServer),
        (Said(cut=True), Offline),
        (Said({"not": "a list"}), NotAServer),
    ],
)
def test_no_word_of_the_store_is_no_receipt(
    said: Said, error: type[Exception], store: RecordStore, shelf: Shelf
) -> None:
    shelf.says = lambda _: said
    with pytest.raises(error):
        store.push(USER, [message(store, act())])


def test_nothing_learnt_of_the_learner_but_their_account_is_said(store: RecordStore, shelf: Shelf) -> None:
    store.push(USER, [message(store, act(answers={"q": ["secret"]}))])
    assert "Asha" not in str(shelf.kept)
    assert "secret" not in str(shelf.kept)
