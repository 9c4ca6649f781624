"""Sends for people who are locked: each round in a process of its own, so that this one learns nothing of them."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from karmadesk.app.errand import VERB, report_of
from karmadesk.app.keys import Keys
from karmadesk.errors import KarmaDeskError, PersonLocked
from karmadesk.jobs import Cancelled, Context
from karmadesk.model import Person, Topic
from karmadesk.ports import Changed, People, SyncReport

log = logging.getLogger(__name__)

STEP_S = 0.1
LIMIT_S = 300.0
"""A round that takes longer is ended; what it had sent has its receipts."""


class Errands:
    """Where the setting allows it, the person wants it, and something waits."""

    def __init__(
        self, home: Path, keys: Keys, people: Callable[[], People], may_send: Callable[[], bool], announce: Changed
    ) -> None:
        self._home = home
        self._keys = keys
        self._people = people
        self._may_send = may_send
        self._announce = announce

    def run(self, person: Person, context: Context, *, interactive: bool) -> SyncReport:
        """What the round came to. Raises PersonLocked where nothing may be sent, VaultError."""
        self.check(person)
        known = self._people().waiting(person.id)
        waiting = known.to_send if known is not None else 0
        if known is not None and not waiting:
            return SyncReport(person.id)
        try:
            return report_of(self.output(person.id, {"interactive": interactive}, context), person.id)
        except ValueError:
            log.warning("the errand for %s said nothing of use", person.id)
            return SyncReport(person.id, waiting=waiting, stopped_by=KarmaDeskError.key)
        finally:
            self._announce(Topic.PEOPLE | Topic.OUTBOX)

    def check(self, person: Person) -> None:
        """Raises PersonLocked where nothing may be done for somebody who is locked."""
        people = self._people()
        lock = people.lock_of(person.id)
        if lock is not None and lock.sends_locked and not self._may_send():
            people.forbid_sending(person.id)
            lock = None
        if lock is None or not lock.sends_locked:
            raise PersonLocked(person=person.id, name=person.label)

    def obey(self) -> None:
        """Where sending for who is locked is forbidden, no key for it stays in the vault, with a link or without."""
        if self._may_send():
            return
        people = self._people()
        for person in people.list():
            lock = people.lock_of(person.id)
            if lock is None or not lock.sends_locked:
                continue
            try:
                people.forbid_sending(person.id)
            except KarmaDeskError as error:
                log.warning("the key to send for %s is still there: %s", person.id, error.key)

    def output(self, person_id: str, wanted: Mapping[str, object], context: Context) -> str:
        """What the process says at its end, "" where it says nothing; it is told what is wanted. Raises VaultError."""
        told = json.dumps({**self._keys.handed_on(), **wanted})
        words = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "karmadesk"]
        with subprocess.Popen(
            [*words, VERB, str(self._home), person_id],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        ) as process:
            given: str | None = f"{told}\n"
            for _ in range(round(LIMIT_S / STEP_S)):
                try:
                    said, _ = process.communicate(given, timeout=STEP_S)
                    return said
                except subprocess.TimeoutExpired:
                    given = None
                try:
                    context.check()
                except Cancelled:
                    process.kill()
                    raise
            process.kill()
        return ""
