"""The iGOT adapter against a server that answers as iGOT does, well and badly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from karmadesk.errors import KarmaDeskError, NotAServer, Refused, ServerFault, SignedOut
from karmadesk.model import Link, Place, Profile, RefusalReason, ServerRow, Tokens
from karmadesk.ports import Message, Plan, Session
from karmadesk.sync.http import Http
from karmadesk.sync.igot import Igot
from karmadesk.sync.reachability import ProbedLink
from tests.sync.certificate import own_certificate
from tests.sync.clock import START, StillClock
from tests.sync.test_igot_read import _jwt
from tests.sync.wire import Asked, Said, Wire, envelope, fault, wire

ACCESS = _jwt("f:1:u-1")
TOKENS = Tokens(ACCESS, "refresh", START + timedelta(hours=1))
USER = Session(TOKENS, Profile("u-1", "Asha", org_id="org-1"))
PLACE = Place("do_1", "b-1", "do_2")
BODY = {"contentId": "do_2", "courseId": "do_1", "batchId": "b-1", "status": 1, "completionPercentage": 40.0}
MESSAGE = Message("m", "progress", PLACE, "state", BODY, START)
UPDATE = "/api/course/v1/content/state/update"
V4 = "/api/course/v4/user/enrollment/list/u-1"
V2 = "/api/course/v2/user/enrollment/list/u-1"
ENROL = "/api/v1/autoenrollment"

Answers = dict[str, Said | Callable[[Asked], Said]]


class Bench:
    """A wire that answers by path, 404 of the gateway for every other."""

    def __init__(self) -> None:
        self.answers: Answers = {}

    def __call__(self, asked: Asked) -> Said:
        found = self.answers.get(asked.path, Said({"message": "no Route matched with those values"}, 404))
        return found(asked) if callable(found) else found


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def server(bench: Bench) -> Iterator[Wire]:
    with wire(bench) as found:
        yield found


@pytest.fixture
def igot(server: Wire) -> Iterator[Igot]:
    clock = StillClock()
    http = Http(ServerRow("s", "S", "igot", server.url, "key"), clock)
    yield Igot(http, clock)
    http.close()


def enrolled(course: str = "do_1", batch: str = "b-1", **more: Any) -> dict[str, Any]:
    return {"courseId": course, "batchId": batch, "active": True, "batch": {"batchId": batch, "status": 1}, **more}


def test_one_content_a_request_and_its_acknowledgement(igot: Igot, server: Wire, bench: Bench) -> None:
    bench.answers[UPDATE] = Said(envelope({"do_2": "SUCCESS"}))
    receipt = igot.push(USER, [MESSAGE])[MESSAGE.id]
    assert receipt.accepted
    assert receipt.server_id == "r-1"
    assert receipt.at == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    [asked] = server.asked
    assert asked.method == "PATCH"
    assert asked.json == {"request": {"userId": "u-1", "contents": [BODY]}}


SILENT = Said(envelope({}))
BATCH = "/api/course/v1/batch/read/b-1"


@pytest.mark.parametrize(
    "batch, listed, reason",
    [
        (Said(envelope({"response": {"identifier": "b-1", "status": 2}})), [], RefusalReason.BATCH_ENDED),
        (
            Said(envelope({"response": {"identifier": "b-1", "status": 1, "endDate": "2026-11-01"}})),
            [],
            RefusalReason.BATCH_ENDED,
        ),
        (Said(envelope({"response": {"identifier": "b-1", "status": 1}})), [], RefusalReason.NOT_ENROLLED),
        (Said(envelope({"response": {"identifier": "b-1", "status": 1}})), [enrolled()], RefusalReason.UNKNOWN),
        (fault("INVALID_BATCH_ID", 404), [], RefusalReason.NO_BATCH),
    ],
)
def test_a_silent_200_is_never_taken_for_acceptance(
    batch: Said, listed: list[dict[str, Any]], reason: str, igot: Igot, bench: Bench
) -> None:
    bench.answers |= {UPDATE: SILENT, BATCH: batch, V4: Said(envelope({"courses": listed}))}
    receipt = igot.push(USER, [MESSAGE])[MESSAGE.id]
    assert (receipt.accepted, receipt.reason) == (False, reason)


@pytest.mark.parametrize("result", [{}, {"do_2": "FAILED"}, {"do_2": {"x": 1}}, None, [1]])
def test_only_this_content_s_success_counts(result: Any, igot: Igot, bench: Bench) -> None:
    bench.answers |= {UPDATE: Said(envelope(result)), BATCH: Said(envelope({"response": {"id": "b-1", "status": 2}}))}
    assert not igot.push(USER, [MESSAGE])[MESSAGE.id].accepted


def test_a_refusal_tells_what_the_server_said(igot: Igot, bench: Bench) -> None:
    bench.answers[UPDATE] = fault("No batch details found")
    receipt = igot.push(USER, [MESSAGE])[MESSAGE.id]
    assert (receipt.accepted, receipt.reason) == (False, RefusalReason.NO_BATCH)
    assert receipt.arguments == {"said": "No batch details found"}


@pytest.mark.parametrize(
    "said, error",
    [
        (fault("boom", 500, "SERVER_ERROR"), ServerFault),
        (Said({"message": "no Route matched"}, 404), ServerFault),
        (Said({"message": "You cannot consume this service"}, 403), ServerFault),
        (Said({"portal": "sign in"}, 403), NotAServer),
        (Said({"portal": "sign in"}), NotAServer),
        (Said(envelope({"do_other": "SUCCESS"})), ServerFault),
        (Said(envelope({}, status="FAILED") | {"responseCode": "SERVER_ERROR"}), ServerFault),
        (Said(b"<html>too large</html>", 413, "text/html"), Refused),
        (Said({"message": "too big"}, 413), Refused),
        (Said(b"<html>", kind="text/html"), NotAServer),
        (fault("UNAUTHORIZED_USER", 401, "UNAUTHORIZED"), SignedOut),
    ],
)
def test_no_word_of_the_service_is_no_receipt(
    said: Said, error: type[KarmaDeskError], igot: Igot, bench: Bench
) -> None:
    bench.answers[UPDATE] = said
    with pytest.raises(error):
        igot.push(USER, [MESSAGE])[MESSAGE.id]


def test_the_old_list_serves_where_the_new_one_is_missing(igot: Igot, server: Wire, bench: Bench) -> None:
    bench.answers[V2] = Said(envelope({"courses": [enrolled(enrolledDate="1594219912979")]}))
    for _ in range(2):
        [row] = igot.enrolments(USER)
        assert (row.course_id, row.batch.id) == ("do_1", "b-1")
    assert [asked.path for asked in server.asked] == [V4, V2, V2]
    assert server.asked[1].query["retiredCoursesEnabled"] == "true"


@pytest.mark.parametrize(
    "said", [Said(envelope({})), Said(envelope({"courses": None})), Said({"responseCode": "OK"}), fault("X")]
)
def test_an_answer_without_a_list_is_no_empty_list(said: Said, igot: Igot, bench: Bench) -> None:
    bench.answers[V4] = bench.answers["/api/user/v1/cbplan"] = said
    bench.answers["/api/course/v1/content/state/read"] = said
    for ask in (igot.enrolments, igot.plan, lambda user: igot.states(user, "do_1", "b-1")):
        with pytest.raises((ServerFault, Refused)):
            ask(USER)


def test_nobody_s_plan_is_an_empty_plan(igot: Igot, bench: Bench) -> None:
    bench.answers["/api/user/v1/cbplan"] = Said(envelope({}, errmsg="CB Plan does not exist for the user"))
    assert igot.plan(USER) == Plan((), ())
    bench.answers["/api/user/v1/cbplan"] = Said(envelope({"count": 0, "content": []}))
    assert igot.plan(USER) == Plan((), ())


def test_joining_takes_the_batch_from_the_answer(igot: Igot, server: Wire, bench: Bench) -> None:
    bench.answers[ENROL] = Said(envelope({"response": {"content": [{"batchId": "b-7", "name": "B", "status": 1}]}}))
    enrolment = igot.enrol(USER, "do_1", language="hindi")
    assert (enrolment.course_id, enrolment.batch.id) == ("do_1", "b-7")
    [asked] = server.asked
    assert asked.method == "GET"
    assert asked.query == {"language": "Hindi"}
    assert asked.headers["courseid"] == "do_1"
    assert asked.headers["useruuid"] == "u-1"
    assert asked.headers["rootorg"] == "igot"


def test_joined_already_is_success(igot: Igot, bench: Bench) -> None:
    bench.answers |= {
        ENROL: fault("USER_ALREADY_ENROLLED_COURSE"),
        V4: Said(envelope({"courses": [enrolled("do_0", "b-0"), enrolled()]})),
    }
    assert igot.enrol(USER, "do_1").batch.id == "b-1"
    with pytest.raises(ServerFault):
        igot.enrol(USER, "do_unlisted")


@pytest.mark.parametrize(
    "said, reason",
    [
        (fault("COURSE_BATCH_ALREADY_COMPLETED"), RefusalReason.BATCH_ENDED),
        (Said(envelope({"response": {"content": []}}, errmsg="no open batch")), RefusalReason.NO_BATCH),
        (fault("Access denied", 403), RefusalReason.NOT_ALLOWED),
    ],
)
def test_a_course_that_can_t_be_joined_says_why(said: Said, reason: str, igot: Igot, bench: Bench) -> None:
    bench.answers |= {ENROL: said, V4: Said(envelope({"courses": []}))}
    with pytest.raises(Refused) as caught:
        igot.enrol(USER, "do_1")
    assert caught.value.reason == reason


def test_a_program_is_joined_in_its_open_batch(igot: Igot, server: Wire, bench: Bench) -> None:
    rows = [{"batchId": "b-0", "status": 0}, {"batchId": "b-old", "status": 1, "endDate": "2020-01-01"}]
    bench.answers |= {
        "/api/course/v1/batch/list": Said(
            envelope({"response": {"content": [*rows, {"identifier": "b-9", "status": 1}]}})
        ),
        "/api/openprogram/v1/enrol": Said(envelope({"response": "SUCCESS"})),
        V4: Said(envelope({"courses": [enrolled("do_p", "b-9")]})),
    }
    assert igot.enrol(USER, "do_p", is_program=True).batch.id == "b-9"
    posted = next(a for a in server.asked if a.path == "/api/openprogram/v1/enrol")
    assert posted.json == {"request": {"userId": "u-1", "programId": "do_p", "batchId": "b-9"}}
    bench.answers["/api/course/v1/batch/list"] = Said(envelope({"response": {"content": rows}}))
    with pytest.raises(Refused):
        igot.enrol(USER, "do_p", is_program=True)


def test_states_are_read_whole(igot: Igot, server: Wire, bench: Bench) -> None:
    row = {
        "contentId": "do_2",
        "status": 2,
        "completionPercentage": 100,
        "lastAccessTime": "2026-11-24 08:00:00:000+0000",
    }
    bench.answers["/api/course/v1/content/state/read"] = Said(envelope({"contentList": [row, {"no": "id"}]}))
    [state] = igot.states(USER, "do_1", "b-1")
    assert (state.resource_id, state.status, state.percentage) == ("do_2", 2, 100.0)
    request = server.asked[0].json["request"]
    assert (request["courseId"], request["batchId"], request["userId"], request["contentIds"]) == (
        "do_1",
        "b-1",
        "u-1",
        [],
    )


def test_a_session_is_renewed_by_the_token_endpoint(igot: Igot, server: Wire, bench: Bench) -> None:
    path = "/auth/realms/sunbird/protocol/openid-connect/token"
    bench.answers[path] = Said({"access_token": "new", "expires_in": 300})
    fresh = igot.refresh(TOKENS)
    assert (fresh.access, fresh.refresh) == ("new", "refresh")
    [asked] = server.asked
    assert asked.form == {
        "client_id": "karmadesk",
        "grant_type": "refresh_token",
        "scope": "offline_access",
        "refresh_token": "refresh",
    }
    bench.answers[path] = Said({"error": "invalid_grant", "error_description": "Offline session not active"}, 400)
    with pytest.raises(SignedOut):
        igot.refresh(TOKENS)
    bench.answers[path] = Said({"error": "unauthorized_client"}, 401)
    with pytest.raises(ServerFault):
        igot.refresh(TOKENS)


def test_the_profile_belongs_to_the_token(igot: Igot, server: Wire, bench: Bench) -> None:
    response = {
        "userId": "u-1",
        "firstName": "Asha",
        "rootOrgId": "org-1",
        "rootOrg": {"orgName": "Health"},
        "profileDetails": {"professionalDetails": [{"designation": "ANM"}], "personalDetails": {"surname": "Devi"}},
    }
    bench.answers["/api/user/v5/read/u-1"] = Said(envelope({"response": response}))
    assert igot.profile(TOKENS) == Profile("u-1", "Asha", "Devi", "org-1", "ANM", "Health")
    assert server.asked[0].headers["x-authenticated-user-token"] == ACCESS
    bench.answers["/api/user/v5/read/u-1"] = Said(envelope({"response": None}))
    with pytest.raises(ServerFault):
        igot.profile(TOKENS)
    with pytest.raises(ServerFault):
        igot.profile(Tokens("opaque", "r", START))


def test_trees_and_lists_need_no_session(igot: Igot, server: Wire, bench: Bench) -> None:
    node = {
        "identifier": "do_1",
        "name": "One",
        "mimeType": "application/vnd.ekstep.content-collection",
        "pkgVersion": 2.0,
    }
    film = {"identifier": "do_2", "name": "Film", "mimeType": "video/mp4", "artifactUrl": "/media/f.mp4"}
    bench.answers |= {
        "/api/course/v1/hierarchy/do_1": Said(envelope({"content": {**node, "children": [film]}})),
        "/api/course/v1/hierarchy/do_9": fault("ERR_CONTENT_NOT_FOUND", 404, "RESOURCE_NOT_FOUND"),
        "/api/composite/v1/search": Said(envelope({"count": 250, "content": [node]})),
    }
    tree = igot.course("do_1")
    assert tree is not None
    [resource] = tree.course.resources()
    assert resource.artifact_url == f"{server.url}/media/f.mp4"
    with pytest.raises(Refused):
        igot.course("do_9")
    cards, total = igot.page(100, 50)
    assert ([card.id for card in cards], total) == (["do_1"], 250)
    assert server.asked[-1].json["request"]["offset"] == 100
    assert [card.version for card in igot.cards(["do_1"] * 120)] == [2.0, 2.0]
    assert igot.cards([]) == ()
    assert all("x-authenticated-user-token" not in asked.headers for asked in server.asked)


@pytest.mark.parametrize(
    "said, link",
    [
        (Said({"systemDate": 1795509000000}), Link.ONLINE),
        (fault("RESOURCE_NOT_FOUND", 404), Link.ONLINE),
        (Said({"hello": 1}), Link.CAPTIVE),
        (Said({"message": "no Route matched with those values"}, 404), Link.OFFLINE),
        (Said(b"<html>Sign in to the network</html>", kind="text/html"), Link.CAPTIVE),
        (Said(b"", 302, headers={"Location": "http://10.0.0.1/"}), Link.CAPTIVE),
        (Said(b"", 511, kind="text/html"), Link.CAPTIVE),
        (Said(b"", 502, kind="text/html"), Link.OFFLINE),
        (Said(cut=True), Link.OFFLINE),
    ],
)
def test_the_probe_tells_our_server_from_a_network_s_login(said: Said, link: Link, igot: Igot, bench: Bench) -> None:
    bench.answers["/apis/public/v8/systemDate"] = said
    assert igot.probe() is link


def test_the_probe_tells_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    with wire(lambda _: Said({"systemDate": 1795509000000}), own_certificate(tmp_path)) as server:
        http = Http(ServerRow("s", "S", "igot", server.url, "key"), StillClock())
        assert Igot(http, StillClock()).probe() is Link.UNTRUSTED
        http.close()


def test_the_probe_carries_a_nonce_and_no_secret(igot: Igot, server: Wire, bench: Bench) -> None:
    bench.answers["/apis/public/v8/systemDate"] = Said({"systemDate": 1795509000000})
    igot.probe()
    igot.probe()
    one, two = server.asked
    assert one.query["nonce"] != two.query["nonce"]
    assert "authorization" not in one.headers


def test_a_changed_link_is_told_once(igot: Igot, bench: Bench) -> None:
    from karmadesk.jobs import Context

    told: list[Any] = []
    link = ProbedLink(lambda: [igot], told.append)
    assert link.link() is Link.UNKNOWN
    assert link.probe(Context()) is Link.OFFLINE, "a gateway's word is no portal's page"
    bench.answers["/apis/public/v8/systemDate"] = Said({"systemDate": 1795509000000})
    assert link.probe(Context()) is Link.ONLINE
    assert link.probe(Context()) is Link.ONLINE
    assert link.link() is Link.ONLINE
    assert len(told) == 2
    assert ProbedLink(list, told.append).probe(Context()) is Link.UNKNOWN
