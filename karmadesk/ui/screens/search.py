"""Search: courses whose words are asked for, found without a link."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import CourseCard, Topic
from karmadesk.services import catalogue, shelf
from karmadesk.services.desk import Desk
from karmadesk.ui import formats
from karmadesk.ui.course_words import seed_of
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.states import Empty, Notice, try_again
from karmadesk.ui.rows.row import Action, Row, RowAct, Shape
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screen import Screen
from karmadesk.ui.stage import Destination, Stage


class SearchScreen(Screen):
    """Results, best first."""

    topics = Topic.CATALOGUE

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._words = ""
        self._found: tuple[CourseCard, ...] = ()
        self._notice = Notice(stage.theme, "search-notice")
        self._list = RowList(stage.theme, stage.posters, grows=True)
        self._list.setObjectName("search-list")
        self._empty = Empty(stage.theme, "search", name="search-empty")
        page = Page("search-page")
        page.box.addWidget(self._notice)
        page.box.addWidget(self._list)
        page.box.addWidget(self._empty)
        page.box.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._list.acted.connect(self._acted)
        self._notice.pressed.connect(self.read)
        self.retranslate()

    def title(self) -> str:
        return translate("Search", "Search")

    def enter(self, destination: Destination) -> None:
        self._words = destination.words.strip()
        self.read()

    def read(self) -> None:
        desk = self.stage.desk
        if desk is not None:
            self.stage.read("search", partial(_search, desk, self._words), self.show_found, self.show_error)

    def show_found(self, found: tuple[CourseCard, ...]) -> None:
        """Shows what was found."""
        self._found = found
        self._notice.clear()
        self._list.set_rows(found_rows(found))
        self._list.setVisible(bool(found))
        self._empty.setVisible(not found)
        if self._words:
            self._empty.say(
                translate("Search", "Nothing found for “{words}”").format(words=self._words),
                translate(
                    "Search",
                    "Try fewer or other words, in any language. What was not fetched from the server is not searched.",
                ),
            )
        else:
            self._empty.say(
                translate("Search", "What are you looking for?"),
                translate("Search", "Type a word of a course or a lesson, in any language. It works without a link."),
            )

    def show_error(self, error: KarmaDeskError) -> None:
        self._notice.say_error(error, try_again())

    def retranslate(self) -> None:
        self._list.setAccessibleName(translate("Search", "Courses found"))
        self._notice.retranslate()
        self.show_found(self._found)

    def _acted(self, act: RowAct) -> None:
        desk = self.stage.desk
        if act.action_id == "open":
            self.stage.go.emit(Destination("course", course_id=act.row_id))
        elif desk is not None:
            self.stage.act(partial(_fetch, desk, act.row_id), self.show_error)


def found_rows(found: tuple[CourseCard, ...]) -> list[Row]:
    """A heading with the count, then the courses."""
    if not found:
        return []
    rows = [Row("found", translate("Search", "%n course(s) found", "", len(found)), shape=Shape.HEADING)]
    for card in found:
        languages = " / ".join(formats.language_name(name) for name in card.languages) or formats.language_name(
            card.language
        )
        size = formats.size(card.size_bytes) if card.size_bytes else ""
        rows.append(
            Row(
                id=card.id,
                title=card.name,
                detail=formats.joined(card.provider, formats.duration(card.duration_s), size, languages),
                icon="program" if card.is_program else "course",
                seed=seed_of(card.id),
                actions=(Action("open", translate("Search", "Open")),),
                more=(Action("fetch", translate("Search", "Fetch"), "download"),),
            )
        )
    return rows


def _search(desk: Desk, words: str, context: Context) -> tuple[CourseCard, ...]:
    context.check()
    return catalogue.search(desk, words) if words else ()


def _fetch(desk: Desk, course_id: str, context: Context) -> Topic:
    context.check()
    return shelf.fetch_course(desk, course_id)
