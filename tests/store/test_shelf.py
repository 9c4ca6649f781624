"""The shelf keeps the queue and what is here; bytes that were paid for are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from karmadesk.model import Download, DownloadState, Placement
from karmadesk.store.placements import IDS_AT_ONCE
from karmadesk.store.shelf import ShelfEdit, ShelfStore

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BIG = 6_442_450_944


def download(number: int, **changes: object) -> Download:
    made = Download(
        id=f"d{number}",
        server_id="hub",
        course_id="do_water",
        content_id=f"do_{number}",
        version=1.0,
        role="package",
        name=f"Video {number}",
        state=DownloadState.WAITING,
        bytes_total=100,
        needed_by=("asha",),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # changes of several fields' types


def placement(content: str, sha256: str, role: str = "artifact", version: float = 1.0, size: int = 10) -> Placement:
    return Placement("hub", content, version, role, sha256, size, f"{role}.bin", "video/mp4")


def displaced(edit: ShelfEdit, contents: list[str]) -> tuple[str, ...]:
    """What goes from the disk at once with these contents."""
    gone = edit.forget("hub", contents)
    edit.release(gone)
    return gone


def test_a_download_comes_back_as_it_went_in(shelf: ShelfStore) -> None:
    whole = download(
        1, bytes_done=BIG, bytes_total=2 * BIG, etag='"x"', error_key="offline", error_arguments={"n": 1}, attempts=3,
        next_at=NOW, needed_by=("asha", "ravi"), state=DownloadState.PAUSED,
    )  # fmt: skip
    with shelf.write() as edit:
        assert edit.enqueue([whole]) == 1
    with shelf.read() as view:
        assert view.download("d1") == whole
        assert view.downloads() == (whole,)
        assert view.download("d2") is None


def test_the_same_file_is_queued_once_and_wanted_by_both(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        assert edit.enqueue([download(1), download(2)]) == 2
        assert edit.enqueue([download(9, content_id="do_1", needed_by=("ravi",))]) == 0
        assert [(d.id, d.needed_by) for d in edit.downloads()] == [("d1", ("asha", "ravi")), ("d2", ("asha",))]
        assert edit.enqueue([download(3, content_id="do_1", version=2.0)]) == 1
        assert edit.enqueue([download(4, content_id="do_1", role="poster")]) == 1
        assert edit.enqueue([download(5, content_id="do_1", server_id="other")]) == 1


def test_downloads_are_claimed_in_order_when_their_time_has_come(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.enqueue([download(1), download(2), download(3, state=DownloadState.PAUSED)])
        edit.settle("d1", DownloadState.WAITING, "offline", {"host": "hub"}, NOW + timedelta(minutes=1))
        first = edit.download("d1")
        assert first is not None
        assert (first.attempts, first.error_key, first.error_arguments) == (1, "offline", {"host": "hub"})
        assert [getattr(edit.claim(NOW), "id", None) for _ in range(2)] == ["d2", None]
        again = edit.claim(NOW + timedelta(minutes=1))
        assert again == replace(first, state=DownloadState.RUNNING, next_at=None, error_key="", error_arguments={})


def test_after_a_crash_what_ran_waits_again_with_its_bytes(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.enqueue([download(1), download(2)])
        edit.claim(NOW)
        edit.advance("d1", BIG, 2 * BIG, '"etag"')
        assert edit.recover() == 1
        assert edit.recover() == 0
        assert edit.claim(NOW) == download(
            1, state=DownloadState.RUNNING, bytes_done=BIG, bytes_total=2 * BIG, etag='"etag"'
        )


def test_failed_ones_go_on_where_they_stopped(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.enqueue([download(1), download(2)])
        edit.advance("d1", 40, 100, "e")
        edit.settle("d1", DownloadState.FAILED, "missing_on_server")
        assert edit.enqueue([download(7, content_id="do_1", course_id="do_other")]) == 1
        assert edit.download("d1") == download(1, bytes_done=40, etag="e", course_id="do_other")
        assert [d.id for d in edit.downloads()] == ["d1", "d2"]


def test_a_paused_one_is_not_started_by_queueing_it_again(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.enqueue([download(1)])
        edit.settle("d1", DownloadState.PAUSED)
        assert edit.enqueue([download(1)]) == 0
        assert edit.claim(NOW) is None


def test_a_cancelled_one_is_out_of_sight_and_goes_on_where_it_stopped(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.enqueue([download(1), download(2)])
        edit.advance("d1", 40, 100, "e")
        edit.remove_download("d1")
        assert [d.id for d in edit.downloads()] == ["d2"]
        assert edit.download("d1") is None
        assert edit.recover() == 0
        edit.claim(NOW)
        assert edit.claim(NOW) is None
        assert edit.enqueue([download(8, content_id="do_1", needed_by=("ravi",))]) == 1
        assert edit.download("d1") == download(1, bytes_done=40, etag="e", needed_by=("ravi",))
        assert [d.id for d in edit.downloads()] == ["d2", "d1"]


def test_finished_ones_stand_last_the_newest_first_and_begin_anew(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.enqueue([download(n) for n in (1, 2, 3, 4)])
        for number in (2, 1):
            edit.advance(f"d{number}", 100, 100, "e")
            edit.settle(f"d{number}", DownloadState.DONE)
        assert [d.id for d in edit.downloads()] == ["d3", "d4", "d1", "d2"]
        assert edit.enqueue([download(2)]) == 1
        assert edit.download("d2") == download(2)
        assert [d.id for d in edit.downloads()] == ["d3", "d4", "d2", "d1"]
        edit.remove_download("d1")
        edit.enqueue([download(1)])
        assert edit.download("d1") == download(1)


def test_what_is_placed_is_found_in_its_newest_version(shelf: ShelfStore) -> None:
    old, new = placement("do_1", "aa"), placement("do_1", "bb", version=2.0)
    caption = placement("do_1", "cc", "caption:hi", 2.0, 3)
    with shelf.write() as edit:
        edit.place([old], ["asha"])
        assert edit.placements("hub", "do_1") == (old,)
        edit.place([new], ["asha"])
        edit.place([caption], ["ravi"])
        assert edit.placements("hub", "do_1") == (new, caption)
        assert edit.placements("other", "do_1") == ()
        assert edit.placed("hub", ["do_1", "do_2"]) == {"do_1": 2.0}
        edit.place([old], ["asha"])
        assert edit.placements("hub", "do_1") == (new, caption)
        assert edit.placed_bytes("hub", ["do_1"]) == edit.used_bytes() == 13


def test_a_poster_alone_opens_nothing(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.place([placement("do_1", "aa", "poster")], [])
        edit.place([placement("do_2", "bb", "questions")], [])
        assert edit.placed("hub", ["do_1", "do_2"]) == {"do_2": 1.0}


def test_an_object_counts_once_and_goes_when_nothing_needs_it(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.place([placement("do_1", "same", size=BIG), placement("do_1", "own", "poster")], ["asha"])
        edit.place([placement("do_2", "same", size=BIG)], ["asha"])
        assert edit.used_bytes() == BIG + 10
        assert edit.placed_bytes("hub", ["do_1", "do_2"]) == BIG + 10
        assert displaced(edit, ["do_1"]) == ("own",)
        assert edit.placements("hub", "do_1") == ()
        assert displaced(edit, ["do_2"]) == ("same",)
        assert displaced(edit, ["do_2"]) == ()
        assert edit.used_bytes() == 0


def test_what_was_forgotten_is_an_orphan_until_it_is_released_or_needed_again(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.place([placement("do_1", "aa"), placement("do_1", "bb", "poster")], ["asha", "ravi"])
        edit.place([placement("do_2", "aa")], [])
        assert edit.needed_by("hub", ["do_1", "do_2"]) == {"do_1": ("asha", "ravi")}
        assert edit.unneeded(["bb", "zz", "aa", "zz"]) == ("zz",)
        assert edit.forget("hub", ["do_1"]) == ("bb",)
        assert edit.orphans() == {"bb"}
        assert edit.unneeded(["aa", "bb"]) == ("bb",)
        assert edit.forget("hub", ["do_9"]) == ("bb",)
        edit.place([placement("do_1", "bb", "poster")], ["asha"])
        assert edit.forget("hub", []) == ()
        assert edit.forget("hub", ["do_1", "do_2"]) == ("aa", "bb")
        edit.release(["aa"])
        assert edit.orphans() == {"bb"}


def test_a_replaced_version_is_given_back_with_the_next_removal(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.place([placement("do_1", "old")], [])
        edit.place([placement("do_1", "new", version=2.0)], [])
        edit.place([placement("do_2", "repaired-before")], [])
        edit.place([placement("do_2", "repaired")], [])
        edit.place([placement("do_3", "old")], [])
        assert edit.placements("hub", "do_2") == (placement("do_2", "repaired"),)
        assert displaced(edit, ["do_4"]) == ("repaired-before",)
        assert displaced(edit, ["do_3"]) == ("old",)


def test_a_removed_content_can_be_fetched_again(shelf: ShelfStore) -> None:
    with shelf.write() as edit:
        edit.enqueue([download(1), download(2)])
        edit.settle("d1", DownloadState.DONE)
        edit.place([placement("do_1", "aa")], ["asha"])
        displaced(edit, ["do_1"])
        assert [d.id for d in edit.downloads()] == ["d2"]
        assert edit.enqueue([download(9, content_id="do_1")]) == 1


def test_more_contents_than_one_statement_takes(shelf: ShelfStore) -> None:
    names = [f"do_{n}" for n in range(IDS_AT_ONCE + 3)]
    with shelf.write() as edit:
        edit.place([placement(name, f"sha-{name}") for name in names], [])
        assert len(edit.placed("hub", names)) == len(names)
        assert edit.placed_bytes("hub", names) == 10 * len(names)
        assert len(displaced(edit, names)) == len(names)


@given(st.lists(st.tuples(st.sampled_from("12345"), st.sampled_from("abc"), st.booleans()), max_size=25))
def test_no_object_in_use_is_ever_given_up(steps: list[tuple[str, str, bool]]) -> None:
    import tempfile
    from pathlib import Path

    from karmadesk.store import open_shelf

    with tempfile.TemporaryDirectory() as folder:
        store = open_shelf(Path(folder) / "shelf.db")
        kept: set[str] = set()
        for content, sha256, is_removal in steps:
            with store.write() as edit:
                if is_removal:
                    gone = set(displaced(edit, [content]))
                    assert gone <= kept
                    kept -= gone
                else:
                    edit.place([placement(content, sha256, version=float(ord(sha256)))], [])
                    kept.add(sha256)
                used = {p.sha256 for c in "12345" for p in edit.placements("hub", c)}
                assert used <= kept
        with store.write() as edit:
            kept -= set(displaced(edit, list("12345")))
        assert kept == set()
        store.close()
