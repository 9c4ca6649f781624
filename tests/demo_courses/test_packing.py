"""A folder that an office wrote becomes packages, the same ones every time, or one sentence says why not."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from karmadesk.hub.packing import pack
from karmadesk.hub.packing_questions import PackingError


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "first-aid"
    folder.mkdir()
    (folder / "poster.jpg").write_bytes(b"\xff\xd8 a poster")
    (folder / "article.html").write_text('<h1>Bleeding</h1><p><img src="press.png" alt="press"></p>', encoding="utf-8")
    (folder / "press.png").write_bytes(b"\x89PNG a picture")
    questions = [{"ask": "Press?", "options": ["Yes", "No"], "right": 0, "why": "Pressure stops it."}]
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    resources = [
        {"identifier": "do_211", "name": "Read", "file": "article.html", "minutes": 3},
        {"identifier": "do_212", "name": "Practise", "file": "questions.json", "minutes": 2},
    ]
    _describe(
        folder,
        {
            "identifier": "do_21",
            "name": "First aid",
            "description": "Stop a bleeding",
            "language": "English",
            "provider": "Our office",
            "poster": "poster.jpg",
            "published": "2026-10-05",
            "units": [{"identifier": "do_210", "name": "All", "resources": resources}],
        },
    )
    return folder


def _describe(folder: Path, course: dict[str, Any]) -> None:
    (folder / "course.json").write_text(json.dumps(course), encoding="utf-8")


def test_writes_a_spine_and_one_package_a_resource(source: Path, tmp_path: Path) -> None:
    written = pack(source, tmp_path / "out")
    assert [path.name for path in written] == ["do_21_SPINE.ecar", "do_211.ecar", "do_212.ecar"]
    with zipfile.ZipFile(written[1]) as archive:
        assert archive.read("do_211/press.png") == b"\x89PNG a picture"


def test_the_same_folder_gives_the_same_bytes(source: Path, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in pack(source, tmp_path / "one")]
    assert first == [path.read_bytes() for path in pack(source, tmp_path / "two")]


def test_a_missing_file_is_named(source: Path, tmp_path: Path) -> None:
    (source / "press.png").unlink()
    with pytest.raises(PackingError, match=r"press\.png: cannot be read"):
        pack(source, tmp_path / "out")


def test_a_course_without_a_name_is_refused(source: Path, tmp_path: Path) -> None:
    course = json.loads((source / "course.json").read_text(encoding="utf-8"))
    del course["name"]
    _describe(source, course)
    with pytest.raises(PackingError, match="missing name"):
        pack(source, tmp_path / "out")


def test_a_question_without_a_wrong_answer_is_refused(source: Path, tmp_path: Path) -> None:
    questions = [{"ask": "Press?", "options": ["Yes", "No"], "right": [0, 1], "why": "Pressure stops it."}]
    (source / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    with pytest.raises(PackingError, match="question 1"):
        pack(source, tmp_path / "out")


def test_a_picture_from_elsewhere_is_refused(source: Path, tmp_path: Path) -> None:
    (source / "article.html").write_text('<img src="../secret.png">', encoding="utf-8")
    with pytest.raises(PackingError, match="beside the article"):
        pack(source, tmp_path / "out")
