"""A certificate and telemetry, from the real hub and to it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from karmadesk.app.clock import SystemClock
from karmadesk.hub import seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place as HubPlace
from karmadesk.model import CertificateState
from karmadesk.paths import Paths
from karmadesk.ports import PROGRESS, TELEMETRY
from karmadesk.statement import Act, StatementKind, Verb
from karmadesk.store import open_people
from karmadesk.sync.http import Http
from karmadesk.sync.igot import Igot
from karmadesk.sync.machine import SyncMachine
from karmadesk.sync.telemetry import Telemetry
from karmadesk.vault.memory import MemoryVault
from karmadesk.vault.wrapped import SecretWrapping
from tests.hub import samples
from tests.hub.samples import COURSE, DOCUMENT, EXAM, GROWN, GROWN_LEAVES, PRACTICE, RAVI, VIDEO
from tests.hub.server import Hub, running_hub
from tests.hub.wire import call
from tests.sync.desk import Laptop, laptop
from tests.sync.relay import Relay, cut_once
from tests.sync.test_with_hub import row_of, signed_in
from tests.sync.wire import wire


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """With the samples in it, and certificates after a second."""
    place = HubPlace(tmp_path / "hub")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, samples.write_samples(tmp_path / "samples"))
    database.close()
    with running_hub(place.root, "--certificate-delay", "1") as running:
        yield running


def told(hub: Hub) -> int:
    """How many events the hub has counted."""
    health = call("GET", f"{hub.url}/owner/v1/health", headers={"X-Owner-Key": hub.owner_key}).json
    return int(health["telemetryEvents"])


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as found:
        yield found


def ravi(tmp_path: Path, url: str, hub: Hub, closing: ExitStack) -> Laptop:
    """Somebody who has begun a course, at a laptop that tells how lessons are used."""
    clock = SystemClock()
    http = Http(row_of(url), clock)
    closing.callback(http.close)
    server = Igot(http, clock)
    found = closing.enter_context(laptop(tmp_path / "home", server, clock))
    found.people.close_all()
    parts = (Paths(tmp_path / "home"), MemoryVault(), clock, "laptop", SecretWrapping())
    found.people = open_people(*parts, lambda _: (PROGRESS, TELEMETRY))
    usage = Telemetry(http, clock, lambda: server.reads_gzip)
    found.machine = SyncMachine(
        found.people,
        lambda _: server,
        lambda _: found.catalogue,
        clock,
        found.topics.append,
        random.Random(7),
        usage=lambda _: usage,
    )
    person = found.add()
    with found.people.open(person.id).write() as db:
        db.put_tokens(signed_in(hub.url, RAVI))
    server.probe()
    return found


def test_finishing_a_course_brings_its_certificate(hub: Hub, tmp_path: Path, closing: ExitStack) -> None:
    relay = Relay(hub.url)
    with wire(relay) as between, closing:
        desk = ravi(tmp_path, between.url, hub, closing)
        desk.sync()
        with desk.learner.read() as db:
            assert [one.course_id for one in db.certificates()] == [GROWN], "of what was finished long ago"
        desk.join(COURSE)
        for leaf in (VIDEO, DOCUMENT, PRACTICE, EXAM):
            desk.watch(desk.place(COURSE, leaf), 1.0)
        assert desk.sync().waiting == 0
        time.sleep(1.2)
        desk.sync()
        with desk.learner.read() as db:
            [one] = db.certificates(COURSE)
            svg = db.drawing(one.id)
        assert one.state is CertificateState.HERE
        assert one.access_code in svg
        assert "रवि" in svg
        relay.passed.clear()
        desk.sync()
        assert [asked.path for asked in relay.passed] == ["/api/karmadesk/v1/changes"]


def test_a_lost_reply_is_counted_once_by_the_hub(hub: Hub, tmp_path: Path, closing: ExitStack) -> None:
    relay = Relay(hub.url, after=cut_once("POST", "telemetry"))
    with wire(relay) as between, closing:
        desk = ravi(tmp_path, between.url, hub, closing)
        desk.act(Act(StatementKind.USAGE, Verb.INITIALIZED, desk.place(GROWN, GROWN_LEAVES[0])))
        desk.watch(desk.place(GROWN, GROWN_LEAVES[0]), 1.0)
        assert desk.sync().stopped_by == "offline"
        assert told(hub) == 2
        assert desk.sync(interactive=True).stopped_by == ""
        assert told(hub) == 2
        sent = [asked for asked in relay.passed if asked.path.endswith("telemetry")]
        assert [asked.headers.get("content-encoding") for asked in sent] == ["gzip", "gzip"]
