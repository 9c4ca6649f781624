"""Work off the UI thread: ordered lanes, cooperative cancel, progress at most ten times a second. No Qt."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Generic, TypeVar

from karmadesk.errors import KarmaDeskError

log = logging.getLogger(__name__)

T = TypeVar("T")
Post = Callable[[Callable[[], None]], None]
"""Runs a callable where results are wanted: on the UI thread under Qt, at once in the command line and tests."""

LANES = {"act": 1, "read": 1, "sync": 1, "download": 1, "sign_in": 1, "doctor": 1, "shelf": 1, "care": 1}
KEPT_LANE = "act"
"""What the learner did is finished even when the program is closing; everything else is cut short."""
PROGRESS_INTERVAL_S = 0.1


class Cancelled(Exception):  # noqa: N818 - not an error: somebody changed their mind
    """Raised by `Context.check` in work that was told to stop. Cancelling is not yet cancelled."""


class Context:
    """Handed to work in a lane: asks it to stop and thins out what it reports."""

    def __init__(self, cancel: threading.Event | None = None) -> None:
        self._cancel = cancel or threading.Event()
        self._reported_at: dict[object, float] = {}

    def cancel(self) -> None:
        self._cancel.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancel.is_set()

    def check(self) -> None:
        """Raises `Cancelled` when the work is no longer wanted; call it between chunks and batches."""
        if self._cancel.is_set():
            raise Cancelled

    def pause(self, seconds: float) -> None:
        """Waits, but not longer than until a cancel, which it raises."""
        self._cancel.wait(seconds)
        self.check()

    def is_due(self, subject: object = None) -> bool:
        """Whether to report progress on this subject now: at most ten times a second."""
        now = time.monotonic()
        if now - self._reported_at.get(subject, 0.0) < PROGRESS_INTERVAL_S:
            return False
        self._reported_at[subject] = now
        return True


class Job(Generic[T]):
    """One piece of work in a lane."""

    def __init__(self, context: Context, future: Future[T]) -> None:
        self.context = context
        self.future = future

    def cancel(self) -> None:
        """Asks the work to stop; it does at its next check."""
        self.context.cancel()
        self.future.cancel()


class Jobs:
    """The lanes. Work in a lane is ordered, lanes run side by side; `read` keeps only the newest request of a key."""

    def __init__(self, post: Post, unexpected: Callable[[BaseException], None]) -> None:
        """`unexpected` hears of bugs (on `post`'s thread) that no caller asked to hear of."""
        self._post = post
        self._unexpected = unexpected
        self._pools = {name: ThreadPoolExecutor(workers, f"karmadesk-{name}") for name, workers in LANES.items()}
        self._running: dict[Context, str] = {}
        self._newest: dict[str, int] = {}
        self._lock = threading.Lock()
        self._closed = False

    def run(
        self,
        lane: str,
        work: Callable[[Context], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[KarmaDeskError], None] | None = None,
        key: str = "",
    ) -> Job[T]:
        """Starts work; its value or the world's fault comes back through `post`.

        With a `key`, an older request of that key which has not answered yet is dropped: its answer never arrives.
        """
        context = Context()
        ticket = self._ticket(key)
        with self._lock:
            if self._closed:
                return _never(context)
            self._running[context] = lane

        def body() -> T:
            context.check()
            return work(context)

        future = self._pools[lane].submit(body)
        job = Job(context, future)

        def answered(done: Future[T]) -> None:
            # Also of work that was dropped before it began.
            with self._lock:
                self._running.pop(context, None)
            self._answer(done, key, ticket, on_done, on_error)

        future.add_done_callback(answered)
        return job

    def _ticket(self, key: str) -> int:
        with self._lock:
            self._newest[key] = self._newest.get(key, 0) + 1
            return self._newest[key]

    def _answer(
        self,
        done: Future[T],
        key: str,
        ticket: int,
        on_done: Callable[[T], None] | None,
        on_error: Callable[[KarmaDeskError], None] | None,
    ) -> None:
        if done.cancelled() or self._closed or self._is_old(key, ticket):
            return
        error = done.exception()
        if error is None:
            if on_done is not None:
                self._post(partial(self._tell, key, ticket, on_done, done.result()))
        elif isinstance(error, Cancelled):
            log.debug("work was cancelled")
        elif isinstance(error, KarmaDeskError) and on_error is not None:
            self._post(partial(self._tell, key, ticket, on_error, error))
        else:
            log.error("work failed", exc_info=error)
            unknown = error
            self._post(lambda: self._unexpected(unknown))

    def _is_old(self, key: str, ticket: int) -> bool:
        return bool(key) and self._newest.get(key) != ticket

    def _tell(self, key: str, ticket: int, hear: Callable[[Any], None], what: object) -> None:
        """Looked at again where the answer is heard: a newer request may have come while it was on its way."""
        if not self._is_old(key, ticket):
            hear(what)

    def close(self, wait_s: float = 2.0) -> bool:
        """Cancels everything but the learner's acts, and waits a little for these; True when every lane came to rest.

        Nothing is answered after this.
        """
        with self._lock:
            self._closed = True
            for context, lane in self._running.items():
                if lane != KEPT_LANE:
                    context.cancel()
        for lane, pool in self._pools.items():
            pool.shutdown(wait=False, cancel_futures=lane != KEPT_LANE)
        deadline = time.monotonic() + wait_s
        while time.monotonic() < deadline:
            with self._lock:
                if not self._running:
                    return True
            time.sleep(0.01)
        return False


def _never(context: Context) -> Job[T]:
    """A job that was asked for after the lanes were closed: cancelled before it began."""
    context.cancel()
    future: Future[T] = Future()
    future.cancel()
    return Job(context, future)
