"""The fifth promise: whatever is waiting is shown, item by item, and what became of it, with the server's word."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QApplication

from karmadesk.ui.rows.view import RowList
from karmadesk.ui.sentences import refusal
from karmadesk.ui.viewers.practice import PracticeViewer
from tests.stories import owner
from tests.stories.field import FILM, HEAT, PRACTICE, WILD, WILD_PRACTICE, Field, Sitting

NEW_BATCH = "0190000000000010"
LESSONS = {
    FILM: "Cooling a person safely",
    PRACTICE: "Practice: heat-wave first response",
    WILD_PRACTICE: "Practice: the first hour",
}
Told = Mapping[str, Any]


def status(field: Field) -> Told:
    """What `status --json` says of her."""
    told: Told = json.loads(field.laptop.says("status", "--json").out)
    return told


def shown(sunita: Sitting) -> dict[str, str]:
    """Each lesson's line in the ledger, and its state in words; a line without a lesson by its course."""
    hands = sunita.window.hands
    hands.press("rail-ledger")
    return {row.title: row.chips[0].text for row in hands.find(RowList, "ledger-list").rows if row.chips}


def waiting_is_shown(sunita: Sitting, titles: set[str]) -> None:
    """All of these stand in the ledger as waiting; the strip has the same count."""
    hands = sunita.window.hands
    hands.until("what waits", lambda: {t for t, word in shown(sunita).items() if "Waiting" in word} == titles)
    assert sunita.window.says(f"Waiting {len(titles)}")
    assert sunita.window.strip.view.to_send == len(titles) == sunita.window.outbox()
    assert f"{len(titles)} to send" in sunita.window.strip.sending.text()


def test_promise_5_whatever_is_waiting_is_shown(field: Field, screen: QApplication) -> None:
    began = datetime.now(UTC)
    field.hub_comes()
    with field.sitting() as sunita:
        for course, lesson in ((HEAT, PRACTICE), (WILD, WILD_PRACTICE)):
            sunita.opens(course, lesson, PracticeViewer, "practice-viewer")
            sunita.leaves()
        sunita.sends()
        field.hub_goes()
        sunita.learns()
        sunita.answers(WILD, WILD_PRACTICE)
        waiting_is_shown(sunita, set(LESSONS.values()))
    owner.ends(field.folder / "hub", WILD)
    told = status(field)
    assert told["outbox_waiting"] == len(LESSONS)
    [person] = told["people"]
    assert {item["resource"] for item in person["items"] if item["state"] == "waiting"} == set(LESSONS)

    field.hub_comes()
    with field.sitting() as sunita:
        sunita.sends()
        hands = sunita.window.hands
        hands.until("the refusal", lambda: "Refused" in shown(sunita).get(LESSONS[WILD_PRACTICE], ""))
        seen = shown(sunita)
        for lesson in (FILM, PRACTICE):
            assert re.match(r"Accepted.*\d", seen[LESSONS[lesson]]), "the server's word, and when"
        why, what = refusal("batch_ended")
        assert seen[LESSONS[WILD_PRACTICE]] == f"Refused: {why}"
        hands.until("the strip to say so", lambda: sunita.window.strip.view.refused == 1)
        assert "1 refused" in sunita.window.strip.sending.text()
        sunita.window.acts_on("ledger-list", LESSONS[WILD_PRACTICE], "explain")
        sunita.window.until_it_says(lambda: what)
        sunita.window.acts_on("ledger-list", LESSONS[WILD_PRACTICE], "retry")
        hands.until("it to wait", lambda: sunita.window.outbox() == 1)
        sunita.sends()
        hands.until("the same answer", lambda: "Refused" in shown(sunita).get(LESSONS[WILD_PRACTICE], ""))
    [person] = status(field)["people"]
    states = {item["resource"]: item for item in person["items"] if item["resource"] in LESSONS}
    assert Counter(item["state"] for item in states.values()) == {"accepted": 2, "refused": 1}
    assert states[WILD_PRACTICE]["reason"] == "batch_ended"
    for item in states.values():
        assert began - timedelta(seconds=5) <= datetime.fromisoformat(item["answered_at"]) <= datetime.now(UTC)

    owner.opens(field.folder / "hub", WILD, NEW_BATCH, field.person())
    with field.sitting() as sunita:
        hands = sunita.window.hands
        # She is told of the new batch, as of everything: when the laptop has asked.
        sunita.asks_the_server()
        shown(sunita)
        sunita.window.acts_on("ledger-list", LESSONS[WILD_PRACTICE], "retry")
        hands.until("it to wait", lambda: sunita.window.outbox() == 1)
        sunita.sends()
        hands.until("it to be accepted", lambda: "Accepted" in shown(sunita).get(LESSONS[WILD_PRACTICE], ""))
        hands.until("the strip to be content", lambda: sunita.window.strip.view.refused == 0)
    [person] = status(field)["people"]
    assert {item["state"] for item in person["items"]} == {"accepted"}
