"""The core goes by what the office decided, and keeps what people chose for the day when it no longer does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from karmadesk import settings
from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.errors import PolicyRefused
from karmadesk.jobs import Cancelled, Context
from karmadesk.policy import NO_POLICY, Policy
from karmadesk.services.support_code import decode


def core_in(home: Path, office: Policy, *, is_demo: bool = False) -> Core:
    return Core(
        home, post=lambda work: work(), unexpected=print, secrets=Secrets("memory"), office=office, is_demo=is_demo
    )


def test_a_decided_setting_stays_decided_and_the_choice_is_kept(tmp_path: Path) -> None:
    office = Policy(source=tmp_path / "p", server_id="office", server_host="https://o.in", sync_minutes=30)
    core = core_in(tmp_path, office)
    core.change_settings(sync_minutes=2, theme="dark")
    assert (core.settings.sync_minutes, core.settings.theme, core.settings.server) == (30, "dark", "office")
    assert next(iter(core.servers)) == "office"
    core.close()
    kept = settings.load(tmp_path / "settings.json")
    assert (kept.sync_minutes, kept.server) == (2, "")
    core = core_in(tmp_path, NO_POLICY)
    assert (core.settings.sync_minutes, list(core.servers)) == (2, ["igot"])
    core.close()


def test_courses_lie_where_the_office_says(tmp_path: Path) -> None:
    core = core_in(tmp_path / "home", Policy(source=tmp_path / "p", media_folder=tmp_path / "media"))
    source = tmp_path / "film"
    source.write_bytes(b"film")
    sha256, _ = core.files.adopt(source)
    assert core.files.path(sha256).is_relative_to(tmp_path / "media")
    assert not (tmp_path / "home" / "objects").exists()
    core.close()


def test_a_folder_that_cannot_be_written_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    policy = tmp_path / "policy.toml"
    policy.write_text(f"[storage]\n\nmedia_folder = '{tmp_path / 'file' / 'media'}'\n")
    with pytest.raises(PolicyRefused) as caught:
        core_in(tmp_path / "home", Policy(source=policy, media_folder=tmp_path / "file" / "media"))
    assert (caught.value.arguments["line"], caught.value.arguments["name"]) == (3, "storage.media_folder")


def test_a_demonstration_keeps_its_own_server(tmp_path: Path) -> None:
    core = core_in(
        tmp_path, Policy(source=tmp_path / "p", server_id="office", server_host="https://o.in"), is_demo=True
    )
    assert "office" not in core.servers
    core.close()


def test_the_window_s_code_asks_no_network(tmp_path: Path) -> None:
    core = core_in(tmp_path, NO_POLICY)
    asked: list[str] = []
    assert decode(core.support_code(lambda: asked.append("still wanted"))).version == (0, 1, 0)
    assert len(asked) > 5
    cancelled = Context()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        core.support_code(cancelled.check)
    core.close()


def test_settings_changed_from_many_lanes_at_once_are_all_kept(tmp_path: Path) -> None:
    core = core_in(tmp_path, NO_POLICY)
    values: dict[str, list[object]] = {
        "language": ["hi", "en"],
        "theme": ["dark", "light"],
        "volume": [10, 20],
        "text_percent": [125, 150],
    }
    with ThreadPoolExecutor(len(values)) as lanes:
        for changing in [lanes.submit(change_often, core, name, each) for name, each in values.items()]:
            changing.result()
    core.close()
    kept = settings.load(tmp_path / "settings.json")
    assert [getattr(kept, name) for name in values] == [each[-1] for each in values.values()]


def change_often(core: Core, name: str, values: list[object]) -> None:
    for _ in range(40):
        for value in values:
            core.change_settings(**{name: value})
