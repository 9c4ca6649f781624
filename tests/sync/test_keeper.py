"""One refresh at a time, on however many threads, and from another process too."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from karmadesk.errors import SignedOut
from karmadesk.model import Tokens
from karmadesk.ports import Session
from karmadesk.services.ledger import NEEDS_SIGN_IN
from karmadesk.sync.keeper import Keeper
from karmadesk.vault.memory import MemoryVault
from tests.sync.clock import StillClock
from tests.sync.desk import Laptop, laptop
from tests.sync.model_server import ModelServer, failing, signed_in

TOGETHER = 6


def token(session: Session) -> str:
    return session.tokens.access


def kept(desk: Laptop) -> Tokens:
    with desk.learner.read() as db:
        found = db.tokens()
    assert found is not None
    return found


def test_threads_that_need_a_fresh_token_at_once_share_one(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    clock.pass_(days=1)
    keeper = Keeper(asha.learner, server, clock)
    start = threading.Barrier(TOGETHER)

    def asks() -> str:
        start.wait(5)
        return keeper.use(token)

    with ThreadPoolExecutor(TOGETHER) as pool:
        told = {future.result(10) for future in [pool.submit(asks) for _ in range(TOGETHER)]}
    assert told == {server.good_access} == {kept(asha).access}
    assert server.calls.count("refresh") == 1


def test_threads_whose_token_is_turned_away_share_one(asha: Laptop, server: ModelServer, clock: StillClock) -> None:
    keeper = Keeper(asha.learner, server, clock)
    keeper.use(token)
    server.good_access = "revoked elsewhere"
    start = threading.Barrier(TOGETHER)

    def asks() -> None:
        start.wait(5)
        keeper.use(server.enrolments)

    with ThreadPoolExecutor(TOGETHER) as pool:
        for future in [pool.submit(asks) for _ in range(TOGETHER)]:
            future.result(10)
    assert server.calls.count("refresh") == 1


def test_what_another_process_renewed_is_used_and_not_renewed_again(
    tmp_path: Path, server: ModelServer, clock: StillClock
) -> None:
    vault = MemoryVault()
    with laptop(tmp_path, server, clock, vault=vault) as here:
        signed_in(here, server)
        stale = Session(kept(here), server.profile(kept(here)))
        # A second opening of the same file is all that another process is to a database.
        with laptop(tmp_path, server, clock, vault=vault) as errand:
            server.good_access = "revoked elsewhere"
            fresh = Keeper(errand.learner, server, clock).renewed(stale.tokens)
        assert Keeper(here.learner, server, clock).renewed(stale.tokens) == fresh == kept(here)
        assert server.calls.count("refresh") == 1


def test_a_dead_session_does_not_undo_a_sign_in_that_was_faster(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    keeper = Keeper(asha.learner, server, clock)
    stale = kept(asha)
    _, server.fault = failing("refresh", SignedOut("over"))
    with pytest.raises(SignedOut):
        keeper.renewed(stale)
    with asha.learner.write() as db:
        assert db.checkpoint(NEEDS_SIGN_IN)
        db.put_tokens(server.tokens())
        db.set_checkpoint(NEEDS_SIGN_IN, "")
    assert keeper.renewed(stale) == kept(asha)
    with asha.learner.read() as db:
        assert not db.checkpoint(NEEDS_SIGN_IN)
