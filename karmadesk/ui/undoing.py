"""What can be undone: it is done at once, and the bar at the foot holds the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Download, Topic
from karmadesk.services import people, removing
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.services.removing import Removed
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.undo_bar import Undoable
from karmadesk.ui.stage import Stage

MOST_NAMES = 3
Failed = Callable[[KarmaDeskError], None]


def remove_course(stage: Stage, course_id: str, failed: Failed, desk: Desk) -> None:
    """Takes a course off this laptop."""
    stage.do(partial(_remove, stage.program, desk, course_id), partial(_removed, stage, desk, failed), failed)


def cancel_download(stage: Stage, download_id: str, failed: Failed, desk: Desk) -> None:
    """Takes a download off the queue."""
    stage.do(partial(_cancel, desk, download_id), partial(_cancelled, stage, desk, failed), failed)


def removed_words(removed: Removed, others: Sequence[str] = ()) -> str:
    """That a course is gone, who else here has it no longer (first: a long name is cut at its end), what that freed."""
    more = len(others) - MOST_NAMES
    if not others:
        words = translate("Undo", "Removed “{name}” · {size} freed")
    elif more > 0:
        words = translate("Undo", "Removed, also for {others} and %n more: “{name}” · {size} freed", "", more)
    else:
        words = translate("Undo", "Removed, also for {others}: “{name}” · {size} freed")
    shown = ", ".join(others[:MOST_NAMES])
    return words.format(name=removed.name, size=formats.size(removed.freed_bytes), others=shown)


def cancelled_words(download: Download) -> str:
    """That a download is off the queue."""
    return translate("Undo", "“{name}” is no longer fetched").format(name=download.name)


def _removed(stage: Stage, desk: Desk, failed: Failed, found: tuple[Removed, tuple[str, ...]]) -> None:
    removed, others = found
    stage.acted(removing.CHANGED)
    if not removed.contents:
        return
    stage.undoable.emit(
        Undoable(
            partial(removed_words, removed, others),
            partial(stage.act, partial(_put_back, desk, removed), failed),
            partial(stage.act, partial(_finish, desk, removed), failed, "shelf"),
        )
    )


def _cancelled(stage: Stage, desk: Desk, failed: Failed, download: Download | None) -> None:
    stage.acted(removing.CHANGED)
    if download is not None:
        back = partial(stage.act, partial(_go_on, desk, download), failed)
        stage.undoable.emit(Undoable(partial(cancelled_words, download), back))


def _remove(program: Program, desk: Desk, course_id: str, context: Context) -> tuple[Removed, tuple[str, ...]]:
    context.check()
    removed = removing.remove_course(desk, course_id)
    names = people.names(program.people, are_names_hidden=program.policy.are_names_hidden)
    return removed, removing.also_for(removed, desk, names)


def _put_back(desk: Desk, removed: Removed, context: Context) -> Topic:
    context.check()
    return removing.put_back(desk, removed)


def _finish(desk: Desk, removed: Removed, context: Context) -> Topic:
    context.check()
    return removing.finish(desk, removed)


def _cancel(desk: Desk, download_id: str, context: Context) -> Download | None:
    context.check()
    return removing.cancel(desk, download_id)


def _go_on(desk: Desk, download: Download, context: Context) -> Topic:
    context.check()
    return removing.go_on(desk, download)
