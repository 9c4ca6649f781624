from __future__ import annotations

import pytest

from karmadesk.errors import NotDownloaded
from karmadesk.model import Choice, ItemState, Place, Question, QuestionSet, Resource, Topic
from karmadesk.services import learning
from karmadesk.services.desk import Desk
from karmadesk.statement import StatementKind, Verb
from tests.services.conftest import ARTICLE, GARMI_VIDEO, PDF, VIDEO, enrolled, put_here

WATCHING = Place("do_heat", "", "do_v")


def verbs(desk: Desk) -> list[Verb]:
    with desk.learner.read() as learner:
        return [statement.verb for statement in learner.pending()]


def waiting(desk: Desk) -> int:
    with desk.learner.read() as learner:
        return learner.item_counts().get(ItemState.WAITING.value, 0)


def test_watching_coalesces_into_one_item_and_completes_once(desk: Desk) -> None:
    for start in range(0, 50_000, 5_000):
        learning.record_watched(desk, WATCHING, VIDEO, ((start, start + 5_000),), start + 5_000, 60_000)
    assert verbs(desk) == [Verb.PROGRESSED]
    learning.record_watched(desk, WATCHING, VIDEO, ((50_000, 60_000),), 60_000, 60_000)
    again = learning.record_watched(desk, WATCHING, VIDEO, ((0, 60_000),), 60_000, 60_000)
    assert verbs(desk).count(Verb.COMPLETED) == 1
    assert again == Topic.PROGRESS
    assert waiting(desk) == 1


def test_the_end_alone_completes_nothing(desk: Desk) -> None:
    learning.record_watched(desk, WATCHING, VIDEO, ((58_000, 60_000),), 60_000, 60_000)
    put_here(desk, VIDEO)
    shown = learning.open_resource(desk, WATCHING)
    assert not shown.progress.is_completed
    assert shown.progress.position_ms == 60_000


def test_a_resource_opens_where_it_was_left_with_its_captions_and_neighbours(desk: Desk) -> None:
    put_here(desk, VIDEO)
    put_here(desk, VIDEO, "caption:en", b"WEBVTT\n")
    learning.record_watched(desk, WATCHING, VIDEO, ((0, 12_000),), 12_000, 60_000)
    shown = learning.open_resource(desk, WATCHING)
    assert shown.path.read_bytes() == b"do_v"
    assert shown.path.suffix == ".mp4"
    assert shown.progress.position_ms == 12_000
    assert shown.watched_fraction == pytest.approx(0.2)
    assert [track.caption.code for track in shown.captions] == ["en"]
    assert shown.previous is None
    assert shown.next == Place("do_heat", "b_do_heat", "do_p")


def test_what_is_not_here_says_so(desk: Desk) -> None:
    with pytest.raises(NotDownloaded):
        learning.open_resource(desk, WATCHING)
    with pytest.raises(NotDownloaded):
        learning.open_resource(desk, Place("do_heat", "", "do_unknown"))


def test_a_skipped_page_stays_missing(desk: Desk) -> None:
    place = Place("do_heat", "", "do_p")
    learning.record_pages(desk, place, PDF, [0, 2], 3)
    assert verbs(desk) == [Verb.PROGRESSED]
    learning.record_pages(desk, place, PDF, [1], 3)
    assert Verb.COMPLETED in verbs(desk)


def test_an_article_is_read_when_its_end_is(desk: Desk) -> None:
    place = Place("do_heat", "", "do_a")
    learning.record_read(desk, place, ARTICLE, 0.97)
    assert Verb.COMPLETED not in verbs(desk)
    learning.record_read(desk, place, ARTICLE, 1.0)
    assert Verb.COMPLETED in verbs(desk)


def test_a_practice_set_counts_every_attempt(desk: Desk) -> None:
    quiz = Resource("do_q", "Quiz", "practice", "application/vnd.sunbird.questionset")
    choices = (Choice("0", "no"), Choice("1", "yes"))
    questions = QuestionSet("do_q", "Quiz", (Question("q1", "?", choices, frozenset({"1"}), is_multiple=False),))
    place = Place("do_heat", "", "do_q")
    learning.record_answers(desk, place, quiz, questions, {"q1": frozenset({"0"})})
    learning.record_answers(desk, place, quiz, questions, {"q1": frozenset({"1"})})
    with desk.learner.read() as learner:
        assert [attempt["correct"] for attempt in learner.attempts("do_q")] == [1, 0]
    assert waiting(desk) == 1


def test_the_first_act_in_a_course_joins_it_once(desk: Desk) -> None:
    place = Place("do_old", "", "do_p")
    learning.opened(desk, place)
    learning.record_pages(desk, place, PDF, [0], 3)
    with desk.learner.read() as learner:
        joins = [s.place for s in learner.pending() if s.kind is StatementKind.ENROL]
    assert joins == [Place("do_old", "", "")]


def test_learning_in_a_program_joins_the_program(desk: Desk) -> None:
    learning.record_read(desk, Place("do_child", "", "do_a"), ARTICLE, 0.5)
    with desk.learner.read() as learner:
        joins = [s.place.course_id for s in learner.pending() if s.kind is StatementKind.ENROL]
    assert joins == ["do_prog"]
    with desk.learner.write() as own:
        own.put_enrolments([enrolled("do_child"), enrolled("do_prog")], is_whole=False)
    with desk.learner.read() as learner:
        assert {s.place.batch_id for s in learner.pending() if s.place.resource_id} == {"b_do_child"}


def test_another_languages_tree_counts_for_the_course_that_was_joined(desk: Desk) -> None:
    put_here(desk, GARMI_VIDEO)
    place = Place("do_heat", "", "do_hv")
    shown = learning.open_resource(desk, place)
    assert shown.course_name == "लू"
    learning.record_watched(desk, place, GARMI_VIDEO, ((0, 60_000),), 60_000, 60_000)
    with desk.learner.read() as learner:
        assert {s.place.course_id for s in learner.pending()} == {"do_heat"}
