"""The contract's examples, asked of a real hub."""

from __future__ import annotations

import itertools
import json
import socket
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from karmadesk.hub import people, seeding
from karmadesk.hub.database import Database, database_in
from karmadesk.hub.place import ORG_ID, Place
from tests.contract.replay import Example, Json, departures, examples, filled_in
from tests.hub import samples
from tests.hub.login import Browser, auth_address, sign_in
from tests.hub.server import running_hub
from tests.hub.wire import API_KEY, Reply, bearer, call

_numbers = itertools.count(1)


def _write_world(folder: Path) -> Path:
    packages = folder / "packages"
    video = samples.leaf(packages, "do_2", "video/mp4", "film.mp4", samples.VIDEO_BYTES)
    document = samples.leaf(packages, "do_3", "application/pdf", "paper.pdf", b"%PDF-1.4 not really")
    practice = samples.question_set(packages, "do_a", "Practice Question Set")
    exam = samples.question_set(packages, "do_e", "Course Assessment")
    unit = {**samples.node("do_4", samples.COLLECTION), "children": [video, document, practice, exam]}
    unit["children"] = [{**one, "parent": "do_4", "index": n} for n, one in enumerate(unit["children"], 1)]
    course = samples.collection(packages, "do_1", [unit], languageMapV1={}, competencies_v6=[])
    over = samples.leaf(packages, "do_51", "text/html", "page.html", b"<p>Hello</p>")
    samples.collection(packages, "do_5", [over])
    samples.collection(packages, "do_7", [course], category="Program")
    (folder / "people.csv").write_text(samples.PEOPLE, encoding="utf-8")
    always = {"name": "Sample", "start_days": -60, "end_days": None, "status": 1}
    past = {
        "batches": [
            {"course": "do_1", "batch": "0130", **always},
            {"course": "do_7", "batch": "0170", **always},
            {"course": "do_5", "batch": "0125", **always, "end_days": -10, "status": 2},
        ],
        "assignments": [{"course": "do_1", "to": {"designation": "Auxiliary Nurse"}, "due_days": 30}],
    }
    (folder / "seed.json").write_text(json.dumps(past), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Database]]:
    """A hub's folder with what the examples speak of."""
    place = Place(tmp_path_factory.mktemp("hub"))
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, _write_world(tmp_path_factory.mktemp("world")))
    yield place, database
    database.close()


@pytest.fixture(scope="module")
def hubs(world: tuple[Place, Database]) -> Iterator[dict[str, str]]:
    """The addresses of a hub of either flavour, on the same folder."""
    upstream = ("--flavour", "sunbird", "--port", str(_free_port()))
    soon = ("--certificate-delay", "0")
    with running_hub(world[0].root, *soon) as igot, running_hub(world[0].root, *soon, *upstream) as other:
        yield {"igot": igot.url, "sunbird": other.url}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def somebody(world: tuple[Place, Database], tmp_path: Path) -> Callable[[str, bool], dict[str, str]]:
    """What holds for a nurse whom nobody has met before, at a hub."""

    def arrive(url: str, wants_code: bool) -> dict[str, str]:
        name = f"nurse{next(_numbers)}"
        row = f"{name},pass-{name},Asha,Devi,{name}@example.in,Auxiliary Nurse,Group C,Health,meena,english"
        (tmp_path / "people.csv").write_text(f"{samples.PEOPLE_HEADER}\n{row}\n", encoding="utf-8")
        people.import_file(world[1], tmp_path / "people.csv")
        tokens = sign_in(url, name, f"pass-{name}", "android")
        known = {
            "host": url,
            "apiKey": API_KEY,
            "orgId": ORG_ID,
            "userId": bearer(url, tokens["access_token"]).id,
            "userToken": tokens["access_token"],
            "refreshToken": tokens["refresh_token"],
        }
        if wants_code:
            browser = Browser()
            answer = browser.fill_in(browser.get(auth_address(url, "android")), name, f"pass-{name}")
            known["code"] = answer.location["code"]
        return known

    return arrive


def _ask(request: Json, known: dict[str, str]) -> Reply:
    asked = filled_in(request, known)
    address = known["host"] + asked["path"]
    if "query" in asked:
        address += "?" + urllib.parse.urlencode(asked["query"])
    body = None
    if "json" in asked:
        body = json.dumps(asked["json"]).encode()
    elif "form" in asked:
        body = urllib.parse.urlencode(asked["form"]).encode()
    return call(asked["method"], address, body, asked["headers"])


def _prepare(example: Example, known: dict[str, str]) -> None:
    for name in example.before:
        _prepare(examples()[name], known)
        reply = _ask(examples()[name].request, known)
        assert reply.status == examples()[name].response["status"]
        if "issuedCertificates" in examples()[name].says:
            (issued,) = reply.result["courses"][0]["issuedCertificates"]
            known |= {"certificateId": issued["identifier"], "accessCode": issued["token"]}


@pytest.mark.parametrize("name", list(examples()))
def test_the_hub_answers_as_the_contract_says(
    name: str, hubs: dict[str, str], somebody: Callable[[str, bool], dict[str, str]]
) -> None:
    example = examples()[name]
    known = somebody(hubs[example.flavour], "{{code}}" in str(example.request))
    _prepare(example, known)

    reply = _ask(example.request, known)

    assert reply.status == example.response["status"], f"section {example.section}: {example.says}\n{reply.body!r}"
    wanted = filled_in(example.response["json"], known)
    assert departures(wanted, reply.json, example.exact) == [], f"section {example.section}: {example.says}"


def test_every_section_of_the_contract_has_examples() -> None:
    sections = {example.section.split(".")[0] for example in examples().values()}

    assert sections == {"0", "1", "2", "3", "4", "5", "7"}
