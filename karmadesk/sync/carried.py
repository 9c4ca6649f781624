"""What goes on a drive for one person, and what comes back: frozen, settled and pulled as by a link."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from karmadesk.carry import letters
from karmadesk.carry.letters import RECEIPT, Answer, Piece
from karmadesk.carry.sealing import MOST_BYTES
from karmadesk.errors import NotCarried, NotMet
from karmadesk.model import Item, Json, Place, Profile, Receipt, ServerRow, ServerState, Tokens
from karmadesk.ports import PROGRESS, RECORDS, Clock, LearnerReads, Message, Session
from karmadesk.services.plan import PULLED
from karmadesk.statement import Verb
from karmadesk.sync.delivery import settle
from karmadesk.sync.enrol import ENROL, frozen_enrol, put_enrolments
from karmadesk.sync.igot_read import instant, text
from karmadesk.sync.igot_write import reason_of
from karmadesk.sync.introducing import hub_key, own_keys
from karmadesk.sync.pull import known_trees, pull_plan, pull_states, pull_trees
from karmadesk.sync.push import SLICE, frozen
from karmadesk.sync.recorded import Pieces
from karmadesk.sync.round import Round
from karmadesk.sync.sunbird_write import ATTEMPTS, request

T = TypeVar("T")

KEPT_SECRET = "carry:secret"  # noqa: S105 - a checkpoint's name
SECRET_BYTES = 32

EARLY = "early:"
"""Items whose batch is not known here yet. The hub knows it, or learns it from the same file."""

DAMAGED = "CARRY_ITEM_DAMAGED"
MOST_ITEMS = 5000


@dataclass(frozen=True)
class Post:
    """A sealed file and how many of the person's items it holds; `left` found no room."""

    content: bytes
    items: int
    left: int


@dataclass(frozen=True)
class Heard:
    """What an answer came to."""

    accepted: int
    refused: int
    damaged: int
    is_newer: bool


class NoLink:
    """A keeper that has no session to show: what is asked was answered before, or is refused."""

    def __init__(self, who: Profile, clock: Clock) -> None:
        self._session = Session(Tokens("", "", clock.corrected()), who)

    def use(self, call: Callable[[Session], T]) -> T:
        return call(self._session)


class AsOf:
    """The clock for what a server said at a moment: pulled then, not today."""

    def __init__(self, clock: Clock, at: datetime) -> None:
        self._clock = clock
        self._at = at

    def now(self) -> datetime:
        return self._clock.now()

    def corrected(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def boot(self) -> str:
        return self._clock.boot()

    def since_boot(self) -> float:
        return self._clock.since_boot()

    def true_at(self, boot: str, boot_s: float) -> datetime | None:
        return self._clock.true_at(boot, boot_s)

    def learn(self, server_now: datetime, asked_at: float, answered_at: float) -> None:
        self._clock.learn(server_now, asked_at, answered_at)


def post(round_: Round, row: ServerRow, label: str, typed: str = "") -> Post:
    """Freezes what waits, as for a push, and seals it for the hub; by `typed` where the server has no key of its own.

    Raises NotMet where there is neither.
    """
    with round_.learner.read() as db:
        keys, hub, who = own_keys(db), hub_key(db), db.profile()
    if who is None or (not typed and (keys is None or hub is None)):
        raise NotMet(name=label)
    _freeze(round_)
    with round_.learner.read() as db:
        messages = sorted((one for one in db.messages() if one.sink in round_.sinks), key=_in_order)
    early = _early(round_)
    said: dict[str, Json] = {"user": who.user_id, "known": known_trees(round_)}
    if keys is not None and hub is not None:
        pieces = [Piece(one.id, _body(one, who, row, round_)) for one in (*messages, *early)]
        return _sealed(partial(letters.post, hub, keys, said), pieces)
    secret = _secret(round_)
    said |= {"label": label, "server": row.host}
    pieces = [Piece(one.id, as_piece(one, round_)) for one in (*messages, *early) if one.sink == PROGRESS]
    return _sealed(partial(letters.typed_post, typed, secret, said), pieces)


def _sealed(seal: Callable[[Sequence[Piece]], bytes], pieces: list[Piece]) -> Post:
    some = pieces[:MOST_ITEMS]
    content = seal(some)
    while len(content) > MOST_BYTES and some:
        some = some[: len(some) // 2]
        content = seal(some)
    return Post(content, len(some), len(pieces) - len(some))


def _secret(round_: Round) -> bytes:
    """What the answer will be sealed with: kept here, told inside what is sealed."""
    with round_.learner.write() as db:
        kept = answer_secret(db)
        if kept is None:
            kept = secrets.token_bytes(SECRET_BYTES)
            db.set_checkpoint(KEPT_SECRET, kept.hex())
    return kept


def answer_secret(db: LearnerReads) -> bytes | None:
    """The secret that seals answers to what was sealed by typed words; None before there was any."""
    kept = db.checkpoint(KEPT_SECRET)
    return bytes.fromhex(kept) if kept else None


def as_piece(message: Message, round_: Round) -> dict[str, Json]:
    """The message as another laptop's machine would send it for this person."""
    place = message.place
    with round_.catalogue.read() as catalogue:
        card = catalogue.cards([place.course_id]).get(place.course_id)
    return {
        "kind": message.kind,
        "place": [place.course_id, place.batch_id, place.resource_id],
        "body": dict(message.body),
        "is_program": bool(card and card.is_program),
        "language": card.language if card is not None else "",
    }


def _in_order(message: Message) -> tuple[bool, datetime, str]:
    """Joining first, so that what was done in a course finds its batch; then as it was frozen."""
    return message.kind != ENROL, message.frozen_at, message.id


def _freeze(round_: Round) -> None:
    with round_.learner.read() as db:
        waiting = db.gathering()
    for item in waiting:
        if Verb.ENROLLED.value in item.verbs and item.sink == PROGRESS:
            frozen_enrol(round_, item)
    for sink in round_.sinks:
        todo = [item for item in waiting if item.sink == sink and _can_freeze(item)]
        for start in range(0, len(todo), SLICE):
            frozen(round_, round_.sinks[sink], todo[start : start + SLICE])


def _can_freeze(item: Item) -> bool:
    return item.sink == RECORDS or (bool(item.place.batch_id) and Verb.ENROLLED.value not in item.verbs)


def _body(message: Message, who: Profile, row: ServerRow, round_: Round) -> dict[str, Json]:
    """The message as the hub would read it off the wire, but for who asks: that is told by the signature."""
    if message.kind == ENROL:
        with round_.catalogue.read() as catalogue:
            card = catalogue.cards([message.place.course_id]).get(message.place.course_id)
        language = card.language.capitalize() if card is not None and card.language else ""
        return {"kind": ENROL, "courseId": message.place.course_id, "language": language}
    if message.sink == RECORDS:
        return {"kind": "statements", "home": row.host, "statements": message.body["statements"]}
    asked = {name: value for name, value in request([message], who, row.channel).items() if name != "userId"}
    return {"kind": message.kind, **asked}


def _early(round_: Round) -> list[Message]:
    """What was done in courses that are not joined yet. Only told, not frozen: it is settled when their batch is known
    and the server's rows say as much."""
    sink = round_.sinks[PROGRESS]
    with round_.learner.read() as db:
        items = [
            item
            for item in db.gathering()
            if item.sink == PROGRESS and not item.place.batch_id and Verb.ENROLLED.value not in item.verbs
        ]
        gathered = db.gathered([item.key for item in items])
        watched = db.watched([item.place.resource_id for item in items])
    found: list[Message] = []
    for item in items:
        acts = gathered[item.key]
        kind, body = sink.compose(item, acts, watched.get(item.place.resource_id), None)
        if ATTEMPTS in body:
            continue  # an attempt's id is made with its batch: told without one, it would count twice
        ids = hashlib.sha256("\n".join(one.id for one in acts).encode()).hexdigest()
        found.append(Message(EARLY + ids[:32], PROGRESS, item.place, kind, body, round_.clock.corrected()))
    return found


def take_in(offline: Callable[[Pieces], Round], answer: Answer) -> Heard:
    """Settles what the hub has answered, and takes over what is new, unless something newer is here already.

    `offline` gives a round in which what the answer tells stands for the server.
    """
    reading = offline(answer.pieces)
    accepted, refused, damaged = _settled(reading, answer)
    with reading.learner.read() as db:
        pulled = db.checkpoint(PULLED)
    is_newer = "plan" in answer.pieces and (not pulled or datetime.fromisoformat(pulled) < answer.made_at)
    reading.clock = AsOf(reading.clock, answer.made_at)
    if is_newer:
        if "enrolments" in answer.pieces:
            put_enrolments(reading, ())
        pull_plan(reading)
    pull_states(reading)
    if is_newer:
        pull_trees(reading)
    covered = _settled_by_rows(offline(answer.pieces))
    return Heard(accepted + covered, refused, damaged + len(answer.damaged), is_newer)


def _settled(round_: Round, answer: Answer) -> tuple[int, int, int]:
    """The receipts of what is still unanswered here; how many (accepted, refused, damaged on the way)."""
    with round_.learner.read() as db:
        waiting = db.messages()
    answered: list[tuple[Message, Receipt]] = []
    damaged: list[str] = []
    for message in waiting:
        said = answer.pieces.get(RECEIPT + message.id)
        if said is None:
            continue
        if said.get("accepted") is not True and said.get("why") == DAMAGED:
            damaged.append(message.id)
        else:
            answered.append((message, _receipt(said, answer)))
    for start in range(0, len(answered), SLICE):
        settle(round_, answered[start : start + SLICE])
    if damaged:
        with round_.learner.write() as db:
            db.tried(damaged, NotCarried.key, round_.clock.corrected())
    accepted = sum(receipt.accepted for _, receipt in answered)
    return accepted, len(answered) - accepted, len(damaged)


def _receipt(said: Mapping[str, Json], answer: Answer) -> Receipt:
    at = instant(said.get("at")) or answer.made_at
    if said.get("accepted") is True:
        return Receipt(True, at, server_id=text(said.get("server_id")), arguments={"carried": True})
    why = text(said.get("why"))
    return Receipt(
        False, at, reason=text(said.get("reason")) or reason_of(why), arguments={"said": why, "carried": True}
    )


def _settled_by_rows(round_: Round) -> int:
    """What was told early, or by a link before: settled where the server's rows now say as much."""
    sink = round_.sinks[PROGRESS]
    with round_.learner.read() as db:
        items = [one for one in db.gathering() if one.sink == PROGRESS and _can_freeze(one)]
        gathered = db.gathered([item.key for item in items])
        watched = db.watched([item.place.resource_id for item in items])
    settled: list[tuple[Message, Receipt]] = []
    for item in items:
        row = _row(round_, item.place)
        kind, body = sink.compose(item, gathered[item.key], watched.get(item.place.resource_id), row)
        now = round_.clock.corrected()
        would_be = Message(item.key, PROGRESS, item.place, kind, body, now)
        if row is not None and sink.is_settled(would_be, row):
            receipt = Receipt(True, row.last_access_at or now, arguments={"was_there": True})
            settled += [(message, receipt) for message in frozen(round_, sink, [item])]
    for start in range(0, len(settled), SLICE):
        settle(round_, settled[start : start + SLICE])
    return len(settled)


def _row(round_: Round, place: Place) -> ServerState | None:
    round_.unless_refused(lambda: round_.seen(place.course_id, place.batch_id))
    return round_.known(place)
