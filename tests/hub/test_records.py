"""The record store over HTTP: kept once, all or none, read back by those whose it is."""

from __future__ import annotations

import base64
import gzip
import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from karmadesk.hub import records
from karmadesk.hub.__main__ import main
from karmadesk.hub.database import Database, database_in
from karmadesk.hub.place import Place
from karmadesk.hub.statements import VOIDED
from tests.hub.server import Hub
from tests.hub.test_statements import statement
from tests.hub.wire import Json, Learner, Reply, call

_XAPI = {"X-Experience-API-Version": "1.0.3", "Content-Type": "application/json"}

NOBODYS = "edd646ad-c157-465c-82d4-e6c73d7d8447"
"""The id of no statement; always the same, so that every process collects the same tests."""


class Sender:
    """Somebody who speaks to the record store."""

    def __init__(self, url: str, authorization: str) -> None:
        self.address = f"{url}/xapi/statements"
        self.headers = {**_XAPI, "Authorization": authorization}

    def post(self, body: object, **headers: str) -> Reply:
        return call("POST", self.address, json.dumps(body).encode(), {**self.headers, **headers})

    def put(self, identifier: str, body: object) -> Reply:
        return call("PUT", f"{self.address}?statementId={identifier}", json.dumps(body).encode(), self.headers)

    def get(self, query: str = "") -> Reply:
        return call("GET", f"{self.address}?{query}", None, self.headers)

    def ids(self, query: str = "") -> list[str]:
        """The ids of every page."""
        found: list[str] = []
        reply = self.get(query).json
        while True:
            found += [one["id"] for one in reply["statements"]]
            if not reply["more"]:
                return found
            host = self.address.removesuffix("/xapi/statements")
            reply = call("GET", host + reply["more"], None, self.headers).json


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.fixture
def asha(hub: Hub, nurse: Learner) -> Sender:
    """A learner, by their access token."""
    return Sender(hub.url, f"Bearer {nurse.token}")


@pytest.fixture
def office(hub: Hub, seeded: tuple[Place, Database]) -> Sender:
    """A system of the office, by a key that the owner has just made."""
    with seeded[1].write() as db:
        return Sender(hub.url, _basic("office", records.make_key(db, "office")))


def _new(**more: Any) -> Json:
    return statement(**{"id": str(uuid.uuid4()), "timestamp": "2026-11-24T09:30:00.123Z", **more})


def _owner(hub: Hub, since: int = 0) -> list[Json]:
    """Every statement's row as the owner reads it."""
    rows: list[Json] = []
    while True:
        address = f"{hub.url}/owner/v1/statements?since={since}"
        reply = call("GET", address, None, {"X-Owner-Key": hub.owner_key}).json
        rows += reply["statements"]
        if since == reply["next"]:
            return rows
        since = reply["next"]


def test_a_batch_is_kept_and_read_back(asha: Sender, nurse: Learner) -> None:
    sent = [_new(), _new(result={"completion": True})]

    reply = asha.post(sent)

    assert (reply.status, reply.json) == (200, [one["id"] for one in sent])
    assert reply.headers["X-Experience-API-Version"] == "1.0.3"
    for one in sent:
        kept = asha.get(f"statementId={one['id']}").json
        assert {name: kept[name] for name in one} == one
        assert kept["authority"]["account"]["name"] == nurse.id
        assert kept["stored"].endswith("Z")
        assert kept["version"] == "1.0.0"


def test_a_statement_without_id_and_time_gets_both(asha: Sender) -> None:
    (identifier,) = asha.post(statement()).json

    kept = asha.get(f"statementId={identifier.upper()}").json

    assert uuid.UUID(identifier).version == 4
    assert kept["timestamp"] == kept["stored"]


def test_what_the_sender_says_of_the_store_is_the_stores(asha: Sender, nurse: Learner) -> None:
    sent = _new(stored="1970-01-01T00:00:00Z", authority={"mbox": "mailto:a@b.in"}, version="1.0.1")
    asha.post(sent)

    kept = asha.get(f"statementId={sent['id']}").json

    assert kept["stored"] > "2026"
    assert (kept["authority"]["account"]["name"], kept["version"]) == (nurse.id, "1.0.1")


def test_the_same_again_is_kept_once(asha: Sender, hub: Hub) -> None:
    sent = [_new(), _new()]
    asha.post(sent)
    first = asha.get(f"statementId={sent[0]['id']}").json
    turned = dict(reversed(sent[0].items()))  # other order, other spelling of the id, the store's own words added

    again = asha.post([{**turned, "id": turned["id"].upper(), "stored": first["stored"]}, sent[1], new := _new()])

    assert (again.status, again.json) == (200, [sent[0]["id"], sent[1]["id"], new["id"]])
    assert asha.put(sent[0]["id"], sent[0]).status == 204
    assert asha.get(f"statementId={sent[0]['id']}").json == first
    ids = [row["id"] for row in _owner(hub)]
    assert [ids.count(one["id"]) for one in (*sent, new)] == [1, 1, 1]


def test_another_statement_under_a_known_id_changes_nothing(
    asha: Sender, newcomer: Callable[[], Learner], hub: Hub
) -> None:
    sent, new = _new(), _new()
    asha.post(sent)
    before = _owner(hub)
    other = {**sent, "result": {"completion": True}}

    assert asha.post([new, other]).status == 409
    assert asha.post(other).status == 409
    assert asha.put(sent["id"], other).status == 409
    assert Sender(hub.url, f"Bearer {newcomer().token}").post(other).status == 409

    assert _owner(hub) == before
    assert "result" not in asha.get(f"statementId={sent['id']}").json


@pytest.mark.parametrize(
    "wrong",
    [{}, None, [], 7, "text", _new(actor={}), _new(result={"score": {"scaled": 2}}), _new(timestamp="now")],
)
def test_one_bad_statement_keeps_the_whole_batch_out(wrong: object, asha: Sender, hub: Hub) -> None:
    before = _owner(hub)

    reply = asha.post([_new(), wrong, _new()])

    assert (reply.status, _owner(hub)) == (400, before)
    assert reply.json["message"].startswith("Nothing is stored. [1]")


def test_two_equal_ids_in_one_batch_are_refused(asha: Sender, hub: Hub) -> None:
    before, sent = _owner(hub), _new()

    assert asha.post([sent, {**sent, "id": sent["id"].upper()}]).status == 400

    assert _owner(hub) == before


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b'{"a": NaN}', b'["\\ud800"]', b"[" * 100_000, b"7", b'"x"', b"null"]
)
def test_a_body_that_is_no_statement_is_refused(body: bytes, asha: Sender) -> None:
    reply = call("POST", asha.address, body, asha.headers)

    assert reply.status == 400
    assert reply.headers["X-Experience-API-Version"] == "1.0.3"


def test_half_a_surrogate_pair_is_refused(asha: Sender) -> None:
    body = json.dumps(_new(result={"response": "\ud800"})).encode()

    assert call("POST", asha.address, body, asha.headers).status == 400


def test_nothing_of_an_empty_batch(asha: Sender) -> None:
    reply = asha.post([])

    assert (reply.status, reply.json) == (200, [])


def test_put_asks_for_its_id(asha: Sender) -> None:
    sent = _new()
    without = {name: part for name, part in sent.items() if name != "id"}

    assert asha.put(sent["id"], without).status == 204
    assert asha.put(sent["id"], sent).status == 204
    assert asha.put(str(uuid.uuid4()), sent).status == 400
    assert asha.put("7", sent).status == 400
    assert asha.put(sent["id"], [sent]).status == 400
    assert asha.put(sent["id"] + "&agent=x", sent).status == 400
    assert call("PUT", asha.address, json.dumps(sent).encode(), asha.headers).status == 400
    assert call("POST", asha.address + "?method=PUT", json.dumps(sent).encode(), asha.headers).status == 400


@pytest.mark.parametrize("version", ["", "2.0.0", "1.1", "0.95", "1.0.", "one"])
def test_another_version_is_refused(version: str, asha: Sender) -> None:
    asha.headers["X-Experience-API-Version"] = version

    for reply in (asha.post(_new()), asha.get()):
        assert (reply.status, reply.headers["X-Experience-API-Version"]) == (400, "1.0.3")


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.3", "1.0.9"])
def test_every_version_of_the_first_is_spoken(version: str, asha: Sender) -> None:
    asha.headers["X-Experience-API-Version"] = version

    assert asha.post(_new()).status == 200


def test_anybody_learns_what_is_spoken(hub: Hub) -> None:
    reply = call("GET", f"{hub.url}/xapi/about")

    assert (reply.status, "1.0.3" in reply.json["version"]) == (200, True)


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer x.y.z", "Basic", "Basic !", _basic("office", "wrong"), _basic("off\0ice", ""), "Digest x"],
)
def test_a_stranger_is_not_let_in(authorization: str, hub: Hub) -> None:
    stranger = Sender(hub.url, authorization)

    for reply in (stranger.post(_new()), stranger.get()):
        assert (reply.status, reply.headers["WWW-Authenticate"]) == (401, 'Basic realm="xAPI"')


def test_a_learner_reads_their_own_and_the_office_everybodys(
    asha: Sender, office: Sender, newcomer: Callable[[], Learner], hub: Hub
) -> None:
    ravi = Sender(hub.url, f"Bearer {newcomer().token}")
    hers, his = _new(), _new()
    asha.post(hers)
    ravi.post(his)

    assert asha.get(f"statementId={his['id']}").status == 404
    assert asha.ids() == [hers["id"]]
    assert office.ids("limit=2")[:2] == [his["id"], hers["id"]]
    assert office.get(f"statementId={hers['id']}").status == 200


def test_a_key_made_anew_is_the_only_one(office: Sender, hub: Hub, seeded: tuple[Place, Database]) -> None:
    assert office.post(_new()).status == 200

    with seeded[1].write() as db:
        secret = records.make_key(db, "office")

    assert office.post(_new()).status == 401
    assert Sender(hub.url, _basic("office", secret)).post(_new()).status == 200


def test_the_owner_makes_and_ends_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> int:
        return main(["records", "key", *arguments, "--data", str(tmp_path)])

    def opens(secret: str) -> bool:
        database = database_in(Place(tmp_path), None)
        try:
            with database.read() as db:
                return records.is_key(db, "office", secret)
        finally:
            database.close()

    assert run("office") == 0
    user, password = (line.split(" ", 1)[1] for line in capsys.readouterr().out.splitlines())
    assert (user, opens(password), opens("")) == ("office", True, False)
    assert password.encode() not in (tmp_path / "hub.db").read_bytes()

    assert run("office", "--end") == 0
    assert not opens(password)
    assert run("office", "--end") == 1
    assert "no such key" in capsys.readouterr().err
    assert run("a name:with signs") == 2


def _voiding(identifier: str) -> Json:
    return _new(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": identifier.upper()})


def test_a_voided_statement_is_read_as_voided_alone(asha: Sender, hub: Hub) -> None:
    sent, other = _new(), _new()
    voiding = _voiding(sent["id"])
    asha.post([voiding, sent, other])  # the one that voids may come first

    assert asha.get(f"statementId={sent['id']}").status == 404
    assert asha.get(f"voidedStatementId={sent['id']}").json["id"] == sent["id"]
    assert asha.get(f"voidedStatementId={other['id']}").status == 404
    assert asha.ids() == [other["id"], voiding["id"]]
    assert asha.post(_voiding(voiding["id"])).status == 200
    assert asha.get(f"statementId={voiding['id']}").status == 200  # what voids is not voided itself
    assert sent["id"] in [row["id"] for row in _owner(hub)]


def test_a_learner_voids_nobody_elses_and_the_office_anybodys(
    asha: Sender, office: Sender, newcomer: Callable[[], Learner], hub: Hub
) -> None:
    sent = _new()
    asha.post(sent)

    Sender(hub.url, f"Bearer {newcomer().token}").post(_voiding(sent["id"]))
    assert asha.get(f"statementId={sent['id']}").status == 200
    office.post(_voiding(sent["id"]))
    assert asha.get(f"statementId={sent['id']}").status == 404


def test_pages_follow_one_another_both_ways(asha: Sender) -> None:
    sent = [_new()["id"] for _ in range(7)]
    for start in (0, 3):
        asha.post([statement(id=one) for one in sent[start : start + 3 + (start == 3)]])

    assert asha.ids("limit=3") == sent[::-1]
    assert asha.ids("limit=3&ascending=true") == sent
    assert asha.ids("ascending=true&limit=0") == sent


def test_what_was_stored_since_a_moment(asha: Sender) -> None:
    first, second = _new(), _new()
    asha.post(first)
    stored = asha.get(f"statementId={first['id']}").json["stored"]
    while True:  # until the clock has gone on by a millisecond
        asha.post(second)
        if asha.get(f"statementId={second['id']}").json["stored"] > stored:
            break
        second = _new()

    assert second["id"] in asha.ids(f"since={stored}")
    assert first["id"] not in asha.ids(f"since={stored}")
    assert first["id"] in asha.ids(f"until={stored}")
    assert second["id"] not in asha.ids(f"until={stored}")


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "until=x",
        "limit=-1",
        "limit=many",
        "ascending=yes",
        "cursor=x",
        "format=canonical",
        "attachments=true",
        "verb=http://a.in/v",
        "statementId=7",
        f"statementId={NOBODYS}&limit=1",
        "voidedStatementId=7",
        f"voidedStatementId={NOBODYS}&statementId={NOBODYS}",
    ],
)
def test_a_question_that_is_not_understood_is_refused(query: str, asha: Sender) -> None:
    assert asha.get(query).status == 400


def test_a_body_too_large_is_told_so(asha: Sender) -> None:
    # Noise, so that packing does not make it small.
    noise = [_new(result={"response": base64.b64encode(uuid.uuid4().bytes * 40).decode()}) for _ in range(1200)]

    reply = asha.post(noise)
    assert (reply.status, reply.headers["X-Experience-API-Version"]) == (413, "1.0.3")
    packed = gzip.compress(json.dumps([_new(result={"response": "x" * 100_000})] * 60).encode())
    assert call("POST", asha.address, packed, {**asha.headers, "Content-Encoding": "gzip"}).status == 413


def test_other_media_types_are_refused(asha: Sender) -> None:
    assert asha.post(_new(), **{"Content-Type": "multipart/mixed; boundary=x"}).status == 400
    assert asha.post(_new(), **{"Content-Type": "application/json; charset=utf-8"}).status == 200


def test_a_packed_body_is_read(asha: Sender) -> None:
    sent = [_new() for _ in range(500)]
    packed = gzip.compress(json.dumps(sent).encode())

    reply = call("POST", asha.address, packed, {**asha.headers, "Content-Encoding": "gzip"})

    assert (reply.status, len(reply.json)) == (200, 500)


def test_many_who_send_the_same_at_once_keep_it_once(asha: Sender, hub: Hub) -> None:
    sent = [_new() for _ in range(50)]

    with ThreadPoolExecutor(8) as many:
        statuses = [reply.status for reply in many.map(lambda _: asha.post(sent), range(8))]

    assert statuses == [200] * 8
    ids = [row["id"] for row in _owner(hub)]
    assert all(ids.count(one["id"]) == 1 for one in sent)


def test_only_the_owner_reads_every_id(hub: Hub, asha: Sender) -> None:
    asha.post([_new() for _ in range(500)])
    asha.post([_new() for _ in range(501)])

    rows = _owner(hub)

    assert len(rows) > 1000
    assert [row["seq"] for row in rows] == sorted({row["seq"] for row in rows})
    assert call("GET", f"{hub.url}/owner/v1/statements").status == 401
