"""The doctor finds what is wrong with an installation, says what to do, changes nothing, and gives nobody away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from karmadesk.app import servers
from karmadesk.app.clock import SystemClock
from karmadesk.app.core import Core
from karmadesk.app.doctor import disk, parts
from karmadesk.app.doctor.databases import databases
from karmadesk.app.doctor.examine import condition, examine, platform_name
from karmadesk.app.doctor.finding import Finding, State, bare_address, spoken
from karmadesk.app.doctor.network import network
from karmadesk.app.doctor.subject import Subject, on_disk
from karmadesk.app.secrets import Secrets
from karmadesk.errors import PolicyRefused
from karmadesk.jobs import Context
from karmadesk.model import Link, Person, Profile, ServerRow, Tokens
from karmadesk.paths import Paths
from karmadesk.policy import NO_POLICY, Policy
from karmadesk.ports import Vault
from karmadesk.services.plan import PULLED
from karmadesk.services.support_code import CHECKS, decode
from karmadesk.settings import Settings
from karmadesk.store.mending import want
from karmadesk.ui.theme.measures import FONT_FILES
from tests.services.test_support_code import PLAIN
from tests.sync.clock import StillClock
from tests.sync.wire import Said, envelope, wire
from tests.ui.doubles import ROOT

PHRASE = "neem bicycle cloud seven"
LABEL = "Sunita Devi"
SECRETS = ("api-key-of-the-office", "access-token-of-sunita", "refresh-token-of-sunita", LABEL, "Sunita", "u-4711")


def held(subject: Subject, check: str) -> Finding:
    """The one finding of this check."""
    (found,) = [finding for finding in examine(subject).findings if finding.check == check]
    return found


def subject_of(home: Path, *, office: Policy = NO_POLICY, vault: Vault | None = None, **more: object) -> Subject:
    paths = Paths(home)
    row = ServerRow("here", "Here", "igot", "http://127.0.0.1:9", SECRETS[0])
    made = Subject(paths, office, Settings(server="here"), {"here": row}, StillClock(), vault=vault, link=Link.ONLINE)
    return replace(made, **more)  # type: ignore[arg-type]  # the names are the dataclass's own


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    path = tmp_path / "phrase"
    path.write_text(PHRASE, "utf-8")
    return path


@pytest.fixture
def sunita(tmp_path: Path, phrase: Path) -> Person:
    """A home with one person, a session and a plan, whose keys a passphrase seals."""
    core = Core(tmp_path / "home", post=lambda work: work(), unexpected=print, secrets=Secrets("sealed-file", phrase))
    person = core.people.add("igot", LABEL, "hi")
    with core.people.open(person.id).write() as learner:
        learner.put_profile(Profile("u-4711", "Sunita"))
        learner.put_tokens(Tokens(SECRETS[1], SECRETS[2], core.clock.now()))
        learner.set_checkpoint(PULLED, (core.clock.now() - timedelta(days=6)).isoformat())
    core.catalogue("igot")
    core.shelf.close()
    core.close()
    return person


def test_a_home_that_nobody_has_used_yet_is_well_and_stays_unmade(tmp_path: Path) -> None:
    report = examine(subject_of(tmp_path / "home"))
    assert report.is_well
    assert not (tmp_path / "home").exists()
    assert {finding.check for finding in report.findings} == set(CHECKS)
    assert decode(report.code).outbox == 0


def test_what_is_sound_is_found_sound_and_told_by_the_code(sunita: Person, tmp_path: Path, phrase: Path) -> None:
    found = on_disk(tmp_path / "home", Secrets(passphrase_file=phrase), SystemClock())
    subject = replace(found, link=Link.ONLINE)
    report = examine(subject)
    assert [f for f in report.findings if f.check in {"learner", "shelf", "catalogue", "keys"} and f.do] == []
    assert "sound, revision" in held(subject, "learner").says
    told = decode(report.code)
    assert (told.outbox, told.days) == (0, 4), "nothing waits, and the plan came 5 to 7 days ago"


def test_without_the_passphrase_people_s_records_are_left_alone(sunita: Person, tmp_path: Path) -> None:
    subject = on_disk(tmp_path / "home", Secrets(), SystemClock())
    assert subject.vault is None
    report = examine(replace(subject, link=Link.OFFLINE))
    assert "were not looked at" in next(f.says for f in report.findings if f.check == "learner")
    assert decode(report.code).days is None


@pytest.mark.parametrize("check", ["learner", "shelf", "catalogue"])
def test_a_damaged_database_is_a_problem_and_is_left_as_it_is(
    check: str, sunita: Person, tmp_path: Path, phrase: Path
) -> None:
    paths = Paths(tmp_path / "home")
    path = {
        "learner": paths.person(sunita.id) / "learner.db",
        "shelf": paths.shelf,
        "catalogue": paths.catalogue("igot"),
    }[check]
    path.write_bytes(b"x" * 8192)
    subject = replace(on_disk(paths.home, Secrets(passphrase_file=phrase), SystemClock()), link=Link.ONLINE)
    assert held(subject, check).state is State.PROBLEM
    assert path.read_bytes() == b"x" * 8192
    assert check in decode(examine(subject).code).failed


def test_a_database_of_a_newer_program_is_told_as_that(sunita: Person, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    shelf = Paths(tmp_path / "home").shelf
    with closing(sqlite3.connect(shelf)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer KarmaDesk" in held(subject_of(tmp_path / "home"), "shelf").says


def test_people_without_their_key_store_are_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "people" / "0123456789abcdef"
    folder.mkdir(parents=True)
    (folder / "person.json").write_text(json.dumps({"label": LABEL, "server": "here"}), "utf-8")
    assert held(subject_of(tmp_path / "home"), "keys").state is State.PROBLEM


def test_nobody_is_given_away(sunita: Person, tmp_path: Path, phrase: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("https_proxy", "http://sunita:proxy-password@10.9.9.9:3128")
    (home / "logs" / "karmadesk.log").write_text("2026-11-24 08:00:00,000 ERROR karmadesk access-token-of-sunita\n")
    policy = tmp_path / "policy.toml"
    policy.write_text(f'[server]\nid = "office"\nhost = "http://127.0.0.1:9"\napi_key = "{SECRETS[0]}"\n')
    monkeypatch.setenv("KARMADESK_POLICY", str(policy))
    report = examine(replace(on_disk(home, Secrets(passphrase_file=phrase), SystemClock()), link=Link.OFFLINE))
    assert any("proxy is http://10.9.9.9:3128" in finding.says for finding in report.findings)
    told = json.dumps([(f.check, f.says, f.do) for f in report.findings], ensure_ascii=False)
    for secret in (*SECRETS, sunita.id, PHRASE, "proxy-password", str(tmp_path)):
        assert secret not in told
    assert decode(report.code) is not None


def test_the_server_and_the_clock_are_asked_for_once(tmp_path: Path) -> None:
    clock = StillClock()
    late = int((clock.now() + timedelta(seconds=300)).timestamp() * 1000)
    with wire(lambda _: Said(envelope({}) | {"systemDate": late})) as server:
        row = ServerRow("here", "Here", "igot", server.url, SECRETS[0])
        subject = subject_of(tmp_path, servers={"here": row}, clock=clock, link=None)
        told = {finding.check: finding for finding in network(subject)}
    assert (told["server"].state, told["proxy"].state) == (State.OK, State.OK)
    assert told["clock"].state is State.WARNING
    assert "300 s behind" in told["clock"].says
    assert len(server.asked) == 1
    assert not {"authorization", "x-authenticated-user-token"} & server.asked[0].headers.keys()


@pytest.mark.parametrize(
    "answer, words",
    [
        (Said(b"<html>sign in, guest</html>", kind="text/html"), "not a learning server"),
        (Said({"a": 1}), "not a learning server"),
        (Said(b"", 503), "a fault of its own"),
        (Said(cut=True), "can't be reached"),
    ],
)
def test_what_answers_is_told_without_its_words(tmp_path: Path, answer: Said, words: str) -> None:
    with wire(lambda _: answer) as server:
        row = ServerRow("here", "Here", "igot", server.url, "")
        (found,) = [f for f in network(subject_of(tmp_path, servers={"here": row}, link=None)) if f.check == "server"]
    assert words in found.says
    assert "guest" not in found.says
    assert found.state is State.WARNING


def test_a_proxy_that_is_away_is_the_proxy_s_fault(tmp_path: Path) -> None:
    row = ServerRow("here", "Here", "igot", "http://10.255.255.1", "")
    office = Policy(proxy="http://me:secret@127.0.0.1:9")
    subject = subject_of(tmp_path, office=office, servers={"here": row}, link=None)
    told = {finding.check: finding for finding in network(subject)}
    assert told["proxy"].state is State.PROBLEM
    assert "http://127.0.0.1:9" in told["proxy"].says
    assert "secret" not in told["proxy"].says


@pytest.mark.parametrize(
    "link, state", [(Link.ONLINE, State.OK), (Link.METERED, State.OK), (Link.CAPTIVE, State.WARNING)]
)
def test_a_link_that_is_known_is_not_asked_again(tmp_path: Path, link: Link, state: State) -> None:
    found = network(subject_of(tmp_path, link=link))
    assert [finding.state for finding in found if finding.check == "server"] == [state]


def test_a_clock_that_is_years_off_is_a_problem(tmp_path: Path) -> None:
    clock = StillClock()
    clock.offset = timedelta(days=-800)
    (found,) = [f for f in network(subject_of(tmp_path, clock=clock)) if f.check == "clock"]
    assert found.state is State.PROBLEM
    assert "ahead of" in found.says


def test_the_flush_is_measured_where_the_home_is(tmp_path: Path) -> None:
    assert disk.flush_ms(tmp_path) > 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "took, state", [(0.001, State.WARNING), (0.5, State.OK), (12.0, State.OK), (900.0, State.WARNING)]
)
def test_a_flush_too_quick_or_too_slow_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, took: float, state: State
) -> None:
    monkeypatch.setattr(disk, "flush_ms", lambda _folder: took)
    (found,) = [f for f in disk.disk(subject_of(tmp_path)) if f.check == "flushes"]
    assert found.state is state


@pytest.mark.parametrize("free, state", [(10**8, State.PROBLEM), (10**9, State.WARNING), (10**11, State.OK)])
def test_room_on_the_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: State) -> None:
    monkeypatch.setattr(disk, "free_bytes", lambda _folder: free)
    assert disk.disk(subject_of(tmp_path))[0].state is state


def test_the_log_is_counted_and_not_quoted(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "logs").mkdir(parents=True)
    lines = """\
        2026-11-24 08:00:00,000 ERROR karmadesk.x she said so
        2026-11-24 08:00:00,000 CRITICAL karmadesk.x a bug
        Traceback (most recent call last):
        2026-11-01 08:00:00,000 ERROR karmadesk.x long ago
        2026-11-24 08:00:00,000 INFO karmadesk.x nothing
    """
    (home / "logs" / "karmadesk.log").write_text(textwrap.dedent(lines))
    (found,) = parts.log(subject_of(home))
    assert found.says == "In 7 days the log tells of 1 bugs and 1 other errors."
    assert found.state is State.WARNING


def test_fonts_are_those_that_the_window_loads() -> None:
    assert parts.FONTS == FONT_FILES


def test_a_font_that_is_damaged_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "resources" / "fonts", tmp_path / "resources" / "fonts")
    (tmp_path / "resources" / "fonts" / FONT_FILES[0]).write_bytes(b"nothing")
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    (found,) = parts.fonts(subject_of(tmp_path))
    assert found.state is State.PROBLEM
    assert FONT_FILES[0] in found.says


def test_a_policy_that_cannot_be_followed_is_a_finding(tmp_path: Path) -> None:
    fault = PolicyRefused(file="/etc/karmadesk/policy.toml", line=3, name="network.proxy", wanted='"http://…"')
    (found,) = parts.policy_file(subject_of(tmp_path, policy_fault=fault))
    assert found.state is State.PROBLEM
    assert "line 3: network.proxy" in found.says


def test_what_a_policy_names_is_looked_at(tmp_path: Path) -> None:
    source = tmp_path / "policy.toml"
    source.write_text("")
    (tmp_path / "not.pem").write_text("no certificate")
    office = Policy(
        source=source, server_id="o", server_host="http://o.in", ca_file=tmp_path / "not.pem",
        media_folder=tmp_path / "away",
    )  # fmt: skip
    says = " ".join(finding.says for finding in parts.policy_file(subject_of(tmp_path, office=office)))
    for name in ("KARMADESK_POLICY", "network.ca_file", "storage.media_folder", "server.host"):
        assert name in says


def test_a_version_and_a_platform_have_their_numbers(tmp_path: Path) -> None:
    assert platform_name("win32", {}) == "windows"
    assert platform_name("linux", {"XDG_SESSION_TYPE": "wayland"}) == "linux-wayland"
    assert platform_name("linux", {"XDG_SESSION_TYPE": "tty"}) == "linux"
    assert platform_name("freebsd14", {}) == "other"
    from karmadesk.app.doctor.databases import Outbox

    made = condition(subject_of(tmp_path), (), Outbox())
    assert (made.outbox, made.days, made.failed) == (None, None, frozenset())


def test_addresses_and_paths_are_told_bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bare_address("http://me:secret@proxy:3128/x") == "http://proxy:3128"
    assert bare_address("http://[half") == bare_address("") == "an address that is none"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert spoken(tmp_path / "x") == str(Path("~") / "x")
    assert spoken(Path("/srv/x")) == "/srv/x"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "karmadesk", "doctor", *words],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=90, env=os.environ | environment,
    )  # fmt: skip


def test_the_command_line_tells_and_never_loads_qt(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[server]\nid = "office"\nhost = "http://127.0.0.1:9"\n')
    done = run("--json", "--home", str(tmp_path / "home"), KARMADESK_POLICY=str(policy))
    told = json.loads(done.stdout)
    assert done.returncode == (0 if told["is_well"] else 1)
    assert {row["check"] for row in told["findings"]} == set(CHECKS)
    assert decode(told["code"]).version == (0, 1, 0)
    assert not (tmp_path / "home").exists()
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "karmadesk.app.doctor.examine" in loaded
    assert not {module for module in loaded if module.partition(".")[0] in ("PySide6", "shiboken6")}


def test_a_bad_policy_ends_every_verb_in_one_sentence_but_doctor_tells_all(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[network]\nsync_minutes = 0\n")
    environment = os.environ | {"KARMADESK_POLICY": str(policy)}
    command = [sys.executable, "-m", "karmadesk", "status", "--home", str(tmp_path / "home"), "--secrets", "memory"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment, timeout=60)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "bad value in line 2: network.sync_minutes must be 1…1440. [policy_refused]" in done.stderr
    assert not (tmp_path / "home").exists()


def test_a_code_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    from karmadesk.cli import main

    assert main(["doctor", "--decode", "2086 0413 5oc3"]) == 0
    assert "keys, server" in capsys.readouterr().out
    assert main(["doctor", "--json", "--decode", "2086-0413-50C3"]) == 0
    assert json.loads(capsys.readouterr().out)["not_ok"] == sorted(PLAIN.failed)
    assert main(["doctor", "--decode", "2086-0413-50C4"]) == 1
    assert "[mistyped_code]" in capsys.readouterr().err


def test_the_office_s_server_comes_first_and_others_stay() -> None:
    office = Policy(server_id="office", server_host="https://o.in")
    found = servers.decided_by(office, {row.id: row for row in servers.SERVERS})
    assert list(found) == ["office", "igot"]
    assert servers.decided_by(NO_POLICY, found) == found


def test_copies_and_damage_that_was_found_are_told(sunita: Person, tmp_path: Path, phrase: Path) -> None:
    home = tmp_path / "home"
    core = Core(home, post=lambda work: work(), unexpected=print, secrets=Secrets("sealed-file", phrase))
    core.people.open(sunita.id)
    core.care.run(Context())
    core.close()
    folder = Paths(home).person(sunita.id)
    kept = Secrets(passphrase_file=phrase)

    def says() -> Finding:
        return [f for f in databases(on_disk(home, kept, SystemClock())) if f.check == "learner"][1]

    found = says()
    assert found.state is State.OK
    assert "there are 1 copies, the newest of 2" in found.says
    assert "last looked at on 2" in found.says
    (folder / "learner.db.damaged-20261125T100000000000").touch()
    assert "1 damaged files are kept" in says().says
    assert says().state is State.WARNING
    want(folder, "a page")
    assert says().state is State.PROBLEM
    before = sorted(path.name for path in folder.iterdir())
    subject = replace(on_disk(home, kept, SystemClock()), link=Link.ONLINE)
    assert decode(examine(subject).code).outbox is None, "opening it would mend it"
    assert sorted(path.name for path in folder.iterdir()) == before
