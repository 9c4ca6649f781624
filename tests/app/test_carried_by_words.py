"""A server that takes no carried files: its learner tells the words, and signs in on a linked computer, once."""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from karmadesk.cli.main import main
from karmadesk.hub import seeding
from karmadesk.hub.database import database_in
from karmadesk.hub.place import Place as HubPlace
from karmadesk.model import ItemState
from tests.app.test_carried import ANOTHER, add, begun, finish, states, user
from tests.app.test_two_laptops import COURSE, SUNITA, VIDEO
from tests.hub.login import Browser
from tests.hub.server import Hub, running_hub
from tests.hub.wire import Reply
from tests.sync.relay import Relay
from tests.sync.test_with_hub import accepted, row_of
from tests.sync.wire import Asked, Said, wire
from tests.ui.doubles import ROOT

WORDS = "neem bicycle cloud seven"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    place = HubPlace(tmp_path / "hub")
    place.prepare()
    database = database_in(place, None)
    seeding.seed(database, place, ROOT / "resources" / "demo")
    database.close()
    with running_hub(place.root) as running:
        yield running


@pytest.fixture
def cores() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def plain(asked: Asked, reply: Reply) -> Said | None:
    """The real platform's own answer to a probe: it offers nothing besides."""
    if "systemDate" not in asked.path:
        return None
    said = {name: value for name, value in reply.json.items() if name != "karmadesk"}
    return Said(json.dumps(said).encode(), 200, "application/json")


def line(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    options = ["--home", str(home), "--secrets", "sealed-file", "--passphrase-file", str(home.parent / "phrase")]
    capsys.readouterr()
    code = main(["carry", *words, *options])
    return code, capsys.readouterr().out


def browsing(monkeypatch: pytest.MonkeyPatch, relay: str, hub: Hub, who: tuple[str, str]) -> None:
    """Somebody at the linked computer's browser, who signs in as this person. (The relay passes no cookies on.)"""

    def opens(address: str) -> bool:
        browser = Browser()
        reply = browser.fill_in(browser.get(address.replace(relay, hub.url, 1)), *who)
        browser.get(reply.headers["Location"])
        return True

    monkeypatch.setattr(webbrowser, "open", opens)


def test_the_learner_signs_in_on_a_linked_computer_and_nothing_of_them_stays_there(
    hub: Hub,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    cores: ExitStack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drive, words = tmp_path / "drive", tmp_path / "words"
    drive.mkdir()
    words.write_text(f"{WORDS}\n")
    field, office = tmp_path / "field" / "home", tmp_path / "office" / "home"
    relay = Relay(hub.url, after=plain)
    with wire(relay) as between:
        core = begun(field, cores)
        sunita = add(core, hub, between.url, SUNITA)
        relay.before = lambda _: Said(cut=True)
        finish(sunita, COURSE, VIDEO)
        with sunita.catalogue.read() as catalogue:
            other = catalogue.course(ANOTHER)
        assert other is not None
        first = other.resources()[0].id
        finish(sunita, ANOTHER, first)
        who, name = user(sunita), sunita.person.id
        count = len(accepted(hub, who))
        core.close()
        code, said = line(field, capsys, "out", str(drive))
        assert code == 1
        assert "not_met" in said
        code, said = line(field, capsys, "out", str(drive), "--words-file", str(words))
        assert code == 0, said
        [post] = (drive / "KarmaDesk-post").iterdir()
        assert not [w for w in (who, "Sunita", VIDEO, COURSE, between.url) if w.encode() in post.read_bytes()]

        relay.before = lambda _: None
        linked = begun(office, cores)
        linked.keep_server(row_of(between.url))
        linked.change_settings(server="hub")
        linked.close()
        code, said = line(office, capsys, "deliver", str(drive))
        assert code == 1
        assert "sign_in_wanted" in said
        browsing(monkeypatch, between.url, hub, ("ravi", "demo-ravi"))
        code, said = line(office, capsys, "stand-in", str(drive), "--words-file", str(words))
        assert code == 1
        assert "It is the turn of Sunita" in said
        assert "wrong_person" in said
        browsing(monkeypatch, between.url, hub, SUNITA)
        code, said = line(office, capsys, "stand-in", str(drive), "--words-file", str(words))
        assert code == 0, said
        assert "0 accepted" not in said
        assert not list(office.glob("visit-*"))
        assert not list((office / "people").glob("*"))

        relay.before = lambda _: Said(cut=True)
        code, said = line(field, capsys, "in", str(drive))
        assert code == 0
        assert "plan and courses are up to date" in said
        core = begun(field, cores)
        assert set(states(core.desk(name))) == {ItemState.ACCEPTED}
        core.close()
        sent = accepted(hub, who)[count:]
        assert sorted(one["content"] for one in sent if one["content"]) == sorted([VIDEO, first])
        assert line(field, capsys, "in", str(drive))[0] == 0
        words.write_text("other words than those")
        code, said = line(office, capsys, "stand-in", str(drive), "--words-file", str(words))
        assert code == 1
        assert "not_carried_here" in said
