"""On a linked computer, for somebody far away: their post is opened by words, sent with their own session, answered.

Where the server has no key of its own (iGOT), nobody but the person may send. They sign in here, once; the machine's
steps run over a store for this visit, and nothing of them stays.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from karmadesk.carry import letters
from karmadesk.carry.letters import RECEIPT, Piece, TypedPost
from karmadesk.errors import LinkError, WrongPerson
from karmadesk.jobs import Context
from karmadesk.model import CourseCard, Json, Place, Receipt, Tokens, Topic
from karmadesk.ports import PROGRESS, Catalogue, Clock, HandedIn, Learner, Message, Server
from karmadesk.sync.carried import EARLY
from karmadesk.sync.enrol import ENROL, join_courses
from karmadesk.sync.igot_read import as_mapping, text
from karmadesk.sync.igot_write import RESULT, STATE
from karmadesk.sync.keeper import Keeper
from karmadesk.sync.pull import note_trees, pull_plan, pull_states, pull_trees
from karmadesk.sync.push import acknowledge, send_progress, send_results
from karmadesk.sync.recorded import Pieces
from karmadesk.sync.round import Round

log = logging.getLogger(__name__)

KINDS = {ENROL, STATE, RESULT}
STEPS = (send_progress, send_results, acknowledge, Round.look_again, pull_plan, pull_states, pull_trees)


@dataclass(frozen=True)
class Visit:
    """What one visit needs: stores that end with it, and a server whose answers are kept."""

    learner: Learner
    catalogue: Catalogue
    server: Server
    recorded: Pieces
    clock: Clock


def stand_in(visit: Visit, post: TypedPost, tokens: Tokens, context: Context) -> HandedIn:
    """Sends the post's items as their learner, and seals the answer. A link that goes on the way costs only the rest.

    Raises WrongPerson where somebody else signed in, LinkError where not even that could be asked.
    """
    who = visit.server.profile(tokens)
    if who.user_id != post.said.get("user"):
        raise WrongPerson(who.user_id, name=who.first_name)
    messages = [found for piece in post.pieces if (found := _message(piece, visit.clock.corrected())) is not None]
    _unpack(visit, post, messages, tokens)
    with visit.learner.write() as db:
        db.put_profile(who)
    _send(visit, [one for one in messages if one.id.startswith(EARLY)], context)
    with visit.learner.read() as db:
        receipts = db.receipts()
    said = [Piece(RECEIPT + name, _word(receipt)) for name, receipt in receipts.items()]
    said += [Piece(name, body) for name, body in visit.recorded.items()]
    answer = letters.answer_with(post.secret, who.user_id, visit.clock.corrected(), said)
    accepted = sum(receipt.accepted for receipt in receipts.values())
    return HandedIn(answer, accepted, len(receipts) - accepted, post.damaged)


def _send(visit: Visit, early: list[Message], context: Context) -> None:
    round_ = Round(
        visit.learner,
        visit.server,
        {PROGRESS: visit.server},
        visit.catalogue,
        Keeper(visit.learner, visit.server, visit.clock),
        visit.clock,
        _tell_nobody,
        random.Random(),  # noqa: S311 - spreads load, guards nothing
        context,
        is_interactive=True,
    )
    try:
        join_courses(round_)
        _adopt_early(visit.learner, early)
        for step in STEPS:
            context.check()
            step(round_)
    except LinkError as error:
        log.info("the visit was cut short: %s %s", error.key, error.detail)


def _unpack(visit: Visit, post: TypedPost, messages: list[Message], tokens: Tokens) -> None:
    """The post as if it had been frozen here; what is told of courses decides how they are joined."""
    cards: dict[str, CourseCard] = {}
    for piece in post.pieces:
        place = _place(piece.body)
        if place is not None:
            language = text(piece.body.get("language"))
            is_program = piece.body.get("is_program") is True
            cards[place.course_id] = CourseCard(place.course_id, "", is_program=is_program, language=language)
    with visit.catalogue.write() as catalogue:
        catalogue.put_cards(list(cards.values()))
        known = as_mapping(post.said.get("known"))
        note_trees(catalogue, {name: float(v) for name, v in known.items() if isinstance(v, int | float)})
    with visit.learner.write() as db:
        db.put_tokens(tokens)
        for message in messages:
            if not message.id.startswith(EARLY):
                db.adopt(message)


def _adopt_early(learner: Learner, early: list[Message]) -> None:
    """What was done before the batch was known, in the batch that is known now."""
    with learner.write() as db:
        joined = db.enrolments()
        for message in early:
            enrolment = joined.get(message.place.course_id)
            if enrolment is None or not enrolment.batch.id:
                continue
            place = Place(message.place.course_id, enrolment.batch.id, message.place.resource_id)
            body = {**message.body, "batchId": enrolment.batch.id}
            db.adopt(Message(message.id, PROGRESS, place, message.kind, body, message.frozen_at))


def _message(piece: Piece, at: datetime) -> Message | None:
    """The message in a piece; None for what makes no sense."""
    kind, body, place = piece.body.get("kind"), piece.body.get("body"), _place(piece.body)
    if kind not in KINDS or not isinstance(body, Mapping) or place is None:
        log.info("a piece of no kind that is known: %s", piece.name)
        return None
    return Message(piece.name, PROGRESS, place, str(kind), dict(body), at)


def _place(body: Mapping[str, Json]) -> Place | None:
    found = body.get("place")
    if not isinstance(found, list) or len(found) != 3 or not all(isinstance(part, str) for part in found):
        return None
    return Place(*found)


def _word(receipt: Receipt) -> dict[str, Json]:
    at = int(receipt.at.timestamp() * 1000)
    if receipt.accepted:
        return {"accepted": True, "at": at, "server_id": receipt.server_id}
    return {"accepted": False, "at": at, "reason": receipt.reason, "why": text(receipt.arguments.get("said"))}


def _tell_nobody(_topic: Topic) -> None:
    """Nobody looks at a visit."""
