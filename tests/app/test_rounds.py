"""When a round starts: by itself at its turn, on the button at once, and not at all while the link is away."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from karmadesk.app.networks import Networks
from karmadesk.app.pace import FIRST_PROBE_S, Pace
from karmadesk.app.rounds import Rounds
from karmadesk.errors import DiskFull, Offline, ServerBusy
from karmadesk.jobs import Context, Jobs
from karmadesk.model import Charge, Link, Topic
from karmadesk.ports import Downloads, Reachability, Sync, SyncReport
from karmadesk.settings import Settings
from karmadesk.sync.network import Way
from tests.sync.clock import StillClock


class World:
    """The outside as a test wants it: a link, a server that offers a window, what is fetched and sent."""

    def __init__(self) -> None:
        self.is_there = True
        self.is_near_by = False
        self.window: float | None = None
        self.stopped_by = ""
        self.waiting = 0
        self.while_sending: Callable[[], None] = lambda: None
        self.probes = 0
        self.sent: list[bool] = []
        self.fetched = 0
        self.is_urgent = False
        self.way = Way("eth0", "10.0.0.1", "aa:aa:aa:aa:aa:aa")
        self.networks: Networks | None = None
        self.fetching = threading.Event()
        self.fetches_long = False
        self._link = Link.UNKNOWN

    # Reachability

    def link(self) -> Link:
        return self._link

    def probe(self, context: Context) -> Link:
        context.check()
        self.probes += 1
        self._link = Link.ONLINE if self.is_there else Link.OFFLINE
        assert self.networks is not None
        if self.is_there and not self.is_near_by and self.networks.costs():
            self._link = Link.METERED
        return self._link

    def is_near(self) -> bool:
        return self.is_near_by

    def rest_s(self) -> float:
        return 0.0

    def window_s(self) -> float | None:
        return self.window

    # Sync

    def run_all(self, context: Context, *, interactive: bool = False) -> tuple[SyncReport, ...]:
        context.check()
        self.sent.append(interactive)
        self.while_sending()
        return (SyncReport("p", waiting=self.waiting, stopped_by=self.stopped_by),)

    # Downloads

    def run(self, context: Context) -> int:
        self.fetched += 1
        self.fetching.set()
        while self.fetches_long and not context.is_cancelled:
            threading.Event().wait(0.005)
        return 0

    def next_due(self) -> datetime | None:
        return None

    def hurry(self) -> bool:
        return False


class Office:
    """The rounds of one laptop, with time that a test lets pass."""

    def __init__(self, folder: Path, world: World, clock: StillClock) -> None:
        self.world = world
        self.clock = clock
        self.folder = folder
        self.problems: list[BaseException] = []
        self.topics: list[Topic] = []
        self.settings = Settings(downloads_on_metered=True)
        self.jobs = Jobs(lambda work: work(), self.problems.append)
        self.begin(seed=5)

    def begin(self, seed: int) -> None:
        """The program starts, on what an earlier one left on the disk."""
        self.networks = self.world.networks = Networks(self.folder / "networks.json", lambda: self.world.way)
        self.pace = Pace(self.folder / "pace.json", self.clock, random.Random(seed))
        self.world._link = Link.UNKNOWN
        self.rounds = Rounds(
            self.jobs,
            lambda: cast("Sync", self.world),
            lambda: cast("Downloads", self.world),
            cast("Reachability", self.world),
            self.topics.append,
            self.clock,
            lambda: self.settings,
            lambda: None,
            lambda: None,
            lambda: None,
            pace=self.pace,
            networks=self.networks,
            urgent=lambda: self.world.is_urgent,
        )

    def rest(self) -> None:
        """Lets every lane come to its end, and what that sets going."""
        for _ in range(3):
            for lane in ("sync", "read", "download"):
                self.jobs.run(lane, lambda _: None).future.result(5)

    def asks(self, *, interactive: bool = False) -> None:
        self.rounds.request(interactive=interactive)
        self.rest()

    def passes(self, **amount: float) -> None:
        """Time passes with the face's timer at work."""
        for _ in range(int(timedelta(**amount).total_seconds() // 20)):
            self.clock.pass_(seconds=20)
            self.rounds.tick(20.0)
            self.rest()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def office(tmp_path: Path, world: World) -> Iterator[Office]:
    made = Office(tmp_path, world, StillClock())
    yield made
    made.jobs.close(2.0)
    assert made.problems == []


def test_a_start_of_the_program_waits_for_its_turn_and_says_when(office: Office, world: World) -> None:
    office.asks()
    assert world.sent == []
    assert world.probes == 1
    at = office.rounds.sends_at()
    assert at is not None
    assert timedelta() < at - office.clock.corrected() <= timedelta(minutes=30)
    office.passes(minutes=31)
    assert world.sent
    assert not any(world.sent), "nobody pressed anything"
    assert office.rounds.sends_at() is None


def test_nothing_is_asked_of_the_server_while_a_turn_is_waited_for(office: Office, world: World) -> None:
    office.pace.may_start(1e5)
    office.asks()
    at = office.rounds.sends_at()
    assert at is not None
    before = world.probes
    for _ in range(20):
        office.asks()
    assert world.probes == before
    assert world.fetched == 0, "courses of themselves wait for the same turn"


def test_the_button_jumps_the_turn(office: Office, world: World) -> None:
    office.asks()
    office.asks(interactive=True)
    assert world.sent == [True]
    assert office.rounds.sends_at() is None
    assert world.fetched == 1
    office.asks()
    assert world.sent == [True, False], "and afterwards the day goes on as usual"


def test_a_near_deadline_jumps_the_turn(office: Office, world: World) -> None:
    office.asks()
    world.is_urgent = True
    office.passes(seconds=20)
    office.asks()
    assert world.sent == [False]


def test_a_server_that_offers_no_wait_is_asked_at_once(office: Office, world: World) -> None:
    world.window = 0.0
    office.asks()
    assert world.sent == [False]


def test_a_window_of_the_servers_own_is_used(office: Office, world: World) -> None:
    world.window = 120.0
    office.asks()
    at = office.rounds.sends_at()
    assert at is not None
    assert at - office.clock.corrected() <= timedelta(seconds=120)
    office.passes(seconds=140)
    assert world.sent == [False]


def test_a_restart_waits_for_the_same_moment(office: Office, world: World) -> None:
    office.asks()
    at = office.rounds.sends_at()
    for seed in (1, 2, 3):
        office.begin(seed)
        office.asks()
        assert world.sent == []
        assert office.rounds.sends_at() == at


def test_a_link_that_was_away_and_came_back_waits_for_a_turn(office: Office, world: World) -> None:
    office.asks(interactive=True)
    world.is_there = False
    office.passes(minutes=6)
    assert office.rounds.link() is Link.OFFLINE
    world.is_there = True
    office.rounds.hint("wifi")
    office.rest()
    assert office.rounds.link() is Link.ONLINE or office.rounds.link() is Link.METERED
    assert world.sent == [True]
    assert office.rounds.sends_at() is not None


def test_a_lost_link_is_looked_for_less_and_less_often(office: Office, world: World) -> None:
    world.is_there = False
    office.asks()
    office.passes(minutes=2)
    early = world.probes
    office.passes(hours=2)
    before = world.probes
    office.passes(hours=1)
    assert early >= 3
    assert 2 <= world.probes - before <= 20, "at most a look in three minutes, and about one in eight"
    for _ in range(30):
        office.asks()
    assert world.probes - before <= 20, "what the learner does meanwhile asks nobody"
    assert world.sent == []


def test_a_hint_looks_at_once(office: Office, world: World) -> None:
    world.is_there, world.window = False, 0.0
    office.asks()
    office.passes(hours=1)
    before = world.probes
    world.is_there = True
    office.rounds.hint("wifi")
    office.rest()
    assert world.probes > before
    assert world.sent == [False]


def test_a_server_on_this_laptop_is_found_within_one_look(office: Office, world: World) -> None:
    world.is_near_by, world.is_there, world.window = True, False, 0.0
    office.asks()
    office.passes(hours=3)
    world.is_there = True
    office.passes(seconds=FIRST_PROBE_S)
    assert world.sent == [False]
    assert office.rounds.network() is Charge.NONE


def test_impatient_fingers_are_slowed_down_and_each_press_is_served(
    office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(Context, "pause", lambda _self, seconds: waited.append(seconds))
    world.stopped_by = ServerBusy.key
    for _ in range(8):
        office.asks(interactive=True)
    assert world.sent == [True] * 8
    assert waited[0] == 0.0
    assert waited == sorted(waited)
    assert sum(waited) > 120, "while the server turns everybody away, they ask it less often"


def test_courses_wait_in_a_network_that_was_never_seen_and_go_on_when_it_is_free(office: Office, world: World) -> None:
    office.settings = Settings(downloads_on_metered=False)
    world.window = 0.0
    office.asks()
    assert world.sent == [False], "what was done is sent"
    assert office.rounds.link() is Link.METERED
    assert office.rounds.network() is Charge.UNSAID
    assert world.fetched == 0
    office.rounds.say_network(Charge.FREE)
    office.rest()
    assert office.rounds.link() is Link.ONLINE
    assert office.rounds.network() is Charge.FREE
    assert world.fetched == 1
    office.rounds.say_network(Charge.BY_BYTE)
    office.rest()
    office.rounds.request_downloads()
    office.rest()
    assert office.rounds.link() is Link.METERED
    assert world.fetched == 1


def test_what_is_being_fetched_stops_when_the_laptop_is_carried_to_a_phone(office: Office, world: World) -> None:
    office.settings = Settings(downloads_on_metered=False)
    world.window = 0.0
    office.networks.look()
    office.networks.say(Charge.FREE)
    world.fetches_long = True
    office.rounds.request(interactive=True)
    assert world.fetching.wait(5)
    world.way = Way("wlan0", "192.168.43.1", "bb:bb:bb:bb:bb:bb")
    office.rounds.hint("wifi")
    office.rest()
    assert office.rounds.link() is Link.METERED
    assert world.fetched == 1


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere the toolkit tells")
def test_being_carried_elsewhere_is_noticed_without_a_toolkit(office: Office, world: World) -> None:
    office.settings = Settings(downloads_on_metered=False)
    world.window = 0.0
    office.networks.look()
    office.networks.say(Charge.FREE)
    office.asks()
    assert office.rounds.link() is Link.ONLINE
    world.way = Way("wlan0", "192.168.43.1", "bb:bb:bb:bb:bb:bb")
    office.passes(seconds=20)
    assert office.rounds.link() is Link.METERED


def test_courses_wait_until_a_round_that_is_under_way_is_over(office: Office, world: World) -> None:
    world.window = 0.0
    fetched: list[int] = []

    def press_fetch() -> None:
        office.rounds.request_downloads()
        office.jobs.run("download", lambda _: None).future.result(5)
        fetched.append(world.fetched)

    world.while_sending = press_fetch
    office.asks()
    assert fetched == [0]
    assert world.fetched == 1


def test_a_round_that_breaks_off_holds_no_course_up(office: Office, world: World) -> None:
    world.window = 0.0

    def full() -> None:
        office.rounds.request_downloads()
        raise DiskFull

    world.while_sending = full
    office.asks()
    assert world.fetched == 1


def test_courses_wait_when_the_link_went_before_all_was_sent(office: Office, world: World) -> None:
    world.window = 0.0
    world.stopped_by, world.waiting = Offline.key, 2

    def goes() -> None:
        world.is_there = False

    world.while_sending = goes
    office.asks()
    assert office.rounds.link() is Link.OFFLINE
    assert world.fetched == 0


def test_a_server_that_only_stumbles_over_what_is_sent_gives_courses(office: Office, world: World) -> None:
    world.window = 0.0
    world.stopped_by, world.waiting = Offline.key, 2
    office.asks()
    assert world.fetched == 1


def test_a_wish_for_a_course_without_a_link_looks_for_it_and_sends_first(office: Office, world: World) -> None:
    world.window = 0.0
    world.is_there = False
    office.rounds.request_downloads()
    office.rest()
    assert (world.probes, world.fetched) == (1, 0)
    world.is_there = True
    before: list[int] = []
    world.while_sending = lambda: before.append(world.fetched)
    office.rounds.look_again()
    office.rest()
    assert before == [0]
    assert world.fetched == 1
