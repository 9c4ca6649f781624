"""How the server's word on a resource is folded into what it said before: nothing that was reached goes back."""

from __future__ import annotations

from karmadesk.learning.merge import earliest
from karmadesk.model import ServerState


def folded(held: ServerState | None, said: ServerState) -> ServerState:
    """Status and percentage never fall, the earliest completion stays; the newer `last_access_at` wins the rest.

    The server's lists lag by minutes, so that an older answer may arrive after a newer one. Of two answers with the
    same time (or none) the one that came last wins.
    """
    if held is None:
        return said
    newer = said if _is_newer(held, said) else held
    return ServerState(
        course_id=said.course_id,
        batch_id=said.batch_id,
        resource_id=said.resource_id,
        status=max(held.status, said.status),
        percentage=max(held.percentage, said.percentage),
        details=newer.details,
        last_access_at=newer.last_access_at,
        completed_at=earliest(held.completed_at, said.completed_at),
    )


def _is_newer(held: ServerState, said: ServerState) -> bool:
    if held.last_access_at is None:
        return True
    return said.last_access_at is not None and said.last_access_at >= held.last_access_at
