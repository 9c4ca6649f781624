"""What the hub keeps besides the contract's rows, on PostgreSQL as on SQLite: asked of a running one."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from karmadesk.hub import seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place
from tests.hub import samples
from tests.hub.samples import GROWN, GROWN_BATCH, GROWN_LEAVES
from tests.hub.server import running_hub
from tests.hub.test_statements import statement
from tests.hub.wire import call, learner


def test_a_hub_on_postgresql_keeps_everything_once(tmp_path: Path, seed_folder: Path, cluster: str) -> None:
    place = Place(tmp_path / "hub")
    place.prepare()
    database = database_in(place, cluster)
    seeding.seed(database, place, seed_folder)
    database.close()
    with running_hub(place.root, "--database", cluster, "--flavour", "sunbird", "--certificate-delay", "0") as hub:
        asha = learner(hub.url, *samples.ASHA)
        cursor = asha.get("/api/karmadesk/v1/changes").json["cursor"]
        asha.ask("/api/course/v1/enrol", courseId=GROWN, batchId=GROWN_BATCH, userId=asha.id)
        sent = [
            {"contentId": leaf, "courseId": GROWN, "batchId": GROWN_BATCH, "status": 2, "progressdetails": {"n": n}}
            for n, leaf in enumerate(GROWN_LEAVES)
        ]
        for _ in range(2):
            assert asha.update(*sent).result == dict.fromkeys(GROWN_LEAVES, "SUCCESS")

        news = asha.get(f"/api/karmadesk/v1/changes?since={cursor}").json
        assert news["topics"] == ["certificates", "enrolments", f"states:{GROWN}"]
        assert asha.get(f"/api/karmadesk/v1/changes?since={news['cursor']}").json["topics"] == []
        rows = asha.state(GROWN, GROWN_BATCH, fields=["progressdetails"])
        assert sorted(row["progressdetails"]["n"] for row in rows) == [0, 1, 2]
        assert {row["viewCount"] for row in rows} == {2}
        assert len(asha.enrolments()[GROWN]["issuedCertificates"]) == 1

        headers = {"Authorization": f"Bearer {asha.token}", "X-Experience-API-Version": "1.0.3"}
        headers |= {"Content-Type": "application/json"}
        batch = [statement(id=str(uuid.uuid4()), result={"response": "जल\0"}) for _ in range(3)]
        for _ in range(2):
            reply = call("POST", f"{hub.url}/xapi/statements", json.dumps(batch).encode(), headers)
            assert (reply.status, reply.json) == (200, [one["id"] for one in batch])
        kept = call("GET", f"{hub.url}/xapi/statements?limit=2", None, headers).json
        assert [one["id"] for one in kept["statements"]] == [batch[2]["id"], batch[1]["id"]]
        assert kept["statements"][0]["result"]["response"] == "जल\0"

        event = {"mid": "m", "context": {"pdata": {"id": "prod.sunbird.desktop"}}}
        for message in ("a", "a", "b"):
            body = {"params": {"msgid": message}, "events": [event]}
            assert asha.post("/api/data/v1/telemetry", body).json["responseCode"] == "SUCCESS"
        counts = call("GET", f"{hub.url}/owner/v1/telemetry", None, {"X-Owner-Key": hub.owner_key}).json
        assert counts == {"batches": 2, "events": 1, "doubledBatches": 1, "doubledEvents": 2}
