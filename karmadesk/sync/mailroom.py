"""Our own hub's counter for carried files, over the network."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from karmadesk.errors import Refused, ServerFault
from karmadesk.model import Json
from karmadesk.ports import STRANGE, UNTAKEN, HandedIn, Session
from karmadesk.sync.http import Http
from karmadesk.sync.igot_read import number
from karmadesk.sync.reply import Reply

_NOT_FOUND = 404
HAND_IN_S = 120.0
"""A file of some thousand items takes its time there, and its answer on the way back."""


class HubMailroom:
    """Satisfies `ports.Mailroom`."""

    def __init__(self, http: Http, path: str, key_id: str) -> None:
        """`path` and `key_id` as the hub told them in its probe."""
        self._http = http
        self._path = path
        self._key_id = key_id

    @property
    def key_id(self) -> str:
        return self._key_id

    def introduce(self, session: Session, keys: Mapping[str, str]) -> Mapping[str, Json]:
        reply = self._http.call("POST", f"{self._path}/keys", token=session.tokens.access, body=dict(keys))
        if not reply.is_ok:
            raise _blamed(reply)
        return reply.body

    def hand_in(self, sealed: bytes) -> HandedIn:
        body = {"file": base64.b64encode(sealed).decode("ascii")}
        reply = self._http.call("POST", self._path, body=body, within_s=HAND_IN_S)
        if not reply.is_ok:
            raise _blamed(reply)
        said = reply.body
        try:
            answer = base64.b64decode(str(said.get("answer")), validate=True)
        except ValueError as error:
            raise ServerFault("an answer that is none") from error
        return HandedIn(answer, *(int(number(said.get(name))) for name in ("accepted", "refused", "damaged")))


def _blamed(reply: Reply) -> Refused | ServerFault:
    if not reply.params:
        return ServerFault(f"status {reply.status} of a mailroom")
    return Refused(STRANGE if reply.status == _NOT_FOUND else UNTAKEN, reply.fault)
