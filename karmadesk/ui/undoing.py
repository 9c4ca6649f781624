"""What can be undone: it is done at once, and the bar at the foot holds the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Download, Topic
from karmadesk.services import removing
from karmadesk.services.desk import Desk
from karmadesk.services.removing import Removed
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.undo_bar import Undoable
from karmadesk.ui.stage import Stage

Failed = Callable[[KarmaDeskError], None]


def remove_course(stage: Stage, course_id: str, failed: Failed, desk: Desk) -> None:
    """Takes a course off this laptop."""
    stage.do(partial(_remove, desk, course_id), partial(_removed, stage, desk, failed), failed)


def cancel_download(stage: Stage, download_id: str, failed: Failed, desk: Desk) -> None:
    """Takes a download off the queue."""
    stage.do(partial(_cancel, desk, download_id), partial(_cancelled, stage, desk, failed), failed)


def removed_words(removed: Removed) -> str:
    """That a course is gone, and what that freed."""
    return translate("Undo", "Removed “{name}” · {size} freed").format(
        name=removed.name, size=formats.size(removed.freed_bytes)
    )


def cancelled_words(download: Download) -> str:
    """That a download is off the queue."""
    return translate("Undo", "“{name}” is no longer fetched").format(name=download.name)


def _removed(stage: Stage, desk: Desk, failed: Failed, removed: Removed) -> None:
    stage.acted(removing.CHANGED)
    if not removed.contents:
        return
    stage.undoable.emit(
        Undoable(
            partial(removed_words, removed),
            partial(stage.act, partial(_put_back, desk, removed), failed),
            partial(stage.act, partial(_finish, desk, removed), failed, "shelf"),
        )
    )


def _cancelled(stage: Stage, desk: Desk, failed: Failed, download: Download | None) -> None:
    stage.acted(removing.CHANGED)
    if download is not None:
        back = partial(stage.act, partial(_go_on, desk, download), failed)
        stage.undoable.emit(Undoable(partial(cancelled_words, download), back))


def _remove(desk: Desk, course_id: str, context: Context) -> Removed:
    context.check()
    return removing.remove_course(desk, course_id)


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
