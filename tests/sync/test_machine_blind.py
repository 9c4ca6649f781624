"""A server that will not say what it has: nothing is sent blindly to it."""

from __future__ import annotations

from karmadesk.errors import Offline, Refused
from karmadesk.model import RefusalReason
from tests.sync.desk import Laptop
from tests.sync.model_server import ModelServer, failing


def test_a_state_read_that_is_refused_sends_nothing_a_second_time(asha: Laptop, server: ModelServer) -> None:
    asha.sync()
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    _, server.fault = failing("push!", Offline())
    assert asha.sync().stopped_by == "offline"
    assert len(server.log) == 1, "taken, but its reply was lost"

    _, server.fault = failing("states", Refused(RefusalReason.NOT_ALLOWED, "status 403"))
    assert asha.sync(interactive=True).refused == 1
    assert len(server.log) == 1
    [refused] = asha.items("refused")
    assert refused.receipt is not None
    assert refused.receipt.reason == RefusalReason.NOT_ALLOWED

    server.fault = lambda _: None
    with asha.learner.write() as db:
        db.retry(refused.key)
    assert asha.sync(interactive=True).waiting == 0
    assert len(server.log) == 1, "it was there all the time"
