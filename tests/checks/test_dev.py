"""dev.py: says in one sentence what is missing, and does nothing where nothing is to be done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import dev
from tests.checks.tree import ROOT


class Usage(NamedTuple):
    """A disk as shutil.disk_usage tells it."""

    total: int
    used: int
    free: int


def test_help_names_every_verb(capfd: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["help"]) == 0
    told = capfd.readouterr().out
    assert [verb for verb in dev.VERBS if f"  {verb} " not in told] == []


def test_an_unknown_verb_is_answered_with_the_list(capfd: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["fly"]) == 2
    assert "screenshots" in capfd.readouterr().out


def test_make_knows_the_same_words() -> None:
    if not (make := shutil.which("make")):
        pytest.skip("make is not installed; dev.py does not need it")
    done = subprocess.run(
        [make, "help", f"PYTHON={sys.executable}"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "test-all" in done.stdout


def test_an_old_python_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("dev.sys.version_info", (3, 9, 2))
    assert dev.main(["setup"]) == 1
    assert capfd.readouterr().out == "KarmaDesk needs Python 3.11 or newer; this is 3.9.\n"


def test_a_full_disk_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "python")
    monkeypatch.setattr("dev.shutil.disk_usage", lambda _path: Usage(10, 9, 1_200_000_000))
    assert dev.main(["setup"]) == 1
    assert "needs 2.5 GB of free disk space" in capfd.readouterr().out


def test_a_missing_link_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "PIP_NO_CACHE_DIR": "1",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(dev.MissingError, match="cannot be reached: connect to the network once"):
        dev.check_link()


def without_packages(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    """A Debian where nobody may install anything."""
    monkeypatch.setattr(dev, "missing_packages", lambda: missing)
    monkeypatch.setattr(dev, "privilege", lambda: None)


def test_without_root_the_one_command_is_printed_and_work_goes_on(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    without_packages(monkeypatch, "libvlc5", "xvfb")
    dev.install_system_packages()
    assert "  sudo apt-get install --yes --no-install-recommends libvlc5 xvfb\n" in capfd.readouterr().out


def test_without_root_and_without_what_qt_needs_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    without_packages(monkeypatch, "libegl1", "xvfb")
    with pytest.raises(dev.MissingError, match="cannot start without libegl1:"):
        dev.install_system_packages()


def test_packages_under_their_newer_name_count_as_present(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "".join(
        f"{name}{'t64' if name == 'libglib2.0-0' else ''} installed\n" for name in (*dev.ESSENTIAL, *dev.WANTED)
    )
    monkeypatch.setattr("dev.shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev, "LINUX", True)
    monkeypatch.setattr(
        dev, "quiet", lambda _command: subprocess.CompletedProcess([], 0, listed.replace("xvfb installed\n", ""))
    )
    assert dev.missing_packages() == ("xvfb",)


def test_a_machine_that_is_ready_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    done: list[str] = []
    for step in ("check_disk", "install_system_packages", "make_venv", "check_link", "install_packages"):
        monkeypatch.setattr(dev, step, lambda step=step: done.append(step))
    monkeypatch.setattr(dev, "compile_translations", lambda: 0)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    assert dev.setup() == 0
    assert done == ["check_disk", "install_system_packages", "make_venv", "check_link", "install_packages"]
    assert dev.setup() == 0
    assert len(done) == 5


def test_a_changed_lock_means_setting_up_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = dev.fingerprint()
    lock = tmp_path / "requirements.lock"
    lock.write_text((ROOT / "requirements.lock").read_text("utf-8") + "\n", "utf-8")
    monkeypatch.setattr(dev, "LOCK", lock)
    assert dev.fingerprint() != before


def test_every_check_is_run_and_every_failure_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    python = sys.executable
    checks: dict[str, list[str | Path]] = {
        "first": [python, "-c", "raise SystemExit('no good')"],
        "second": [python, "-c", "pass"],
        "third": [python, "-c", "raise SystemExit('nor this')"],
    }
    monkeypatch.setattr(dev, "setup", lambda: 0)
    monkeypatch.setattr(dev, "checks", lambda: checks)
    assert dev.check() == 1
    told = capfd.readouterr().out
    assert "no good" in told
    assert "nor this" in told
    assert told.endswith("check: first, third failed.\n")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been started."""
    commands: list[list[str]] = []

    def remember(command: list[str | Path]) -> int:
        commands.append([str(word) for word in command])
        return 0

    monkeypatch.setattr(dev, "setup", lambda: 0)
    monkeypatch.setattr(dev, "run", remember)
    return commands


@pytest.mark.parametrize("arguments", [(), ("--home", "here")])
def test_without_a_display_the_journey_runs_unattended(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    started: list[list[str]],
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.setattr(dev, "has_display", lambda: False)
    assert dev.run_demo(arguments) == 0
    assert "There is no display here" in capfd.readouterr().out
    assert {"demo", "--unattended", "--json", "--home"} < set(started[0])
    assert started[0].count("--home") == 1


def test_with_a_display_the_window_opens(monkeypatch: pytest.MonkeyPatch, started: list[list[str]]) -> None:
    monkeypatch.setattr(dev, "has_display", lambda: True)
    dev.run_demo(("--lang", "hi"))
    assert started[0][1:] == ["-m", "karmadesk", "demo", "--lang", "hi"]


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is one of the packages dev.py setup installs")
def test_a_screen_is_made_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with dev.display() as environment:
        assert environment["DISPLAY"].removeprefix(":").isdigit()
