"""Upstream's way to send: many contents of many courses and batches in one request, attempts by their ids."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from karmadesk.hub import batches, moments, people, publishing, seeding
from karmadesk.hub.catalogue import Shelf
from karmadesk.hub.database import Database, database_in
from karmadesk.hub.place import Place
from karmadesk.hub.tokens import Signer, subject
from tests.hub import samples
from tests.hub.samples import (
    BATCH,
    COURSE,
    DOCUMENT,
    ENDED,
    ENDED_BATCH,
    ENDED_LEAF,
    GROWN,
    GROWN_BATCH,
    GROWN_LEAVES,
    PRACTICE,
    VIDEO,
)
from tests.hub.server import Hub, running_hub
from tests.hub.wire import Json, Learner, bearer, call

_UPCOMING = "0999"
_WIDE = {f"do_88{course}": tuple(f"do_88{course}{leaf:02}" for leaf in range(50)) for course in range(10)}


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory, seed_folder: Path) -> Iterator[tuple[Place, Database]]:
    """A hub's folder with the samples and ten wide courses."""
    place, packages = Place(tmp_path_factory.mktemp("upstream")), tmp_path_factory.mktemp("wide")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, seed_folder)
    for course, leaves in _WIDE.items():
        pages = [samples.node(leaf, "text/html") for leaf in leaves]
        samples.collection(packages, course, pages)
        publishing.add(database, place, packages / f"{course}_SPINE.ecar")
    with database.write() as db:
        seeding.give_batches(db, Shelf().current(db))
        batches.create(db, _UPCOMING, COURSE, name="Soon", starts_at=moments.now_ms() + 9 * moments.DAY_MS)
    yield place, database
    database.close()


@pytest.fixture(scope="module")
def hub(upstream: tuple[Place, Database]) -> Iterator[Hub]:
    """A hub of upstream's flavour that certifies at once."""
    with running_hub(upstream[0].root, "--flavour", "sunbird", "--certificate-delay", "0") as running:
        yield running


@pytest.fixture
def arrive(hub: Hub, upstream: tuple[Place, Database], tmp_path: Path) -> Callable[[str], Learner]:
    """Brings somebody, signed in."""

    def come(name: str) -> Learner:
        rows = f"{samples.PEOPLE_HEADER}\n{name},pass-{name},New,Nurse,,,,,,\n"
        (tmp_path / "people.csv").write_text(rows, encoding="utf-8")
        people.import_file(upstream[1], tmp_path / "people.csv")
        with upstream[1].read() as db:
            person = people.by_name(db, name)
        assert person is not None
        claims = {"sub": subject(person["id"]), "typ": "Bearer", "exp": int(time.time()) + 600}
        return bearer(hub.url, Signer(upstream[0].signing_key_file).sign(claims))

    return come


def _done(content: str, course: str, batch: str, **more: Any) -> Json:
    return {"contentId": content, "courseId": course, "batchId": batch, "status": 2, **more}


def _writes(hub: Hub, who: Learner) -> list[Json]:
    found: list[Json] = []
    since = 0
    while True:
        address = f"{hub.url}/owner/v1/accepted-writes?since={since}"
        page = call("GET", address, None, {"X-Owner-Key": hub.owner_key}).json
        if not page["writes"]:
            return [one for one in found if one["user"] == who.id]
        found, since = found + page["writes"], page["next"]


def test_contents_of_several_courses_go_in_one_request(arrive: Callable[[str], Learner], hub: Hub) -> None:
    asha = arrive("asha1")
    for course, batch in ((COURSE, BATCH), (GROWN, GROWN_BATCH)):
        asha.ask("/api/course/v1/enrol", courseId=course, batchId=batch, userId=asha.id)

    reply = asha.update(
        _done(VIDEO, COURSE, BATCH, progressdetails={"n": 1}),
        *(_done(leaf, GROWN, GROWN_BATCH) for leaf in GROWN_LEAVES),
        _done(ENDED_LEAF, ENDED, ENDED_BATCH),
        _done(DOCUMENT, COURSE, _UPCOMING),
        _done(PRACTICE, COURSE, "nowhere"),
        _done(DOCUMENT, COURSE, GROWN_BATCH),
        _done(VIDEO, COURSE, BATCH, status=1, progressdetails={"n": 2}),
    )

    assert reply.result == {
        VIDEO: "SUCCESS",
        **dict.fromkeys(GROWN_LEAVES, "SUCCESS"),
        "NOT_A_ON_GOING_BATCH": [ENDED_LEAF, DOCUMENT],
        "BATCH_NOT_EXISTS": [PRACTICE, DOCUMENT],
    }
    rows = asha.enrolments()
    assert (rows[COURSE]["progress"], rows[COURSE]["lastReadContentStatus"], rows[GROWN]["status"]) == (1, 1, 2)
    assert len(rows[GROWN]["issuedCertificates"]) == 1
    (video,) = asha.state(COURSE, BATCH, fields=["progressdetails"])
    assert (video["status"], video["progressdetails"], video["viewCount"]) == (2, {"n": 2}, 2)
    assert [one["content"] for one in _writes(hub, asha)][2:] == [VIDEO, *GROWN_LEAVES, VIDEO]


def test_five_hundred_contents_go_in_one_transaction(arrive: Callable[[str], Learner], hub: Hub) -> None:
    asha = arrive("asha2")
    sent = [_done(leaf, course, f"0{course[3:]}") for course, leaves in _WIDE.items() for leaf in leaves]
    for course in _WIDE:
        asha.ask("/api/course/v1/enrol", courseId=course, batchId=f"0{course[3:]}", userId=asha.id)

    took = []
    for _ in range(3):
        began = time.perf_counter()
        assert asha.update(*sent).result == {one["contentId"]: "SUCCESS" for one in sent}
        took.append(time.perf_counter() - began)

    assert min(took) < 2, took  # a fifth of a second where nobody else computes
    assert all(row["status"] == 2 for row in asha.enrolments().values())
    assert len(_writes(hub, asha)) == 10 + 3 * 500


def test_one_bad_content_among_many_applies_none(arrive: Callable[[str], Learner], hub: Hub) -> None:
    asha = arrive("asha3")

    for wrong in ({}, 7, _done("", COURSE, BATCH), _done(VIDEO, COURSE, BATCH, lastCompletedTime="x")):
        assert asha.update(_done(VIDEO, COURSE, BATCH), wrong).status == 400  # type: ignore[arg-type] # as a bad client may

    assert (asha.state(COURSE, BATCH), _writes(hub, asha)) == ([], [])


def _attempt(**more: Any) -> Json:
    events = [
        {"ets": 2, "edata": {"item": {"id": "q1", "maxscore": 2}, "score": 1.5, "pass": "Yes"}},
        {"ets": 1, "edata": {"item": {"id": "q1", "maxscore": 2}, "score": 0, "pass": "No"}},
    ]
    given = {"contentId": PRACTICE, "courseId": COURSE, "batchId": BATCH, "assessmentTs": 1753189064335}
    return {**given, "attemptId": "a", "events": events, **more}


def _scores(who: Learner) -> list[tuple[str, float]]:
    rows = who.state(COURSE, BATCH, fields=["score"])
    return [(one["attempt_id"], one["total_score"]) for row in rows for one in row["assessments"]]


def test_an_attempt_that_comes_again_is_one_attempt(arrive: Callable[[str], Learner]) -> None:
    asha = arrive("asha4")
    sent = _attempt(attemptId="first")
    own = _done(PRACTICE, COURSE, BATCH)

    for _ in range(3):
        assert asha.update(own, assessments=[sent, sent]).result == {PRACTICE: "SUCCESS"}
    assert _scores(asha) == [("first", 1.5)]

    older = {**sent, "assessmentTs": 1, "events": []}
    assert asha.update(assessments=[older]).result == {}
    assert asha.update(assessments=[{**sent, "userId": "somebody"}]).result == {}
    assert _scores(asha) == [("first", 1.5)]


def test_an_attempt_without_an_id_gets_one_of_its_own_that_stays(arrive: Callable[[str], Learner]) -> None:
    asha = arrive("asha5")
    for _ in range(2):
        asha.update(_done(PRACTICE, COURSE, BATCH), assessments=[_attempt(attemptId=None)])

    assert len(_scores(asha)) == 1


def test_anothers_attempt_is_not_overwritten(arrive: Callable[[str], Learner]) -> None:
    asha, ravi = arrive("asha6"), arrive("ravi6")
    asha.update(_done(PRACTICE, COURSE, BATCH), assessments=[_attempt(attemptId="hers")])

    assert ravi.update(assessments=[_attempt(attemptId="hers", events=[])]).result == {}

    assert _scores(asha) == [("hers", 1.5)]


def test_an_attempt_with_more_questions_than_its_set_is_left_out(arrive: Callable[[str], Learner]) -> None:
    asha = arrive("asha7")
    events = [{"ets": 1, "edata": {"item": {"id": f"q{n}", "maxscore": 1}, "score": 1}} for n in range(3)]

    assert asha.update(assessments=[_attempt(attemptId="many", events=events)]).result == {}


def test_an_attempt_needs_an_ongoing_batch(arrive: Callable[[str], Learner]) -> None:
    asha = arrive("asha8")
    sent = [
        _attempt(attemptId="a8", batchId="nowhere"),
        _attempt(attemptId="b8", batchId=_UPCOMING),
        _attempt(attemptId="c8", courseId=ENDED, batchId=ENDED_BATCH),
    ]

    result = asha.update(_done(ENDED_LEAF, ENDED, ENDED_BATCH), assessments=sent).result

    assert result == {"NOT_A_ON_GOING_BATCH": [ENDED_LEAF, PRACTICE, PRACTICE], "BATCH_NOT_EXISTS": [PRACTICE]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"assessmentTs": None},
        {"assessmentTs": "1"},
        {"assessmentTs": -1},
        {"assessmentTs": True},
        {"contentId": 7},
        {"batchId": ""},
        {"events": [7]},
        {"events": [{"edata": {"item": {"id": "q", "maxscore": "many"}}}]},
        {"events": [{"edata": {"item": {"id": "q"}, "score": "nan"}}]},
    ],
)
def test_an_attempt_that_is_none_is_refused(wrong: Json, arrive: Callable[[str], Learner]) -> None:
    asha = arrive("asha9")

    reply = asha.update(_done(VIDEO, COURSE, BATCH), assessments=[_attempt(**wrong)])

    assert (reply.status, asha.state(COURSE, BATCH)) == (400, [])
