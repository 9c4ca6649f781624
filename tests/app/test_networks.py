"""A network that was never seen before costs by the byte until the learner says otherwise, once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from karmadesk.app.networks import MOST, Networks
from karmadesk.model import Charge
from karmadesk.sync.network import Way

OFFICE, PHONE = Way("eth0", "10.0.0.1", "aa:aa:aa:aa:aa:aa"), Way("wlan0", "192.168.43.1", "bb:bb:bb:bb:bb:bb")


class Moving:
    """A laptop that is carried about."""

    def __init__(self, way: Way | None = OFFICE) -> None:
        self.way = way

    def __call__(self) -> Way | None:
        return self.way


def test_each_network_is_asked_about_once_and_remembered(tmp_path: Path) -> None:
    here = Moving()
    networks = Networks(tmp_path / "networks.json", here)
    assert networks.costs()
    assert networks.charge is Charge.UNSAID
    networks.say(Charge.FREE)
    assert not networks.costs()
    here.way = PHONE
    assert networks.costs()
    assert networks.charge is Charge.UNSAID, "another network is another question"
    networks.say(Charge.BY_BYTE)
    again = Networks(tmp_path / "networks.json", here)
    assert again.costs()
    assert again.charge is Charge.BY_BYTE
    here.way = OFFICE
    assert not again.costs()


def test_it_notices_that_it_was_carried_elsewhere(tmp_path: Path) -> None:
    here = Moving()
    networks = Networks(tmp_path / "networks.json", here)
    assert not networks.look(), "the first look is no news"
    assert not networks.look()
    here.way = PHONE
    assert networks.look()
    here.way = None
    assert networks.look()


def test_where_the_system_tells_nothing_the_kind_of_line_must_do(tmp_path: Path) -> None:
    networks = Networks(tmp_path / "networks.json", Moving(None))
    networks.hint("ethernet")
    networks.look()
    networks.say(Charge.FREE)
    assert not networks.costs()
    networks.hint("cellular")
    assert networks.costs()


def test_nothing_is_said_of_a_network_before_it_was_looked_at(tmp_path: Path) -> None:
    networks = Networks(tmp_path / "networks.json", Moving())
    networks.say(Charge.FREE)
    assert networks.costs()


def test_few_are_kept_and_none_by_name(tmp_path: Path) -> None:
    here, file = Moving(), tmp_path / "networks.json"
    networks = Networks(file, here)
    for number in range(MOST + 20):
        here.way = Way("wlan0", f"10.0.{number}.1")
        networks.look()
        networks.say(Charge.FREE)
    assert len(json.loads(file.read_text("utf-8"))) == MOST
    assert "10.0" not in file.read_text("utf-8")
    here.way = Way("wlan0", "10.0.0.1")
    assert networks.costs(), "the one that was used longest ago is asked about again"


@pytest.mark.parametrize("text", ["", "{}", "3", '[["x"]]', '[["x", "maybe"]]'])
def test_a_damaged_file_asks_again(tmp_path: Path, text: str) -> None:
    (tmp_path / "networks.json").write_text(text, "utf-8")
    assert Networks(tmp_path / "networks.json", Moving()).costs()


def test_a_disk_without_room_keeps_it_until_the_program_ends(tmp_path: Path) -> None:
    networks = Networks(tmp_path / "gone" / "networks.json", Moving())
    networks.look()
    networks.say(Charge.FREE)
    assert not networks.costs()
