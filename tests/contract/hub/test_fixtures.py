"""What public Sunbird repositories publish about the contract, held against a real hub."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml  # type: ignore[import-untyped] # one call, and what it returns is checked by use

from karmadesk.hub import seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place
from tests.hub import samples
from tests.hub.samples import BATCH, COURSE, GROWN_BATCH
from tests.hub.server import Hub, running_hub
from tests.hub.wire import API_KEY, Json, Learner, call, learner

_DATA = Path(__file__).parents[2] / "data"
_OPENAPI = _DATA / "Sunbird-Lern+lern-service" / "courseenrolmentapi.yaml"
_LIST = _DATA / "KB-iGOT+sunbird-course-service" / "CourseEnrolmentTest.04.json"
_TELEMETRY = _DATA / "Sunbird-Ed+SunbirdEd-portal" / "telemetry_batch_15824995.json"

# The public description lists what its one recorded answer had, as mandatory; these belong to that installation alone.
_OF_THAT_INSTALLATION = {"addedBy", "delta", "grade"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A running hub with the samples in it."""
    place = Place(tmp_path_factory.mktemp("hub"))
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, samples.write_samples(tmp_path_factory.mktemp("samples")))
    database.close()
    with running_hub(place.root) as running:
        yield running


@pytest.fixture(scope="module")
def ravi(hub: Hub) -> Learner:
    """The sample person with a past."""
    return learner(hub.url, *samples.RAVI)


@pytest.fixture(scope="module")
def openapi() -> Json:
    """Upstream's description of its enrolment service."""
    found: Json = yaml.safe_load(_OPENAPI.read_text(encoding="utf-8"))
    return found


def _schema(openapi: Json, path: str, method: str, status: int) -> Json:
    answer = openapi["paths"][path][method]["responses"][status]["content"]["application/json"]
    schema: Json = _as_json_schema({**answer["schema"], "components": openapi["components"]})
    return schema


def _as_json_schema(value: Any) -> Any:
    """OpenAPI 3.0 spells "or null" in its own way."""
    if isinstance(value, list):
        return [_as_json_schema(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {name: _as_json_schema(one) for name, one in value.items() if name != "nullable"}
    if value.get("nullable") and "type" in made:
        made["type"] = [made["type"], "null"]
    return made


def test_enrolling_answers_as_upstream_describes(openapi: Json, ravi: Learner) -> None:
    asked = {"courseId": COURSE, "batchId": BATCH, "userId": ravi.id}
    described = openapi["paths"]["/course/v1/enrol"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert set(described["request"]) == set(asked)

    for status, wanted in ((200, asked), (400, {**asked, "batchId": GROWN_BATCH})):
        reply = ravi.post("/api/course/v1/enrol", {"request": wanted}, msgid="a-message")
        assert reply.status == status
        jsonschema.validate(reply.json, _schema(openapi, "/course/v1/enrol", "post", status))


def test_leaving_answers_as_upstream_describes(openapi: Json, ravi: Learner) -> None:
    asked = {"courseId": COURSE, "batchId": GROWN_BATCH, "userId": ravi.id}

    reply = ravi.post("/api/course/v1/unenrol", {"request": asked}, msgid="a-message")

    assert reply.status == 400
    jsonschema.validate(reply.json, _schema(openapi, "/course/v1/unenrol", "post", 400))


def test_the_enrolment_list_has_what_a_recorded_one_has(ravi: Learner) -> None:
    recorded = json.loads(_LIST.read_text(encoding="utf-8"))["result"]["courses"][0]
    row = ravi.get(f"/api/course/v1/user/enrollment/list/{ravi.id}").result["courses"][0]
    now = {"contentstatus": "contentStatus", "completionpercentage": "completionPercentage"}

    missing = {now.get(name, name) for name in recorded} - set(row) - _OF_THAT_INSTALLATION

    assert missing == set()
    content = {"identifier", "name", "mimeType", "leafNodes", "leafNodesCount", "downloadUrl", "variants", "size"}
    assert content | {"pkgVersion", "contentType", "status"} <= set(row["content"]) & set(recorded["content"])


def test_a_recorded_telemetry_batch_is_taken_whole(hub: Hub) -> None:
    body = _TELEMETRY.read_bytes()
    headers = {"Authorization": f"Bearer {API_KEY}"}

    assert call("POST", f"{hub.url}/api/data/v1/telemetry", body, headers).json["responseCode"] == "SUCCESS"

    health = call("GET", f"{hub.url}/owner/v1/health", headers={"X-Owner-Key": hub.owner_key}).json
    assert health["telemetryEvents"] == len(json.loads(body)["events"]) > 0
