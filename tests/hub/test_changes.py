"""The change feed: whoever reads again only what it names has seen everything."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karmadesk.hub import batches, changes, enrolments, marks, moments, people, plans, publishing, seeding
from karmadesk.hub.building import application, furnish
from karmadesk.hub.catalogue import Catalogue
from karmadesk.hub.database import Database, fact, put
from karmadesk.hub.house import House
from karmadesk.hub.place import Place, Terms
from karmadesk.hub.tables import facts
from karmadesk.hub.tokens import subject
from tests.hub import samples
from tests.hub.samples import (
    BATCH,
    COURSE,
    DOCUMENT,
    GROWN,
    GROWN_BATCH,
    GROWN_LEAVES,
    PRACTICE,
    PROGRAM,
    PROGRAM_BATCH,
    VIDEO,
)
from tests.hub.server import Hub, running_hub
from tests.hub.wire import API_KEY, ORG, Json, Learner

_COURSES = {COURSE: BATCH, GROWN: GROWN_BATCH, PROGRAM: PROGRAM_BATCH}
_LEAVES = {COURSE: (VIDEO, DOCUMENT, PRACTICE), GROWN: GROWN_LEAVES}
_DELAY_S = 60
_NAMES = ("asha", "ravi")
_FEED = "/api/karmadesk/v1/changes"


@dataclass
class Clock:
    """The hub's clock, moved by hand."""

    at: int = field(default_factory=moments.now_ms)

    def __call__(self) -> int:
        """A moment later than any before."""
        self.at += 1
        return self.at


@dataclass
class Bench:
    """One hub's parts in this process, and how to ask it as a learner."""

    house: House
    clock: Clock
    scratch: Path
    people: dict[str, str]
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(2))

    def headers(self, name: str) -> dict[str, str]:
        claims = {"sub": subject(self.people[name]), "typ": "Bearer", "exp": int(time.time()) + 600}
        return {
            "Authorization": f"bearer {API_KEY}",
            "x-authenticated-user-token": self.house.signer.sign(claims),
            "x-authenticated-user-orgid": ORG,
        }


@pytest.fixture(scope="module")
def bench(
    seeded: tuple[Place, Database], tmp_path_factory: pytest.TempPathFactory, seed_folder: Path
) -> Iterator[Bench]:
    """A hub with the samples, its clock in the test's hand. The other hub, seeded before, keeps the true time."""
    assert seeded
    place, clock = Place(tmp_path_factory.mktemp("feed")), Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "now_ms", clock)
        house = furnish(place, Terms(flavour="sunbird", certificate_delay_s=_DELAY_S), None)
        seeding.seed(house.database, place, seed_folder)
        with house.database.read() as db:
            known = {name: str(row["id"]) for name in _NAMES if (row := people.by_name(db, name)) is not None}
        yield Bench(house, clock, tmp_path_factory.mktemp("scratch"), known)
        house.database.close()


class Client:
    """A learner's device that reads again what it is told to, and nothing else."""

    def __init__(self, http: httpx.AsyncClient, user: str) -> None:
        self.http = http
        self.user = user
        self.cursor = ""
        self.view: Json = {}
        self.topics: list[str] = []

    async def poll(self) -> None:
        said = (await self.http.get(_FEED, params={"since": self.cursor})).json()
        self.cursor, self.topics = said["cursor"], said["topics"]
        for topic, read in self.readers().items():
            if topic in self.topics or "all" in self.topics:
                self.view[topic] = await read()

    async def everything(self) -> Json:
        return {topic: await read() for topic, read in self.readers().items()}

    def readers(self) -> dict[str, Callable[[], Awaitable[Any]]]:
        found: dict[str, Callable[[], Awaitable[Any]]] = {
            "plan": lambda: self.get("/api/user/v1/cbplan"),
            "enrolments": lambda: self.get(f"/api/course/v2/user/enrollment/list/{self.user}"),
            "certificates": self.certificates,
            "profile": self.profile,
            "catalogue": lambda: self.ask("composite/v1/search", filters={}, limit=500),
            "states": lambda: self.ask("content/v2/state/read", contentIds=[]),
        }
        for course, batch in _COURSES.items():
            found[f"trees:{course}"] = lambda course=course: self.tree(course)  # type: ignore[misc] # bound now
            found[f"states:{course}"] = lambda course=course, batch=batch: self.state(course, batch)  # type: ignore[misc] # as above
        return found

    async def get(self, path: str) -> Any:
        reply = await self.http.get(path)
        assert reply.status_code == 200, reply.text
        return reply.json()["result"]

    async def ask(self, path: str, **request: Any) -> Any:
        reply = await self.http.post(f"/api/{path}", json={"request": request})
        assert reply.status_code == 200, reply.text
        return reply.json()["result"]

    async def certificates(self) -> Json:
        rows = (await self.get(f"/api/course/v2/user/enrollment/list/{self.user}?retiredCoursesEnabled=true"))[
            "courses"
        ]
        return {row["courseId"]: row["issuedCertificates"] for row in rows if row["issuedCertificates"]}

    async def profile(self) -> Json:
        found = (await self.get(f"/api/user/v5/read/{self.user}"))["response"]
        # Counts follow the enrolments, whose topic tells of them.
        return {name: part for name, part in found.items() if not name.endswith("Count")}

    async def tree(self, course: str) -> list[Json]:
        return [await self.get(f"/api/course/v1/hierarchy/{course}"), await self.get(f"/api/content/v1/read/{course}")]

    async def state(self, course: str, batch: str) -> Any:
        fields = ["progressdetails", "score"]
        asked = {"userId": self.user, "courseId": course, "batchId": batch, "contentIds": [], "fields": fields}
        return await self.ask("course/v1/content/state/read", **asked)


async def _learn(bench: Bench, clients: dict[str, Client], name: str, what: tuple[Any, ...]) -> None:
    client, (act, course, number) = clients[name], what
    batch = _COURSES[course]
    contents = _LEAVES.get(course, (VIDEO,))
    leaf = contents[number % len(contents)]
    own = {"userId": client.user, "courseId": course, "batchId": batch}
    sent: Json = {"contentId": leaf, "courseId": course, "batchId": batch, "status": number % 3}
    if act == "enrol":
        await client.http.post("/api/course/v1/enrol", json={"request": own})
    elif act == "leave":
        await client.http.post("/api/course/v1/unenrol", json={"request": own})
    elif act == "learn":
        sent |= {"completionPercentage": 30.0, "progressdetails": {"current": [number]}}
        await client.http.patch("/api/course/v1/content/state/update", json={"request": {"contents": [sent]}})
    elif act == "finish":
        done = [{**sent, "contentId": one, "status": 2} for one in contents]
        await client.http.patch("/api/course/v1/content/state/update", json={"request": {"contents": done}})
    elif act == "attempt":
        event = {"ets": number, "edata": {"item": {"id": "q", "maxscore": 1}, "score": number % 2}}
        tried = {**sent, "assessmentTs": bench.clock.at, "attemptId": f"a{number}{name}", "events": [event]}
        await client.http.patch("/api/course/v1/content/state/update", json={"request": {"assessments": [tried]}})
    elif act == "sync":
        await client.http.patch("/api/course/v1/content/state/update", json={"request": own})
    else:
        alone = {"contentId": leaf, "status": number % 3, "progressdetails": {"n": number}, "completionPercentage": 1}
        await client.http.patch("/api/content/v2/state/update", json={"request": {"contents": [alone]}})


def _own(bench: Bench, what: tuple[Any, ...]) -> None:
    """What the owner does, as another process would: with a connection of its own."""
    act, course, number = what
    database = bench.house.database
    if act == "assign":
        to = [(plans.EVERYONE, []), (plans.DESIGNATION, ["Clerk"]), (plans.PEOPLE, [bench.people["asha"]])][number % 3]
        with database.write() as db:
            plans.assign(db, course, *to, due_at=number, apar=number % 2 == 0, name=f"Plan {number}")
    elif act == "import":
        file = bench.scratch / "people.csv"
        designation, supervisor = ("Clerk", "Nurse")[number % 2], f"boss{number % 4}"
        rows = [f"asha,,Asha,Devi,,{designation},C,Health,{supervisor},hindi", f"boss{number % 3},x,B,,,,,,,"]
        file.write_text("\n".join([samples.PEOPLE_HEADER, *rows]), encoding="utf-8")
        people.import_file(database, file)
    elif act == "publish":
        publishing.add(database, bench.house.place, _package(bench, course, number))
    elif act == "batch":
        with database.write() as db:
            begins, ends = bench.clock.at + number * 3_600_000, bench.clock.at + number * 20 * 3_600_000
            name = f"b{next(bench.numbers)}"
            batches.create(db, name, course, name=name, starts_at=begins, ends_at=ends if number % 2 else None)
            if number % 3 == 0:
                enrolments.put_in(db, bench.people["ravi"], course, name, bench.clock.at)
    else:
        bench.clock.at += number * 7_000_000


def _package(bench: Bench, course: str, number: int) -> Path:
    """A newer version of a leaf, or of the grown course with more or fewer leaves."""
    folder, version = bench.scratch, float(next(bench.numbers))
    pages = [
        samples.leaf(folder, one, "text/html", "page.html", b"<p>New</p>", pkgVersion=version) for one in GROWN_LEAVES
    ]
    if course != GROWN:
        return folder / f"{GROWN_LEAVES[number % 3]}.ecar"
    samples.collection(folder, GROWN, pages[: 1 + number % 3], pkgVersion=version)
    return folder / f"{GROWN}_SPINE.ecar"


_WHAT = st.tuples(st.sampled_from(sorted(_COURSES)), st.integers(0, 20))
_LEARNING = st.tuples(
    st.sampled_from(_NAMES),
    st.sampled_from(["enrol", "leave", "learn", "learn", "finish", "finish", "attempt", "sync", "alone"]),
    _WHAT,
)
_OWNING = st.tuples(st.just("owner"), st.sampled_from(["assign", "import", "publish", "batch", "wait", "wait"]), _WHAT)
_POLLING = st.tuples(st.just("poll"), st.sampled_from(_NAMES), _WHAT)


@settings(max_examples=max(20, settings().max_examples // 3), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_LEARNING, _LEARNING, _OWNING, _OWNING, _POLLING), min_size=1, max_size=14))
def test_who_reads_only_what_is_named_sees_everything(
    bench: Bench, happened: list[tuple[str, str, tuple[str, int]]]
) -> None:
    async def story() -> None:
        transport = httpx.ASGITransport(app=application(bench.house))
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://hub", headers=bench.headers("asha")) as asha,
            httpx.AsyncClient(transport=transport, base_url="http://hub", headers=bench.headers("ravi")) as ravi,
        ):
            clients = {"asha": Client(asha, bench.people["asha"]), "ravi": Client(ravi, bench.people["ravi"])}
            for client in clients.values():
                await client.poll()
            for who, act, (course, number) in happened:
                if who == "owner":
                    _own(bench, (act, course, number))
                elif who == "poll":
                    await clients[act].poll()
                else:
                    await _learn(bench, clients, who, (act, course, number))
            for client in clients.values():
                await client.poll()
                assert client.topics != ["all"]
                assert client.view == await client.everything()
                await client.poll()
                assert client.topics == []

    asyncio.run(story())


def _topics(who: Learner, since: str) -> tuple[str, list[str]]:
    reply = who.get(f"{_FEED}?since={since}")
    assert reply.status == 200
    return reply.json["cursor"], reply.json["topics"]


def test_one_small_answer_names_what_changed(hub: Hub, nurse: Learner, newcomer: Callable[[], Learner]) -> None:
    other = newcomer()
    cursor, topics = _topics(nurse, "")
    assert topics == ["all"]
    nurse.ask("/api/course/v1/enrol", courseId=COURSE, batchId=BATCH, userId=nurse.id)
    cursor, topics = _topics(nurse, cursor)
    assert topics == ["enrolments"]

    nurse.update({"contentId": VIDEO, "courseId": COURSE, "batchId": BATCH, "status": 1})
    after, topics = _topics(nurse, cursor)

    assert topics == ["enrolments", f"states:{COURSE}"]
    assert _topics(nurse, cursor)[1] == topics  # asked again, told again: an answer may be lost
    reply = nurse.get(f"{_FEED}?since={after}")
    assert reply.json["topics"] == []
    assert len(reply.body) < 60
    assert _topics(other, cursor)[1] == []


def test_an_attempt_that_was_scored_is_a_change_of_its_course(nurse: Learner) -> None:
    cursor, _ = _topics(nurse, "")
    event = {"ets": 1, "edata": {"item": {"id": "q1", "maxscore": 1}, "score": 1}}
    sent = {"contentId": PRACTICE, "courseId": COURSE, "batchId": BATCH, "assessmentTs": 1, "events": [event]}
    assert nurse.update(assessments=[sent]).result == {PRACTICE: "SUCCESS"}

    assert _topics(nurse, cursor)[1] == [f"states:{COURSE}"]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "00000000.1.1",
        "0" * 200,
        "{epoch}.zzzzzz.1",
        "{epoch}.0.zzzzzzzzz",
        "{epoch}.-1.0",
        "{epoch}.1",
        "{epoch}.0.0.0",
        "%00",
    ],
)
def test_a_cursor_that_is_none_of_this_hubs_means_everything(cursor: str, nurse: Learner) -> None:
    epoch = _topics(nurse, "")[0].partition(".")[0]

    assert _topics(nurse, cursor.format(epoch=epoch))[1] == ["all"]


def test_nobody_asks_without_key_and_token(hub: Hub, nurse: Learner) -> None:
    nurse.token = "x.y.z"
    assert nurse.get(_FEED).status == 401


def test_a_hub_that_was_put_back_tells_everything(tmp_path: Path, seed_folder: Path) -> None:
    place = Place(tmp_path / "hub")
    place.prepare()
    database = Database(place.database_url(None))
    database.prepare()
    seeding.seed(database, place, seed_folder)
    with database.read() as db:
        before = changes.since(db, lambda _: Catalogue({}), "p", "").cursor
        assert changes.since(db, lambda _: Catalogue({}), "p", before).topics == ()
    database.close()
    with running_hub(place.root):
        pass

    database = Database(place.database_url(None))
    with database.read() as db:
        assert changes.since(db, lambda _: Catalogue({}), "p", before).topics == ("all",)
    database.close()


def test_what_is_published_or_imported_again_as_it_was_is_no_news(bench: Bench, seed_folder: Path) -> None:
    def news(since: str) -> changes.News:
        with bench.house.database.read() as db:
            return changes.since(db, bench.house.shelf.current, bench.people["asha"], since)

    package = bench.scratch / "do_7801.ecar"
    samples.leaf(bench.scratch, "do_7801", "text/html", "page.html", b"<p>Page</p>")
    publishing.add(bench.house.database, bench.house.place, package)
    people.import_file(bench.house.database, seed_folder / "people.csv")
    cursor = news("").cursor

    publishing.add(bench.house.database, bench.house.place, package)
    people.import_file(bench.house.database, seed_folder / "people.csv")
    assert news(cursor).topics == ()
    samples.leaf(bench.scratch, "do_7801", "text/html", "page.html", b"<p>Page</p>", description="Another")
    publishing.add(bench.house.database, bench.house.place, package)
    assert news(cursor).topics == ("catalogue", "enrolments", "plan")


def test_more_than_anybody_names_is_everything(bench: Bench) -> None:
    with bench.house.database.write() as db:
        cursor = changes.since(db, bench.house.shelf.current, "p", "").cursor
        marks.mark(db, "p", [marks.states(f"do_{number}") for number in range(101)])
        assert changes.since(db, bench.house.shelf.current, "p", cursor).topics == ("all",)


def test_a_clock_that_was_set_back_means_everything(bench: Bench) -> None:
    with bench.house.database.write() as db:
        cursor = changes.since(db, bench.house.shelf.current, "p", "").cursor
        bench.clock.at -= 10_000
        assert changes.since(db, bench.house.shelf.current, "p", cursor).topics == ("all",)
        bench.clock.at += 10_000


def _writing(address: str, person: str, topics: list[str], times: int) -> None:
    """Another process's hand: each write and its mark in one transaction."""
    database = Database(address)
    for number in range(times):
        topic = topics[number % len(topics)]
        with database.write() as db:
            put(db, facts, {"name": f"{person}:{topic}"}, {"value": f"{person}{number}"})
            marks.mark(db, person, [topic])
    database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_writers_side_by_side_are_never_missed(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    place = Place(tmp_path)
    address = place.database_url(
        f"sqlite:///{tmp_path}/hub.db" if kind == "sqlite" else request.getfixturevalue("cluster")
    )
    database = Database(address)
    database.prepare()
    topics = [f"states:do_{number}" for number in range(5)]
    hands = [
        threading.Thread(target=_writing, args=(address, person, topics, 40))
        for person in ("p", "p", "q", marks.EVERYONE, marks.EVERYONE)
    ]
    cursor, view, polls = "", dict[str, str | None](), 0

    def look(db: Any) -> str:
        news = changes.since(db, lambda _: Catalogue({}), "p", cursor)
        for topic in topics if news.topics == ("all",) else news.topics:
            view.update({f"{who}:{topic}": fact(db, f"{who}:{topic}") for who in ("p", marks.EVERYONE)})
        return news.cursor

    with database.read() as db:
        cursor = look(db)
    for hand in hands:
        hand.start()
    while any(hand.is_alive() for hand in hands):
        with database.read() as db:
            cursor = look(db)
        polls += 1
    with database.read() as db:
        look(db)
        everything = {name: fact(db, name) for name in view}
    database.close()

    assert view == everything
    assert len(view) == 10
    assert polls > 3


def test_the_feed_does_not_grow_with_what_is_done(bench: Bench) -> None:
    with bench.house.database.write() as db:
        for _ in range(50):
            marks.mark(db, "r", [marks.PLAN, marks.ENROLMENTS])
        cursor = changes.since(db, bench.house.shelf.current, "p", "").cursor
        rows = db.exec_driver_sql("select count(*) from changes where person = 'r'")

    assert rows.scalar() == 2
    assert len(cursor) < 32
