"""Certificates: listed with the enrolments, fetched once each, and kept; what is not plainly a drawing is not."""

from __future__ import annotations

import logging
from datetime import timedelta

from karmadesk.credentials.drawing import drawing
from karmadesk.errors import Refused, ServerFault, UnsafeDrawing
from karmadesk.model import Certificate, CertificateState, Topic
from karmadesk.sync.backoff import pause
from karmadesk.sync.enrol import put_enrolments
from karmadesk.sync.round import Round

log = logging.getLogger(__name__)

CERTIFICATES = "certificates"
LATER = timedelta(days=1)
"""How long after the server refused one it is asked for again."""


def fetch_certificates(round_: Round) -> None:
    """What was issued and is not here yet.

    Without a feed the list that the plan's step has just read says what was issued: nothing is asked for that alone.
    """
    if round_.has_feed and CERTIFICATES in round_.news:
        round_.unless_refused(lambda: put_enrolments(round_, ()))
    with round_.learner.read() as db:
        listed = [one for one in db.certificates() if one.state is CertificateState.LISTED]
    for one in listed:
        if round_.is_due(one.next_at):
            _fetch(round_, one)


def _fetch(round_: Round, one: Certificate) -> None:
    """One certificate. A server that stumbles over it, or refuses it, is asked again later; others are fetched."""
    round_.context.check()
    try:
        svg = drawing(round_.server.certificate(one.id))
    except UnsafeDrawing as error:
        log.warning("certificate %s can't be shown: %s", one.id, error.detail)
        svg = ""
    except Refused as error:
        round_.remember(error)
        _later(round_, one, LATER)
        return
    except ServerFault as error:
        _later(round_, one, pause(one.attempts, error, round_.jitter))
        round_.stumbled(error)
        return
    round_.faults = 0
    with round_.learner.write() as db:
        db.put_drawing(one.id, svg)
    round_.tell(Topic.PLAN | Topic.PROGRESS)


def _later(round_: Round, one: Certificate, wait: timedelta) -> None:
    with round_.learner.write() as db:
        db.tried_drawing(one.id, round_.clock.corrected() + wait)
