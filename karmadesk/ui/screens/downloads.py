"""Downloads: what is being fetched, what is here, and how much room there is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import CourseCard, Download, DownloadState, Topic
from karmadesk.services import shelf, status
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.services.views import DownloadsView
from karmadesk.ui import formats
from karmadesk.ui.course_words import seed_of
from karmadesk.ui.i18n import translate
from karmadesk.ui.network_question import NetworkQuestion
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panels import Bar, Card, IconLabel
from karmadesk.ui.parts.shapes import CardShape
from karmadesk.ui.parts.states import EMPTY_SHARE, Empty, Notice, try_again
from karmadesk.ui.rows.row import Action, Chip, Row, RowAct, Shape, in_cards, skeletons
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screen import Screen
from karmadesk.ui.sentences import trouble
from karmadesk.ui.stage import Destination, Stage
from karmadesk.ui.undoing import cancel_download, remove_course

ACTS = {"pause": shelf.pause, "resume": shelf.resume}
COURSE = "course:"


class DownloadsScreen(Screen):
    """The queue and the shelf."""

    topics = Topic.DOWNLOADS | Topic.LINK

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._view: DownloadsView | None = None
        theme = stage.theme
        self._notice = Notice(theme, "downloads-notice")
        self._network = NetworkQuestion(theme)
        self._network.said.connect(stage.say_network)
        self._room = Card(theme, 18)
        self._used = label("section")
        self._free = label("small", "second")
        self._bar = Bar(theme)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._used)
        words.addWidget(self._free)
        words.addSpacing(6)
        words.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(IconLabel(theme, "disk", 48, "brand", in_circle=True))
        row.addLayout(words, 1)
        self._bring = Button(theme, "quiet", "add", name="import-button")
        row.addWidget(self._bring)
        self._room.box.addLayout(row)
        self._list = RowList(theme, stage.posters, grows=True)
        self._list.setObjectName("downloads-list")
        self._empty = Empty(theme, "download", "primary", "downloads-empty")
        page = Page("downloads-page")
        page.box.addWidget(self._notice)
        page.box.addWidget(self._network)
        self._shape = CardShape(theme, 48, 51, (48, 48), 18)
        page.box.addWidget(self._shape)
        page.box.addWidget(self._room)
        page.box.addSpacing(18)
        page.box.addWidget(self._list)
        page.box.addWidget(self._empty, EMPTY_SHARE)
        page.box.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._list.acted.connect(self._acted)
        self._bring.clicked.connect(stage.import_wanted)
        self._empty.pressed.connect(self._to_plan)
        self._notice.pressed.connect(self.read)
        self._room.hide()
        self._empty.hide()
        self._empty.again.connect(self.read)
        self._list.set_rows(in_cards(skeletons(4, Shape.LINE, has_bar=False, has_heading=True)))
        self.retranslate()

    def title(self) -> str:
        return translate("Downloads", "Downloads")

    def subject(self) -> str:
        return "downloads"

    def read(self) -> None:
        desk = self.stage.desk
        if desk is not None:
            self.stage.read("downloads", partial(_view, self.stage.program, desk), self.show_downloads, self.show_error)

    def show_downloads(self, view: DownloadsView) -> None:
        """Shows the queue, what is here, and the disk."""
        self._view = view
        self._notice.clear()
        self._network.setVisible(view.asks_network)
        rows = download_rows(view)
        self._list.set_rows(rows)
        self._list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._shape.hide()
        self._room.show()
        self._used.setText(
            translate("Downloads", "{size} of courses on this laptop").format(size=formats.size(view.used_bytes))
        )
        self._free.setText(translate("Downloads", "{size} still free").format(size=formats.size(view.free_bytes)))
        total = view.used_bytes + view.free_bytes
        self._bar.show_fraction(view.used_bytes / total if total else 0.0)
        self._bar.setAccessibleName(translate("Downloads", "Room that courses take"))
        self._empty.say(
            translate("Downloads", "Nothing is on this laptop yet"),
            translate("Downloads", "Fetch a course while there is a link; then it opens anywhere."),
            translate("Downloads", "Go to my plan"),
        )

    def show_error(self, error: KarmaDeskError) -> None:
        """Tells what is in the way; what was shown stays."""
        if self._view is not None:
            self._notice.say_error(error, try_again())
            return
        self._shape.hide()
        self._list.hide()
        self._empty.say_error(error)

    def retranslate(self) -> None:
        self._bring.say(translate("Downloads", "Import from a file…"))
        self._list.setAccessibleName(translate("Downloads", "Files being fetched and courses on this laptop"))
        self._notice.retranslate()
        self._network.retranslate()
        self._empty.retranslate()
        if self._view is not None:
            self.show_downloads(self._view)

    def _to_plan(self) -> None:
        self.stage.go.emit(Destination("plan"))

    def _acted(self, act: RowAct) -> None:
        desk = self.stage.desk
        if desk is None:
            return
        if act.action_id == "open":
            self.stage.go.emit(Destination("course", course_id=act.row_id.removeprefix(COURSE)))
        elif act.action_id == "remove":
            remove_course(self.stage, act.row_id.removeprefix(COURSE), self.show_error, desk)
        elif act.action_id == "cancel":
            cancel_download(self.stage, act.row_id, self.show_error, desk)
        else:
            self.stage.act(partial(_act, desk, act.action_id, act.row_id), self.show_error)


def download_rows(view: DownloadsView) -> list[Row]:
    """First what is being fetched, then what is here."""
    rows: list[Row] = []
    queue = [download for download in view.downloads if download.state is not DownloadState.DONE]
    if queue:
        title = translate("Downloads", "Being fetched")
        rows.append(Row("queue", title, shape=Shape.HEADING))
        rows.extend(download_row(download, view.names.get(download.course_id, "")) for download in queue)
    if view.here:
        rows.append(Row("here", translate("Downloads", "On this laptop"), shape=Shape.HEADING))
        rows.extend(_course_row(card, held) for card, held in view.here)
    return in_cards(rows)


def download_row(download: Download, course_name: str) -> Row:
    """One file of the queue."""
    total = download.bytes_total
    figures = formats.size(total) if total else ""
    if total and download.bytes_done:
        words = translate("Downloads", "{done} of {total}")
        figures = words.format(done=formats.size(download.bytes_done), total=formats.size(total))
    is_running = download.state is DownloadState.RUNNING
    pause = Action("pause", translate("Downloads", "Pause"), "pause")
    resume = Action("resume", translate("Downloads", "Go on"), "play")
    can_go_on = download.state in (DownloadState.PAUSED, DownloadState.FAILED)
    return Row(
        id=download.id,
        title=download.name,
        detail=formats.joined(course_name if course_name != download.name else "", figures),
        note=_failure(download),
        shape=Shape.LINE,
        icon="download",
        icon_role="brand" if is_running else "ink2",
        fraction=min(1.0, download.bytes_done / total) if total else 0.0,
        chips=(_state_chip(download),),
        actions=(resume if can_go_on else pause, Action("cancel", translate("Downloads", "Cancel"), "close")),
    )


def _failure(download: Download) -> str:
    if not download.error_key or download.state is DownloadState.RUNNING:
        return ""
    return str(trouble(download.error_key, download.error_arguments))


def _state_chip(download: Download) -> Chip:
    states = {
        DownloadState.WAITING: Chip(translate("Downloads", "In the queue"), "plain", "clock"),
        DownloadState.RUNNING: Chip(translate("Downloads", "Being fetched"), "brand", "download"),
        DownloadState.PAUSED: Chip(translate("Downloads", "Paused"), "plain", "pause"),
        DownloadState.FAILED: Chip(translate("Downloads", "Could not be fetched"), "alert", "warning"),
        DownloadState.DONE: Chip(translate("Downloads", "Here"), "done", "check"),
    }
    if download.state is DownloadState.WAITING and download.error_key:
        return Chip(translate("Downloads", "Tries again by itself"), "accent", "clock")
    return states[download.state]


def _course_row(card: CourseCard, held: int) -> Row:
    return Row(
        id=f"{COURSE}{card.id}",
        title=card.name,
        detail=formats.joined(card.provider, formats.size(held)),
        shape=Shape.LINE,
        icon="program" if card.is_program else "course",
        seed=seed_of(card.id),
        actions=(
            Action("open", translate("Downloads", "Open")),
            Action("remove", translate("Downloads", "Remove"), "remove"),
        ),
    )


def _view(program: Program, desk: Desk, context: Context) -> DownloadsView:
    context.check()
    return replace(shelf.view(desk), asks_network=status.asks_network(program))


def _act(desk: Desk, action: str, download_id: str, context: Context) -> Topic:
    context.check()
    return ACTS[action](desk, download_id)
