"""Mended records are told of on the plan, each way in its words, until the server was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from karmadesk.services.notices import Notice, NoticeKind
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.notice_words import notice_words
from karmadesk.ui.screens.plan import PlanScreen
from tests.ui import samples
from tests.ui.desk_shows import in_shell
from tests.ui.walk import texts

AT = "2026-11-24T10:00:00+00:00"


@pytest.mark.parametrize(
    "how, words",
    [
        ("whole", "Nothing is missing."),
        ("part", "What the server has comes back with the next link."),
        ("fresh", "could not be read any more and was begun anew."),
    ],
)
def test_the_plan_says_so_and_asks_the_server(window: MainWindow, how: str, words: str) -> None:
    screen = in_shell(window, "plan")
    assert isinstance(screen, PlanScreen)
    screen.show_plan(replace(samples.plan(), mended=f"{how} {AT}"))
    assert any(words in text for text in texts(screen._notice))
    screen._again()
    screen.show_plan(samples.plan())
    assert not any(words in text for text in texts(screen._notice))


def test_a_mark_of_a_newer_program_has_no_words(window: MainWindow) -> None:
    del window
    assert notice_words(Notice(NoticeKind.MENDED, mended=f"otherwise {AT}"))[1] == ""
