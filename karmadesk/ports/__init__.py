"""What the services need of the outside, as Protocols; `app` hands in the real things, tests may hand in others."""

from __future__ import annotations

from karmadesk.ports.carrying import STRANGE, UNTAKEN, Carrying, HandedIn, HandedOver, Mailroom, TakenIn, Written
from karmadesk.ports.clock import Changed, Clock
from karmadesk.ports.engines import Downloads, Reachability, Sync, SyncReport
from karmadesk.ports.files import Files, Packages, Unpacked
from karmadesk.ports.identity import Identity, Named, Seen
from karmadesk.ports.learner import Learner, LearnerReads, LearnerWrites, Message
from karmadesk.ports.people import People, PersonLock, Vault, Waiting, Wrapping
from karmadesk.ports.player import Player, PlayerState, Surface
from karmadesk.ports.server import EVERYTHING, News, Plan, Server, SignIn, SignInAttempt, Tree
from karmadesk.ports.shelves import Catalogue, CatalogueReads, CatalogueWrites, Shelf, ShelfReads, ShelfWrites
from karmadesk.ports.sink import PROGRESS, RECORDS, TELEMETRY, Part, Session, Sink

__all__ = [
    "EVERYTHING",
    "PROGRESS",
    "RECORDS",
    "STRANGE",
    "TELEMETRY",
    "UNTAKEN",
    "Carrying",
    "Catalogue",
    "CatalogueReads",
    "CatalogueWrites",
    "Changed",
    "Clock",
    "Downloads",
    "Files",
    "HandedIn",
    "HandedOver",
    "Identity",
    "Learner",
    "LearnerReads",
    "LearnerWrites",
    "Mailroom",
    "Message",
    "Named",
    "News",
    "Packages",
    "Part",
    "People",
    "PersonLock",
    "Plan",
    "Player",
    "PlayerState",
    "Reachability",
    "Seen",
    "Server",
    "Session",
    "Shelf",
    "ShelfReads",
    "ShelfWrites",
    "SignIn",
    "SignInAttempt",
    "Sink",
    "Surface",
    "Sync",
    "SyncReport",
    "TakenIn",
    "Tree",
    "Unpacked",
    "Vault",
    "Waiting",
    "Wrapping",
    "Written",
]
