"""What an answer of the platform's services means for who asked: good, turned down, or nobody's word at all. Pure."""

from __future__ import annotations

from karmadesk.errors import LinkError, NotAServer, Refused, ServerFault
from karmadesk.model import RefusalReason
from karmadesk.sync.igot_read import text
from karmadesk.sync.igot_write import reason_of
from karmadesk.sync.reply import Reply

_TOO_LARGE = 413
_OF_GATEWAY = {400, 401, 403, 404, 405}


def good(reply: Reply) -> Reply:
    """A read's good answer, or the one that nothing has changed. Raises for every other."""
    if reply.is_unchanged:
        return reply
    if not reply.is_ok:
        raise blamed(reply)
    _written_by_service(reply)
    if reply.is_failed:
        raise ServerFault(f"a good status with bad news: {reply.fault}")
    return reply


def heard_by_us(reply: Reply) -> None:
    """Raises for an answer to a write that is no word of the service's on what was sent."""
    if reply.is_ok:
        _written_by_service(reply)
    if not reply.is_enveloped or (reply.is_failed and reply.blames_server):
        raise blamed(reply)


def blamed(reply: Reply) -> LinkError | Refused:
    """Whose fault it is that this answer is not the one that was wanted."""
    if reply.status == _TOO_LARGE:
        return Refused(RefusalReason.TOO_LARGE, reply.fault)
    if reply.is_failed and reply.blames_server:
        return ServerFault(f"a good status with bad news: {reply.fault}")
    if not reply.is_enveloped:
        if reply.status in _OF_GATEWAY and isinstance(reply.body.get("message"), str):
            # It speaks of our key or of its own routes, never of what the learner did.
            return ServerFault(f"the gateway said {reply.status}")
        return NotAServer(f"status {reply.status} without an envelope")
    return Refused(reason_of(reply.fault, reply.status), reply.fault)


def names_another(reply: Reply) -> bool:
    """Whether the answer tells of a content that was not asked about: it is not the answer to this request."""
    return any(text(word).upper() == "SUCCESS" for word in reply.result.values())


def is_member(reply: Reply) -> bool:
    """Whether joining was turned down because the learner is in already."""
    return "already enrolled" in reply.fault.lower().replace("_", " ")


def _written_by_service(reply: Reply) -> None:
    """A portal may speak JSON too; taken for an empty list, it would stand for a day."""
    if not reply.is_enveloped:
        raise NotAServer("an answer of nobody's")
