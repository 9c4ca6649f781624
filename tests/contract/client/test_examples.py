"""The contract's examples, asked by the client of a plain server that answers them as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from karmadesk.errors import KarmaDeskError, Refused, ServerFault, SignedOut, SignInFailed
from karmadesk.jobs import Context
from karmadesk.model import (
    BatchStatus,
    Item,
    ItemState,
    Link,
    Place,
    Profile,
    Receipt,
    RefusalReason,
    ServerRow,
    SignInWay,
    Tokens,
    Watched,
)
from karmadesk.ports import Message, Plan, Session
from karmadesk.statement import Statement, StatementKind, Verb, new_id
from karmadesk.sync.http import Http
from karmadesk.sync.igot import Igot
from karmadesk.sync.reachability import ProbedLink
from karmadesk.sync.sign_in import sign_in_for
from tests.contract.replay import Example, departures, examples, filled_in
from tests.sync.clock import StillClock
from tests.sync.test_igot_read import _jwt
from tests.sync.wire import Asked, Said, Wire, wire

ACCESS = _jwt("f:1:user-1")
ACTED_AT = datetime(2025, 7, 22, 12, 57, 44, 335000, UTC)
PLACE = Place("do_1", "0130", "do_2")
TRAFFIC = {"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"}


@dataclass
class Bench:
    """A client, the server it asks, and the examples that this server knows."""

    server: Wire
    http: Http
    igot: Igot
    known: dict[str, str]
    user: Session
    told: list[Example]

    def serves(self, *names: str) -> Example:
        """Makes these examples the server's answers; the first one back."""
        self.told[:] = [examples()[name] for name in names]
        return self.told[0]

    def answer(self, asked: Asked) -> Said:
        for example in self.told:
            wanted = filled_in(example.request, self.known)
            if (asked.method, asked.path) == (wanted["method"], wanted["path"]):
                return Said(filled_in(example.response["json"], self.known), example.response["status"])
        return Said({"message": "no Route matched with those values"}, 404)

    def sent(self, example: Example, *, without: tuple[str, ...] = (), exact: tuple[str, ...] = ()) -> Asked:
        """The request as it came, once it is shown to be the example's: way, headers, every name of its body."""
        wanted = filled_in(example.request, self.known)
        asked = next(a for a in self.server.asked if (a.method, a.path) == (wanted["method"], wanted["path"]))
        for name, value in wanted.get("headers", {}).items():
            assert asked.headers[name.lower()] == value, name
        for kind, given in (("json", "json"), ("form", "form")):
            if kind in wanted:
                found = departures(wanted[kind], getattr(asked, given), exact)
                assert [f for f in found if not f.startswith(without)] == []
        return asked


@pytest.fixture
def bench() -> Iterator[Bench]:
    clock = StillClock()
    told: list[Example] = []
    with wire(lambda _: Said()) as server:
        row = ServerRow("s", "S", "igot", server.url, "api-key", sign_in=SignInWay.PASTE, client_id="android")
        http = Http(row, clock)
        known = {
            "host": server.url,
            "apiKey": "api-key",
            "userToken": ACCESS,
            "refreshToken": "refresh",
            "code": "a-code",
            "userId": "user-1",
            "orgId": "org-1",
        }
        tokens = Tokens(ACCESS, "refresh", clock.corrected() + timedelta(hours=1))
        user = Session(tokens, Profile("user-1", "Asha", org_id="org-1"))
        found = Bench(server, http, Igot(http, clock), known, user, told)
        server.answer = found.answer
        yield found
        http.close()


def pushed(bench: Bench, sent: Message) -> Receipt:
    """The server's word on this one message."""
    return bench.igot.push(bench.user, [sent])[sent.id]


def message(bench: Bench, place: Place = PLACE, *, completed: bool = False) -> Message:
    """What the client makes of a film watched to 40 % (or to its end), frozen."""
    body = {
        "fraction": 1.0 if completed else 0.4,
        "position_s": 48.0,
        "duration_s": 120.0,
        "mime_type": "video/mp4",
        "language": "english",
    }
    verb = Verb.COMPLETED if completed else Verb.PROGRESSED
    statement = Statement(
        new_id(), StatementKind.STATEMENT, verb, place, body, "here", 1, "1", at_raw=ACTED_AT, at=ACTED_AT, boot="b"
    )
    item = Item("key", "progress", place, (verb.value,), ItemState.WAITING, ACTED_AT)
    watched = Watched(place.resource_id, 1.0, 120_000, ((0, 10_000),), 48_000, 48_000)
    kind, composed = bench.igot.compose(item, [statement], watched, None)
    return Message("m", "progress", place, kind, composed, ACTED_AT)


def test_progress_is_written_to_the_letter(bench: Bench) -> None:
    example = bench.serves("state-update")
    receipt = pushed(bench, message(bench))
    said = bench.sent(example).json
    ours = said["request"]["contents"][0]["progressdetails"].pop("karmadesk")
    assert ours["seen"] == [[0, 10_000]], "what our other laptops join; other programs keep it as it is"
    assert said == filled_in(example.request["json"], bench.known)
    assert receipt.accepted
    assert receipt.server_id == "5d848293-eee3-4a57-9c84-3867dbe3746a"
    assert receipt.at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_a_completion_is_written_and_accepted(bench: Bench) -> None:
    example = bench.serves("state-update-done")
    assert pushed(bench, message(bench, completed=True)).accepted
    contents = "request.contents.0"
    bench.sent(example, exact=("request.userId", f"{contents}.status", f"{contents}.completionPercentage"))


@pytest.mark.parametrize(
    "names, place, reason",
    [
        (
            ("state-update-in-finished-batch", "batch-read-finished"),
            Place("do_5", "0125", "do_51"),
            RefusalReason.BATCH_ENDED,
        ),
        (("state-update-in-unknown-batch",), Place("do_1", "unknown", "do_2"), RefusalReason.NO_BATCH),
        (("state-update-with-bad-date",), PLACE, RefusalReason.BAD_CONTENT),
        (("state-update-without-status",), PLACE, RefusalReason.UNKNOWN),
    ],
)
def test_a_write_that_is_not_taken_is_refused_with_its_reason(
    names: tuple[str, ...], place: Place, reason: str, bench: Bench
) -> None:
    bench.serves(*names)
    receipt = pushed(bench, message(bench, place))
    assert (receipt.accepted, receipt.reason) == (False, reason)


def test_a_silent_200_for_somebody_else_is_not_accepted(bench: Bench) -> None:
    bench.serves("state-update-for-another", "enrolment-list-v4")
    assert not pushed(bench, message(bench)).accepted


def test_a_server_error_is_no_receipt(bench: Bench) -> None:
    bench.serves("state-update-with-bad-access-time")
    with pytest.raises(ServerFault):
        pushed(bench, message(bench))


def test_states_are_read_and_settle_what_was_sent(bench: Bench) -> None:
    example = bench.serves("state-read")
    [state] = bench.igot.states(bench.user, "do_1", "0130")
    bench.sent(example, without=("request.language",))
    row = example.response["json"]["result"]["contentList"][0]
    assert (state.resource_id, state.percentage) == (row["contentId"], row["completionPercentage"])
    assert state.details == row["progressdetails"]
    assert state.last_access_at is not None


def test_no_states_are_no_rows_and_a_bad_read_is_refused(bench: Bench) -> None:
    bench.serves("state-read-nothing")
    assert bench.igot.states(bench.user, "do_1", "0130") == ()
    bench.serves("state-read-without-batch")
    with pytest.raises(Refused):
        bench.igot.states(bench.user, "do_1", "")


def test_what_the_server_made_of_an_older_write_does_not_mislead_the_next(bench: Bench) -> None:
    example = bench.serves("state-read-after-older-write")
    [state] = bench.igot.states(bench.user, "do_1", "0130")
    row = example.response["json"]["result"]["contentList"][0]
    assert state.status == row["status"] == 2
    assert not bench.igot.is_settled(message(bench, completed=True), state)


@pytest.mark.parametrize("name", ["enrolment-list-v4", "enrolment-list-v2"])
def test_the_enrolment_lists_say_the_same(name: str, bench: Bench) -> None:
    example = bench.serves(name)
    [enrolment] = bench.igot.enrolments(bench.user)
    asked = bench.sent(example)
    assert (enrolment.course_id, enrolment.batch.id) == ("do_1", "0130")
    row = example.response["json"]["result"]["courses"][0]
    assert (enrolment.resources_done, enrolment.resource_count) == (row["progress"], row["leafNodesCount"])
    assert enrolment.batch.status is BatchStatus.ONGOING
    assert enrolment.enrolled_at is not None
    assert enrolment.completed_at is None
    assert set(asked.query) <= set(example.request.get("query", {}))


def test_joining_a_course(bench: Bench) -> None:
    example = bench.serves("autoenrolment")
    enrolment = bench.igot.enrol(bench.user, "do_1", language="hindi")
    assert bench.sent(example).query == example.request["query"]
    assert (enrolment.course_id, enrolment.batch.id) == ("do_1", "0130")


def test_a_course_that_can_t_be_joined(bench: Bench) -> None:
    bench.serves("autoenrolment-without-open-batch", "enrolment-list-v4")
    with pytest.raises(Refused) as caught:
        bench.igot.enrol(bench.user, "do_5")
    assert caught.value.reason == RefusalReason.NO_BATCH


def test_joining_a_program(bench: Bench) -> None:
    example = bench.serves("enrol-in-program")
    batch = {"batchId": "0170", "identifier": "0170", "status": 1}
    joined = {"courseId": "do_7", "batchId": "0170", "active": True, "batch": {"status": 1}}
    bench.told.append(_telling("batch-list", {"response": {"count": 1, "content": [batch]}}))
    bench.told.append(_telling("enrolment-list-v4", {"courses": [joined]}))
    assert bench.igot.enrol(bench.user, "do_7", is_program=True).batch.id == "0170"
    bench.sent(example, exact=("request.programId", "request.batchId"))


def _telling(name: str, result: dict[str, Any]) -> Example:
    """The example with another result."""
    told = examples()[name]
    return replace(told, response={**told.response, "json": {**told.response["json"], "result": result}})


def test_the_plan(bench: Bench) -> None:
    example = bench.serves("plan")
    plan = bench.igot.plan(bench.user)
    assert plan is not None
    [assignment], [card] = plan.assignments, plan.cards
    bench.sent(example)
    assert assignment.course_id == card.id == "do_1"
    assert assignment.due_at == datetime(2025, 12, 31, 18, 29, 59, tzinfo=UTC)
    assert (assignment.is_apar, assignment.plan_year) == (False, 2025)
    assert card.duration_s == 3600


def test_nobody_s_plan_is_empty_and_a_refused_one_is_none(bench: Bench) -> None:
    bench.serves("plan-of-nobody")
    assert bench.igot.plan(bench.user) == Plan((), ())
    bench.serves("plan-without-organisation")
    with pytest.raises(Refused):
        bench.igot.plan(bench.user)


def test_the_profile(bench: Bench) -> None:
    example = bench.serves("profile")
    profile = bench.igot.profile(bench.user.tokens)
    bench.sent(example)
    response = example.response["json"]["result"]["response"]
    assert (profile.user_id, profile.first_name) == ("user-1", response["firstName"])
    assert profile.designation == response["profileDetails"]["professionalDetails"][0]["designation"]
    assert profile.org_id == "org-1"


@pytest.mark.parametrize("name, course_id", [("hierarchy", "do_1"), ("hierarchy-of-program", "do_7")])
def test_the_trees(name: str, course_id: str, bench: Bench) -> None:
    example = bench.serves(name)
    tree = bench.igot.course(course_id)
    assert tree is not None
    course = tree.course
    bench.sent(example)
    assert course.id == course_id
    assert "do_2" in {resource.id for resource in course.resources()}
    assert course.card.is_program is (course_id == "do_7")


def test_search_serves_lists_and_pages(bench: Bench) -> None:
    example = bench.serves("search")
    [card] = bench.igot.cards(["do_1"])
    assert (card.id, card.version) == ("do_1", 1.0)
    filters, facets = "request.filters", "request.facets"
    bench.sent(example, without=(f"{filters}.", facets, "request.fields"), exact=("request.filters.identifier",))
    cards, total = bench.igot.page(0, 100)
    assert ([one.id for one in cards], total) == (["do_1"], 1)


def test_signing_in_with_a_pasted_address(bench: Bench) -> None:
    example = bench.serves("token-by-code")
    attempt = sign_in_for(bench.http.row, bench.http, StillClock()).begin(fresh=False, language="en")
    state = attempt.address.partition("state=")[2].partition("&")[0]
    tokens = attempt.finish(f"{bench.server.url}/oauth2callback?state={state}&code=a-code")
    wanted = filled_in(example.request["form"], bench.known)
    form = bench.sent(example).form
    assert {name: form[name] for name in wanted} == wanted
    assert form.keys() - wanted.keys() == {"code_verifier"}
    assert (tokens.refresh, tokens.refresh_expires_at is not None) == ("cmVmcmVzaA", True)


def test_an_unknown_code_signs_nobody_in(bench: Bench) -> None:
    bench.serves("token-by-unknown-code")
    attempt = sign_in_for(bench.http.row, bench.http, StillClock()).begin(fresh=False, language="en")
    state = attempt.address.partition("state=")[2].partition("&")[0]
    with pytest.raises(SignInFailed):
        attempt.finish(f"{bench.server.url}/oauth2callback?state={state}&code=unknown")


def test_renewing_a_session(bench: Bench) -> None:
    example = bench.serves("token-by-refresh")
    bench.igot.refresh(bench.user.tokens)
    assert bench.sent(example).form == filled_in(example.request["form"], bench.known)
    bench.serves("token-by-dead-refresh")
    with pytest.raises(SignedOut):
        bench.igot.refresh(bench.user.tokens)


def test_the_probe_knows_its_server(bench: Bench) -> None:
    example = bench.serves("system-date")
    assert ProbedLink(lambda: [bench.igot], lambda _: None).probe(Context()) is Link.ONLINE
    assert set(bench.sent(example).query) == {"nonce"}


ASKED: dict[str, Callable[[Bench], object]] = {
    "content": lambda bench: bench.igot.course("do_999"),
    "key": lambda bench: bench.igot.page(0, 1),
    "route": lambda bench: bench.igot.plan(bench.user),
}


@pytest.mark.parametrize(
    "asked, name, error",
    [
        ("content", "content-not-found", Refused),
        ("key", "gateway-without-key", ServerFault),
        ("route", "gateway-unknown-route", ServerFault),
    ],
)
def test_what_a_gateway_or_service_turns_down(asked: str, name: str, error: type[KarmaDeskError], bench: Bench) -> None:
    told = examples()[name]
    bench.server.answer = lambda _: Said(filled_in(told.response["json"], bench.known), told.response["status"])
    with pytest.raises(error) as caught:
        ASKED[asked](bench)
    assert type(caught.value) is error


def test_only_contract_headers_are_sent(bench: Bench) -> None:
    bench.serves("plan", "state-update", "search")
    bench.igot.plan(bench.user)
    pushed(bench, message(bench))
    bench.igot.page(0, 1)
    known = {"authorization", "content-type", "x-authenticated-user-token", "x-authenticated-user-orgid"}
    known |= {"x-authenticated-userid", "rootorg", "org", "locale", "hostpath", "wid", "userid", "useruuid"}
    for asked in bench.server.asked:
        assert set(asked.headers) - TRAFFIC <= known
