"""What a face (window or command line) may ask of the running program; `app` is the only one that makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from karmadesk.jobs import Jobs
from karmadesk.model import Charge, Link, Person, ServerRow, Tokens, Topic
from karmadesk.policy import Policy
from karmadesk.ports import Carrying, Changed, Clock, People, Player, SignInAttempt
from karmadesk.services.desk import Desk
from karmadesk.settings import Settings

LINK_MODES = ("on", "slow", "dropping", "off")


class LinkSwitch(Protocol):
    """A demonstration's link, which anybody may cut, slow down or make drop."""

    @property
    def mode(self) -> str:
        """One of LINK_MODES."""

    def set(self, mode: str) -> None:
        """Blocking."""


class Program(Protocol):
    """The program behind a window. Calls marked *blocking* belong in a lane."""

    @property
    def jobs(self) -> Jobs: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def policy(self) -> Policy:
        """What the office decided for everybody on this machine. `settings` already follow it."""

    @property
    def people(self) -> People: ...
    @property
    def servers(self) -> Mapping[str, ServerRow]: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def resources(self) -> Path: ...
    @property
    def translations(self) -> Path: ...
    @property
    def home(self) -> Path: ...
    @property
    def is_demo(self) -> bool: ...
    @property
    def demo_link(self) -> LinkSwitch | None:
        """Only a demonstration has one."""

    @property
    def secrets(self) -> str:
        """Which vault holds the keys: keyring, sealed-file or memory; "" while none is open. Blocking."""

    def open_keys(self) -> None:
        """Opens the vault, as far as that takes no person; blocking. Raises KeysLocked, NoPassphrase, NoKeyring."""

    def unlock(self, passphrase: str) -> None:
        """After KeysLocked or NoPassphrase: opens the sealed file, or begins one; blocking. Raises WrongPassphrase."""

    @property
    def version(self) -> str: ...

    def support_code(self, check: Callable[[], None]) -> str:
        """How this laptop is, for a helpdesk on the phone; blocking, seconds. It holds nothing of anybody.

        `check` is called now and then, and may raise what ends the look.
        """

    def subscribe(self, changed: Changed) -> None:
        """`changed` is called, on any thread, whenever something changed."""

    def announce(self, topic: Topic) -> None:
        """Tells everybody who subscribed what changed; any thread. Views pass on what a service answered."""

    def change_settings(self, **changes: object) -> None: ...
    def desk(self, person_id: str) -> Desk:
        """Opens a person's desk; blocking. Raises WrongKey, NewerDatabase, VaultError."""

    @property
    def carrying(self) -> Carrying:
        """Progress on a drive. Made when first asked for: in the lane of sync, where its calls belong."""

    def link(self) -> Link: ...
    def is_sending(self) -> bool: ...
    def sends_at(self) -> datetime | None:
        """When a round starts by itself that waits for its turn after the link was away; None when none waits."""

    def network(self) -> Charge:
        """What the learner said of the network here; UNSAID asks for a word."""

    def say_network(self, charge: Charge) -> None:
        """Takes the learner's word: by a network that costs, courses wait."""

    def hint_link(self, medium: str = "") -> None:
        """The toolkit says that the network changed: our own server is asked soon. Nothing else is believed of it."""

    def request_sync(self, *, interactive: bool = False) -> None:
        """Asks for a round for everybody, then downloads; returns at once, rounds don't pile up."""

    def request_downloads(self) -> None: ...
    def tidy(self) -> None:
        """Frees what a killed process left on the disk, once a run and before anything is brought in; blocking."""

    def begin_sign_in(self, server_id: str, *, fresh: bool, language: str) -> SignInAttempt:
        """Starts a sign-in, with the keys open; blocking. Raises LinkError, KeysLocked, NoPassphrase, VaultError."""

    def complete_sign_in(self, tokens: Tokens, server_id: str, person_id: str | None, label: str) -> Person:
        """Adds a person ("" label: the first name) or renews somebody's session; blocking.

        Raises AlreadyHere (adding somebody who is here), WrongPerson (renewing for somebody else), LinkError.
        """

    def look_up_server(self, typed: str) -> ServerRow:
        """The server that answers at an address somebody typed; blocking. Raises BadRequest, LinkError."""

    def ask_server(self, server_id: str) -> None:
        """Returns when a known server answers; blocking. Raises LinkError."""

    def choose_server(self, row: ServerRow) -> None:
        """Keeps the row for this home, and signs people in there from now on; blocking."""

    def meet_server(self, server_id: str, host: str) -> None:
        """Somebody is taken in who learns there: a server that is not known yet is kept; blocking.

        Raises UnknownServer where the address is not the id's own, or where the office has decided on a server.
        """

    def tour(self) -> Desk:
        """A desk with the sample courses, for somebody without an account; blocking. Raises StoreError, ContentError.

        Nothing of it is sent. One at a time; the next begins anew.
        """

    def end_tour(self) -> None:
        """Forgets everything of the tour; blocking."""

    def new_player(self) -> Player:
        """The best engine that works here; on the UI thread. Raises NoEngine."""
