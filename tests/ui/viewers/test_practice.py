"""Answering a practice set with the mouse and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from karmadesk.model import Choice, Question, QuestionSet, Resource
from karmadesk.services.desk import Desk
from karmadesk.services.views import OpenResource
from karmadesk.ui.i18n import Languages
from karmadesk.ui.viewers import Viewer
from karmadesk.ui.viewers.practice import PracticeViewer
from tests.ui.doubles import settle
from tests.ui.viewers.stand import MEDIA, PRACTICE, Stand, plain_resource, unpacked, watched_of

RESOURCE = Resource("do_thing", "Practice", "practice", "application/vnd.sunbird.questionset")
WATER = Question(
    "q1",
    "<p>What <b>first</b>?</p><img src='file:///etc/passwd'>",
    (Choice("0", "<p>Water</p>"), Choice("1", "<p>Tea</p>")),
    frozenset({"0"}),
    is_multiple=False,
    explanation="<p>Water <script>x</script>cools.</p>",
)
SIGNS = Question(
    "q2",
    "<p>Which signs?</p>",
    (Choice("a", "<p>Fits</p>"), Choice("b", "<p>Song</p>"), Choice("c", "<p>Fever</p>")),
    frozenset({"a", "c"}),
    is_multiple=True,
)


@pytest.fixture
def viewer(make_viewer: Callable[[str], Viewer]) -> PracticeViewer:
    made = make_viewer("practice")
    assert isinstance(made, PracticeViewer)
    return made


@pytest.fixture
def two() -> OpenResource:
    opened = plain_resource(MEDIA / "make.py", RESOURCE)
    return replace(opened, questions=QuestionSet("do_thing", "Practice", (WATER, SIGNS)))


def attempts(stand: Stand, desk: Desk) -> list[tuple[int, int, int]]:
    """(answered, correct, total) of what the database has, newest first."""
    stand.jobs.run("act", lambda _context: None).future.result(5)
    settle()
    with desk.learner.read() as learner:
        return [(a["answered"], a["correct"], a["total"]) for a in learner.attempts("do_thing")]


def test_answers_with_the_keyboard_alone(
    viewer: PracticeViewer, two: OpenResource, stand: Stand, desk: Desk, qtbot: QtBot
) -> None:
    viewer.show_resource(two)
    assert not viewer.check.isEnabled()
    QTest.keyClick(viewer, Qt.Key.Key_2)
    QTest.keyClick(viewer, Qt.Key.Key_Return)
    assert viewer.feedback.verdict.text() == "Not quite."
    assert viewer.feedback.reason.accessibleName() == "Water cools."
    assert viewer.choices is not None
    assert [row.chip.text for row in viewer.choices.rows] == ["Right answer", "Not right"]
    QTest.keyClick(viewer, Qt.Key.Key_1)
    assert viewer.choices.chosen == {"1"}, "a checked answer stays"
    QTest.keyClick(viewer, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Return):
        QTest.keyClick(viewer, key)
    assert viewer.feedback.verdict.text() == "That is right."
    assert attempts(stand, desk) == [(2, 1, 2)]
    row = watched_of(desk)
    assert row is not None
    assert row.completed_at is not None
    QTest.keyClick(viewer, Qt.Key.Key_Return)
    assert viewer.marks.isVisible()
    assert viewer.marks.title.text() == "1 of 2 right"
    viewer.leave()
    assert attempts(stand, desk) == [(2, 1, 2)], "leaving after the end counts nothing twice"


def test_enter_on_the_focused_button_is_one_step(viewer: PracticeViewer, two: OpenResource, qtbot: QtBot) -> None:
    viewer.show_resource(two)
    QTest.keyClick(viewer, Qt.Key.Key_1)
    QTest.keyClick(viewer.check, Qt.Key.Key_Return)
    assert viewer.attempt is not None
    assert viewer.attempt.index == 0
    assert viewer.attempt.is_checked
    QTest.keyClick(viewer.check, Qt.Key.Key_Return)
    assert viewer.attempt.index == 1


def test_practises_again_with_the_mouse(
    viewer: PracticeViewer, two: OpenResource, stand: Stand, desk: Desk, qtbot: QtBot
) -> None:
    viewer.show_resource(two)
    for _round in range(2):
        for pressed in ((0,), (0, 2)):
            assert viewer.choices is not None
            for number in pressed:
                QTest.mouseClick(viewer.choices.rows[number], Qt.MouseButton.LeftButton)
            QTest.mouseClick(viewer.check, Qt.MouseButton.LeftButton)
            QTest.mouseClick(viewer.check, Qt.MouseButton.LeftButton)
        assert viewer.marks.title.text() == "2 of 2 right"
        QTest.mouseClick(viewer.marks.again, Qt.MouseButton.LeftButton)
    assert attempts(stand, desk) == [(2, 2, 2), (2, 2, 2)]


def test_leaving_halfway_keeps_what_was_answered(
    viewer: PracticeViewer, two: OpenResource, stand: Stand, desk: Desk
) -> None:
    viewer.show_resource(two)
    assert viewer.choices is not None
    viewer.choices.press(1)
    viewer.go_on()
    viewer.leave()
    assert attempts(stand, desk) == [(1, 1, 2)]
    row = watched_of(desk)
    assert row is not None
    assert row.completed_at is None


def test_untrusted_text_brings_no_pictures_and_no_scripts(viewer: PracticeViewer, two: OpenResource) -> None:
    viewer.show_resource(two)
    assert "passwd" not in viewer.body.text()
    assert viewer.body.accessibleName() == "What first?"


def test_a_real_set_in_hindi_from_the_first_to_the_marks(
    viewer: PracticeViewer, languages: Languages, tmp_path: Path, stand: Stand, desk: Desk
) -> None:
    languages.show("hi")
    opened = unpacked(PRACTICE, tmp_path / "set", RESOURCE)
    viewer.show_resource(opened)
    assert opened.questions is not None
    for question in opened.questions.questions:
        assert viewer.choices is not None
        assert viewer.choices.rows[0].mark.accessibleName()
        for number, choice in enumerate(question.choices, start=1):
            if choice.value in question.correct:
                viewer.choices.press(number)
        viewer.go_on()
        viewer.go_on()
    total = len(opened.questions.questions)
    assert attempts(stand, desk) == [(total, total, total)]
    assert str(total) in viewer.marks.title.text()
    assert "right" not in viewer.marks.title.text()


def test_an_empty_set_gives_one_sentence(viewer: PracticeViewer, two: OpenResource) -> None:
    viewer.show_resource(replace(two, questions=QuestionSet("do_thing", "Practice", ())))
    assert viewer.trouble.isVisible()
    assert viewer.trouble.what.text()
    viewer.leave()
