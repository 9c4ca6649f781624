"""`dev.py package`: what it says when something may not be handed out, is too big, or cannot be proved here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.packing import __main__ as verb
from tools.packing import chroot, program, prove


@pytest.fixture(autouse=True)
def already_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Freezing takes a minute; what comes after it is what is looked at."""
    monkeypatch.setattr(verb, "make", lambda *_, **__: {"folder": 1_000_000, "tar.xz": 1_000})
    monkeypatch.setattr(verb, "run_once", lambda _console: None)


def test_a_program_within_its_budget_is_handed_out(tmp_path: Path) -> None:
    assert verb.main(["--dist", str(tmp_path)]) == 0


def test_a_program_that_grew_too_big_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verb, "make", lambda *_, **__: {"folder": 270_000_001, "tar.xz": 1_000})
    assert verb.main(["--dist", str(tmp_path)]) == 1
    assert capsys.readouterr().out == "folder: 270 MB, the budget is 270 MB\n"


def test_every_reason_for_a_refusal_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> dict[str, int]:
        raise program.Refused("one", "another")

    monkeypatch.setattr(verb, "make", refuse)
    assert verb.main(["--dist", str(tmp_path)]) == 1
    assert capsys.readouterr().out == "This program may not be handed out:\n  one\n  another\n"


def test_without_root_the_proof_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tools.packing.chroot.os.geteuid", lambda: 1000)
    assert verb.main(["--prove-only", "--dist", str(tmp_path), "--root", str(tmp_path / "none")]) == 1
    assert "which only root can make" in capsys.readouterr().out


def test_nothing_built_is_nothing_to_prove(tmp_path: Path) -> None:
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/etc/debian_version").write_text("12.0\n", "utf-8")
    assert chroot.cached(tmp_path / "root") == tmp_path / "root"
    with pytest.raises(prove.Unproved, match="build it first"):
        prove.everything(tmp_path, root=tmp_path / "root")


def test_a_changed_file_of_the_learner_is_named() -> None:
    prove._kept({"plan": "1", "notes": "2"}, {"plan": "1", "notes": "2"}, "an upgrade")
    with pytest.raises(prove.Unproved, match=r"an upgrade changed what the learner has: \['notes', 'plan'\]"):
        prove._kept({"plan": "1", "notes": "2"}, {"plan": "2"}, "an upgrade")
