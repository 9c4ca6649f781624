"""Certificates: one a completed course, some time later, drawn for any name, never taken back."""

from __future__ import annotations

import json
import time
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from karmadesk.hub import batches, certificates, changes, drawing, moments, publishing
from karmadesk.hub.catalogue import Shelf
from karmadesk.hub.database import Database
from karmadesk.hub.place import Place
from tests.hub import samples
from tests.hub.samples import (
    BATCH,
    COURSE,
    DOCUMENT,
    GROWN,
    GROWN_BATCH,
    GROWN_LEAVES,
    PROGRAM,
    PROGRAM_BATCH,
    RAVI,
    VIDEO,
)
from tests.hub.server import Hub, running_hub
from tests.hub.wire import API_KEY, Json, Learner, Reply, call, learner

_KEY = {"Authorization": f"bearer {API_KEY}", "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def hub(seeded: tuple[Place, Database]) -> Iterator[Hub]:
    """A hub that certifies at once, under its office's name."""
    with running_hub(seeded[0].root, "--certificate-delay", "0", "--name", "Sadar Block <Office>") as running:
        yield running


def _join(who: Learner, course: str, batch: str) -> None:
    assert who.ask("/api/course/v1/enrol", courseId=course, batchId=batch, userId=who.id).status == 200


def _finish(who: Learner, course: str, batch: str, leaves: tuple[str, ...]) -> None:
    for leaf in leaves:
        assert who.update({"contentId": leaf, "courseId": course, "batchId": batch, "status": 2}).status == 200


def _issued(who: Learner, course: str) -> list[Json]:
    found: list[Json] = who.enrolments()[course]["issuedCertificates"]
    return found


def _drawn(reply: Reply) -> str:
    prefix, _, content = reply.result["printUri"].partition(",")
    assert prefix == "data:image/svg+xml"
    return urllib.parse.unquote(content, errors="strict")


def test_a_completed_course_has_one_certificate(hub: Hub, nurse: Learner) -> None:
    _join(nurse, GROWN, GROWN_BATCH)
    _finish(nurse, GROWN, GROWN_BATCH, GROWN_LEAVES[:2])
    assert _issued(nurse, GROWN) == []

    _finish(nurse, GROWN, GROWN_BATCH, GROWN_LEAVES[2:])

    (issued,) = _issued(nurse, GROWN)
    assert issued["name"] == f"Sample {GROWN}"
    assert issued["lastIssuedOn"].startswith(str(moments.to_date(moments.now_ms())))
    assert len(issued["token"]) == 6
    _finish(nurse, GROWN, GROWN_BATCH, GROWN_LEAVES)
    assert _issued(nurse, GROWN) == [issued]
    profile = nurse.get(f"/api/user/v5/read/{nurse.id}").result["response"]
    assert profile["certificateCount"] == 1
    summary = nurse.get(f"/api/course/v4/user/enrollment/summary/{nurse.id}").result
    assert summary["userCourseEnrolmentInfo"]["certificatesIssued"] == 1


def test_it_is_drawn_for_whoever_knows_its_identifier(hub: Hub, nurse: Learner) -> None:
    _join(nurse, GROWN, GROWN_BATCH)
    _finish(nurse, GROWN, GROWN_BATCH, GROWN_LEAVES)
    (issued,) = _issued(nurse, GROWN)
    address = f"{hub.url}/api/certreg/v2/certs/download/{issued['identifier']}"

    reply = call("GET", address, None, _KEY)

    said = "".join(ET.fromstring(_drawn(reply)).itertext())
    for part in (
        "New Nurse",
        f"Sample {GROWN}",
        issued["token"],
        "Sadar Block <Office>",
        moments.to_date(moments.now_ms()),
    ):
        assert str(part) in said
    assert call("GET", address, None, {**_KEY, "If-None-Match": reply.headers["ETag"]}).status == 304
    assert call("GET", address).status == 401
    assert call("GET", address + "0", None, _KEY).status == 404


def test_it_is_checked_by_its_access_code(hub: Hub, nurse: Learner) -> None:
    _join(nurse, GROWN, GROWN_BATCH)
    _finish(nurse, GROWN, GROWN_BATCH, GROWN_LEAVES)
    (issued,) = _issued(nurse, GROWN)

    def ask(**request: Any) -> Reply:
        return call("POST", f"{hub.url}/api/certreg/v1/certs/validate", json.dumps({"request": request}).encode(), _KEY)

    said = ask(certId=issued["identifier"], accessCode=issued["token"].lower()).result["response"]

    assert said["json"]["recipient"]["name"] == "New Nurse"
    assert said["json"]["badge"]["issuer"]["name"] == "Sadar Block <Office>"
    assert ask(certId=said["json"]["id"], accessCode=issued["token"]).status == 200
    assert ask(certId=issued["identifier"], accessCode="AAAAAA").status == 400
    assert ask(certId="x", accessCode=issued["token"]).status == 400
    assert ask(certId=issued["identifier"]).status == 400
    assert ask(certId=7, accessCode=[]).status == 400


def test_a_drawing_as_pdf_is_not_offered(hub: Hub) -> None:
    body = json.dumps({"printUri": "data:,", "inputFormat": "svg", "outputFormat": "pdf"}).encode()

    assert call("POST", f"{hub.url}/apis/public/v8/course/batch/cert/download/mobile", body, _KEY).status == 404


def test_a_course_of_a_program_and_the_program_are_certified(hub: Hub, nurse: Learner) -> None:
    _join(nurse, PROGRAM, PROGRAM_BATCH)
    _finish(nurse, GROWN, GROWN_BATCH, GROWN_LEAVES)
    assert (len(_issued(nurse, GROWN)), _issued(nurse, PROGRAM)) == (1, [])

    _finish(nurse, COURSE, BATCH, (VIDEO, DOCUMENT, samples.PRACTICE, samples.EXAM))

    assert (len(_issued(nurse, COURSE)), len(_issued(nurse, PROGRAM))) == (1, 1)
    assert nurse.enrolments()[PROGRAM]["completedOn"]


def test_who_never_joined_or_left_gets_none(hub: Hub, nurse: Learner, seeded: tuple[Place, Database]) -> None:
    _finish(nurse, GROWN, GROWN_BATCH, GROWN_LEAVES)

    with seeded[1].read() as db:
        assert certificates.of_person(db, nurse.id) == {}
    _join(nurse, GROWN, GROWN_BATCH)
    assert _issued(nurse, GROWN) == []
    asked = {"request": {"userId": nurse.id, "courseId": GROWN, "batchId": GROWN_BATCH}}
    nurse.patch("/api/course/v1/content/state/update", asked)
    assert len(_issued(nurse, GROWN)) == 1  # counting anew finds what was done before joining


def test_what_was_completed_in_the_samples_past_is_certified_by_its_day(hub: Hub) -> None:
    ravi = learner(hub.url, *RAVI)
    row = ravi.enrolments()[GROWN]

    assert row["issuedCertificates"][0]["lastIssuedOn"][:10] == moments.to_date(row["completedOn"])


def test_growth_takes_nothing_back(hub: Hub, nurse: Learner, seeded: tuple[Place, Database], tmp_path: Path) -> None:
    course, batch, leaves = "do_77", "077", ("do_7701", "do_7702")

    def publish(names: tuple[str, ...], version: float) -> None:
        pages = [samples.leaf(tmp_path, one, "text/html", "page.html", b"<p>Page</p>") for one in names]
        samples.collection(tmp_path, course, pages, pkgVersion=version)
        for file in (*(f"{one}.ecar" for one in names), f"{course}_SPINE.ecar"):
            publishing.add(seeded[1], seeded[0], tmp_path / file)

    publish(leaves[:1], 1.0)
    with seeded[1].write() as db:
        batches.open_default(db, course, "Grows")
    _join(nurse, course, batch)
    _finish(nurse, course, batch, leaves[:1])
    before = _issued(nurse, course)
    assert len(before) == 1

    publish(leaves, 2.0)

    row = nurse.enrolments()[course]
    assert (row["status"], row["issuedCertificates"]) == (1, before)
    _finish(nurse, course, batch, leaves[1:])
    assert _issued(nurse, course) == before


def test_a_certificate_takes_its_time_and_then_is_told(
    seeded: tuple[Place, Database], nurse: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with seeded[1].write() as db:
        assert certificates.give(db, nurse.id, COURSE, BATCH, completed_at=5, delay_s=60)
        assert not certificates.give(db, nurse.id, COURSE, BATCH, completed_at=5, delay_s=0)
        cursor = changes.since(db, Shelf().current, nurse.id, "").cursor
        assert certificates.of_person(db, nurse.id) == {}
        later = time.time_ns() // 1_000_000 + 61_000
        monkeypatch.setattr(moments, "now_ms", lambda: later)
        ((place, row),) = certificates.of_person(db, nurse.id).items()
        assert (place, certificates.by_id(db, row["id"])) == ((COURSE, BATCH), row)
        assert changes.since(db, Shelf().current, nurse.id, cursor).topics == ("certificates", "enrolments")


@pytest.mark.parametrize(
    "name, shown",
    [
        ("रवि कुमार", ["रवि कुमार"]),
        ("A" * 80, ["A" * 34, "A" * 34 + " …"]),
        ("क्ष्म्य" * 30, None),
        ("Robert\u202e<script>&\u0007\ud7ff", None),
        ("", [""]),
        ("ङ्क्षि\u200dत " * 60, None),
    ],
)
def test_any_name_is_drawn(name: str, shown: list[str] | None) -> None:
    row: Any = {
        "id": "7d3b4e0c-93bb-4a0a-8c09-3e6d4a4b9c11",
        "recipient": name,
        "course_name": name,
        "access_code": "A8T4Q7",
        "completed_at": 1795512600123,
    }

    root = ET.fromstring(drawing.certificate(row, "Hub"))

    texts = [one.text or "" for one in root if one.tag.endswith("}text")]
    assert "\u202e" not in "".join(texts)
    if shown is not None:
        assert texts[2 : 2 + len(shown)] == shown
    # Nothing is cut between a sign and its marks, nor inside letters that stand together.
    assert not any(text and (drawing._is_mark(text[0]) or text.rstrip(" …").endswith("\u094d")) for text in texts)
