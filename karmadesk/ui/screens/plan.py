"""My plan: continue where you stopped, what to fetch before you leave, and what is assigned, most urgent first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from karmadesk.errors import KarmaDeskError, SetAside
from karmadesk.jobs import Context
from karmadesk.model import Link, Topic
from karmadesk.services import glimpse
from karmadesk.services.desk import Desk
from karmadesk.services.mended import fault_of
from karmadesk.services.views import PlanView, PlanYear
from karmadesk.ui import formats
from karmadesk.ui.course_words import plan_row
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.shapes import CardShape
from karmadesk.ui.parts.states import EMPTY_SHARE, Empty, Notice, try_again
from karmadesk.ui.rows.row import Row, RowAct, Shape, skeletons
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens.plan_cards import BeforeYouLeave, ContinueHere
from karmadesk.ui.stage import CertificateWish, Destination, Stage

CARDS_BESIDE = 820


class PlanScreen(Screen):
    """`shown` tells that a plan is on the screen and can be clicked."""

    topics = Topic.PLAN | Topic.PROGRESS | Topic.DOWNLOADS | Topic.CATALOGUE | Topic.OUTBOX | Topic.LINK
    shown = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._view: PlanView | None = None
        self._continue = ContinueHere(stage)
        self._leave = BeforeYouLeave(stage.theme)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(16)
        self._cards.addWidget(self._continue, 5)
        self._cards.addWidget(self._leave, 2)
        self._notice = Notice(stage.theme, "plan-notice")
        self._list = RowList(stage.theme, stage.posters, grows=True)
        self._list.setObjectName("plan-list")
        self._empty = Empty(stage.theme, "plan", "primary", "plan-empty")
        self._shape = CardShape(stage.theme, 122, 81, (248, 140))
        page = Page("plan-page")
        page.box.addWidget(self._notice)
        page.box.addWidget(self._shape)
        page.box.addLayout(self._cards)
        page.box.addSpacing(20)
        page.box.addWidget(self._list)
        page.box.addWidget(self._empty, EMPTY_SHARE)
        page.box.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._continue.pressed.connect(self._continue_pressed)
        self._leave.pressed.connect(self._fetch_pressed)
        self._list.acted.connect(self._acted)
        self._notice.pressed.connect(self._again)
        self._empty.pressed.connect(self._empty_pressed)
        self._empty.other_pressed.connect(self._sync_pressed)
        self._empty.again.connect(self.read)
        self.retranslate()
        self.show_loading()

    def title(self) -> str:
        if self._view is None or not self._view.person_label:
            return translate("Plan", "My plan")
        return greeting(self.stage.program.clock.now().astimezone().hour).format(name=self._view.person_label)

    def window_title(self) -> str:
        return translate("Plan", "My plan")

    def subject(self) -> str:
        return "plan"

    def read(self) -> None:
        desk = self.stage.desk
        if desk is not None:
            self.stage.read("plan", partial(_plan, desk), self.show_plan, self.show_error)

    def show_loading(self) -> None:
        """The shape of what is to come."""
        self._view = None
        self._continue.hide()
        self._leave.hide()
        self._empty.hide()
        self._shape.show()
        self._list.show()
        self._list.set_rows(skeletons(4, has_heading=True))

    def show_plan(self, view: PlanView) -> None:
        """Shows a plan."""
        self._view = view
        self._shape.hide()
        mended = fault_of(view.mended)
        if view.is_set_aside or mended is not None:
            self._notice.say_error(mended or SetAside(), try_again())
        else:
            self._notice.clear()
        self._continue.show_card(view.resume)
        self._leave.show_advice(view.fetch)
        self._arrange()
        rows = plan_rows(view)
        self._list.set_rows(rows)
        self._list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._say_empty(view)
        self.shown.emit()

    def show_error(self, error: KarmaDeskError) -> None:
        """Tells what is in the way; what was shown stays."""
        if self._view is not None:
            self._notice.say_error(error, try_again())
            return
        self._shape.hide()
        self._list.hide()
        self._empty.say_error(error)

    def retranslate(self) -> None:
        self._list.setAccessibleName(translate("Plan", "Assigned courses"))
        self._continue.retranslate()
        self._leave.retranslate()
        self._notice.retranslate()
        self._empty.retranslate()
        if self._view is not None:
            self.show_plan(self._view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Two cards beside each other where both have room; one alone takes the page in one line."""
        is_wide = self.width() >= self.stage.theme.px(CARDS_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._cards.direction() != way:
            self._cards.setDirection(way)
        is_alone = self._view is not None and self._view.resume is None
        if is_wide:
            self._leave.arrange("row" if is_alone else "side")
        else:
            self._leave.arrange("alone" if is_alone else "below")

    def _say_empty(self, view: PlanView) -> None:
        if view.was_pulled:
            self._empty.say(
                translate("Plan", "Nothing is assigned to you now"),
                translate(
                    "Plan", "When your office assigns a course, it appears here. You can search for others meanwhile."
                ),
                translate("Plan", "Look for courses"),
                "done",
                translate("Plan", "Ask the server again"),
            )
        elif self.stage.program.link() in {Link.OFFLINE, Link.CAPTIVE, Link.UNTRUSTED, Link.PROXY}:
            self._empty.say(
                translate("Plan", "Your plan arrives with the first link"),
                translate("Plan", "The server can't be reached now. KarmaDesk tries again by itself."),
                translate("Plan", "Try now"),
                "offline",
            )
        else:
            self._empty.say(
                translate("Plan", "Your plan is on its way"),
                translate("Plan", "The courses that your office assigned to you will stand here, most urgent first."),
                translate("Plan", "Ask the server again"),
                "plan",
            )

    def _continue_pressed(self) -> None:
        if self._view is not None and self._view.resume is not None:
            self.stage.go.emit(Destination("viewer", place=self._view.resume.place))

    def _fetch_pressed(self) -> None:
        if self._view is not None and self._view.fetch is not None:
            self.stage.at_desk(partial(self._do, _fetch_all, self._view.fetch.course_ids))

    def _empty_pressed(self) -> None:
        """With a plan that is known to be empty there is something to do here; without one it is asked for."""
        if self._view is not None and self._view.was_pulled:
            self.stage.go.emit(Destination("explore"))
        else:
            self._sync_pressed()

    def _sync_pressed(self) -> None:
        self.stage.program.request_sync(interactive=True)

    def _again(self) -> None:
        if self._view is not None and (self._view.is_set_aside or self._view.mended):
            self._sync_pressed()
        self.read()

    def _acted(self, act: RowAct) -> None:
        if act.action_id == "open":
            self.stage.go.emit(Destination("course", course_id=act.row_id))
        elif act.action_id == "fetch":
            self.stage.at_desk(partial(self._do, _fetch_all, (act.row_id,)))
        elif act.action_id == "certificate":
            self._show_certificate(act.row_id)
        elif act.action_id == "remove":
            from karmadesk.ui.undoing import remove_course

            self.stage.at_desk(partial(remove_course, self.stage, act.row_id, self.show_error))

    def _show_certificate(self, course_id: str) -> None:
        years = self._view.years if self._view is not None else ()
        found = next((item.certificate_id for year in years for item in year.items if item.card.id == course_id), "")
        if found:
            self.stage.certificate_wanted.emit(CertificateWish(found))

    def _do(self, deed: Deed, course_ids: tuple[str, ...], desk: Desk) -> None:
        self.stage.act(partial(deed, desk, course_ids), self.show_error)


def greeting(hour: int) -> str:
    """A greeting for this hour, with a field for the name."""
    if hour < 12:
        return translate("Plan", "Good morning, {name}")
    if hour < 17:
        return translate("Plan", "Good afternoon, {name}")
    return translate("Plan", "Good evening, {name}")


def plan_rows(view: PlanView) -> list[Row]:
    """The list: a heading for each year, then its courses."""
    rows: list[Row] = []
    for year in view.years:
        rows.append(_heading(year))
        rows.extend(plan_row(item) for item in year.items)
    return rows


def _heading(year: PlanYear) -> Row:
    assigned = translate("Plan", "Assigned {year}").format(year=formats.financial_year(year.first_year))
    if not year.first_year:
        assigned = translate("Plan", "Assigned")
    done = translate("Plan", "{done} of {total} done").format(done=year.done, total=len(year.items))
    has_apar = any(item.is_apar for item in year.items)
    hint = translate("Plan", "Most urgent first; APAR counts for your appraisal") if has_apar else ""
    return Row(f"year-{year.first_year}", formats.joined(assigned, done), shape=Shape.HEADING, trailing=hint)


def _plan(desk: Desk, context: Context) -> PlanView:
    context.check()
    return glimpse.shown_plan(desk)


def _fetch_all(desk: Desk, course_ids: tuple[str, ...], context: Context) -> Topic:
    from karmadesk.services import shelf

    context.check()
    return shelf.fetch_many(desk, course_ids)


Deed = Callable[[Desk, tuple[str, ...], Context], Topic]
