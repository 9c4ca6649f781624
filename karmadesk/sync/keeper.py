"""Keeps one person's session with a server alive: one refresh at a time, and one more try after a 401."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from karmadesk.errors import ServerFault, SignedOut
from karmadesk.model import Tokens
from karmadesk.ports import Clock, Learner, Server, Session
from karmadesk.services.ledger import NEEDS_SIGN_IN

T = TypeVar("T")

MARGIN = timedelta(seconds=60)


class Keeper:
    """Hands out the session. When it is over, the tokens stay, a checkpoint says so, and learning goes on."""

    def __init__(self, learner: Learner, server: Server, clock: Clock) -> None:
        self._learner = learner
        self._server = server
        self._clock = clock
        self._one_flight = threading.Lock()

    def session(self) -> Session:
        """A session whose token is good for another minute. Raises SignedOut, LinkError."""
        with self._learner.read() as db:
            tokens, profile = db.tokens(), db.profile()
        if tokens is None:
            self._mark(None)
            raise SignedOut("nobody signed in")
        if tokens.access_expires_at - MARGIN <= self._clock.corrected():
            tokens = self.renewed(tokens)
        if profile is None:
            profile = self._server.profile(tokens)
            with self._learner.write() as db:
                db.put_profile(profile)
        return Session(tokens, profile)

    def use(self, call: Callable[[Session], T]) -> T:
        """What the call says with a session; a token that is turned away is renewed once.

        A fresh one that is turned away too is not the session's end (its refresh has just worked): ServerFault.
        """
        session = self.session()
        try:
            return call(session)
        except SignedOut:
            fresh = Session(self.renewed(session.tokens), session.profile)
        try:
            return call(fresh)
        except SignedOut as error:
            raise ServerFault("a fresh token was turned away") from error

    def renewed(self, stale: Tokens) -> Tokens:
        """Fresh tokens, stored before anybody uses them; somebody faster's (or a new sign-in's) if there are any."""
        with self._one_flight:
            with self._learner.read() as db:
                kept = db.tokens()
            if kept is not None and kept != stale:
                return kept
            try:
                fresh = self._server.refresh(stale)
            except SignedOut:
                self._mark(stale)
                raise
            with self._learner.write() as db:
                if db.tokens() == stale:
                    db.put_tokens(fresh)
                db.set_checkpoint(NEEDS_SIGN_IN, "")
            return fresh

    def _mark(self, dead: Tokens | None) -> None:
        """Says that the session is over, unless a sign-in was faster."""
        with self._learner.write() as db:
            if db.tokens() == dead:
                db.set_checkpoint(NEEDS_SIGN_IN, "yes")
