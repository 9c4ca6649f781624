"""A course: its units and lessons with their state, what is missing for 100 %, and how much of it is here."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Place, Topic
from karmadesk.services import course as courses
from karmadesk.services import shelf
from karmadesk.services.desk import Desk
from karmadesk.services.views import CourseView, Presence
from karmadesk.ui import formats
from karmadesk.ui.course_words import plan_row
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.shapes import CardShape
from karmadesk.ui.parts.states import EMPTY_SHARE, Empty, Notice, try_again
from karmadesk.ui.rows.row import RowAct, Shape, in_cards, skeletons
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens.course_cards import Head, OnThisLaptop, WhatIsMissing
from karmadesk.ui.screens.course_certificate import CertificateCard
from karmadesk.ui.screens.course_rows import tree_rows
from karmadesk.ui.stage import CertificateWish, Destination, Stage
from karmadesk.ui.undoing import remove_course

CARDS_BESIDE = 900
SIDE = 360


class CourseScreen(Screen):
    """Shows one course after another."""

    topics = Topic.PLAN | Topic.PROGRESS | Topic.DOWNLOADS | Topic.CATALOGUE | Topic.OUTBOX

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._course_id = ""
        self._language = ""
        self._view: CourseView | None = None
        theme = stage.theme
        self._notice = Notice(theme, "course-notice")
        self._error = Notice(theme, "course-error")
        self._head = Head(stage)
        self._list = RowList(theme, stage.posters, grows=True)
        self._list.setObjectName("course-list")
        self._empty = Empty(theme, "download", "primary", "course-empty")
        self._missing = WhatIsMissing(theme)
        self._here = OnThisLaptop(theme)
        self._certificate = CertificateCard(theme)
        main = QVBoxLayout()
        main.setSpacing(12)
        self._shapes = (CardShape(theme, 72, 63, (176, 100), 16), CardShape(theme, 220, 60), CardShape(theme, 140, 60))
        for part in (self._error, self._notice, self._head, self._shapes[0]):
            main.addWidget(part)
        main.addSpacing(6)
        main.addWidget(self._list)
        main.addWidget(self._empty, EMPTY_SHARE)
        main.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(16)
        for card in (self._missing, self._certificate, self._here, *self._shapes[1:]):
            side.addWidget(card)
        side.addStretch(1)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(20)
        self._columns.addLayout(main, 1)
        self._columns.addLayout(side)
        page = Page("course-page")
        page.box.addLayout(self._columns, EMPTY_SHARE)
        page.box.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._list.acted.connect(self._acted)
        self._missing.pressed.connect(self._continue)
        self._missing.chosen.connect(self._open)
        self._here.fetch_wanted.connect(self._fetch)
        self._here.remove_wanted.connect(self._remove)
        self._here.language_wanted.connect(self._change_language)
        self._certificate.wanted.connect(stage.certificate_wanted)
        self._error.pressed.connect(self.read)
        self._empty.pressed.connect(self._fetch_or_ask)
        self._empty.again.connect(self.read)
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def title(self) -> str:
        return self._view.card.name if self._view is not None else translate("Course", "Course")

    def subject(self) -> str:
        return "plan"

    def enter(self, destination: Destination) -> None:
        if destination.course_id != self._course_id:
            self._course_id, self._language = destination.course_id, ""
            self.show_loading()
        self.read()

    def read(self) -> None:
        desk = self.stage.desk
        if desk is not None and self._course_id:
            work = partial(_view, desk, self._course_id, self._language)
            self.stage.read("course", work, self.show_course, self.show_error)

    def show_loading(self) -> None:
        """The shape of what is to come."""
        self._view = None
        hidden = (self._notice, self._error, self._head, self._missing, self._certificate, self._here, self._empty)
        for part in hidden:
            part.hide()
        self._show_shapes(is_loading=True)
        self._list.show()
        self._list.set_rows(in_cards(skeletons(4, Shape.LINE, has_bar=False, has_heading=True)))

    def show_course(self, view: CourseView) -> None:
        """Shows a course."""
        self._view = view
        self._course_id = self._course_id or view.base_id
        self._error.clear()
        self._show_shapes(is_loading=False)
        self._head.show_course(view)
        rows = [plan_row(item) for item in view.courses] if view.courses else tree_rows(view)
        self._list.set_rows(rows)
        self._list.setVisible(bool(rows))
        self._missing.show_course(view)
        self._certificate.show_course(view)
        self._here.show_course(view)
        self._say_notice(view)
        self._say_empty(view, is_empty=not rows)
        self.stage.titled.emit()

    def show_error(self, error: KarmaDeskError) -> None:
        """Tells what is in the way."""
        if self._view is not None:
            self._error.say_error(error, try_again())
            return
        self._show_shapes(is_loading=False)
        self._list.hide()
        self._empty.say_error(error)

    def retranslate(self) -> None:
        self._list.setAccessibleName(translate("Course", "Units and lessons"))
        self._error.retranslate()
        self._empty.retranslate()
        self._head.retranslate()
        self._missing.retranslate()
        self._certificate.retranslate()
        self._here.retranslate()
        if self._view is not None:
            self.show_course(self._view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        px = self.stage.theme.px
        beside = self.width() >= px(CARDS_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != way:
            self._columns.setDirection(way)
        for card in (self._missing, self._certificate, self._here, *self._shapes[1:]):
            card.setMinimumWidth(px(SIDE) if beside else 0)
            card.setMaximumWidth(px(SIDE) if beside else 16777215)

    def _show_shapes(self, *, is_loading: bool) -> None:
        for shape in self._shapes:
            shape.setVisible(is_loading)

    def _say_notice(self, view: CourseView) -> None:
        enrolment = view.enrolment
        if view.is_batch_ended:
            ended = enrolment.batch.ends_at if enrolment is not None else None
            what = translate("Course", "The batch of this course has ended.")
            if ended is not None:
                what = translate("Course", "The batch of this course ended on {day}.").format(day=formats.day(ended))
            self._notice.say(
                what,
                translate(
                    "Course", "You can go on learning and all is kept here; to have it counted, ask for a new batch."
                ),
                "accent",
                "warning",
            )
        elif enrolment is not None and enrolment.completed_at is not None and not view.is_done and view.has_tree:
            self._notice.say(
                translate("Course", "This course has grown since you finished it."),
                translate("Course", "What you finished stays finished; the new lessons are listed below."),
                "brand",
                "info",
            )
        else:
            self._notice.clear()

    def _say_empty(self, view: CourseView, *, is_empty: bool) -> None:
        self._empty.setVisible(is_empty)
        if is_empty:
            self._empty.say(
                translate("Course", "The lessons of this course are not known yet"),
                translate("Course", "They arrive with the next link to the server."),
                translate("Course", "Ask the server again"),
                "course",
            )
        del view

    def _acted(self, act: RowAct) -> None:
        desk, view = self.stage.desk, self._view
        if view is None or desk is None:
            return
        if view.courses:
            self._course_acted(desk, act)
            return
        row = next((r for unit in view.units for r in unit.rows if r.resource.id == act.row_id), None)
        if row is not None and act.action_id == "open":
            self._open(row.place)
        elif act.action_id == "fetch":
            self._fetch()

    def _course_acted(self, desk: Desk, act: RowAct) -> None:
        if act.action_id == "open":
            self.stage.go.emit(Destination("course", course_id=act.row_id))
        elif act.action_id == "fetch":
            self.stage.act(partial(_fetch, desk, act.row_id, ""), self.show_error)
        elif act.action_id == "certificate":
            self._show_certificate(act.row_id)
        elif act.action_id == "remove":
            remove_course(self.stage, act.row_id, self.show_error, desk)

    def _show_certificate(self, course_id: str) -> None:
        """Of a course inside this program."""
        items = self._view.courses if self._view is not None else ()
        found = next((item.certificate_id for item in items if item.card.id == course_id), "")
        if found:
            self.stage.certificate_wanted.emit(CertificateWish(found))

    def _open(self, place: Place) -> None:
        self.stage.go.emit(Destination("viewer", place=place))

    def _continue(self) -> None:
        view = self._view
        if view is not None and view.resume is not None:
            self._open(view.resume)
        elif view is not None and view.presence is not Presence.FETCHING:
            self._fetch()

    def _fetch_or_ask(self) -> None:
        self.stage.program.request_sync(interactive=True)

    def _fetch(self) -> None:
        desk, view = self.stage.desk, self._view
        if desk is not None and view is not None:
            self.stage.act(partial(_fetch, desk, view.base_id, view.language), self.show_error)

    def _remove(self) -> None:
        desk, view = self.stage.desk, self._view
        if desk is not None and view is not None:
            remove_course(self.stage, view.base_id, self.show_error, desk)

    def _change_language(self, language: str) -> None:
        self._language = language
        self.read()


def _view(desk: Desk, course_id: str, language: str, context: Context) -> CourseView:
    context.check()
    return courses.view(desk, course_id, language)


def _fetch(desk: Desk, course_id: str, language: str, context: Context) -> Topic:
    context.check()
    return shelf.fetch_course(desk, course_id, language)
