"""The third promise: progress goes first, before media, and always, also on a metered link; it is a few kilobytes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.model import Link
from tests.matrix import rows
from tests.stories.field import HEAVY, SUNITA, Field
from tests.stories.tap import Tap, tapped

WRITE = "/content/state/update"
LATER = ("/cbplan", "/hierarchy/", "/search", "content-store", "/certreg/")
"""Plan, trees, catalogue, media and certificates: all of it can wait."""
MOST_BYTES, MOST_S = 300_000, 60.0
BYTES_PER_S = 64_000 / 8
ROUND_TRIP_S = 0.6
"""EDGE at its edge: 0.3 s each way."""
TRIPS_TO_CONNECT = 3
"""TCP, and two for TLS, which these stories do without."""
ITEMS = 34


def last_write(tap: Tap) -> int:
    return max(n for n, path in enumerate(tap.paths) if WRITE in path)


def comes_before_everything(tap: Tap) -> None:
    """All writes passed before anything that can wait."""
    assert last_write(tap) < min(tap.first(part) for part in LATER), tap.paths


def before_media(field: Field, tap: Tap, patch: pytest.MonkeyPatch) -> None:
    """A course is wanted and progress waits when the link comes back by itself: progress has passed before the rest."""
    del patch
    tap.allow(0)
    with field.sitting() as sunita:
        sunita.learns()
        sunita.window.hands.press("rail-plan")
        sunita.window.hands.press("fetch-all")
        tap.allow(None)
        sunita.window.hands.until("it to be sent", lambda: sunita.window.outbox() == 0, 60)
        sunita.window.hands.until("the course to be here", lambda: sunita.window.holds([HEAVY]), 60)
    comes_before_everything(tap)
    before = sum(one.up + one.down for one in tap.passed[: tap.first(WRITE)])
    assert before < 20_000, "what has to be known before the first write is small"


def by_a_metered_link(field: Field, tap: Tap, patch: pytest.MonkeyPatch) -> None:
    """In a network never seen before progress goes and the course waits, until she says that it is free of charge."""
    # The stories' hub is on this machine, whose own line costs nobody anything: here it counts as another machine.
    patch.setattr("karmadesk.sync.reachability.is_loopback", lambda _host: False)
    patch.setattr("karmadesk.sync.network.way_out", lambda: None)
    tap.allow(0)
    with field.sitting() as sunita:
        hands = sunita.window.hands
        sunita.learns()
        hands.press("rail-plan")
        hands.press("fetch-all")
        tap.allow(None)
        sunita.sends()
        assert sunita.window.core.link() is Link.METERED
        assert tap.first("content-store") == len(tap.passed), "no byte of a course"
        assert not sunita.window.holds([HEAVY])
        hands.press("rail-downloads")
        hands.press("network-free")
        hands.until("the course to be here", lambda: sunita.window.holds([HEAVY]), 60)
    comes_before_everything(tap)


def by_a_link_of_a_few_requests(field: Field, tap: Tap, patch: pytest.MonkeyPatch) -> None:
    """The link lasts for two requests, then for three, then for four...: what matters most has always arrived first."""
    del patch
    tap.allow(0)
    with field.sitting() as sunita:
        sunita.learns()
        sunita.window.hands.press("rail-plan")
        sunita.window.hands.press("fetch-all")
        for requests in range(2, 30):
            tap.allow(requests)
            sunita.asks_the_server()
            tap.allow(0)
            if not sunita.window.outbox():
                break
            assert min(tap.first(part) for part in LATER) == len(tap.passed), tap.paths
        assert sunita.window.outbox() == 0
        assert requests > 3, "one short link had room for all"
    comes_before_everything(tap)


def by_a_slow_link_after_days(field: Field, tap: Tap, patch: pytest.MonkeyPatch) -> None:
    """Days later the session is over: "Sign in to send 34 items", and what it takes is counted."""
    del patch
    assert field.learns_long() == ITEMS
    with field.sitting() as sunita:
        hands = sunita.window.hands
        sunita.window.until_it_says(lambda: f"Sign in to send {ITEMS} items")
        tap.forget()
        hands.press("strip-sending")
        sunita.signs_in(*SUNITA)
        hands.until("all of it to be sent", lambda: sunita.window.outbox() == 0, 60)
        passed, connections = tuple(tap.passed), tap.connections
    taken = sum(one.up + one.down for one in passed)
    seconds = taken / BYTES_PER_S + ROUND_TRIP_S * (len(passed) + TRIPS_TO_CONNECT * connections)
    told = f"{taken} bytes, {len(passed)} requests, {connections} connections, {seconds:.1f} s at 64 kbit/s"
    assert taken <= MOST_BYTES, told
    assert seconds <= MOST_S, told


LINKS: dict[str, Callable[[Field, Tap, pytest.MonkeyPatch], None]] = {
    "before media": before_media,
    "metered": by_a_metered_link,
    "a few requests": by_a_link_of_a_few_requests,
    "slow, after days": by_a_slow_link_after_days,
}


@pytest.mark.parametrize("link", rows(list(LINKS), 2))
def test_promise_3_progress_goes_first_and_also_on_a_metered_link(
    link: str, field: Field, screen: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_later = LINKS[link] is by_a_slow_link_after_days
    if is_later:
        field.calendar.pass_(hours=13)
    field.hub_comes(is_later=is_later)
    with tapped(field.address) as tap:
        field.laptop.use(tap.url)
        LINKS[link](field, tap, monkeypatch)
