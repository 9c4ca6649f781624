from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from karmadesk.errors import KarmaDeskError, Offline
from karmadesk.jobs import Cancelled, Context, Jobs


class Heard:
    """What came back, and an event to wait for it."""

    def __init__(self) -> None:
        self.values: list[object] = []
        self.bugs: list[BaseException] = []
        self.came = threading.Event()

    def done(self, value: object) -> None:
        self.values.append(value)
        self.came.set()

    def fault(self, error: KarmaDeskError) -> None:
        self.values.append(error)
        self.came.set()

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)
        self.came.set()

    def wait(self) -> None:
        assert self.came.wait(5)
        self.came.clear()


def at_once(work: Callable[[], None]) -> None:
    work()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def jobs(heard: Heard) -> Iterator[Jobs]:
    lanes = Jobs(at_once, heard.bug)
    yield lanes
    assert lanes.close()


def test_a_value_comes_back(jobs: Jobs, heard: Heard) -> None:
    jobs.run("read", lambda _: 6_442_450_944, heard.done)
    heard.wait()
    assert heard.values == [6_442_450_944]


def test_the_worlds_fault_comes_back_to_who_asked(jobs: Jobs, heard: Heard) -> None:
    def work(_: Context) -> None:
        raise Offline("no route")

    jobs.run("sync", work, heard.done, heard.fault)
    heard.wait()
    assert isinstance(heard.values[0], Offline)


def test_a_bug_is_never_swallowed(jobs: Jobs, heard: Heard) -> None:
    def work(_: Context) -> None:
        raise ZeroDivisionError

    jobs.run("act", work, heard.done, heard.fault)
    heard.wait()
    assert isinstance(heard.bugs[0], ZeroDivisionError)
    assert not heard.values


def test_a_lane_keeps_its_order_while_another_one_works(jobs: Jobs, heard: Heard) -> None:
    gate = threading.Event()
    order: list[str] = []

    def slow(_: Context) -> str:
        assert gate.wait(5)
        order.append("first")
        return "first"

    jobs.run("act", slow)
    jobs.run("act", lambda _: order.append("second"), heard.done)
    jobs.run("read", lambda _: gate.set())
    heard.wait()
    assert order == ["first", "second"]


def test_only_the_newest_request_of_a_key_is_answered(jobs: Jobs, heard: Heard) -> None:
    gate = threading.Event()
    jobs.run("read", lambda _: gate.wait(5), heard.done, key="search")
    jobs.run("read", lambda _: "new", heard.done, key="search")
    gate.set()
    heard.wait()
    assert heard.values == ["new"]


def test_an_answer_on_its_way_is_not_heard_once_something_newer_was_asked(heard: Heard) -> None:
    posted: list[Callable[[], None]] = []
    came = threading.Semaphore(0)

    def post(work: Callable[[], None]) -> None:
        posted.append(work)
        came.release()

    jobs = Jobs(post, heard.bug)
    jobs.run("read", lambda _: "old", heard.done, key="page")
    assert came.acquire(timeout=5)
    jobs.run("read", lambda _: "new", heard.done, key="page")
    assert came.acquire(timeout=5)
    for work in posted:
        work()
    assert heard.values == ["new"]
    assert jobs.close()


def test_cancelled_work_stops_at_its_next_check_and_says_nothing(jobs: Jobs, heard: Heard) -> None:
    began, stopped = threading.Event(), threading.Event()

    def work(context: Context) -> None:
        began.set()
        try:
            while True:
                context.pause(0.01)
        except Cancelled:
            stopped.set()
            raise

    job = jobs.run("download", work, heard.done, heard.fault)
    assert began.wait(5)
    job.cancel()
    assert stopped.wait(5)
    assert not heard.values
    assert not heard.bugs


def test_what_the_learner_did_is_still_recorded_while_closing_and_nothing_else_is(heard: Heard) -> None:
    lanes = Jobs(at_once, heard.bug)
    gate = threading.Event()
    recorded: list[str] = []

    def record(context: Context) -> None:
        gate.wait(5)
        context.check()
        recorded.append("act")

    lanes.run("act", record)
    lanes.run("act", record)
    lanes.run("read", lambda _: gate.wait(5))
    dropped = lanes.run("read", lambda _: recorded.append("read"))
    threading.Timer(0.1, gate.set).start()
    assert lanes.close(5.0)
    assert recorded == ["act", "act"]
    assert dropped.future.cancelled()


def test_closed_lanes_take_nothing_more(heard: Heard) -> None:
    lanes = Jobs(at_once, heard.bug)
    assert lanes.close()
    job = lanes.run("read", lambda _: 1, heard.done)
    assert job.future.cancelled()


def test_what_never_began_does_not_keep_the_lanes_from_closing(heard: Heard) -> None:
    lanes = Jobs(at_once, heard.bug)
    began = threading.Event()

    def work(context: Context) -> None:
        began.set()
        context.pause(30)

    lanes.run("read", work)
    queued = lanes.run("read", lambda _: 1, heard.done)
    assert began.wait(5)
    assert lanes.close()
    assert queued.future.cancelled()


def test_progress_is_told_at_most_ten_times_a_second() -> None:
    context = Context()
    assert sum(context.is_due("file") for _ in range(1000)) <= 2
    assert context.is_due("another file")
