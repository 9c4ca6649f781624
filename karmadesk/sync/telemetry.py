"""Sunbird's telemetry service as a sink: batches of events, each known by its message's id."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from karmadesk import __version__
from karmadesk.errors import Refused, ServerFault
from karmadesk.model import Item, Json, Receipt, RefusalReason, ServerState, Watched
from karmadesk.ports import Clock, Message, Part, Session
from karmadesk.statement import Statement
from karmadesk.sync import telemetry_write as write
from karmadesk.sync.http import Http
from karmadesk.sync.igot_read import first_text, instant, text
from karmadesk.sync.reply import Reply

PATH = "/api/data/v1/telemetry"
KIND = "telemetry"

_OF_ITS_CONTENT = {400: RefusalReason.BAD_CONTENT, 413: RefusalReason.TOO_LARGE, 422: RefusalReason.BAD_CONTENT}
"""Refusals that a smaller batch may escape. Any other would meet each part of it too."""


class Telemetry:
    """One server's. It says yes or no to a batch as a whole, and looks at no event."""

    most_messages = 1
    most_statements = write.MOST_EVENTS
    reads_first = False

    def __init__(self, http: Http, clock: Clock, reads_gzip: Callable[[], bool]) -> None:
        self._http = http
        self._clock = clock
        self._reads_gzip = reads_gzip

    def compose(
        self, item: Item, statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None
    ) -> tuple[str, Mapping[str, Json]]:
        """The events, but for whose they are."""
        del item, watched, seen
        now = self._clock.corrected()
        return KIND, {"told": [[one.id, write.events(one, __version__, now)] for one in statements]}

    def parts(self, message: Message) -> tuple[Part, ...]:
        """Two halves; the events of one statement are one piece."""
        told = message.body["told"]
        half = len(told) // 2
        halves = [some for some in (told[:half], told[half:]) if some]
        return tuple(Part(tuple(one for one, _ in some), {"told": some}) for some in halves)

    def is_settled(self, message: Message, seen: ServerState | None) -> bool:
        """Never known before asking: a batch under an id that it knows counts nothing there."""
        del message, seen
        return False

    def rebase(self, message: Message, seen: ServerState | None) -> Message:
        del seen
        return message

    def state_after(self, message: Message) -> ServerState | None:
        """Telemetry keeps no state of ours."""
        del message
        return None

    def push(self, session: Session, messages: Sequence[Message]) -> Mapping[str, Receipt]:
        """One batch. Only SUCCESS is an acceptance; a key that may not send telemetry is refused, and asked no more."""
        [message] = messages
        told = [event for _, events in message.body["told"] for event in events]
        if not told:
            return {message.id: Receipt(True, self._clock.corrected())}
        at_ms = int(self._clock.corrected().timestamp() * 1000)
        body = write.request(message.id, told, session.profile, self._http.row.channel, at_ms)
        reply = self._http.call("POST", PATH, token=session.tokens.access, body=body, is_packed=self._reads_gzip())
        if reply.status in _OF_ITS_CONTENT:
            raise Refused(_OF_ITS_CONTENT[reply.status], reply.fault)
        if not reply.is_ok:
            said = {"said": f"{reply.status} {reply.fault}".strip()}
            return {message.id: Receipt(False, self._at(reply), reason=RefusalReason.NOT_ALLOWED, arguments=said)}
        if text(reply.body.get("responseCode")).upper() != "SUCCESS":
            raise ServerFault(f"telemetry was answered with {text(reply.body.get('responseCode'))[:40]}")
        return {message.id: Receipt(True, self._at(reply), server_id=first_text(reply.params, "resmsgid", "msgid"))}

    def _at(self, reply: Reply) -> datetime:
        return instant(reply.body.get("ets")) or reply.at or self._clock.corrected()
