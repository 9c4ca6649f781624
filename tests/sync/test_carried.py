"""What a drive brings to one learner of the real hub: damaged, old, foreign, lost, and for a laptop begun anew."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from karmadesk.app.clock import SystemClock
from karmadesk.carry import drive
from karmadesk.errors import NotCarried, NotCarriedHere, NotIntroduced, NotMet, Offline, UnwritableFile
from karmadesk.hub import plans
from karmadesk.hub.carry import counter
from karmadesk.hub.database import Database
from karmadesk.hub.place import Place as HubPlace
from karmadesk.jobs import Context
from karmadesk.model import ItemState, Place, RefusalReason
from karmadesk.sync.carrier import Carrier
from tests.hub.samples import COURSE, ENDED, ENDED_BATCH, ENDED_LEAF, PRACTICE, PROGRAM, VIDEO
from tests.hub.server import Hub
from tests.sync.carrying import LENGTH_MS, Arrives, arrives, at_home, copied, hand_over, take_in, watch, write
from tests.sync.desk import Laptop
from tests.sync.test_with_hub import accepted, hub, seeded, user_id

__all__ = ["arrives", "hub", "seeded"]

At = tuple[Laptop, Carrier]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


@pytest.fixture
def nurse(hub: Hub, arrives: Arrives, tmp_path: Path, stack: ExitStack) -> At:
    """Somebody new, on a laptop that has had a link once."""
    _, tokens = arrives()
    return at_home(hub.url, tokens, tmp_path / "laptop", SystemClock(), stack)


def joined(at: At) -> At:
    at[0].join(COURSE)
    assert at[0].sync(interactive=True).stopped_by == ""
    return at


def states(desk: Laptop) -> list[str]:
    return [item.state.value for item in desk.items()]


def turned(folder: Path, name: str, frame: int) -> None:
    """Turns a bit in this frame of the file."""
    path = folder / drive.FOLDER / name
    raw = bytearray(path.read_bytes())
    at = raw.index(b"\n", raw.index(b"\n") + 1) + 1
    for _ in range(frame):
        at += 4 + struct.unpack_from(">I", raw, at)[0]
    raw[at + 9] ^= 4
    path.write_bytes(raw)


def named(folder: Path) -> str:
    [stem] = drive.posts(folder)
    return stem


def test_a_course_begun_without_a_link_is_joined_and_counts_in_one_trip(nurse: At, hub: Hub, tmp_path: Path) -> None:
    desk, carrier = nurse
    desk.join(COURSE)
    desk.answer(desk.place(COURSE, PRACTICE), 2, 2)
    watch(desk, desk.place(COURSE, VIDEO), 0, LENGTH_MS, is_whole=True)
    assert write(carrier, tmp_path / "drive").items == 3
    assert hand_over(carrier, tmp_path / "drive").accepted == 3
    found = take_in(carrier, tmp_path / "drive")
    assert (found.accepted, found.refused, found.damaged, found.is_newer) == (3, 0, 0, True)
    assert set(states(desk)) == {ItemState.ACCEPTED.value}
    assert desk.place(COURSE, VIDEO).batch_id
    count = len(accepted(hub, user_id(desk)))
    assert desk.sync(interactive=True).sent == 0
    assert len(accepted(hub, user_id(desk))) == count == 3


def test_plan_trees_and_what_other_laptops_did_come_along(
    nurse: At, hub: Hub, seeded: tuple[HubPlace, Database], tmp_path: Path
) -> None:
    desk, carrier = joined(nurse)
    write(carrier, tmp_path / "drive")
    assign(seeded[1], user_id(desk), PROGRAM)
    hand_over(carrier, tmp_path / "drive")
    take_in(carrier, tmp_path / "drive")
    with desk.learner.read() as db:
        assert PROGRAM in [one.course_id for one in db.assignments()]
    with desk.catalogue.read() as catalogue:
        program = catalogue.course(PROGRAM)
    assert program is not None
    assert program.courses
    with desk.catalogue.read() as catalogue:
        course = catalogue.course(COURSE)
    assert course is not None
    assert all(one.package_url.startswith(f"{hub.url}/content-store/") for one in course.resources())


def assign(database: Database, person: str, course_id: str) -> None:
    with database.write() as db:
        plans.assign(db, course_id, plans.PEOPLE, [person], due_at=4_000_000_000_000, apar=False, name=course_id)


def test_an_old_answer_after_a_newer_one_or_after_a_link_takes_nothing_back(
    nurse: At, seeded: tuple[HubPlace, Database], tmp_path: Path
) -> None:
    desk, carrier = joined(nurse)
    write(carrier, tmp_path / "drive")
    hand_over(carrier, tmp_path / "drive")
    old = copied(tmp_path / "drive", tmp_path / "old")
    assign(seeded[1], user_id(desk), ENDED)
    watch(desk, desk.place(COURSE, VIDEO), 0, 60_000)
    write(carrier, tmp_path / "drive")
    hand_over(carrier, tmp_path / "drive")
    assert take_in(carrier, tmp_path / "drive").is_newer
    newest = seen(desk)
    for folder in (old, tmp_path / "drive", old):
        assert not take_in(carrier, folder).is_newer
        assert seen(desk) == newest
    assign(seeded[1], user_id(desk), PROGRAM)
    assert desk.sync(interactive=True).stopped_by == ""
    newest = seen(desk)
    assert PROGRAM in newest[0]
    for folder in (old, tmp_path / "drive"):
        assert not take_in(carrier, folder).is_newer
        assert seen(desk) == newest


def seen(desk: Laptop) -> tuple[list[str], object, list[str]]:
    with desk.learner.read() as db:
        return [one.course_id for one in db.assignments()], db.states(), states(desk)


def test_a_damaged_item_waits_with_its_reason_and_is_carried_again(nurse: At, tmp_path: Path) -> None:
    desk, carrier = joined(nurse)
    watch(desk, desk.place(COURSE, VIDEO), 0, 60_000)
    desk.answer(desk.place(COURSE, PRACTICE), 1, 2)
    folder = tmp_path / "drive"
    write(carrier, folder)
    turned(folder, f"{named(folder)}.post", 1)
    said = hand_over(carrier, folder)
    assert (said.accepted, said.damaged) == (1, 1)
    found = take_in(carrier, folder)
    assert (found.accepted, found.refused, found.damaged) == (1, 0, 1)
    [left] = desk.items("sending")
    assert left.summary["error"] == NotCarried.key
    write(carrier, folder)
    hand_over(carrier, folder)
    assert take_in(carrier, folder).accepted == 1
    assert desk.outbox() == 0


def test_a_damaged_piece_of_an_answer_costs_that_piece_alone(nurse: At, tmp_path: Path) -> None:
    desk, carrier = joined(nurse)
    watch(desk, desk.place(COURSE, VIDEO), 0, 60_000)
    desk.answer(desk.place(COURSE, PRACTICE), 1, 2)
    folder = tmp_path / "drive"
    write(carrier, folder)
    hand_over(carrier, folder)
    turned(folder, f"{named(folder)}.answer", 1)
    found = take_in(carrier, folder)
    assert found.damaged == 1
    assert found.accepted == 1
    hand_over(carrier, folder)
    assert take_in(carrier, folder).accepted == 1
    assert desk.outbox() == 0


@pytest.mark.parametrize("length", [0, 30, 200, -1])
def test_an_answer_that_breaks_off_is_refused_whole(length: int, nurse: At, tmp_path: Path) -> None:
    desk, carrier = joined(nurse)
    watch(desk, desk.place(COURSE, VIDEO), 0, 60_000)
    folder = tmp_path / "drive"
    write(carrier, folder)
    hand_over(carrier, folder)
    path = folder / drive.FOLDER / f"{named(folder)}.answer"
    path.write_bytes(path.read_bytes()[:length])
    assert take_in(carrier, folder).error == NotCarried.key
    assert desk.outbox() == 1


def test_somebody_elses_answer_and_strange_files_are_passed_over(
    nurse: At, hub: Hub, arrives: Arrives, tmp_path: Path, stack: ExitStack
) -> None:
    desk, carrier = joined(nurse)
    watch(desk, desk.place(COURSE, VIDEO), 0, 60_000)
    other = joined(at_home(hub.url, arrives()[1], tmp_path / "other", SystemClock(), stack))
    folder = tmp_path / "drive"
    write(other[1], folder)
    hand_over(other[1], folder)
    (folder / drive.FOLDER / "0123456789abcdef.answer").write_bytes(b"words")
    found = take_in(carrier, folder)
    assert (found.answers, found.accepted, found.error) == (0, 0, "")
    write(carrier, folder)
    [mine] = [stem for stem in drive.posts(folder) if not (folder / drive.FOLDER / f"{stem}.answer").exists()]
    [theirs] = [stem for stem in drive.posts(folder) if stem != mine]
    (folder / drive.FOLDER / f"{mine}.answer").write_bytes((folder / drive.FOLDER / f"{theirs}.answer").read_bytes())
    assert take_in(carrier, folder).error == NotCarriedHere.key
    assert desk.outbox() == 1


def test_a_refused_item_is_kept_with_its_reason_and_holds_up_nobody(nurse: At, tmp_path: Path) -> None:
    desk, carrier = joined(nurse)
    watch(desk, Place(ENDED, ENDED_BATCH, ENDED_LEAF), 0, 60_000)
    watch(desk, desk.place(COURSE, VIDEO), 0, 60_000)
    write(carrier, tmp_path / "drive")
    hand_over(carrier, tmp_path / "drive")
    found = take_in(carrier, tmp_path / "drive")
    assert (found.accepted, found.refused) == (1, 1)
    [refused] = desk.items("refused")
    assert refused.receipt is not None
    assert refused.receipt.reason == RefusalReason.BATCH_ENDED


def test_a_lost_drive_costs_nothing(nurse: At, hub: Hub, tmp_path: Path) -> None:
    desk, carrier = joined(nurse)
    count = len(accepted(hub, user_id(desk)))
    watch(desk, desk.place(COURSE, VIDEO), 0, 60_000)
    write(carrier, tmp_path / "lost")
    watch(desk, desk.place(COURSE, VIDEO), 60_000, 90_000)
    write(carrier, tmp_path / "found")
    hand_over(carrier, tmp_path / "found")
    hand_over(carrier, tmp_path / "lost")
    take_in(carrier, tmp_path / "found")
    assert desk.outbox() == 0
    assert len(accepted(hub, user_id(desk))) - count == 2


def test_a_laptop_begun_anew_gets_everything_back_by_a_full_pull(
    nurse: At, hub: Hub, arrives: Arrives, tmp_path: Path, stack: ExitStack
) -> None:
    desk, carrier = nurse
    desk.join(COURSE)
    watch(desk, desk.place(COURSE, VIDEO), 0, LENGTH_MS, is_whole=True)
    write(carrier, tmp_path / "drive")
    hand_over(carrier, tmp_path / "drive")
    with desk.learner.read() as db:
        tokens = db.tokens()
    assert tokens is not None
    anew, again = at_home(hub.url, tokens, tmp_path / "anew", SystemClock(), stack)
    with anew.learner.read() as db:
        row = db.states(COURSE)[COURSE, VIDEO]
        assert row.status == 2
        assert db.watched([VIDEO])[VIDEO].intervals == ((0, LENGTH_MS),)
    assert take_in(again, tmp_path / "drive").answers == 0, "that answer was for keys that are gone"


def test_who_never_had_a_link_is_told_what_to_do(nurse: At, tmp_path: Path) -> None:
    desk, carrier = nurse
    (tmp_path / "drive").mkdir()
    with desk.learner.write() as db:
        db.set_checkpoint("carry:hub", "")
    [found] = carrier.write(tmp_path / "drive", Context())
    assert found.error == NotMet.key
    assert not list((tmp_path / "drive").iterdir())


def test_a_hub_that_forgot_the_laptop_says_so_until_the_next_sync(
    nurse: At, seeded: tuple[HubPlace, Database], tmp_path: Path
) -> None:
    desk, carrier = nurse
    write(carrier, tmp_path / "drive")
    with seeded[1].write() as db:
        assert counter.forget(db, user_id(desk)) == 1
    assert hand_over(carrier, tmp_path / "drive").error == NotIntroduced.key


def test_what_the_drive_refuses_is_told_once(nurse: At, tmp_path: Path) -> None:
    _, carrier = nurse
    with pytest.raises(UnwritableFile):
        carrier.write(tmp_path / "gone", Context())


def test_handing_over_needs_a_link(nurse: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, carrier = nurse
    write(carrier, tmp_path / "drive")
    monkeypatch.setattr(desk.server, "probe", lambda: None)
    with pytest.raises(Offline):
        carrier.hand_over(tmp_path / "drive", Context())


def test_files_for_another_server_are_named_and_left(nurse: At, tmp_path: Path) -> None:
    _, carrier = nurse
    write(carrier, tmp_path / "drive")
    path = next((tmp_path / "drive" / drive.FOLDER).iterdir())
    raw = path.read_bytes()
    to = raw.index(b'"to":"') + 6
    path.write_bytes(raw[:to] + b"0123456789abcdef" + raw[to + 16 :])
    assert hand_over(carrier, tmp_path / "drive").error == NotCarriedHere.key
    path.write_bytes(b"words")
    assert hand_over(carrier, tmp_path / "drive").error == NotCarried.key
