"""The log stands back: on a full disk it says nothing rather than a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from karmadesk import logs

FULL = Path("/dev/full")


@pytest.fixture(autouse=True)
def own_handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in before:
            handler.close()
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_a_log_that_finds_no_room_shows_no_traceback(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "karmadesk.log").symlink_to(FULL)
    logs.start(tmp_path)
    logging.getLogger("karmadesk.test").warning("a round stopped")
    logs.start(tmp_path)
    assert capfd.readouterr().err == ""


def test_what_is_logged_lies_in_the_file(tmp_path: Path) -> None:
    logs.start(tmp_path)
    logging.getLogger("karmadesk.test").warning("a round stopped: password=%s", "secret")
    text = (tmp_path / "karmadesk.log").read_text("utf-8")
    assert "a round stopped" in text
    assert "secret" not in text
