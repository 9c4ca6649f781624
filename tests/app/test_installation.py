"""Which installation this is: noticed when a home was copied, restored or carried away, and never by accident."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from karmadesk.app import device, machine
from karmadesk.app.device import Installation, known_device
from karmadesk.errors import DiskFull
from karmadesk.ports import Named, Seen

SEEN = Seen(("one", "two"), "d", 7)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def opened(home: Path, machine_mark: str = "this machine", states: str = "states") -> Installation:
    return Installation(home / "device.json", home.parent / states, machine_mark)


def test_the_same_home_on_the_same_machine_stays_the_same(home: Path) -> None:
    first = opened(home)
    assert first.seen("asha") is None
    first.remember("asha", SEEN)
    again = opened(home)
    assert again.device == first.device == known_device(home / "device.json")
    assert again.seen("asha") == SEEN
    assert again.is_watching


def test_a_copied_home_is_another_one_and_the_first_stays_what_it_is(home: Path) -> None:
    first = opened(home)
    first.remember("asha", SEEN)
    copy = home.with_name("copy")
    shutil.copytree(home, copy)
    second = opened(copy)
    assert second.device != first.device
    assert second.seen("asha") is None
    assert opened(home).device == first.device
    assert opened(copy).device == second.device


def test_a_home_that_was_moved_is_another_one(home: Path) -> None:
    first = opened(home)
    moved = home.rename(home.with_name("moved"))
    assert opened(moved).device != first.device


def test_a_home_on_another_machine_is_another_one_even_with_its_record(home: Path) -> None:
    first = opened(home)
    first.remember("asha", SEEN)
    second = opened(home, "that machine")
    assert second.device != first.device
    assert second.seen("asha") is None
    assert opened(home, "that machine").device == second.device


def test_a_restored_home_says_less_than_the_record(home: Path) -> None:
    opened(home)
    backup = home.with_name("backup")
    shutil.copytree(home, backup)
    later = opened(home)
    later.renew()
    shutil.rmtree(home)
    shutil.copytree(backup, home)
    assert opened(home).device not in {later.device, known_device(backup / "device.json")}


def test_without_its_record_nobody_can_tell_so_it_is_another_one(home: Path) -> None:
    first = opened(home)
    shutil.rmtree(home.parent / "states")
    second = opened(home)
    assert second.device != first.device
    assert opened(home).device == second.device


@pytest.mark.parametrize("text", ["", "[]", "{", '{"device": 7}'])
def test_a_damaged_file_or_record_is_no_record(home: Path, text: str) -> None:
    first = opened(home)
    [record] = (home.parent / "states").glob("*.json")
    record.write_text(text)
    second = opened(home)
    assert second.device != first.device
    (home / "device.json").write_text(text)
    assert opened(home).device != second.device


def test_what_a_record_says_of_somebody_in_another_form_is_nothing(home: Path) -> None:
    first = opened(home)
    first.remember("asha", SEEN)
    [record] = (home.parent / "states").glob("*.json")
    document = json.loads(record.read_text())
    strange: list[object] = [{"asha": 7}, {"asha": {"openings": "x"}}, [], None]
    for people in strange:
        record.write_text(json.dumps({**document, "people": people}))
        assert opened(home).seen("asha") is None
        assert opened(home).device == first.device


def test_where_nothing_can_be_kept_outside_it_goes_on_without_watching(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(home)
    monkeypatch.setattr(device, "_is_writable", lambda _: False)
    second = opened(home, states="elsewhere")
    assert (second.device, second.is_watching) == (first.device, False)
    second.remember("asha", SEEN)
    assert second.seen("asha") is None


def test_a_record_that_can_not_be_written_is_what_it_was(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(home)
    first.remember("asha", SEEN)

    def full(*_: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as broken:
        broken.setattr(device, "_write", full)
        first.remember("asha", Seen(("three",)))
    assert first.seen("asha") == SEEN
    assert not first.is_watching
    assert opened(home).seen("asha") == SEEN


def test_a_new_home_on_a_full_disk_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(device, "_write", full)
    with pytest.raises(DiskFull):
        opened(home)


def test_states_are_really_tried(tmp_path: Path) -> None:
    assert device._is_writable(tmp_path / "new" / "folder")
    assert list((tmp_path / "new" / "folder").iterdir()) == []
    (tmp_path / "file").touch()
    assert not device._is_writable(tmp_path / "file" / "folder")


def test_records_of_homes_long_gone_are_forgotten(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "MOST_RECORDS", 3)
    states = home.parent / "states"
    for number in range(5):
        (home / str(number)).mkdir()
        made = Installation(home / str(number) / "device.json", states, "m")
        os.utime(made._record, (number, number))
    last = opened(home)
    assert len(list(states.glob("*.json"))) == 3
    assert opened(home).device == last.device


def test_neither_the_machine_nor_the_home_stands_anywhere_in_the_clear(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    named = tmp_path / "machine-id"
    named.write_text("0123456789abcdef0123456789abcdef\n")
    if hasattr(machine, "LINUX"):
        monkeypatch.setattr(machine, "_machine_id", lambda: machine.first_of([named]))
    mark = machine.machine_mark()
    assert mark == machine.marked("0123456789ABCDEF0123456789abcdef ")
    opened(home, mark).remember("asha", SEEN)
    for file in (home / "device.json", *(home.parent / "states").iterdir()):
        text = file.read_text()
        assert mark in text
        assert "0123456789abcdef" not in text
        assert str(home) not in text


def test_the_first_file_that_says_anything_is_the_machine(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "early").write_text("uninitialized\n")
    (tmp_path / "foreign").write_bytes(b"\xff\xfe")
    (tmp_path / "said").write_text("abc\n")
    names = ("missing", "empty", "early", "foreign", "said")
    assert machine.first_of([tmp_path / name for name in names]) == "abc"
    assert machine.first_of([tmp_path / "missing"]) == ""


def test_a_machine_without_an_id_has_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_machine_id", lambda: "")
    assert machine.machine_mark() == ""


def test_a_macs_id_is_found_in_what_ioreg_says() -> None:
    said = '+-o Root\n  {\n    "IOPlatformUUID" = "00000000-1111-2222"\n    "model" = <"Mac">\n  }\n'
    assert machine.platform_uuid(said) == "00000000-1111-2222"
    assert machine.platform_uuid("nothing") == ""


def test_a_name_alone_remembers_nothing() -> None:
    named = Named("laptop")
    named.remember("asha", SEEN)
    named.renew()
    assert (named.device, named.is_watching, named.seen("asha")) == ("laptop", False, None)
