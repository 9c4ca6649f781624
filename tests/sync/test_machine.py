"""Stories of the sync machine over the real store and a model of the server."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from karmadesk.errors import LinkError, NotAServer, Offline, ServerBusy, ServerFault, SignedOut, TlsFailed
from karmadesk.jobs import Cancelled, Context
from karmadesk.model import Assignment, RefusalReason, ServerState, Tokens
from karmadesk.services.ledger import NEEDS_SIGN_IN
from karmadesk.vault.memory import MemoryVault
from tests.sync.clock import START, StillClock
from tests.sync.desk import Laptop, laptop
from tests.sync.model_server import ModelServer, course, failing, signed_in


def test_first_round_brings_plan_tree_and_catalogue(asha: Laptop, server: ModelServer) -> None:
    report = asha.sync()
    assert (report.stopped_by, report.sent, report.waiting) == ("", 0, 0)
    with asha.learner.read() as db:
        assert db.assignments() == tuple(server.assigned)
        assert db.profile() is not None
    with asha.catalogue.read() as catalogue:
        tree = catalogue.course("c")
        assert tree is not None
        assert [r.id for r in tree.resources()] == ["film", "other", "quiz"]
        assert catalogue.count() == 2


def test_finishes_films_offline_then_reconnects(asha: Laptop, server: ModelServer, clock: StillClock) -> None:
    asha.sync()
    asha.join("c")
    asha.watch(asha.place("c", "film"), 0.4)
    asha.watch(asha.place("c", "film"), 1.0)
    asha.answer(asha.place("c", "quiz"), 4, 5)
    clock.pass_(days=2)
    assert asha.outbox() == 3
    report = asha.sync()
    assert (report.stopped_by, report.sent, report.refused, report.waiting) == ("", 3, 0, 0)
    assert server.enrols == ["c"]
    [film], [quiz] = server.writes_of("film"), server.writes_of("quiz")
    assert (film["status"], film["batchId"]) == (2, "b-c")
    assert quiz["progressdetails"]["current"] == ["4"]
    assert server.calls.index("enrol") < server.calls.index("push"), "a course is joined before anything is sent to it"
    with asha.learner.read() as db:
        assert db.states("c")["c", "film"].status == 2
        assert all(item.receipt and item.receipt.accepted for item in db.items())


def test_progress_goes_before_results_and_both_before_any_pull(asha: Laptop, server: ModelServer) -> None:
    asha.join("c")
    asha.answer(asha.place("c", "quiz"), 1, 1)
    asha.watch(asha.place("c", "film"), 0.5)
    asha.sync()
    assert [w.place.resource_id for w in server.log] == ["film", "quiz"]
    last_push = len(server.calls) - 1 - server.calls[::-1].index("push")
    assert last_push < server.calls.index("plan") < server.calls.index("course") < server.calls.index("page")


def test_a_second_round_writes_nothing(asha: Laptop, server: ModelServer) -> None:
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    asha.sync()
    server.calls.clear()
    report = asha.sync(interactive=True)
    assert (report.sent, report.stopped_by) == (0, "")
    assert not {"push", "enrol", "course", "refresh", "profile"} & set(server.calls)
    assert len(server.log) == 1


def test_reply_lost_after_the_server_committed_is_not_sent_twice(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    left, server.fault = failing("push!", Offline("reply lost"), 1)
    report = asha.sync()
    assert (left, report.stopped_by, report.waiting) == ([0], "offline", 1)
    assert [i.state.value for i in asha.items("sending")] == ["sending"]
    clock.pass_(minutes=20)
    report = asha.sync()
    assert (report.stopped_by, report.sent, report.waiting) == ("", 1, 0)
    assert len(server.log) == 1


def test_enrolment_reply_lost_is_not_joined_twice(asha: Laptop, server: ModelServer, clock: StillClock) -> None:
    asha.join("c")
    asha.watch(asha.place("c", "film"), 0.3)
    _, server.fault = failing("enrol!", Offline(), 1)
    assert asha.sync().stopped_by == "offline"
    clock.pass_(minutes=20)
    assert asha.sync().waiting == 0
    assert server.calls.count("enrol") == 1
    assert len(server.log) == 1


@pytest.mark.parametrize("error", [Offline(), TlsFailed(), NotAServer(), ServerBusy()])
@pytest.mark.parametrize("name", ["enrolments", "enrol", "states", "push", "plan", "course", "cards", "page"])
def test_link_lost_at_any_step_loses_nothing(
    name: str, error: LinkError, asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    _, server.fault = failing(name, error)
    report = asha.sync()
    assert report.stopped_by == error.key
    assert not report.needs_sign_in
    server.fault = lambda _: None
    clock.pass_(minutes=20)
    assert (asha.sync().stopped_by, asha.outbox()) == ("", 0)
    assert len(server.log) == 1


def test_expired_token_is_renewed_once_and_kept(asha: Laptop, server: ModelServer, clock: StillClock) -> None:
    asha.sync()
    clock.pass_(days=1)
    server.calls.clear()
    assert asha.sync().stopped_by == ""
    assert server.calls.count("refresh") == 1
    with asha.learner.read() as db:
        tokens = db.tokens()
    assert tokens is not None
    assert tokens.access == server.good_access


def test_a_token_turned_away_early_is_renewed_and_the_push_repeated(asha: Laptop, server: ModelServer) -> None:
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    server.good_access = "revoked elsewhere"
    report = asha.sync()
    assert (report.stopped_by, report.sent, server.calls.count("refresh")) == ("", 2, 1)


def test_a_fresh_token_turned_away_signs_nobody_out(asha: Laptop, server: ModelServer) -> None:
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    _, server.fault = failing("push", SignedOut("not allowed, said as 401"))
    report = asha.sync()
    assert (report.stopped_by, report.needs_sign_in, report.waiting) == ("server_fault", False, 1)
    with asha.learner.read() as db:
        assert not db.checkpoint(NEEDS_SIGN_IN)


def test_dead_session_keeps_everything_and_asks_for_a_sign_in(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    asha.sync()
    server.session_lives = False
    clock.pass_(days=3)
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    report = asha.sync()
    assert (report.needs_sign_in, report.stopped_by, report.waiting) == (True, "signed_out", 2)
    with asha.learner.read() as db:
        assert db.checkpoint(NEEDS_SIGN_IN)
        assert db.assignments(), "the plan stays for learning on"
    server.session_lives = True
    with asha.learner.write() as db:
        db.put_tokens(server.tokens())
    report = asha.sync()
    assert (report.needs_sign_in, report.sent, report.waiting) == (False, 2, 0)


def test_somebody_without_a_session_is_told_so_without_a_request(asha: Laptop, server: ModelServer) -> None:
    with asha.learner.write() as db:
        db.put_tokens(None)
    report = asha.sync()
    assert report.needs_sign_in
    assert server.calls == []


def test_ended_batch_is_refused_with_its_reason_and_blocks_nothing(asha: Laptop, server: ModelServer) -> None:
    server.assigned.append(Assignment("extra"))
    asha.join("c")
    asha.join("extra")
    asha.sync()
    asha.watch(asha.place("c", "film"), 1.0)
    asha.watch(asha.place("extra", "more"), 1.0)
    server.end_batch("c")
    report = asha.sync()
    assert (report.stopped_by, report.sent, report.refused, report.waiting) == ("", 1, 1, 0)
    [refused] = asha.items("refused")
    assert refused.place.resource_id == "film"
    assert refused.receipt is not None
    assert refused.receipt.reason == RefusalReason.BATCH_ENDED
    assert server.writes_of("film") == []


def test_a_refused_item_can_be_tried_again(asha: Laptop, server: ModelServer) -> None:
    asha.join("c")
    asha.sync()
    asha.watch(asha.place("c", "film"), 1.0)
    server.end_batch("c")
    asha.sync()
    server.ended.clear()
    with asha.learner.write() as db:
        db.retry(asha.items("refused")[0].key)
    assert asha.sync().sent == 1
    assert len(server.writes_of("film")) == 1


def test_refused_enrolment_is_shown_and_its_acts_wait_for_a_batch(asha: Laptop, server: ModelServer) -> None:
    server.ended.add("c")
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    report = asha.sync()
    assert (report.refused, report.waiting) == (1, 1)
    [refused] = asha.items("refused")
    assert refused.verbs == ("enrolled",)
    server.ended.clear()
    with asha.learner.write() as db:
        db.retry(refused.key)
    assert (asha.sync().waiting, len(server.log)) == (0, 1)


def test_joining_a_program_joins_its_courses(asha: Laptop, server: ModelServer) -> None:
    server.programs["program"] = ("c", "extra")
    server.courses["program"] = course("program", is_program=True)
    asha.join("program")
    asha.watch(asha.place("extra", "more"), 1.0)
    asha.watch(asha.place("c", "film"), 0.2)
    assert asha.sync().waiting == 0
    assert server.enrols == ["program"]
    assert {w.place.batch_id for w in server.log} == {"b-c", "b-extra"}


def test_one_poisoned_item_does_not_hold_up_the_others(asha: Laptop, server: ModelServer, clock: StillClock) -> None:
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    asha.watch(asha.place("c", "other"), 1.0)
    _, server.fault = failing("push film", ServerFault("500 for this one"))
    report = asha.sync()
    assert (report.stopped_by, report.waiting) == ("server_fault", 1)
    assert len(server.writes_of("other")) == 1
    assert "plan" in server.calls, "the round goes on"


def test_later_acts_on_a_resource_wait_behind_an_unanswered_message(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    asha.join("c")
    asha.watch(asha.place("c", "film"), 0.3)
    _, server.fault = failing("push film", ServerFault(), 1)
    asha.sync()
    asha.watch(asha.place("c", "film"), 1.0)
    asha.sync()
    assert server.writes_of("film") == [], "it backs off, and the later act does not overtake it"
    clock.pass_(minutes=20)
    asha.sync()
    assert [w["status"] for w in server.writes_of("film")] == [1, 2]


def test_backing_off_survives_a_restart_and_the_button_jumps_it(
    tmp_path: Path, server: ModelServer, clock: StillClock
) -> None:
    vault = MemoryVault()
    with laptop(tmp_path, server, clock, vault=vault) as desk:
        signed_in(desk, server)
        desk.join("c")
        desk.watch(desk.place("c", "film"), 1.0)
        _, server.fault = failing("push", Offline())
        desk.sync()
        [item] = desk.items("sending")
        assert item.attempts == 1
        assert item.next_at is not None
        assert START <= item.next_at <= START + timedelta(seconds=5)
    server.fault = lambda _: None
    with laptop(tmp_path, server, clock, vault=vault) as desk:
        assert desk.sync().waiting == 1
        assert desk.sync(interactive=True).waiting == 0


def test_a_busy_server_is_left_alone_for_as_long_as_it_asked(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    asha.join("c")
    asha.watch(asha.place("c", "film"), 1.0)
    _, server.fault = failing("push", ServerBusy(retry_after_s=1800.0), 1)
    assert asha.sync().stopped_by == "server_busy"
    server.calls.clear()
    clock.pass_(minutes=29)
    assert asha.sync().stopped_by == "server_busy"
    assert server.calls == []
    clock.pass_(minutes=8)
    assert (asha.sync().stopped_by, asha.outbox()) == ("", 0)


def test_two_devices_converge_and_an_old_position_never_wins(
    tmp_path: Path, server: ModelServer, clock: StillClock
) -> None:
    with laptop(tmp_path / "a", server, clock, "a") as first, laptop(tmp_path / "b", server, clock, "b") as second:
        signed_in(first, server)
        with second.people.open(second.add().id).write() as db:
            db.put_tokens(first_tokens(first))
        first.join("c")
        first.sync()
        second.sync()
        first.watch(first.place("c", "film"), 0.6, position_s=72.0)
        clock.pass_(hours=1)
        second.watch(second.place("c", "film"), 0.2, position_s=24.0)
        second.sync()
        clock.pass_(hours=1)
        first.sync()
        second.sync()
        [row] = server.rows.values()
        assert row.details["current"] == ["24.0"], "the later position, though it was sent first"
        assert row.percentage == 60.0
        states = []
        for desk in (first, second):
            with desk.learner.read() as db:
                states.append(db.states("c")["c", "film"])
        assert states[0] == states[1]


def first_tokens(desk: Laptop) -> Tokens | None:
    with desk.learner.read() as db:
        return db.tokens()


def test_a_frozen_message_leaves_a_newer_position_of_another_device(
    asha: Laptop, server: ModelServer, clock: StillClock
) -> None:
    asha.join("c")
    asha.sync()
    place = asha.place("c", "film")
    asha.watch(place, 0.6)
    _, server.fault = failing("push", Offline(), 1)
    asha.sync()
    clock.pass_(hours=1)
    newer = ServerState("c", "b-c", "film", 1, 20.0, {"current": ["24.0"]}, last_access_at=clock.at)
    server.rows[place] = newer
    assert asha.sync(interactive=True).waiting == 0
    [written] = server.writes_of("film")
    assert written["completionPercentage"] == 60.0
    assert server.rows[place].details == newer.details
    with asha.learner.read() as db:
        assert db.states("c")["c", "film"].details == newer.details


def test_everybody_on_the_laptop_is_served(asha: Laptop, server: ModelServer) -> None:
    signed_in(asha, server, "Bina")
    for person in asha.people.list():
        with asha.people.open(person.id).write() as db:
            db.put_tokens(server.tokens())
    reports = asha.machine.run_all(Context())
    assert [r.stopped_by for r in reports] == ["", ""]
    _, server.fault = failing("plan", Offline())
    server.calls.clear()
    reports = asha.machine.run_all(Context())
    assert [r.stopped_by for r in reports] == ["offline", "offline"]
    assert server.calls.count("plan") == 1, "an unreachable server is not waited for twice"


def test_a_cancel_stops_between_requests(asha: Laptop, server: ModelServer) -> None:
    context = Context()
    server.fault = lambda name: context.cancel() if name == "plan" else None
    with pytest.raises(Cancelled):
        asha.machine.run(asha.person.id, context)
    assert "course" not in server.calls
