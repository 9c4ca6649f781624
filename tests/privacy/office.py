"""An office: the real hub, one laptop, and people on it who sign in by the real form and learn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.hub import people, seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place as HubPlace
from karmadesk.jobs import Context
from karmadesk.model import Json, Person, Place, ServerRow, SignInWay
from karmadesk.statement import Act, StatementKind, Verb
from tests.hub import samples
from tests.hub.login import Browser
from tests.hub.samples import COURSE, PRACTICE, VIDEO
from tests.hub.server import Hub, running_hub
from tests.hub.wire import API_KEY, call

PHRASE = "neem bicycle cloud seven"


@dataclass(frozen=True)
class Learner:
    """Somebody whom the hub knows."""

    user: str
    password: str
    first: str
    last: str
    email: str


SISTERS = tuple(
    Learner(f"canaryuser{name}", f"secret-{name}", f"Legal{name}", f"Canary{name}", f"{name.lower()}.canary@example.in")
    for name in ("Asha", "Bina")
)


@contextmanager
def hub_with(folder: Path, learners: tuple[Learner, ...] = SISTERS) -> Iterator[Hub]:
    """The real hub with sample courses and these people."""
    place = HubPlace(folder / "hub")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, samples.write_samples(folder / "samples"))
    rows = [
        f"{one.user},{one.password},{one.first},{one.last},{one.email},Auxiliary Nurse,Group C,Health,meena,english"
        for one in learners
    ]
    file = folder / "people.csv"
    file.write_text("\n".join((samples.PEOPLE_HEADER, *rows, "")), encoding="utf-8")
    people.import_file(database, file)
    database.close()
    with running_hub(place.root) as running:
        yield running


def row_of(hub: Hub) -> ServerRow:
    return ServerRow("hub", "Hub", "igot", hub.url, API_KEY, sign_in=SignInWay.LOOPBACK, client_id="karmadesk")


@contextmanager
def laptop(home: Path, phrase: Path, hub: Hub) -> Iterator[Core]:
    """The program without a face, its keys in a sealed file."""
    phrase.write_text(PHRASE, "utf-8")
    core = Core(home, post=_at_once, unexpected=_fail, secrets=Secrets("sealed-file", phrase))
    core.keep_server(row_of(hub))
    core.change_settings(server="hub", language="en")
    try:
        yield core
    finally:
        core.close()


def add(core: Core, learner: Learner, label: str) -> Person:
    """Signs somebody in through the hub's own form, and pulls their plan."""
    attempt = core.begin_sign_in("hub", fresh=True, language="en")
    try:
        browser = Browser()
        reply = browser.fill_in(browser.get(attempt.address), learner.user, learner.password)
        assert reply.status == 302
        browser.get(reply.headers["Location"])
        tokens = attempt.wait(Context(), 20.0)
    finally:
        attempt.close()
    person = core.complete_sign_in(tokens, "hub", None, label)
    report = core.sync.run(person.id, Context(), interactive=True)
    assert (report.stopped_by, report.waiting) == ("", 0)
    return person


def learn(core: Core, person: Person, answer: str = "") -> None:
    """Joins a course, watches a film and answers: three items."""
    joins = Act(StatementKind.ENROL, Verb.ENROLLED, Place(COURSE, "", ""))
    film: dict[str, Json] = {"fraction": 1.0, "position_s": 120.0, "duration_s": 120.0, "mime_type": "video/mp4"}
    quiz: dict[str, Json] = {
        "answered": 2,
        "correct": 1,
        "total": 2,
        "completed": True,
        "fraction": 1.0,
        "mime_type": "application/vnd.sunbird.questionset",
        "answers": {"q1": answer},
    }
    with core.people.open(person.id).write() as db:
        db.record([joins])
        db.record([Act(StatementKind.STATEMENT, Verb.COMPLETED, Place(COURSE, "", VIDEO), film)])
        db.record([Act(StatementKind.STATEMENT, Verb.ANSWERED, Place(COURSE, "", PRACTICE), quiz)])


def accepted(hub: Hub) -> list[Mapping[str, Any]]:
    """The hub's own log of what it took."""
    found = call("GET", f"{hub.url}/owner/v1/accepted-writes", None, {"x-owner-key": hub.owner_key})
    return list(found.json["writes"])


def _at_once(work: Any) -> None:
    work()


def _fail(error: BaseException) -> None:
    raise error
