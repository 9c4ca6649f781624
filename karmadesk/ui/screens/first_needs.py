"""The last page: what to fetch before one leaves; the urgent courses are chosen already, and one may do it later."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Link, Topic
from karmadesk.services import leaving, shelf
from karmadesk.services.desk import Desk
from karmadesk.services.leaving import LeavingView
from karmadesk.services.views import PlanItem
from karmadesk.ui import formats
from karmadesk.ui.course_words import due_words
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.states import try_again
from karmadesk.ui.parts.tiles import Pick
from karmadesk.ui.rows.row import Shape, skeletons
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screens.first_page import FirstPage
from karmadesk.ui.stage import Stage

SKELETONS = 3


class NeedsPage(FirstPage):
    """`answered` when one goes on, with downloads queued or without."""

    answered = Signal()
    topics = Topic.PLAN | Topic.CATALOGUE | Topic.LINK

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, "first-needs")
        self._desk: Desk | None = None
        self._view: LeavingView | None = None
        self._picks: dict[str, Pick] = {}
        self._wanted: dict[str, bool] = {}
        """What the learner changed; everything else is as urgent as it is."""
        self.notice = self.make_notice()
        self._waiting = RowList(stage.theme, stage.posters, grows=True)
        self._waiting.setObjectName("first-needs-waiting")
        self._waiting.setEnabled(False)
        self._waiting.set_rows(skeletons(SKELETONS, Shape.LINE, has_bar=False))
        self.body.addWidget(self.notice)
        self.body.addWidget(self._waiting)
        self.later = Button(stage.theme, "quiet", name="first-needs-later")
        self.free = label("small", "second", wraps=False, name="first-needs-free")
        self.foot.insertWidget(2, self.later)
        self.body.addSpacing(4)
        self.body.addWidget(self.free)
        self.free.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.next.set_icon("download")
        self.next.clicked.connect(self._go_on)
        self.later.clicked.connect(self.answered)
        self.notice.pressed.connect(self.read)
        self.retranslate()

    def start(self, desk: Desk) -> None:
        """Somebody has just signed in."""
        self._desk, self._view = desk, None
        self._wanted.clear()
        self._make_picks(())
        self.notice.clear()
        self.retranslate()
        self.read()

    def enter(self) -> None:
        first = next(iter(self._picks.values()), None)
        (first or self.later).setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        if self._desk is not None:
            self.stage.read("first-needs", partial(_needs, self._desk), self.show_needs, self.show_error)

    def heard(self, topic: Topic) -> None:
        """The plan arrives, or more of it."""
        if topic & self.topics and self.isVisible():
            self.read()

    def show_needs(self, view: LeavingView) -> None:
        """Shows what could be fetched."""
        was_empty = not self._picks
        self._view = view
        if [item.card.id for item in view.items] != list(self._picks):
            self._make_picks(view.items)
        self.notice.clear()
        self.retranslate()
        if was_empty and self.isVisible():
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: KarmaDeskError) -> None:
        self.notice.say_error(error, try_again())

    @property
    def chosen(self) -> tuple[PlanItem, ...]:
        """What would be fetched, most urgent first."""
        items = self._view.items if self._view is not None else ()
        return tuple(item for item in items if self._picks[item.card.id].isChecked())

    def retranslate(self) -> None:
        view = self._view
        is_known = view is not None and (view.was_pulled or bool(view.items))
        self._waiting.setVisible(not is_known)
        self._waiting.setAccessibleName(translate("FirstRun", "Assigned courses"))
        self.question.setText(translate("FirstRun", "What do you need before you leave?"))
        self.about.setText(self._about())
        self.free.setVisible(is_known and bool(self._picks))
        if view is not None:
            self.free.setText(
                translate("FirstRun", "{size} free on this laptop").format(size=formats.size(view.free_bytes))
            )
            for item in view.items:
                self._say_pick(item)
        self.later.say(translate("FirstRun", "Later"))
        self._say_next()

    def _about(self) -> str:
        view = self._view
        if view is not None and view.items:
            return translate("FirstRun", "Due within %n day(s) is chosen already.", "", leaving.WITHIN_DAYS)
        if view is not None and view.was_pulled:
            return translate(
                "FirstRun", "Nothing that is assigned to you has to be fetched now. You can look for other courses."
            )
        if self.stage.program.link() is Link.OFFLINE:
            return translate(
                "FirstRun", "The server can't be reached now; your courses arrive by themselves with the next link."
            )
        return translate("FirstRun", "Asking the server what your office assigned to you…")

    def _say_pick(self, item: PlanItem) -> None:
        due = due_words(item.due, item.due_days, is_apar=item.is_apar)
        size = formats.size(item.fetch_bytes) if item.fetch_bytes else ""
        detail = formats.joined(due, formats.duration(item.card.duration_s))
        self._picks[item.card.id].say(item.card.name, detail, size)

    def _say_next(self) -> None:
        chosen = self.chosen
        left = sum(item.fetch_bytes for item in chosen)
        is_full = self._view is not None and left > self._view.free_bytes
        if chosen:
            count = translate("FirstRun", "Fetch %n course(s)", "", len(chosen))
            self.next.say(formats.joined(count, formats.size(left) if left else ""))
        else:
            self.next.say(translate("FirstRun", "Go to my plan"))
        self.next.set_icon("download" if chosen else "plan")
        self.next.setEnabled(not is_full)
        self.later.setVisible(bool(chosen))
        if is_full:
            self.notice.say(
                translate("FirstRun", "That is more than fits on this laptop."),
                translate("FirstRun", "Choose fewer courses; the others can be fetched when some are done."),
                "accent",
                "disk",
            )
        elif self._view is not None and self.notice.text:
            self.notice.clear()

    def _make_picks(self, items: tuple[PlanItem, ...]) -> None:
        for pick in self._picks.values():
            self.body.removeWidget(pick)
            pick.hide()
            pick.deleteLater()
        self._picks = {}
        before: QWidget = self._waiting
        for place, item in enumerate(items):
            pick = Pick(self.stage.theme, item.card.id)
            urgent = self._view is not None and item.card.id in self._view.urgent
            pick.setChecked(self._wanted.get(item.card.id, urgent))
            pick.clicked.connect(self._picked)
            # Between the grey shapes, which are hidden then, and the figures below.
            self.body.insertWidget(2 + place, pick)
            QWidget.setTabOrder(before, pick)
            self._picks[item.card.id] = pick
            before = pick
        QWidget.setTabOrder(before, self.next)
        QWidget.setTabOrder(self.next, self.later)

    def _picked(self) -> None:
        pick = self.sender()
        if isinstance(pick, Pick):
            self._wanted[pick.row_id] = pick.isChecked()
        self._say_next()

    def _go_on(self) -> None:
        chosen, desk = self.chosen, self._desk
        if not chosen or desk is None:
            self.answered.emit()
            return
        self.next.setEnabled(False)
        self.stage.act(partial(_fetch, desk, tuple(item.card.id for item in chosen)), self.show_error)
        # In the same lane, so that the plan that comes next shows what is being fetched.
        self.stage.program.jobs.run("act", _queued, self._fetched)

    def _fetched(self, _is_queued: bool) -> None:
        self._say_next()
        self.answered.emit()


def _needs(desk: Desk, context: Context) -> LeavingView:
    context.check()
    return leaving.needs(desk)


def _queued(context: Context) -> bool:
    context.check()
    return True


def _fetch(desk: Desk, course_ids: tuple[str, ...], context: Context) -> Topic:
    context.check()
    return shelf.fetch_many(desk, course_ids)
