"""What an office decides is read exactly, or refused with the line it stands in."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from karmadesk import policy
from karmadesk.app.adapters import ADAPTERS
from karmadesk.app.places import machine_policy, media_folder, policy_file
from karmadesk.errors import PolicyError, PolicyRefused, PolicyUnknown, PolicyUnreadable
from karmadesk.model import SignInWay
from karmadesk.policy import NO_POLICY, TERMS, Policy
from karmadesk.policy import terms as table
from karmadesk.settings import Settings
from tests.ui.doubles import ROOT

FILE = Path("/etc/karmadesk/policy.toml")
SERVER = '[server]\nid = "office"\nhost = "https://learn.example.in"\n'
GUIDE = (ROOT / "docs" / "it-officers.md").read_text("utf-8")


def test_the_guide_s_example_is_a_policy() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    found = policy.read(example, FILE)
    assert found.server is not None
    assert (found.server.id, found.server.host) == ("health-odisha", "https://learn.health.example.in")
    assert found.server.sign_in is SignInWay.PASTE
    assert found.proxy == "http://proxy.office.example.in:3128"
    assert (found.ca_file, found.media_folder) == (Path("/etc/karmadesk/office-ca.pem"), Path("/srv/karmadesk"))
    assert (found.languages, found.default_language) == (("hi", "en"), "hi")
    assert (found.sync_minutes, found.downloads_on_metered, found.are_names_hidden) == (15, False, True)
    assert found.source == FILE


def test_the_guide_tells_of_every_key() -> None:
    rows = dict(re.findall(r"\| `([a-z]+\.[a-z_]+)` \| (`.*? \| .*?) \|\n", GUIDE))
    assert rows == {term.key: f"`{term.check.wanted}` | {term.words}" for term in TERMS}


def test_the_table_fills_each_field_once() -> None:
    assert sorted([*(term.field for term in TERMS), "source"]) == sorted(field.name for field in fields(Policy))
    settings = {field.name for field in fields(Settings)}
    assert {term.setting for term in TERMS if term.setting} <= settings
    assert set(table.ADAPTERS) == set(ADAPTERS)


@pytest.mark.parametrize(
    "text, line, name",
    [
        ('[server]\n\n# one\nhots = "x"\n', 4, "server.hots"),
        ("[sever]\n", 1, "sever"),
        ("sync_minutes = 3\n", 1, "sync_minutes"),
        ('[languages]\noffered = [\n  "hi",\n]\n\ndefault = "hi"\nother = 1\n', 7, "languages.other"),
        ('[network]\nproxy = "direct"\nno_tls = true\n', 3, "network.no_tls"),
        ("[[people]]\npin = 1\n", 1, "people"),
        ("[people]\nhide_names = true\n[people.more]\nx = 1\n", 3, "people.more"),
        ("network.sync_minutes = 5\nnetwork.syncminutes = 5\n", 2, "network.syncminutes"),
    ],
)
def test_an_unknown_key_is_refused_with_its_line(text: str, line: int, name: str) -> None:
    with pytest.raises(PolicyUnknown) as caught:
        policy.read(text, FILE)
    assert caught.value.arguments == {"file": str(FILE), "line": line, "name": name}


@pytest.mark.parametrize(
    "text, line, name",
    [
        ("[network]\nsync_minutes = 0\n", 2, "network.sync_minutes"),
        ("[network]\nsync_minutes = true\n", 2, "network.sync_minutes"),
        ('[network]\n\nproxy = "proxy:3128"\n', 3, "network.proxy"),
        ('[network]\nproxy = "http://proxy:99999"\n', 2, "network.proxy"),
        ('[network]\nca_file = "office.pem"\n', 2, "network.ca_file"),
        (SERVER + 'sign_in = "telepathy"\n', 4, "server.sign_in"),
        (SERVER + 'adapter = "moodle"\n', 4, "server.adapter"),
        (SERVER + 'name = """\ntwo\nlines"""\n', 4, "server.name"),
        ('[server]\nid = "office"\nhost = "https://a.in/path"\n', 3, "server.host"),
        ('[server]\nid = "office"\nhost = "https://me:secret@a.in"\n', 3, "server.host"),
        ('[server]\nid = "../office"\n', 2, "server.id"),
        ('[server]\nid = "office"\n', 2, "server.id"),
        ('[server]\nname = "x"\n', 2, "server.name"),
        ("[languages]\noffered = []\n", 2, "languages.offered"),
        ('[languages]\noffered = [\n"hi",\n7]\n', 2, "languages.offered"),
        ('[languages]\ndefault = "ta"\noffered = ["hi"]\n', 2, "languages.default"),
        ('[people]\nhide_names = "yes"\n', 2, "people.hide_names"),
        ('people = { require_pin = 1 }\n', 1, "people.require_pin"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_with_its_line(text: str, line: int, name: str) -> None:
    with pytest.raises(PolicyRefused) as caught:
        policy.read(text, FILE)
    assert (caught.value.arguments["line"], caught.value.arguments["name"]) == (line, name)
    assert caught.value.arguments["wanted"]


@pytest.mark.parametrize(
    "raw, line, why",
    [
        (b"[network]\nsync_minutes = \n", 2, "TOML"),
        (b'[network]\nproxy = "direct"\nproxy = "direct"\n', 3, "TOML"),
        (b"[network\n", 1, "TOML"),
        (b'# one\n[server]\nname = """open\n', 3, "TOML"),
        (b"# fine\n# caf\xe9\n", 2, "UTF-8"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, raw: bytes, line: int, why: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(raw)
    with pytest.raises(PolicyUnreadable) as caught:
        policy.load(path)
    assert (caught.value.arguments["line"], caught.value.arguments["why"]) == (line, why)


def test_a_file_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(b"\xef\xbb\xbf[network]\r\n\r\nsync_minutes = 20\r\n")
    assert policy.load(path).sync_minutes == 20
    path.write_bytes(b"\xef\xbb\xbf[network]\r\n\r\nsync_minuets = 20\r\n")
    with pytest.raises(PolicyUnknown) as caught:
        policy.load(path)
    assert caught.value.arguments["line"] == 3


def test_no_file_is_no_policy_but_one_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    assert policy.load(None) == policy.load(tmp_path / "none.toml") == NO_POLICY
    (tmp_path / "policy.toml").mkdir()
    with pytest.raises(PolicyError):
        policy.load(tmp_path / "policy.toml")


def test_the_office_s_word_counts_before_a_person_s() -> None:
    chosen = Settings(language="en", sync_minutes=2, theme="dark", server="igot")
    decided = policy.read(SERVER + '[network]\nsync_minutes = 30\n[languages]\noffered = ["hi"]\n', FILE)
    seen = decided.over(chosen)
    assert (seen.sync_minutes, seen.server, seen.language, seen.theme) == (30, "office", "hi", "dark")
    assert set(decided.settings) == {"sync_minutes", "server", "language"}
    assert NO_POLICY.over(chosen) == chosen
    assert dict(NO_POLICY.settings) == {}


@pytest.mark.parametrize(
    "offered, default, chosen, shown",
    [
        ('["hi", "en"]', "hi", "", "hi"),
        ('["hi", "en"]', "hi", "en", "en"),
        ('["hi", "ta"]', "ta", "en", "ta"),
    ],
)
def test_a_default_language_gives_way_to_a_choice_that_is_offered(
    offered: str, default: str, chosen: str, shown: str
) -> None:
    decided = policy.read(f'[languages]\noffered = {offered}\ndefault = "{default}"\n', FILE)
    assert decided.over(Settings(language=chosen)).language == shown
    assert "language" not in decided.settings


def test_a_demonstration_has_its_own_server_and_folder() -> None:
    decided = policy.read(SERVER + "[storage]\nmedia_folder = '/srv/k'\n[people]\nhide_names = true\n", FILE)
    demo = decided.for_demo()
    assert (demo.server, demo.media_folder, demo.are_names_hidden) == (None, None, True)
    assert "server" not in demo.settings


def test_a_variable_never_outweighs_the_machine_s_policy(tmp_path: Path) -> None:
    machine, other = tmp_path / "policy.toml", tmp_path / "other.toml"
    weaker = {"KARMADESK_POLICY": str(other)}
    assert policy_file(machine, weaker) == other
    assert policy_file(machine, {}) == machine
    machine.write_text("")
    assert policy_file(machine, weaker) == machine
    machine.unlink()
    machine.symlink_to(tmp_path / "away")
    assert policy_file(machine, weaker) == machine, "a link that leads nowhere is still an office's word"
    assert machine_policy().name == "policy.toml"


def test_each_home_has_its_own_part_of_the_media_folder(tmp_path: Path) -> None:
    one, two = (media_folder(Path("/srv/k"), tmp_path / name) for name in ("one", "two"))
    assert one != two
    assert one is not None
    assert one.parent == Path("/srv/k")
    assert media_folder(None, tmp_path) is None


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.key)
@pytest.mark.parametrize("value", [None, [], {}, "", 7.5, "\0", "a\nb"])
def test_no_check_breaks_on_what_no_key_may_be(term: policy.Term, value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the only error that a check may raise
        term.check.take(value)


@pytest.mark.parametrize(
    "piece", ["a = 1", 'a.b = "x"', "[a]", "[[a]]", "[a.b]", 'a = """\nx\n"""', "a = [\n1,\n]", "# a"]
)
def test_the_line_of_a_key_is_found_below_anything(piece: str) -> None:
    from karmadesk.policy.lines import key_lines

    text = f"{piece}\n[zebra]\nstripe = 1\n"
    assert key_lines(text)["zebra.stripe"] == text.count("\n")
