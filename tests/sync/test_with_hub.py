"""Stories told to the real hub: a process of its own, real sign-in, the real store."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from karmadesk.app.clock import SystemClock
from karmadesk.hub import people, seeding
from karmadesk.hub.database import Database, database_in
from karmadesk.hub.place import Place as HubPlace
from karmadesk.jobs import Context
from karmadesk.model import Link, RefusalReason, ServerRow, SignInWay, Tokens
from karmadesk.ports import SignInAttempt
from karmadesk.services.ledger import NEEDS_SIGN_IN
from karmadesk.sync.http import Http
from karmadesk.sync.igot import Igot
from karmadesk.sync.sign_in import sign_in_for
from tests.hub import samples
from tests.hub.login import Browser
from tests.hub.samples import COURSE, DOCUMENT, ENDED, ENDED_LEAF, GROWN, GROWN_LEAVES, PRACTICE, PROGRAM, VIDEO
from tests.hub.server import Hub, running_hub
from tests.hub.wire import API_KEY, call
from tests.sync.desk import Laptop, laptop
from tests.sync.relay import Relay, cut_once, down
from tests.sync.wire import Asked, Said, wire

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HubPlace, Database]]:
    place = HubPlace(tmp_path_factory.mktemp("hub"))
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, samples.write_samples(tmp_path_factory.mktemp("samples")))
    yield place, database
    database.close()


@pytest.fixture(scope="module")
def hub(seeded: tuple[HubPlace, Database]) -> Iterator[Hub]:
    with running_hub(seeded[0].root) as running:
        yield running


@pytest.fixture
def nurse(seeded: tuple[HubPlace, Database], tmp_path: Path) -> tuple[str, str]:
    """User name and password of somebody whom the hub has never met."""
    name = f"sister{next(_numbers)}"
    row = f"{name},secret-{name},New,Nurse,{name}@example.in,Auxiliary Nurse,Group C,Health,meena,english"
    file = tmp_path / "people.csv"
    file.write_text(f"{samples.PEOPLE_HEADER}\n{row}\n", encoding="utf-8")
    people.import_file(seeded[1], file)
    return name, f"secret-{name}"


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


Opens = Callable[..., Laptop]


@pytest.fixture
def opens(closing: ExitStack, hub: Hub, tmp_path: Path) -> Opens:
    """Opens a laptop at the hub (or at another address before it) and signs somebody in by the real form.

    All of a test's laptops read one clock: what each learns of the true time is good to a second or two only.
    """
    clock = SystemClock()

    def opened(who: tuple[str, str], url: str = "", device: str = "laptop") -> Laptop:
        http = Http(row_of(url or hub.url), clock)
        closing.callback(http.close)
        desk = closing.enter_context(laptop(tmp_path / device, Igot(http, clock), clock, device))
        person = desk.add()
        with desk.people.open(person.id).write() as db:
            db.put_tokens(signed_in(hub.url, who))
        return desk

    return opened


def row_of(url: str, way: SignInWay = SignInWay.LOOPBACK) -> ServerRow:
    client = "karmadesk" if way is SignInWay.LOOPBACK else "android"
    return ServerRow("hub", "Hub", "igot", url, API_KEY, sign_in=way, client_id=client)


def signed_in(url: str, who: tuple[str, str], way: SignInWay = SignInWay.LOOPBACK) -> Tokens:
    clock = SystemClock()
    http = Http(row_of(url, way), clock)
    attempt = sign_in_for(http.row, http, clock).begin(fresh=True, language="hi")
    try:
        return walk(attempt, Browser(), who)
    finally:
        attempt.close()
        http.close()


def walk(attempt: SignInAttempt, browser: Browser, who: tuple[str, str]) -> Tokens:
    """What somebody does in the browser."""
    answer = browser.get(attempt.address)
    if answer.status == 200:
        answer = browser.fill_in(answer, *who)
    assert answer.status == 302
    address = answer.headers["Location"]
    if attempt.needs_paste:
        return attempt.finish(address)
    assert "KarmaDesk" in browser.get(address).text
    return attempt.wait(Context(), 10.0)


def accepted(hub: Hub, user_id: str) -> list[Mapping[str, Any]]:
    """The hub's own log of what it took from this person."""
    rows = call("GET", f"{hub.url}/owner/v1/accepted-writes", None, {"x-owner-key": hub.owner_key}).json["writes"]
    return [row for row in rows if row["user"] == user_id]


def user_id(desk: Laptop) -> str:
    with desk.learner.read() as db:
        profile = db.profile()
    assert profile is not None
    return profile.user_id


def contents_of(rows: list[Mapping[str, Any]]) -> list[str]:
    return [row["content"] for row in rows if row["content"]]


@pytest.mark.parametrize("way", list(SignInWay))
def test_signs_in_by_the_form_both_ways(way: SignInWay, hub: Hub, nurse: tuple[str, str]) -> None:
    tokens = signed_in(hub.url, nurse, way)
    assert tokens.refresh_expires_at is not None
    clock = SystemClock()
    http = Http(row_of(hub.url, way), clock)
    igot = Igot(http, clock)
    assert igot.profile(tokens).designation == "Auxiliary Nurse"
    assert igot.refresh(tokens).access != tokens.access
    assert igot.probe() is Link.ONLINE
    http.close()


def test_adding_a_second_person_asks_for_a_fresh_login(hub: Hub, nurse: tuple[str, str]) -> None:
    clock = SystemClock()
    http = Http(row_of(hub.url), clock)
    browser = Browser()
    for fresh, status in ((False, 200), (False, 302), (True, 200)):
        attempt = sign_in_for(http.row, http, clock).begin(fresh=fresh, language="en")
        assert browser.get(attempt.address).status == status
        walk(attempt, browser, nurse)
        attempt.close()
    http.close()


def test_finishes_a_course_offline_then_reconnects(opens: Opens, hub: Hub, nurse: tuple[str, str]) -> None:
    relay = Relay(hub.url)
    with wire(relay) as between:
        desk = opens(nurse, between.url)
        first = desk.sync()
        assert (first.stopped_by, first.waiting) == ("", 0)
        _has_course(desk)
        relay.before = lambda _: Said(cut=True)
        desk.join(COURSE)
        desk.watch(desk.place(COURSE, VIDEO), 0.4)
        desk.watch(desk.place(COURSE, VIDEO), 1.0)
        desk.answer(desk.place(COURSE, PRACTICE), 1, 2)
        assert desk.sync().stopped_by == "offline"
        assert desk.outbox() == 3
        relay.before = lambda _: None
        report = desk.sync(interactive=True)
        assert (report.stopped_by, report.sent, report.refused, report.waiting) == ("", 3, 0, 0)
        log = accepted(hub, user_id(desk))
        assert contents_of(log) == [VIDEO, PRACTICE]
        assert len(log) == 3, "one enrolment, two contents"
        with desk.learner.read() as db:
            assert db.enrolments()[COURSE].resources_done == 2
            assert {key[1]: row.status for key, row in db.states(COURSE).items()} == {VIDEO: 2, PRACTICE: 2}
        assert desk.sync(interactive=True).sent == 0
        assert len(accepted(hub, user_id(desk))) == 3, "a second round writes nothing"
        close(desk)


def _has_course(desk: Laptop) -> None:
    with desk.learner.read() as db:
        assert COURSE in {assignment.course_id for assignment in db.assignments()}
    with desk.catalogue.read() as catalogue:
        tree = catalogue.course(COURSE)
    assert tree is not None
    assert VIDEO in {resource.id for resource in tree.resources()}


@pytest.mark.parametrize("method, part", [("PATCH", "state/update"), ("GET", "autoenrollment")])
def test_reply_lost_after_the_hub_committed(
    method: str, part: str, opens: Opens, hub: Hub, nurse: tuple[str, str]
) -> None:
    relay = Relay(hub.url, after=cut_once(method, part))
    with wire(relay) as between:
        desk = opens(nurse, between.url)
        desk.join(COURSE)
        desk.watch(desk.place(COURSE, VIDEO), 1.0)
        assert desk.sync().stopped_by == "offline"
        assert desk.outbox() > 0
        assert desk.sync(interactive=True).waiting == 0
        assert sum(1 for a in relay.passed if a.method == method and part in a.path and not _asks_to_count(a)) == 1
        close(desk)
    assert len(accepted(hub, user_id(desk))) == 2


def _asks_to_count(asked: Asked) -> bool:
    """An update of nothing, after which the hub counts again what is done."""
    return asked.method == "PATCH" and "contents" not in asked.json["request"]


def close(desk: Laptop) -> None:
    """Ends the client's connections before the relay goes."""
    server = desk.server
    assert isinstance(server, Igot)
    server._http.close()


STEPS = [
    ("POST", "openid-connect/token"),
    ("POST", "enrollment/list"),
    ("GET", "autoenrollment"),
    ("POST", "state/read"),
    ("PATCH", "state/update"),
    ("GET", "cbplan"),
    ("POST", "composite/v1/search"),
    ("GET", "hierarchy"),
]


@pytest.mark.parametrize("method, part", STEPS)
def test_link_lost_at_any_step(method: str, part: str, opens: Opens, hub: Hub, nurse: tuple[str, str]) -> None:
    relay = Relay(hub.url, before=down(method, part))
    with wire(relay) as between:
        desk = opens(nurse, between.url)
        expire(desk)
        desk.join(COURSE)
        desk.watch(desk.place(COURSE, VIDEO), 1.0)
        assert desk.sync().stopped_by == "offline"
        relay.before = lambda _: None
        report = desk.sync(interactive=True)
        assert (report.stopped_by, report.waiting) == ("", 0)
        close(desk)
    assert contents_of(accepted(hub, user_id(desk))) == [VIDEO]


def expire(desk: Laptop) -> None:
    """Makes the access token one that has just expired."""
    with desk.learner.write() as db:
        tokens = db.tokens()
        assert tokens is not None
        db.put_tokens(replace(tokens, access_expires_at=tokens.access_expires_at - timedelta(days=1)))


def test_a_token_that_the_hub_no_longer_takes_is_renewed(opens: Opens, hub: Hub, nurse: tuple[str, str]) -> None:
    desk = opens(nurse)
    desk.sync()
    with desk.learner.write() as db:
        tokens = db.tokens()
        assert tokens is not None
        db.put_tokens(replace(tokens, access=f"{tokens.access[:-8]}AAAAAAAA"))
    desk.join(COURSE)
    assert (desk.sync().stopped_by, desk.outbox()) == ("", 0)
    with desk.learner.read() as db:
        renewed = db.tokens()
    assert renewed is not None
    assert renewed.access != tokens.access


def test_session_over_then_signs_in_again(opens: Opens, hub: Hub, nurse: tuple[str, str]) -> None:
    desk = opens(nurse)
    desk.sync()
    expire(desk)
    with desk.learner.write() as db:
        tokens = db.tokens()
        assert tokens is not None
        db.put_tokens(replace(tokens, refresh="over"))
    desk.join(COURSE)
    desk.watch(desk.place(COURSE, VIDEO), 1.0)
    report = desk.sync()
    assert (report.stopped_by, report.needs_sign_in, report.waiting) == ("signed_out", True, 2)
    with desk.learner.write() as db:
        assert db.checkpoint(NEEDS_SIGN_IN)
        db.put_tokens(signed_in(hub.url, nurse))
    report = desk.sync()
    assert (report.needs_sign_in, report.sent, report.waiting) == (False, 2, 0)


def test_ended_batch_is_refused_and_shown(opens: Opens, hub: Hub) -> None:
    desk = opens(samples.RAVI)
    desk.sync()
    before = len(accepted(hub, user_id(desk)))
    desk.watch(desk.place(ENDED, ENDED_LEAF), 1.0)
    desk.watch(desk.place(GROWN, GROWN_LEAVES[2]), 1.0)
    report = desk.sync()
    assert (report.stopped_by, report.sent, report.refused, report.waiting) == ("", 1, 1, 0)
    [refused] = desk.items("refused")
    assert refused.receipt is not None
    assert (refused.place.resource_id, refused.receipt.reason) == (ENDED_LEAF, RefusalReason.BATCH_ENDED)
    assert contents_of(accepted(hub, user_id(desk))[before:]) == [GROWN_LEAVES[2]]


def test_joining_a_program_brings_its_courses_along(opens: Opens, hub: Hub) -> None:
    desk = opens(samples.ASHA)
    desk.sync()
    desk.join(PROGRAM)
    desk.watch(desk.place(GROWN, GROWN_LEAVES[0]), 0.5)
    assert (desk.sync().stopped_by, desk.outbox()) == ("", 0)
    with desk.learner.read() as db:
        assert {PROGRAM, COURSE, GROWN} <= set(db.enrolments())


def test_two_laptops_of_one_learner_converge(opens: Opens, hub: Hub, nurse: tuple[str, str]) -> None:
    one, two = opens(nurse, device="one"), opens(nurse, device="two")
    one.join(COURSE)
    one.sync()
    two.sync()
    one.watch(one.place(COURSE, VIDEO), 0.6, position_s=72.0)
    time.sleep(0.005)
    two.watch(two.place(COURSE, VIDEO), 0.2, position_s=24.0)
    one.watch(one.place(COURSE, DOCUMENT), 1.0)
    two.sync()
    one.sync()
    two.sync()
    held = []
    for desk in (one, two):
        with desk.learner.read() as db:
            held.append(dict(db.states(COURSE)))
    assert held[0] == held[1]
    film = held[0][COURSE, VIDEO]
    assert film.details["current"] == ["24.0"], "the newer position, though it was sent first"
    assert film.percentage == 60.0
    assert held[0][COURSE, DOCUMENT].status == 2


def test_a_refresh_token_that_is_good_once_is_kept_anew(
    seeded: tuple[HubPlace, Database], tmp_path: Path, closing: ExitStack
) -> None:
    place = HubPlace(tmp_path / "rotating")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, samples.write_samples(tmp_path / "samples"))
    database.close()
    with running_hub(place.root, "--rotate-refresh") as rotating:
        clock = SystemClock()
        http = Http(row_of(rotating.url), clock)
        closing.callback(http.close)
        desk = closing.enter_context(laptop(tmp_path / "home", Igot(http, clock), clock))
        with desk.people.open(desk.add().id).write() as db:
            db.put_tokens(signed_in(rotating.url, samples.ASHA))
        for _ in range(3):
            expire(desk)
            assert desk.sync().stopped_by == ""
        http.close()
