"""What has changed at the server: asked in one small request where the server can tell, so that little is pulled."""

from __future__ import annotations

import json

from karmadesk.ports import EVERYTHING, LearnerReads
from karmadesk.sync.round import NEWS, Round

MARK = "news:mark"
CATALOGUE = "catalogue"


def ask_for_news(round_: Round) -> None:
    """Adds what is new to what was not taken in yet; the mark moves in the same transaction."""
    with round_.learner.read() as db:
        since, left = db.checkpoint(MARK), _left(db)
    news = round_.unless_refused(lambda: round_.ask(lambda session: round_.server.news(session, since)))
    if news is None:
        round_.news = {EVERYTHING}
        return
    round_.news = {*left, *news.topics}
    round_.has_feed = True
    if news.mark != since or round_.news != left:
        with round_.learner.write() as db:
            db.set_checkpoint(MARK, news.mark)
            round_.keep_news(db)


def all_taken(round_: Round) -> None:
    """The round went through: what is left of the news concerns nothing that is kept here.

    Where the server stumbled on the way, what is left may be what it did not tell: it stays news.
    """
    if round_.has_feed and round_.news and not round_.has_stumbled:
        # A catalogue that was not gone through goes on from its own checkpoint.
        round_.news = {CATALOGUE} if round_.is_sweeping else set()
        with round_.learner.write() as db:
            round_.keep_news(db)


def _left(db: LearnerReads) -> set[str]:
    kept = db.checkpoint(NEWS)
    try:
        found = json.loads(kept) if kept else []
    except ValueError:
        return {EVERYTHING}
    return {topic for topic in found if isinstance(topic, str)} if isinstance(found, list) else {EVERYTHING}
