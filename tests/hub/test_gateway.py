"""What the gateway asks of every request before a service hears of it (contract, section 0)."""

from __future__ import annotations

import gzip
import json
import uuid
from collections.abc import Mapping

import pytest

from tests.hub.samples import COURSE
from tests.hub.server import Hub
from tests.hub.wire import API_KEY, Learner, call

_TELEMETRY = {"id": "api.telemetry", "ver": "3.0", "params": {"msgid": "m1"}, "events": [{"eid": "START"}] * 3}
_KEY = {"Authorization": f"bearer {API_KEY}"}


@pytest.mark.parametrize(
    "headers, message",
    [
        ({}, "Unauthorized"),
        ({"Authorization": API_KEY}, "Unauthorized"),
        ({"Authorization": "Basic abc"}, "Unauthorized"),
        ({"Authorization": "bearer wrong"}, "Invalid authentication credentials"),
    ],
)
def test_without_the_application_key_the_gateway_itself_refuses(
    hub: Hub, headers: Mapping[str, str], message: str
) -> None:
    reply = call("POST", f"{hub.url}/api/composite/v1/search", b"{}", headers)

    assert (reply.status, reply.json) == (401, {"message": message})


@pytest.mark.parametrize("scheme", ["bearer", "Bearer", "BEARER"])
def test_the_scheme_may_be_spelled_either_way(hub: Hub, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {API_KEY}"}

    assert call("POST", f"{hub.url}/api/data/v1/telemetry", b"{}", headers).status == 200


@pytest.mark.parametrize("path", ["/api/user/v1/cbplan", "/api/course/v1/batch/read/011"])
def test_with_the_key_alone_the_service_refuses(hub: Hub, path: str) -> None:
    reply = call("GET", hub.url + path, headers=_KEY)

    assert (reply.status, reply.err, reply.json["responseCode"]) == (401, "UNAUTHORIZED_USER", "CLIENT_ERROR")


@pytest.mark.parametrize("path", ["/api/nowhere/v1", "/api/course/v1/enrol"])
def test_an_unknown_route_is_the_gateways_to_refuse(hub: Hub, path: str) -> None:
    reply = call("GET", hub.url + path, headers=_KEY)

    assert (reply.status, reply.json) == (404, {"message": "no Route matched with those values"})


def test_more_than_a_megabyte_is_too_much(hub: Hub, nurse: Learner) -> None:
    for size, status in ((990_000, 400), (1_000_001, 413), (3_000_000, 413)):
        assert call("POST", f"{hub.url}/api/course/v1/enrol", b"x" * size, nurse.headers).status == status
    reply = call("POST", f"{hub.url}/api/course/v1/enrol", b"x" * 1_000_001, nurse.headers)
    assert reply.json == {"message": "Request size limit exceeded"}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b'{"request": {"status": NaN}}', b"\xff\xfe", b"[" * 90_000, b'{"a": "\\ud800"}']
)
def test_what_is_no_json_object_is_refused_in_the_envelope(nurse: Learner, body: bytes) -> None:
    reply = call("POST", f"{nurse.url}/api/course/v1/enrol", body, nurse.headers)

    assert (reply.status, reply.err) == (400, "INVALID_DATA")
    assert reply.json["params"]["resmsgid"]


@pytest.mark.parametrize("body", [b"{}", b'{"request": null}', b'{"request": []}'])
def test_a_body_without_its_request_is_refused(nurse: Learner, body: bytes) -> None:
    assert call("POST", f"{nurse.url}/api/course/v1/enrol", body, nurse.headers).err == "MANDATORY_PARAMETER_MISSING"


def test_an_envelope_has_every_part(nurse: Learner) -> None:
    body = nurse.get("/api/course/v1/batch/read/011", msgid="mine").json

    assert (body["id"], body["ver"], body["responseCode"]) == ("api.course.batch.read", "v1", "OK")
    assert (body["params"]["status"], body["params"]["msgid"], body["params"]["err"]) == ("success", "mine", None)
    assert body["ts"].endswith("Z")


def test_a_query_of_the_wrong_type_is_refused_in_the_envelope(nurse: Learner) -> None:
    reply = nurse.get(f"/api/course/v2/user/enrollment/list/{nurse.id}?retiredCoursesEnabled=perhaps")

    assert (reply.status, reply.err) == (400, "DATA_TYPE_ERROR")


def test_telemetry_is_taken_as_it_comes(hub: Hub) -> None:
    def count() -> tuple[int, int]:
        health = call("GET", f"{hub.url}/owner/v1/health", headers={"X-Owner-Key": hub.owner_key}).json
        return health["telemetryBatches"], health["telemetryEvents"]

    batches, events = count()
    for path, headers in (("telemetry", _KEY), ("telemetry", _KEY), ("public/telemetry", {})):
        body = {**_TELEMETRY, "params": {"msgid": uuid.uuid4().hex}}
        reply = call("POST", f"{hub.url}/api/data/v1/{path}", json.dumps(body).encode(), headers)
        assert (reply.status, reply.json["responseCode"]) == (200, "SUCCESS")

    assert count() == (batches + 3, events + 9)


def test_a_gzip_body_is_read(hub: Hub) -> None:
    headers = {**_KEY, "Content-Encoding": "gzip"}
    body = gzip.compress(json.dumps(_TELEMETRY).encode())

    assert call("POST", f"{hub.url}/api/data/v1/telemetry", body, headers).status == 200
    assert call("POST", f"{hub.url}/api/data/v1/telemetry", body[:-9], headers).status == 400
    assert call("POST", f"{hub.url}/api/data/v1/telemetry", b"plain", headers).status == 400
    assert call("POST", f"{hub.url}/api/data/v1/telemetry", body, {**_KEY, "Content-Encoding": "br"}).status == 415


def test_a_gzip_body_that_swells_is_refused(hub: Hub) -> None:
    body = gzip.compress(b" " * 50_000_000)
    assert len(body) < 100_000

    assert call("POST", f"{hub.url}/api/data/v1/telemetry", body, {**_KEY, "Content-Encoding": "gzip"}).status == 413


def test_answers_are_squeezed_for_who_can_read_that(hub: Hub) -> None:
    address = f"{hub.url}/api/course/v1/hierarchy/{COURSE}"
    plain, packed = call("GET", address), call("GET", address, headers={"Accept-Encoding": "gzip"})

    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert len(packed.body) < len(plain.body) / 2
    assert packed.result == plain.result
