"""From any thread to the window, in order, and changes told once."""

from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QThread
from pytestqt.qtbot import QtBot

from karmadesk.model import Topic
from karmadesk.ui.bridge import Bridge
from tests.ui.doubles import settle


def test_what_another_thread_posts_runs_here_and_in_order(qtbot: QtBot) -> None:
    bridge = Bridge()
    ran: list[tuple[int, bool]] = []
    here = QCoreApplication.instance()
    assert here is not None

    def note(number: int) -> None:
        ran.append((number, QThread.currentThread() is here.thread()))

    def work() -> None:
        for number in range(50):
            bridge.post(lambda number=number: note(number))  # type: ignore[misc]  # the default binds it now

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ran == []
    qtbot.waitUntil(lambda: len(ran) == 50)
    assert ran == [(number, True) for number in range(50)]


def test_a_post_from_the_window_itself_runs_later(qtbot: QtBot) -> None:
    bridge = Bridge()
    ran: list[int] = []
    bridge.post(lambda: ran.append(1))
    assert ran == []
    settle()
    assert ran == [1]


def test_many_changes_are_told_as_one(qtbot: QtBot) -> None:
    bridge = Bridge()
    heard: list[Topic] = []
    bridge.changed.connect(heard.append)
    for topic in (Topic.PLAN, Topic.OUTBOX, Topic.PLAN, Topic.NONE):
        bridge.announce(topic)
    settle()
    assert heard == [Topic.PLAN | Topic.OUTBOX]
    bridge.announce(Topic.LINK)
    settle()
    assert heard[1:] == [Topic.LINK]
