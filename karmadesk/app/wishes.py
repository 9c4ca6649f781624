"""After a round: what people wished for and whose lessons have arrived goes onto the download queue."""

from __future__ import annotations

import logging
from collections.abc import Callable

from karmadesk.errors import KarmaDeskError
from karmadesk.ports import Changed, People
from karmadesk.services.desk import Desk
from karmadesk.services.shelf import grant_wishes

log = logging.getLogger(__name__)


def grant(people: People, desk: Callable[[str], Desk], changed: Changed) -> None:
    """For everybody here. Somebody whose desk does not open now is asked again after the next round."""
    for person in people.list():
        try:
            changed(grant_wishes(desk(person.id)))
        except KarmaDeskError as error:
            log.info("no wishes of %s were granted: %s", person.id, error.key)
