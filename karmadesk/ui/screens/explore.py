"""Explore: every course that the server offers, found as one types and narrowed by what matters, without a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout

from karmadesk.errors import KarmaDeskError
from karmadesk.finding import Facets, Wanted
from karmadesk.jobs import Context
from karmadesk.model import Link, Topic
from karmadesk.services import catalogue, explore, shelf
from karmadesk.services.desk import Desk
from karmadesk.services.explore import PAGE, ExploreView, FoundCourse
from karmadesk.ui.course_words import found_row
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.states import Empty, Notice, try_again
from karmadesk.ui.rows.row import RowAct, skeletons
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens.explore_filters import Filters
from karmadesk.ui.stage import Destination, Stage
from karmadesk.ui.theme.measures import PAGE_MARGIN
from karmadesk.ui.undoing import remove_course

MOST_AGAIN = 200
"""So many rows are read again at once when the list itself changed; the rest follow as one scrolls."""


class ExploreScreen(Screen):
    """Filters stay as they were set for as long as the person is at the desk."""

    topics = Topic.CATALOGUE | Topic.DOWNLOADS | Topic.PLAN | Topic.PROGRESS

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._wanted = Wanted()
        self._courses: list[FoundCourse] = []
        self._view: ExploreView | None = None
        self._is_reading_on = False
        self._notice = Notice(stage.theme, "explore-notice")
        self.filters = Filters(stage.theme)
        self._count = label("section", wraps=False, name="explore-count")
        self._list = RowList(stage.theme, stage.posters)
        self._list.setObjectName("explore-list")
        self._empty = Empty(stage.theme, "explore", "primary", "explore-empty")
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        self._box.addWidget(self._notice)
        self._box.addWidget(self.filters)
        self._box.addSpacing(16)
        self._box.addWidget(self._count)
        self._box.addSpacing(8)
        self._box.addWidget(self._list, 1)
        self._box.addWidget(self._empty, 1)
        self._keep_margin()
        bar = self._list.verticalScrollBar()
        bar.rangeChanged.connect(self._keep_margin)
        bar.rangeChanged.connect(self._scrolled)
        bar.valueChanged.connect(self._scrolled)
        self._list.acted.connect(self._acted)
        self._notice.pressed.connect(self.read)
        self.filters.changed.connect(self._want)
        self._empty.pressed.connect(self._help)
        self._empty.again.connect(self.read)
        self.retranslate()
        self.show_loading()

    def title(self) -> str:
        return translate("Explore", "Explore")

    def subject(self) -> str:
        return "explore"

    def enter(self, destination: Destination) -> None:
        words = destination.words.strip()
        if words != self._wanted.words:
            self._want(replace(self._wanted, words=words))
        else:
            self.read()

    def read(self) -> None:
        """Reads again what is shown: the part of the list around what can be seen, and the counts."""
        first, last = self._seen()
        if self._view is None:
            first, last = 0, PAGE
        self._ask("explore", first, last - first, self._show_again)
        self._read_facets()

    def show_loading(self) -> None:
        """The shape of what is to come."""
        self._view = None
        self._count.setText("")
        self._empty.hide()
        self.filters.show()
        self._list.show()
        self._list.set_rows(skeletons(6))

    def show_found(self, view: ExploreView) -> None:
        """Shows the first page of what is wanted, from its top."""
        self._courses = list(view.courses)
        self._list.scrollToTop()
        self._show(view)

    def show_more(self, view: ExploreView) -> None:
        """Adds the next page."""
        self._is_reading_on = False
        if view.wanted == self._wanted and view.offset == len(self._courses):
            self._courses += view.courses
            self._show(view)

    def show_facets(self, facets: Facets) -> None:
        self.filters.show_facets(facets)

    def show_error(self, error: KarmaDeskError) -> None:
        """Tells what is in the way; what was shown stays."""
        self._is_reading_on = False
        if self._view is not None:
            self._notice.say_error(error, try_again())
            return
        self.filters.hide()
        self._list.hide()
        self._empty.say_error(error)

    def retranslate(self) -> None:
        self._list.setAccessibleName(translate("Explore", "Courses"))
        self._notice.retranslate()
        self._empty.retranslate()
        self.filters.retranslate()
        if self._view is not None:
            self._show(self._view)

    def _show(self, view: ExploreView) -> None:
        self._view = view
        self._notice.clear()
        self._list.set_rows([found_row(found) for found in self._courses])
        self._list.setVisible(bool(self._courses))
        self._empty.setVisible(not self._courses)
        # There is nothing to narrow where nothing is found.
        self.filters.setVisible(bool(self._courses) or view.wanted.is_filtered)
        self._count.setText(self._counted(view))
        self._count.setVisible(bool(self._courses))
        if not self._courses:
            self._say_empty(view)

    def _show_again(self, view: ExploreView) -> None:
        """Puts what was read anew where it stands; a list that grew or shrank is read from its top."""
        if view.wanted != self._wanted:
            return
        if self._view is None or (view.offset == 0 and len(view.courses) >= len(self._courses)):
            self._courses = list(view.courses)
        elif view.total != self._view.total:
            self._ask("explore", 0, min(MOST_AGAIN, max(PAGE, len(self._courses))), self._show_whole)
            return
        else:
            self._courses[view.offset : view.offset + len(view.courses)] = view.courses
        self._show(view)

    def _show_whole(self, view: ExploreView) -> None:
        if view.wanted == self._wanted:
            self._courses = list(view.courses)
            self._show(view)

    def _counted(self, view: ExploreView) -> str:
        if view.wanted.words:
            return translate("Explore", "%n course(s) with “{words}”", "", view.total).format(words=view.wanted.words)
        return translate("Explore", "%n course(s)", "", view.total)

    def _say_empty(self, view: ExploreView) -> None:
        words = view.wanted.words
        if not view.listed:
            is_offline = self.stage.program.link() is Link.OFFLINE
            self._empty.say(
                translate("Explore", "The list of courses arrives with the first link"),
                translate("Explore", "After that you can look through it anywhere, also without a link."),
                translate("Explore", "Try now") if is_offline else translate("Explore", "Ask the server now"),
                "offline" if is_offline else "explore",
            )
        elif view.wanted.is_filtered:
            self._empty.say(
                translate("Explore", "No course fits all of this"),
                translate("Explore", "With fewer filters there may be some."),
                translate("Explore", "Clear filters"),
                "search",
            )
        else:
            self._empty.say(
                translate("Explore", "Nothing found for “{words}”").format(words=words),
                translate(
                    "Explore",
                    "Try fewer or other words, in any language. The server may have newer courses.",
                ),
                translate("Explore", "Look for it on the server at the next link"),
                "search",
            )

    def _want(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._is_reading_on = False
        self.filters.show_wanted(wanted)
        self._ask("explore", 0, PAGE, self.show_found)
        self._read_facets()

    def _ask(self, key: str, offset: int, limit: int, on_done: Shown) -> None:
        desk = self.stage.desk
        if desk is not None:
            self.stage.read(key, partial(_find, desk, self._wanted, offset, limit), on_done, self.show_error)

    def _read_facets(self) -> None:
        desk = self.stage.desk
        if desk is not None:
            self.stage.read("explore-facets", partial(_facets, desk, self._wanted), self.show_facets, self.show_error)

    def _seen(self) -> tuple[int, int]:
        """The part of the list around what can be seen."""
        height = self._list.viewport().height()
        top, bottom = self._list.indexAt(self._middle(0)), self._list.indexAt(self._middle(height - 1))
        first = max(0, top.row() - PAGE // 2) if top.isValid() else 0
        last = bottom.row() if bottom.isValid() else len(self._courses)
        return first, max(first + 1, min(len(self._courses), last + PAGE // 2))

    def _middle(self, y: int) -> QPoint:
        return QPoint(self._list.viewport().width() // 2, y)

    def _scrolled(self) -> None:
        """Reads on before the end is reached."""
        view, bar = self._view, self._list.verticalScrollBar()
        is_near = bar.value() >= bar.maximum() - 2 * bar.pageStep()
        if view is not None and is_near and not self._is_reading_on and len(self._courses) < view.total:
            self._is_reading_on = True
            self._ask("explore-more", len(self._courses), PAGE, self.show_more)

    def _keep_margin(self) -> None:
        """The end of the list stays where it is whether or not it scrolls."""
        bar = self._list.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self._box.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN - taken, 0)

    def _acted(self, act: RowAct) -> None:
        if act.action_id == "open":
            self.stage.go.emit(Destination("course", course_id=act.row_id))
        elif act.action_id == "fetch":
            self.stage.at_desk(partial(self._do, _fetch, act.row_id))
        elif act.action_id == "remove":
            self.stage.at_desk(partial(remove_course, self.stage, act.row_id, self.show_error))

    def _do(self, deed: Deed, course_id: str, desk: Desk) -> None:
        self.stage.act(partial(deed, desk, course_id), self.show_error)

    def _help(self) -> None:
        """The one thing to do when nothing is there."""
        view = self._view
        if view is not None and view.listed and view.wanted.is_filtered:
            self.filters.clear_all()
        elif view is not None and view.listed:
            self.stage.at_desk(self._look_on_server)
        else:
            self.stage.program.request_sync(interactive=True)

    def _look_on_server(self, desk: Desk) -> None:
        self.stage.act(partial(_ask_again, desk), self.show_error)
        self._notice.say(
            translate("Explore", "The server's list is asked for again at the next link."),
            translate("Explore", "What is new appears here by itself."),
            "brand",
        )


def _find(desk: Desk, wanted: Wanted, offset: int, limit: int, context: Context) -> ExploreView:
    context.check()
    return explore.find(desk, wanted, offset, limit)


def _facets(desk: Desk, wanted: Wanted, context: Context) -> Facets:
    context.check()
    return explore.facets(desk, wanted)


def _fetch(desk: Desk, course_id: str, context: Context) -> Topic:
    context.check()
    return shelf.fetch_course(desk, course_id)


def _ask_again(desk: Desk, context: Context) -> Topic:
    context.check()
    return catalogue.ask_again(desk)


Shown = Callable[[ExploreView], None]
Deed = Callable[[Desk, str, Context], Topic]
