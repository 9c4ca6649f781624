"""A month in a block office: three people, one laptop without a link, one pen drive, one linked computer, one hub."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from karmadesk.model import ItemState
from tests.matrix import ALL
from tests.stories import owner
from tests.stories.office import ARIF, COMMON, ENDING, GROWING, LATE, LENGTHS, MORE, NAMES, NEW_BATCH, OWN, RAVI, Office

CARRIED_ON = (0, 3)
"""Mondays and Thursdays."""
WORKING_DAYS = 5


@dataclass(frozen=True)
class Month:
    """When what happens; days and carryings are counted from 0."""

    weeks: int
    lessons_a_day: int
    assigned: int
    grows: int
    batch_ends: int
    batch_opens: int
    lost: int
    twice: int
    wrong_order: int
    reimaged: int


NEVER = -1
WHOLE = Month(
    weeks=6,
    lessons_a_day=1,
    assigned=14,
    grows=9,
    batch_ends=14,
    batch_opens=19,
    lost=2,
    twice=4,
    wrong_order=7,
    reimaged=5,
)
SLICE = Month(
    weeks=1,
    lessons_a_day=5,
    assigned=0,
    grows=2,
    batch_ends=3,
    batch_opens=4,
    lost=NEVER,
    twice=0,
    wrong_order=1,
    reimaged=NEVER,
)


@pytest.mark.timeout(600)
def test_a_month_in_a_block_office_ends_with_every_record_whole_and_every_plan_current(
    tmp_path: Path, screen: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", os.environ["XDG_STATE_HOME"])
    month = WHOLE if ALL else SLICE
    office = Office(tmp_path)
    log: set[tuple[str, str, str]] = set()
    with office.open():
        carried = 0
        for day in range(month.weeks * WORKING_DAYS):
            _at_the_hub(office, month, day)
            office.learns(month.lessons_a_day, log)
            if day % WORKING_DAYS in CARRIED_ON:
                _is_carried(office, month, carried)
                carried += 1
            office.calendar.pass_(days=3 if day % WORKING_DAYS == WORKING_DAYS - 1 else 1)
        # The last answers come back, and what they allow to be sent again goes and comes once more.
        for _ in range(month.weeks // 2 or 1):
            _goes_and_comes(office)
            office.learns(month.lessons_a_day, log)
        _goes_and_comes(office)

        assert office.wrongs(log) == []
        assert office.is_done()
        expected = {(username, one) for username, own in OWN.items() for one in (COMMON, own, LATE)}
        assert {(who, one) for who, course_id, _ in log for one in [course_id]} == expected, "everybody did everything"
        plans = office.plans()
        assert {(who, one) for who, plan in plans.items() for one in plan} == expected
        assert len(plans[RAVI][GROWING]) == LENGTHS[GROWING] + MORE
        assert {state for states in office.states().values() for state in states} == {ItemState.ACCEPTED}
        _says_so(office, [*office.people.values()] if ALL else [office.people[RAVI]])


def _at_the_hub(office: Office, month: Month, day: int) -> None:
    """What the owner does this morning."""
    hub = office.hub.data_dir
    if day == month.assigned:
        office.assigns_late()
    if day == month.grows:
        office.grows()
    if day == month.batch_ends:
        owner.ends(hub, ENDING)
    if day == month.batch_opens:
        assert office.states()[ARIF][ItemState.REFUSED], "what came after the batch had ended is refused, and kept"
        owner.opens(hub, ENDING, NEW_BATCH, office.hub_person(ARIF))


def _goes_and_comes(office: Office) -> None:
    """Out, over, and in again."""
    office.carry(office.laptop, "out")
    office.carry(office.linked, "deliver")
    office.carry(office.laptop, "in")


def _is_carried(office: Office, month: Month, number: int) -> None:
    """What happens to the drive this time."""
    older = office.copy_of_drive() if number == month.wrong_order else None
    written = office.carry(office.laptop, "out")
    assert len(written) == len(OWN)
    if number == month.lost:
        office.lose_drive()
        return
    handed = office.carry(office.linked, "deliver")
    # What a laptop wrote before it was begun anew stays on the drive, and is handed over again each time.
    assert len(handed) in {len(OWN), 2 * len(OWN)}
    if number == month.twice:
        again = office.carry(office.linked, "deliver")
        assert [one["accepted"] for one in again] == [one["accepted"] for one in handed]
    if older is not None:
        office.carry(office.linked, "deliver", older)
    if number == month.reimaged:
        office.is_reimaged()
    office.carry(office.laptop, "in")
    if number == month.twice:
        office.carry(office.laptop, "in")
    if older is not None:
        office.carry(office.laptop, "in", older)


def _says_so(office: Office, person_ids: Sequence[str]) -> None:
    """These at the window, one after the other: the new course in the plan, and everything sent."""
    office.hub.stop()
    for person_id in person_ids:
        with office.laptop.window("en") as window:
            window.hands.press(f"person-{person_id}")
            window.until_it_says(lambda: NAMES[LATE])
            window.hands.until("all to be sent", lambda: window.strip.view.to_send == 0)
            window.until_it_says(lambda: "All sent")
