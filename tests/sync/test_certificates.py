"""Certificates come by themselves once they are issued, once each, and what is not plainly a drawing is not kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from karmadesk.errors import Offline, ServerFault
from karmadesk.model import Certificate, CertificateState
from karmadesk.sync import igot_read as read
from tests.sync.clock import START, StillClock
from tests.sync.desk import Laptop
from tests.sync.model_server import ModelServer, failing

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1123" height="794"><text y="9">Asha</text></svg>'
ONE = Certificate("k-1", "c", "Course c", START, "A8T4Q7")


def issue(server: ModelServer, one: Certificate = ONE, svg: str = SVG) -> None:
    server.issued.append(one)
    server.drawings[one.id] = "data:image/svg+xml," + quote(svg)


def kept(desk: Laptop) -> list[Certificate]:
    with desk.learner.read() as db:
        return list(db.certificates())


def drawing(desk: Laptop, certificate_id: str = ONE.id) -> str:
    with desk.learner.read() as db:
        return db.drawing(certificate_id)


@pytest.fixture
def joined(asha: Laptop) -> Laptop:
    """Somebody in the course, with everything sent."""
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    assert asha.sync().stopped_by == ""
    return asha


def test_one_that_was_issued_is_fetched_once_and_kept(joined: Laptop, server: ModelServer) -> None:
    assert kept(joined) == []
    issue(server)
    joined.sync()
    assert kept(joined) == [replace(ONE, state=CertificateState.HERE)]
    assert drawing(joined) == SVG
    server.calls.clear()
    joined.sync()
    assert "certificate" not in server.calls


def test_with_a_feed_it_is_looked_for_when_there_is_news_of_it(joined: Laptop, server: ModelServer) -> None:
    server.announce("plan")
    joined.sync()
    server.calls.clear()
    issue(server)
    joined.sync()
    assert server.calls == ["news"], "nothing was said of it yet"
    server.announce("certificates")
    server.calls.clear()
    joined.sync()
    assert server.calls == ["news", "enrolments", "certificate"]
    assert drawing(joined) == SVG
    server.calls.clear()
    joined.sync()
    assert server.calls == ["news"]


@pytest.mark.parametrize("name", ["enrolments", "certificate", "certificate!"])
def test_a_round_that_is_cut_off_forgets_none(
    name: str, joined: Laptop, server: ModelServer, clock: StillClock
) -> None:
    server.announce("plan")
    joined.sync()
    issue(server)
    server.announce("certificates")
    _, server.fault = failing(name, Offline(), 1)
    joined.sync()
    clock.pass_(minutes=20)
    joined.sync()
    assert drawing(joined) == SVG


def test_a_list_that_lags_takes_none_away(joined: Laptop, server: ModelServer) -> None:
    issue(server)
    joined.sync()
    server.issued.clear()
    joined.sync()
    assert [one.id for one in kept(joined)] == ["k-1"]


def test_one_that_was_issued_anew_is_fetched_again_and_the_old_one_stays_until_then(
    joined: Laptop, server: ModelServer
) -> None:
    issue(server)
    joined.sync()
    again = replace(ONE, issued_at=START + timedelta(days=1))
    server.issued[:] = [again]
    server.drawings["k-1"] = "data:image/svg+xml," + quote(SVG.replace("Asha", "Asha Devi"))
    _, server.fault = failing("certificate", ServerFault(), 1)
    joined.sync()
    assert (kept(joined)[0].state, drawing(joined)) == (CertificateState.LISTED, SVG)
    joined.sync(interactive=True)
    assert kept(joined)[0].state is CertificateState.HERE
    assert "Asha Devi" in drawing(joined)


def test_one_that_does_more_than_draw_is_not_kept_and_not_asked_for_again(joined: Laptop, server: ModelServer) -> None:
    issue(server, svg=SVG.replace("<text", "<script>x()</script><text"))
    issue(server, replace(ONE, id="k-2"))
    assert joined.sync().stopped_by == ""
    assert {one.id: one.state for one in kept(joined)} == {
        "k-1": CertificateState.UNUSABLE,
        "k-2": CertificateState.HERE,
    }
    assert drawing(joined) == ""
    server.calls.clear()
    joined.sync()
    assert "certificate" not in server.calls


def test_one_that_is_refused_waits_a_day_and_holds_up_no_other(
    joined: Laptop, server: ModelServer, clock: StillClock
) -> None:
    issue(server)
    issue(server, replace(ONE, id="k-2"))
    del server.drawings["k-1"]
    joined.sync()
    assert {one.id: one.state for one in kept(joined)} == {
        "k-1": CertificateState.LISTED,
        "k-2": CertificateState.HERE,
    }
    server.calls.clear()
    clock.pass_(minutes=60)
    joined.sync()
    assert "certificate" not in server.calls
    clock.pass_(minutes=24 * 60)
    joined.sync()
    assert server.calls.count("certificate") == 1


# What lists say of them


@pytest.mark.parametrize("key", ["issuedCertificates", "issuedcertificates", "certificates"])
@pytest.mark.parametrize("when", ["2025-07-22T12:57:44.335+00:00", 1753189064335, "1753189064335", None])
@pytest.mark.parametrize("packed", [False, True])
def test_a_list_names_them_in_any_spelling(key: str, when: Any, packed: bool) -> None:
    said = [{"identifier": "k-1", "name": "N", "token": "T", "lastIssuedOn": when, "templateUrl": "u"}]
    row = {"courseId": "c", "batchId": "b", key: json.dumps(said) if packed else said}
    found = read.enrolment_from(row, START)
    assert found is not None
    [one] = found.certificates
    at = read.instant(when)
    assert one == Certificate("k-1", "c", "N", at, "T", "u")
    assert (at is None) == (when is None)


def test_older_lists_call_them_otherwise() -> None:
    row = {"courseId": "c", "batchId": "b", "certificates": [{"id": "http://x.example/k-1", "accessCode": "T"}, {}, 3]}
    found = read.enrolment_from(row, START)
    assert found is not None
    assert found.certificates == (Certificate("k-1", "c", access_code="T"),)


def test_one_of_an_older_batch_is_the_learners_too() -> None:
    rows = [
        {"courseId": "c", "batchId": "old", "active": False, "issuedCertificates": [{"identifier": "k-1"}]},
        {"courseId": "c", "batchId": "new", "active": True},
    ]
    found = [read.enrolment_from(row, START) for row in rows]
    [best] = read.best_enrolments(one for one in found if one is not None)
    assert (best.batch.id, [one.id for one in best.certificates]) == ("new", ["k-1"])
