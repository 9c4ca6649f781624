from __future__ import annotations

import csv
from pathlib import Path

import pytest

from karmadesk.errors import UnwritableFile
from karmadesk.services import listing


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_list_is_written_whole_in_every_script(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    listing.save(path, ("When", "पाठ"), [("24 Nov", "पानी साफ़ करना, घर पर"), ("25 Nov", 'a "quote"')])
    assert read(path) == [["When", "पाठ"], ["24 Nov", "पानी साफ़ करना, घर पर"], ["25 Nov", 'a "quote"']]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet must know that it is UTF-8"
    assert list(tmp_path.iterdir()) == [path]


def test_no_name_of_a_lesson_becomes_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    listing.save(path, ("name",), [("=HYPERLINK(1)",), ("+1",), ("fine",)])
    assert [row[0] for row in read(path)[1:]] == ["'=HYPERLINK(1)", "'+1", "fine"]


def test_what_can_not_be_written_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("before", "utf-8")
    with pytest.raises(UnwritableFile) as told:
        listing.save(tmp_path / "gone" / "list.csv", ("a",), [])
    assert told.value.arguments["name"] == "list.csv"
    path.unlink()
    path.mkdir()
    with pytest.raises(UnwritableFile):
        listing.save(path, ("a",), [])
    assert [p.name for p in tmp_path.iterdir()] == ["list.csv"]
