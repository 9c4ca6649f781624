"""Signing in: adding somebody to the laptop, or renewing a session that ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karmadesk.errors import AlreadyHere, BadRequest, KarmaDeskError, WrongPerson
from karmadesk.model import Link, Person, Profile, ServerRow, Tokens
from karmadesk.ports import Clock, People, SignInAttempt
from karmadesk.services.ledger import NEEDS_SIGN_IN

if TYPE_CHECKING:
    from karmadesk.app.adapters import Connections


class Accounts:
    """Ties what a server says of a person to the people of this laptop."""

    def __init__(self, people: People, connections: Connections, clock: Clock) -> None:
        self._people = people
        self._connections = connections
        self._clock = clock

    def begin(self, row: ServerRow, *, fresh: bool, language: str) -> SignInAttempt:
        """Starts a sign-in after asking whether our own server is there. Raises LinkError."""
        if self._connections.server(row.id).probe() is not Link.ONLINE:
            self._connections.blame(row.id)
        return self._connections.sign_in(row.id).begin(fresh=fresh, language=language)

    def complete(self, tokens: Tokens, row: ServerRow, person_id: str | None, label: str, language: str) -> Person:
        """Keeps the session. Adding refuses somebody who is here, renewing refuses somebody else."""
        profile = self._connections.server(row.id).profile(tokens)
        if person_id is None:
            if self._find(row.id, profile.user_id) is not None:
                raise AlreadyHere(profile.user_id, name=profile.first_name)
            person = self._half_made(row.id) or self._people.add(row.id, label or profile.first_name, language)
        else:
            person = self._renewed(person_id, profile)
        with self._people.open(person.id).write() as learner:
            learner.put_profile(profile)
            learner.put_tokens(tokens)
            learner.set_checkpoint(NEEDS_SIGN_IN, "")
        return person

    def _renewed(self, person_id: str, profile: Profile) -> Person:
        person = self._people.person(person_id)
        if person is None:
            raise BadRequest(f"no person {person_id}", what=person_id)
        with self._people.open(person_id).read() as learner:
            known = learner.profile()
        if known is not None and known.user_id != profile.user_id:
            raise WrongPerson(profile.user_id, name=profile.first_name)
        return person

    def _half_made(self, server_id: str) -> Person | None:
        """Somebody whose adding was cut off before a profile was kept: nobody's yet, so the next person's."""
        for person in self._people.list():
            if person.server_id != server_id:
                continue
            try:
                with self._people.open(person.id).read() as learner:
                    if learner.profile() is None and learner.tokens() is None:
                        return person
            except KarmaDeskError:
                # Somebody else's store that can't be opened keeps nobody from being added.
                continue
        return None

    def _find(self, server_id: str, user_id: str) -> Person | None:
        for person in self._people.list():
            if person.server_id != server_id:
                continue
            try:
                with self._people.open(person.id).read() as learner:
                    profile = learner.profile()
            except KarmaDeskError:
                # Somebody whose store can't be opened can't be compared with; adding twice is mended by sync.
                continue
            if profile is not None and profile.user_id == user_id:
                return person
        return None
