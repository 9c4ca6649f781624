from __future__ import annotations

import json
from pathlib import Path

import pytest

from karmadesk import logs, settings
from karmadesk.settings import Settings


def test_settings_come_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    chosen = Settings().with_(language="hi", theme="dark", captions=("hi", "en"), speed=1.5)
    settings.save(path, chosen)
    assert settings.load(path) == chosen


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"volume": "loud", "theme": 3}'])
def test_a_damaged_file_gives_defaults(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, "utf-8")
    assert settings.load(path) == Settings()


def test_values_that_make_no_sense_are_set_back() -> None:
    odd = Settings().with_(theme="pink", text_percent=7, speed=9.0, volume=900, sync_minutes=0)
    assert odd == Settings(volume=100, sync_minutes=1)


def test_a_newer_versions_settings_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"from_the_future": 1, "language": "hi"}', "utf-8")
    settings.save(path, settings.load(path))
    assert json.loads(path.read_text("utf-8"))["from_the_future"] == 1
    assert settings.load(path).language == "hi"


@pytest.mark.parametrize(
    "said",
    [
        "Authorization: bearer abc.def.ghi",
        "refresh_token=SECRET&x=1",
        '{"access_token": "SECRET"}',
        "eyJhbGciOi.eyJzdWIiOiJ4In0.SECRET",
        "password: SECRET",
    ],
)
def test_the_log_blots_secrets_out(said: str) -> None:
    assert "SECRET" not in logs.redacted(said)
    assert "abc.def.ghi" not in logs.redacted(said)
