"""iGOT Karmayogi's contract behind our `Server` port: docs/igot.md says what was read where and what is unproven."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from karmadesk.errors import LinkError, NotAServer, ProxyFault, Refused, ServerFault, SignedOut, TlsFailed
from karmadesk.model import (
    Batch,
    BatchStatus,
    CourseCard,
    Enrolment,
    Item,
    Json,
    Link,
    Profile,
    Receipt,
    RefusalReason,
    ServerRow,
    ServerState,
    Tokens,
    Watched,
)
from karmadesk.nodes import card_from, course_from
from karmadesk.ports import Clock, Mailroom, Message, News, Part, Plan, Session, Tree
from karmadesk.statement import Statement
from karmadesk.sync import igot_answers as answers
from karmadesk.sync import igot_read as read
from karmadesk.sync import igot_write as write
from karmadesk.sync import offers
from karmadesk.sync.backoff import asked_for
from karmadesk.sync.http import Http, Reply, conditions
from karmadesk.sync.mailroom import HubMailroom

log = logging.getLogger(__name__)

TOKEN = "/auth/realms/sunbird/protocol/openid-connect/token"  # noqa: S105 - an address
UPDATE = "/api/course/v1/content/state/update"
SYSTEM_DATE = "/apis/public/v8/systemDate"
MANY = 1000
"""Enrolments asked for at once: the newest list has a `limit` and no way to ask for the rest."""

SEARCHED = 100
PROBE_S = 8.0
CATEGORIES = ["Course", "Program", "Curated Program"]
CARD_FIELDS = [
    "identifier", "name", "description", "mimeType", "primaryCategory", "courseCategory", "contentType", "language",
    "languageMapV1", "posterImage", "appIcon", "organisation", "source", "duration", "expectedDuration", "size",
    "totalCompressedSize", "leafNodesCount", "pkgVersion", "competencies_v6", "competencies_v5", "lastUpdatedOn",
]  # fmt: skip


class Igot:
    """One iGOT server. Holds no learner's state; safe on any thread."""

    most_messages = 1
    most_statements = 1_000_000
    reads_first = True

    def __init__(self, http: Http, clock: Clock) -> None:
        self._http = http
        self._clock = clock
        self._has_v4 = True
        self._offered = offers.NOTHING
        self._rest_s: float | None = None

    @property
    def row(self) -> ServerRow:
        return self._http.row

    @property
    def mailroom(self) -> Mailroom | None:
        if not (self._offered.carry and self._offered.carry_key):
            return None
        return HubMailroom(self._http, self._offered.carry, self._offered.carry_key)

    @property
    def window_s(self) -> float | None:
        return self._offered.window_s

    @property
    def rest_s(self) -> float | None:
        return self._rest_s

    def probe(self) -> Link:
        """Whether our own server answers. A page or a redirect: the network wants a login."""
        nonce = uuid.uuid4().hex
        self._rest_s = None
        try:
            reply = self._http.call("GET", SYSTEM_DATE, query={"nonce": nonce}, with_key=False, within_s=PROBE_S)
        except TlsFailed:
            return Link.UNTRUSTED
        except NotAServer:
            return Link.CAPTIVE
        except ProxyFault:
            return Link.PROXY
        except (LinkError, SignedOut) as error:
            self._rest_s = asked_for(error)
            return Link.OFFLINE
        if not reply.is_ok and not reply.is_enveloped:
            # A gateway's word on its keys or routes: no portal answers so, and a browser would help nobody.
            return Link.OFFLINE
        is_ours = read.instant(reply.body.get("systemDate")) is not None or bool(reply.params)
        if not is_ours or reply.body.get("nonce", nonce) != nonce:
            return Link.CAPTIVE
        self._offered = offers.offered(reply.body)
        return Link.ONLINE

    def refresh(self, tokens: Tokens) -> Tokens:
        """A fresh access token; a refresh token that the server doesn't rotate is kept."""
        form = {
            "client_id": self.row.client_id,
            "grant_type": "refresh_token",
            "scope": "offline_access",
            "refresh_token": tokens.refresh,
        }
        reply = self._http.call("POST", TOKEN, form=form, with_key=False)
        fresh = read.tokens_from(reply.body, self._clock.corrected(), tokens.refresh) if reply.is_ok else None
        if fresh is not None:
            return fresh
        if reply.body.get("error") in {"invalid_grant", "invalid_token"}:
            raise SignedOut("the session is over")
        raise ServerFault(f"no token: {reply.status}")

    def profile(self, tokens: Tokens) -> Profile:
        user_id = read.user_id_of(tokens.access)
        if not user_id:
            raise ServerFault("a token without a subject")
        asking = Session(tokens, Profile(user_id, ""))
        reply = self._asked("GET", f"/api/user/v5/read/{user_id}", asking)
        response = reply.result.get("response")
        if not isinstance(response, Mapping):
            raise ServerFault("a profile without a response")
        return read.profile_from(response, user_id)

    def news(self, session: Session, since: str) -> News | None:
        """Asked of a server that said in its probe that it keeps a feed (our own hub); iGOT keeps none."""
        return offers.news(self._http, self._offered, session, since)

    def plan(self, session: Session, mark: str = "") -> Plan | None:
        """What is assigned, with due dates. An answer that isn't a plan raises, so that it never replaces one."""
        reply = self._http.call("GET", "/api/user/v1/cbplan", user=session, headers=conditions(mark), is_read=True)
        if reply.is_unchanged or self._keeps_no_plans(reply):
            return None
        if isinstance(reply.result.get("content"), list):
            return Plan(*read.plan_from(reply.result, self._clock.corrected(), self.row.host), mark=reply.mark)
        if self._has_no_plan(reply):
            return Plan((), (), reply.mark)
        raise answers.blamed(reply) if not reply.is_ok else ServerFault("a plan without content")

    def _keeps_no_plans(self, reply: Reply) -> bool:
        """Whether this kind of server has none at all, so that what is known here (usually nothing) stands."""
        del reply
        return False

    def _has_no_plan(self, reply: Reply) -> bool:
        return reply.is_ok and bool(reply.params) and "does not exist" in reply.fault.lower()

    def enrolments(self, session: Session) -> tuple[Enrolment, ...]:
        """Each course's enrolment: by the newest list, or by v2 from a server that answers 404 to that."""
        user_id = session.profile.user_id
        reply = None
        if self._has_v4:
            body = {"request": {"retiredCoursesEnabled": True, "status": "All", "limit": MANY}}
            path = f"/api/course/v4/user/enrollment/list/{user_id}"
            reply = self._http.call("POST", path, user=session, body=body, is_read=True)
            self._has_v4 = reply.status != 404
        if reply is None or reply.status == 404:
            details = "name,endDate,startDate,status,enrollmentType,batchAttributes"
            query = {"batchDetails": details, "fields": "name,leafNodesCount", "retiredCoursesEnabled": "true"}
            reply = self._asked("GET", f"/api/course/v2/user/enrollment/list/{user_id}", session, query=query)
        if not reply.is_ok:
            raise answers.blamed(reply)
        rows = reply.result.get("courses")
        if not isinstance(rows, list):
            raise ServerFault("an enrolment list without courses")
        now = self._clock.corrected()
        found = (read.enrolment_from(row, now) for row in read.as_rows(rows))
        return read.best_enrolments(enrolment for enrolment in found if enrolment is not None)

    def enrol(self, session: Session, course_id: str, *, is_program: bool = False, language: str = "") -> Enrolment:
        reply = (
            self._enrol_in_program(session, course_id)
            if is_program
            else self._http.call(
                "GET",
                "/api/v1/autoenrollment",
                user=session,
                query={"language": language.capitalize()} if language else None,
                headers={"courseId": course_id},
            )
        )
        return self._taken_in(session, course_id, reply)

    def _taken_in(self, session: Session, course_id: str, reply: Reply, batch: Batch | None = None) -> Enrolment:
        """The enrolment after this answer, in `batch` where the answer names none; being in already is as good."""
        if not answers.is_member(reply):
            answers.heard_by_us(reply)
        if (not reply.is_ok or reply.is_failed) and not answers.is_member(reply):
            raise answers.blamed(reply)
        is_said = read.text(reply.result.get("response")).upper() == "SUCCESS"
        batch = (self._joined(reply, course_id) or (batch if is_said else None)) if reply.is_ok else None
        if batch is not None:
            return Enrolment(course_id, batch, enrolled_at=reply.at or self._clock.corrected())
        for enrolment in self.enrolments(session):
            if enrolment.course_id == course_id:
                return enrolment
        if reply.is_ok:
            raise Refused(RefusalReason.NO_BATCH, reply.fault)
        raise ServerFault("enrolled already, but not in the list yet")

    def _enrol_in_program(self, session: Session, program_id: str) -> Reply:
        batch = self._open_batch(session, program_id)
        body = {"request": {"userId": session.profile.user_id, "programId": program_id, "batchId": batch.id}}
        return self._http.call("POST", "/api/openprogram/v1/enrol", user=session, body=body)

    def _joined(self, reply: Reply, course_id: str) -> Batch | None:
        """The batch in an enrolment's answer, wherever the service put it."""
        response = read.as_mapping(reply.result.get("response"))
        rows = read.as_rows(response.get("content")) or (response,)
        return read.batch_from(rows[0], course_id, self._clock.corrected())

    def _open_batch(self, session: Session, course_id: str) -> Batch:
        filters = {"courseId": course_id, "status": ["0", "1"]}
        body = {"request": {"filters": filters, "sort_by": {"createdDate": "desc"}}}
        reply = self._asked("POST", "/api/course/v1/batch/list", session, body=body)
        rows = read.as_rows(read.as_mapping(reply.result.get("response")).get("content"))
        batches = [read.batch_from(row, course_id, self._clock.corrected()) for row in rows]
        ongoing = [batch for batch in batches if batch is not None and batch.status is BatchStatus.ONGOING]
        if not ongoing:
            raise Refused(RefusalReason.NO_BATCH)
        return ongoing[0]

    @property
    def reads_gzip(self) -> bool:
        """Whether the server is known to read packed requests."""
        return self._offered.is_ours

    def certificate(self, certificate_id: str) -> str:
        """With the application's key alone: whoever knows the id may have the drawing."""
        reply = self._asked("GET", f"/api/certreg/v2/certs/download/{quote(certificate_id, safe='')}")
        found = read.text(reply.result.get("printUri"))
        if not found:
            raise ServerFault("a certificate without a drawing")
        return found

    def course(self, course_id: str, mark: str = "") -> Tree | None:
        path = f"/api/course/v1/hierarchy/{course_id}"
        reply = self._asked("GET", path, query={"hierarchyType": "detail"}, headers=conditions(mark))
        if reply.is_unchanged:
            return None
        content = reply.result.get("content")
        course = course_from(content, self.row.host) if isinstance(content, Mapping) else None
        if course is None:
            raise ServerFault("a hierarchy without content")
        return Tree(course, reply.mark)

    def cards(self, course_ids: Sequence[str]) -> tuple[CourseCard, ...]:
        found: list[CourseCard] = []
        for start in range(0, len(course_ids), SEARCHED):
            some = list(course_ids[start : start + SEARCHED])
            found += self._search({"identifier": some}, 0, SEARCHED)[0]
        return tuple(found)

    def page(self, offset: int, limit: int) -> tuple[tuple[CourseCard, ...], int]:
        return self._search({"primaryCategory": CATEGORIES, "status": ["Live"]}, offset, limit)

    def _search(self, filters: Mapping[str, Json], offset: int, limit: int) -> tuple[tuple[CourseCard, ...], int]:
        request = {
            "query": "",
            "filters": dict(filters),
            "fields": CARD_FIELDS,
            "sort_by": {"lastUpdatedOn": "desc"},
            "limit": limit,
            "offset": offset,
        }
        reply = self._asked("POST", "/api/composite/v1/search", body={"request": request})
        if not {"content", "count"} & reply.result.keys():
            # Nothing found is a count of 0; this is no answer, and must not stand for an empty catalogue.
            raise ServerFault("a search without a count")
        cards = (card_from(node, self.row.host) for node in read.as_rows(reply.result.get("content")))
        return tuple(card for card in cards if card is not None), int(read.number(reply.result.get("count")))

    def states(self, session: Session, course_id: str, batch_id: str) -> tuple[ServerState, ...]:
        request = {
            "userId": session.profile.user_id,
            "courseId": course_id,
            "batchId": batch_id,
            "contentIds": [],
            "fields": ["progressdetails"],
        }
        reply = self._asked("POST", "/api/course/v1/content/state/read", session, body={"request": request})
        rows = reply.result.get("contentList")
        if not isinstance(rows, list):
            # Taken for "nothing there", this would let an old position overwrite a newer one.
            raise ServerFault("a state read without a list")
        found = (read.state_from(row, course_id, batch_id) for row in read.as_rows(rows))
        return tuple(state for state in found if state is not None)

    def compose(
        self, item: Item, statements: Sequence[Statement], watched: Watched | None, seen: ServerState | None
    ) -> tuple[str, Mapping[str, Json]]:
        return write.composed(item.place, statements, watched, seen, self._clock.corrected())

    def is_settled(self, message: Message, seen: ServerState | None) -> bool:
        return write.is_settled(message, seen, self._clock.corrected())

    def rebase(self, message: Message, seen: ServerState | None) -> Message:
        return write.rebased(message, seen, self._clock.corrected())

    def parts(self, message: Message) -> tuple[Part, ...]:
        return (Part(message.statement_ids, message.body),)

    def state_after(self, message: Message) -> ServerState | None:
        return write.state_after(message)

    def acknowledge(self, session: Session, course_id: str, batch_id: str) -> None:
        """An update of nothing: the course service counts again what is done. Our own hub counts when it is read."""
        if self._offered.is_ours:
            return
        request = {"userId": session.profile.user_id, "courseId": course_id, "batchId": batch_id}
        reply = self._http.call("PATCH", UPDATE, user=session, body={"request": request})
        if not reply.is_ok:
            raise answers.blamed(reply)

    def push(self, session: Session, messages: Sequence[Message]) -> Mapping[str, Receipt]:
        """Sends one content: this server looks at the first one only, and may answer 200 without having taken it."""
        [message] = messages
        return {message.id: self._pushed(session, message)}

    def _pushed(self, session: Session, message: Message) -> Receipt:
        request = {"userId": session.profile.user_id, "contents": [dict(message.body)]}
        reply = self._update(session, request)
        answers.heard_by_us(reply)
        said = reply.result.get(message.place.resource_id)
        if reply.is_ok and read.text(said).upper() == "SUCCESS":
            return Receipt(True, self._at(reply), server_id=read.first_text(reply.params, "resmsgid", "msgid"))
        if reply.is_ok and answers.names_another(reply):
            raise ServerFault("an answer about somebody else's content")
        log.info("not accepted: status %s %s", reply.status, reply.fault)
        reason = write.reason_of(reply.fault, reply.status)
        if reply.is_ok and reason == RefusalReason.UNKNOWN:
            reason = self._silent_reason(session, message)
        return Receipt(False, self._at(reply), reason=reason, arguments={"said": reply.fault})

    def _update(self, session: Session, request: Json) -> Reply:
        """One state update; packed where the server is known to read that."""
        body, is_packed = {"request": request}, self.reads_gzip
        return self._http.call("PATCH", UPDATE, user=session, body=body, is_packed=is_packed)

    def _silent_reason(self, session: Session, message: Message) -> str:
        """Why a 200 came without an acknowledgement: nearly always because the batch has ended."""
        reply = self._http.call(
            "GET", f"/api/course/v1/batch/read/{message.place.batch_id}", user=session, is_read=True
        )
        if not reply.is_ok:
            return RefusalReason.NO_BATCH
        row = read.as_mapping(reply.result.get("response"))
        batch = read.batch_from(row, message.place.course_id, self._clock.corrected())
        if batch is not None and batch.status is BatchStatus.ENDED:
            return RefusalReason.BATCH_ENDED
        joined = {(e.course_id, e.batch.id) for e in self.enrolments(session) if e.is_active}
        if (message.place.course_id, message.place.batch_id) not in joined:
            return RefusalReason.NOT_ENROLLED
        return RefusalReason.UNKNOWN

    def _at(self, reply: Reply) -> datetime:
        return read.instant(reply.body.get("ts")) or reply.at or self._clock.corrected()

    def _asked(
        self,
        method: str,
        path: str,
        session: Session | None = None,
        *,
        body: Json = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """A read's good answer. Raises Refused when the service says no, NotAServer when the gateway does."""
        try:
            reply = self._http.call(method, path, user=session, body=body, query=query, headers=headers, is_read=True)
        except SignedOut as error:
            if session is None:
                # No token was shown, so it is nobody's session that was turned away.
                raise ServerFault("turned away without a token") from error
            raise
        return answers.good(reply)
