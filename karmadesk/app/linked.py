"""The core's side that faces the link: rounds, downloads, what is known of the network, and when it may be used."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from karmadesk.app import servers
from karmadesk.app.kept import Kept
from karmadesk.app.knock import LOCKED, SYNCING
from karmadesk.app.once import once
from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context, Jobs
from karmadesk.model import Charge, Link, Topic
from karmadesk.ports import Downloads, Reachability, Sync
from karmadesk.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from karmadesk.app.adapters import Connections
    from karmadesk.app.errands import Errands
    from karmadesk.app.networks import Networks
    from karmadesk.app.pace import Pace
    from karmadesk.app.rounds import Rounds
    from karmadesk.app.tour import Tours
    from karmadesk.model import ServerRow
    from karmadesk.services.desk import Desk


class Linked(Kept):
    """What `Core` is built on. Its parts are made when first needed, never on the thread that asks."""

    _jobs: Jobs
    _servers: Mapping[str, ServerRow]

    @property
    @abstractmethod
    def settings(self) -> Settings: ...
    @property
    @abstractmethod
    def connections(self) -> Connections: ...
    @property
    @abstractmethod
    def downloads(self) -> Downloads: ...
    @property
    @abstractmethod
    def sync(self) -> Sync: ...
    @property
    @abstractmethod
    def errands(self) -> Errands: ...
    @property
    @abstractmethod
    def tours(self) -> Tours: ...
    @abstractmethod
    def announce(self, topic: Topic) -> None: ...
    @abstractmethod
    def desk(self, person_id: str) -> Desk: ...
    @abstractmethod
    def tidy(self) -> None: ...

    def link(self) -> Link:
        return self.rounds.link() if self._is_made("rounds") else Link.UNKNOWN

    def is_sending(self) -> bool:
        return self._is_made("rounds") and self.rounds.is_sending

    def sends_at(self) -> datetime | None:
        return self.rounds.sends_at() if self._is_made("rounds") else None

    def network(self) -> Charge:
        return self.rounds.network() if self._is_made("rounds") else Charge.NONE

    def say_network(self, charge: Charge) -> None:
        self._with_rounds(lambda rounds: rounds.say_network(charge))

    def hint_link(self, medium: str = "") -> None:
        """The system says that the network changed, or what kind of line it is."""
        self._with_rounds(lambda rounds: rounds.hint(medium))

    # The first of these makes the parts of sync, which takes a tenth of a second: never on the thread that asks.

    def request_sync(self, *, interactive: bool = False) -> None:
        self._with_rounds(lambda rounds: rounds.request(interactive=interactive))

    def sync_for_another(self) -> str:
        """Another process of this user asks for a round; the answer for it. Nobody here is asked for a passphrase."""
        if not self.keys.is_open:
            return LOCKED
        self.request_sync(interactive=True)
        return SYNCING

    def tick(self, seconds: float) -> None:
        """Called by the face's timer every so many seconds: looks for a lost link, syncs when it is time."""
        self._with_rounds(lambda rounds: rounds.tick(seconds))

    def request_downloads(self) -> None:
        if self._is_made("tours") and self.tours.is_on:
            self._jobs.run("download", self.tours.fetch)
        else:
            self._with_rounds(lambda rounds: rounds.request_downloads())

    def _with_rounds(self, ask: Callable[[Rounds], None]) -> None:
        def asked(context: Context) -> None:
            context.check()
            ask(self.rounds)

        if self._is_made("rounds"):
            ask(self.rounds)
        else:
            self._jobs.run("sync", asked)

    def _is_made(self, part: str) -> bool:
        parts: dict[str, object] = self.__dict__
        return part in parts

    @once
    def networks(self) -> Networks:
        from karmadesk.app.networks import Networks
        from karmadesk.sync.network import way_out

        return Networks(self.paths.networks, way_out)

    @once
    def pace(self) -> Pace:
        from karmadesk.app.pace import Pace

        return Pace(self.paths.pace, self._clock)

    @once
    def reachability(self) -> Reachability:
        from karmadesk.app.adapters import make_reachability

        return make_reachability(self.connections, self.servers_in_use, self.announce, self.networks.costs)

    def servers_in_use(self) -> list[str]:
        """The servers of the people here; before there are any, the one that was chosen."""
        return servers.in_use(self.people.list(), self._servers, self.settings.server)

    @once
    def rounds(self) -> Rounds:
        from karmadesk.app.rounds import Rounds
        from karmadesk.app.wishes import grant

        parts = (lambda: self.sync, lambda: self.downloads, self.reachability, self.announce)
        granted = partial(grant, self.people, self.desk, self.announce)
        return Rounds(
            self._jobs,
            *parts,
            self._clock,
            lambda: self.settings,
            self.tidy,
            granted,
            self.errands.obey,
            pace=self.pace,
            networks=self.networks,
            urgent=self._is_urgent,
        )

    def _is_urgent(self) -> bool:
        """Whether anybody whose records are open here has something that can't wait for its turn."""
        from karmadesk.services.urgency import is_urgent

        for person in self.people.list():
            try:
                with self.people.open(person.id).read() as db:
                    if is_urgent(db, self._clock.corrected()):
                        return True
            except KarmaDeskError:
                # Who is locked waits with the others; what else is wrong the round itself will meet and tell.
                continue
        return False
