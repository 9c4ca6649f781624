"""The sync ledger: every item waiting, accepted or refused, with the server's word and what one can do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QVBoxLayout

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import ItemState, Topic
from karmadesk.ports import RECORDS
from karmadesk.services import ledger, listing
from karmadesk.services.desk import Desk
from karmadesk.services.views import LedgerRow, LedgerView
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button, ChipButton
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.states import EMPTY_SHARE, Empty, Notice, try_again
from karmadesk.ui.rows.row import Action, Chip, Row, RowAct, Shape, in_cards, skeletons
from karmadesk.ui.rows.view import RowList
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens import ledger_file
from karmadesk.ui.screens.ledger_carry import CarryPart
from karmadesk.ui.screens.ledger_words import what_was_done
from karmadesk.ui.sentences import refusal, trouble
from karmadesk.ui.stage import Destination, Stage
from karmadesk.ui.theme.tokens import Role

Filter = ItemState | Literal["usage"] | None
FILTERS: tuple[Filter, ...] = (None, ItemState.WAITING, ItemState.ACCEPTED, ItemState.REFUSED, "usage")
"""The last shows what tells the platform how lessons are used: none of it is the learner's work, or waits as such."""


class LedgerScreen(Screen):
    """What has been sent."""

    topics = Topic.OUTBOX | Topic.PROGRESS | Topic.LINK

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._state: Filter = None
        self._view: LedgerView | None = None
        theme = stage.theme
        self._notice = Notice(theme, "ledger-notice")
        self._explained = Notice(theme, "ledger-explained")
        self._chips = {state: ChipButton(theme, name=f"ledger-{_name(state)}", is_choice=True) for state in FILTERS}
        for chip in self._chips.values():
            # How many there are of each is part of their words.
            chip.hide()
        self._group = QButtonGroup(self)
        self.send = Button(theme, "primary", "sync", name="send-now")
        self._list = RowList(theme, stage.posters, grows=True)
        self._list.setObjectName("ledger-list")
        self._empty = Empty(theme, "send", name="ledger-empty")
        self._promise = label("small", "second")
        self.carry = CarryPart(stage)
        self.save = Button(theme, "quiet", "document", name="ledger-save")
        top = QHBoxLayout()
        top.setSpacing(10)
        for state, chip in self._chips.items():
            self._group.addButton(chip)
            if state != "usage":
                top.addWidget(chip)
        top.addStretch(1)
        top.addWidget(self.send)
        page = Page("ledger-page")
        page.box.addWidget(self._notice)
        page.box.addLayout(top)
        # None of the learner's work stands in there, and five of them beside a button are too many for large letters.
        page.box.addWidget(self._chips["usage"], 0, Qt.AlignmentFlag.AlignLeading)
        page.box.addSpacing(14)
        page.box.addWidget(self._explained)
        page.box.addSpacing(2)
        page.box.addWidget(self._list)
        page.box.addWidget(self._empty, EMPTY_SHARE)
        page.box.addSpacing(4)
        foot = QHBoxLayout()
        foot.addWidget(self._promise, 1)
        foot.addWidget(self.save)
        page.box.addLayout(foot)
        page.box.addWidget(self.carry)
        page.box.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._chips[None].setChecked(True)
        self._group.buttonClicked.connect(self._filter)
        self.send.clicked.connect(self._send)
        self.save.clicked.connect(self._save)
        self._list.acted.connect(self._acted)
        self._notice.pressed.connect(self.read)
        self._empty.again.connect(self.read)
        self._list.set_rows(in_cards(skeletons(4, Shape.LINE, has_bar=False)))
        self._empty.hide()
        self.retranslate()

    def title(self) -> str:
        return translate("Ledger", "What has been sent")

    def subject(self) -> str:
        return "ledger"

    def read(self) -> None:
        desk = self.stage.desk
        if desk is not None:
            self.stage.read("ledger", partial(_view, desk, self._state), self.show_ledger, self.show_error)

    def enter(self, destination: Destination) -> None:
        del destination
        self._explained.clear()
        self.carry.enter()
        self.read()

    def show_ledger(self, view: LedgerView) -> None:
        """Shows these items."""
        self._view = view
        self._notice.clear()
        rows = in_cards([item_row(row) for row in view.rows])
        self._list.set_rows(rows)
        self._list.setVisible(bool(rows))
        self.save.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._promise.setVisible(self._state != "usage")
        self._say_counts(view)
        self._say_empty()

    def show_error(self, error: KarmaDeskError) -> None:
        """Tells what is in the way; what was shown stays."""
        if self._view is not None:
            self._notice.say_error(error, try_again())
            return
        self._list.hide()
        self._empty.say_error(error)

    def retranslate(self) -> None:
        self._promise.setText(
            translate("Ledger", "Nothing here is ever lost: each item stays until the server has answered.")
        )
        self.carry.retranslate()
        self._list.setAccessibleName(translate("Ledger", "Items and what became of them"))
        self.send.say(translate("Ledger", "Send now"))
        self.send.setToolTip(translate("Ledger", "Send now (F5)"))
        self.save.say(translate("Ledger", "Save the list…"))
        self._notice.retranslate()
        self._empty.retranslate()
        self._explained.clear()
        if self._view is not None:
            self.show_ledger(self._view)

    def _say_counts(self, view: LedgerView) -> None:
        counts = view.counts
        waiting = counts.get(ItemState.WAITING, 0) + counts.get(ItemState.SENDING, 0)
        figures: dict[Filter, tuple[str, int]] = {
            None: (translate("Ledger", "All {n}"), sum(counts.values())),
            ItemState.WAITING: (translate("Ledger", "Waiting {n}"), waiting),
            ItemState.ACCEPTED: (translate("Ledger", "Accepted {n}"), counts.get(ItemState.ACCEPTED, 0)),
            ItemState.REFUSED: (translate("Ledger", "Refused {n}"), counts.get(ItemState.REFUSED, 0)),
            "usage": (translate("Ledger", "Usage {n}"), view.usage),
        }
        for state, (words, count) in figures.items():
            self._chips[state].say(words.format(n=formats.number(count)))
            self._chips[state].setVisible(state != "usage" or count > 0 or self._state == "usage")
        needs = view.needs_sign_in and waiting > 0
        self.send.set_icon("sign-in" if needs else "sync")
        self.send.set_look("primary" if waiting else "quiet")
        if needs:
            self.send.say(translate("Ledger", "Sign in to send %n item(s)", "", waiting))
        else:
            self.send.say(translate("Ledger", "Send now"))

    def _say_empty(self) -> None:
        if self._state is ItemState.REFUSED:
            self._empty.say(translate("Ledger", "Nothing was refused"), translate("Ledger", "Good."), icon="done")
        elif self._state is ItemState.WAITING:
            self._empty.say(
                translate("Ledger", "Nothing is waiting"),
                translate("Ledger", "Everything you did has been sent."),
                icon="done",
            )
        elif self._state == "usage":
            self._empty.say(
                translate("Ledger", "Nothing is told of how lessons are used"),
                translate("Ledger", "Settings say whether the platform may know."),
                icon="info",
            )
        else:
            self._empty.say(
                translate("Ledger", "Nothing to send yet"),
                translate("Ledger", "What you watch, read and answer will stand here, with the server's answer."),
                icon="send",
            )

    def _filter(self, pressed: QAbstractButton) -> None:
        self._state = next(state for state, chip in self._chips.items() if chip is pressed)
        self._explained.clear()
        self.read()

    def _send(self) -> None:
        if self._view is not None and self._view.needs_sign_in:
            self.stage.sign_in_wanted.emit()
        else:
            self.stage.program.request_sync(interactive=True)

    def _save(self) -> None:
        """What the list shows now, as a file for the coordinator."""
        path = ledger_file.ask_where(self) if self._view is not None else None
        if path is not None and self._view is not None:
            self.save_to(path, self._view)

    def save_to(self, path: Path, view: LedgerView) -> None:
        """Writes the list; says so, or what is in the way."""
        work = partial(_saved, path, ledger_file.heads(), ledger_file.rows(view))
        self.stage.do(work, self._say_saved, self._notice.say_error)

    def _say_saved(self, path: Path) -> None:
        words = translate("Ledger", "The list was saved as {name}.").format(name=path.name)
        self._explained.say(words, str(path.parent), "accent", "done")

    def _acted(self, act: RowAct) -> None:
        desk, view = self.stage.desk, self._view
        if view is None or desk is None:
            return
        row = next((row for row in view.rows if row.item.key == act.row_id), None)
        if row is None:
            return
        if act.action_id == "explain":
            reason = row.item.receipt.reason if row.item.receipt else ""
            why, what = refusal(reason)
            named = translate("Ledger", "“{name}” was refused: {reason}.").format(name=_about(row), reason=why)
            self._explained.say(named, what, "accent", "info")
        elif act.action_id == "retry":
            self.stage.act(partial(_retry, desk, act.row_id), self.show_error)
        elif act.action_id == "course":
            self.stage.go.emit(Destination("course", course_id=row.item.place.course_id))


def _name(state: Filter) -> str:
    if isinstance(state, ItemState):
        return state.value
    return state or "all"


def _about(row: LedgerRow) -> str:
    return row.resource_name or row.course_name


def item_row(row: LedgerRow) -> Row:
    """An item as a line."""
    item = row.item
    icons = {
        ItemState.WAITING: "clock",
        ItemState.SENDING: "sync",
        ItemState.ACCEPTED: "check",
        ItemState.REFUSED: "warning",
    }
    see = Action("course", translate("Ledger", "Open the course"), "course")
    again = Action("retry", translate("Ledger", "Send again"), "sync")
    is_refused = item.state is ItemState.REFUSED
    roles: dict[ItemState, Role] = {ItemState.ACCEPTED: "done", ItemState.REFUSED: "alert"}
    about, done = _about(row), what_was_done(row)
    # The lesson's name first: by that somebody looks for what they did.
    return Row(
        id=item.key,
        title=about or done,
        detail=formats.joined(
            done if about else "", row.course_name if row.course_name != about else "", _whereto(item.sink)
        ),
        shape=Shape.LINE,
        icon=icons[item.state],
        icon_role=roles.get(item.state, "ink2"),
        chips=(_state_chip(row),),
        actions=(Action("explain", translate("Ledger", "What can I do?")), again) if is_refused else (),
        more=(see,) if item.place.course_id else (),
    )


def _whereto(sink: str) -> str:
    """Said only where there is a second receiver of the same act."""
    return translate("Ledger", "to the record store") if sink == RECORDS else ""


def _state_chip(row: LedgerRow) -> Chip:
    item = row.item
    if item.state is ItemState.REFUSED:
        why, _ = refusal(item.receipt.reason if item.receipt else "")
        return Chip(translate("Ledger", "Refused: {reason}").format(reason=why), "alert", "warning")
    if item.state is ItemState.ACCEPTED:
        at = formats.day_and_time(item.receipt.at) if item.receipt else ""
        return Chip(formats.joined(translate("Ledger", "Accepted"), at), "done", "check")
    if item.state is ItemState.SENDING:
        return Chip(translate("Ledger", "On its way"), "brand", "sync")
    error = str(item.summary.get("error", ""))
    if error and error != "offline":
        return Chip(formats.joined(translate("Ledger", "Waiting"), trouble(error).what), "accent", "clock")
    return Chip(translate("Ledger", "Waiting for a link"), "accent", "clock")


def _view(desk: Desk, state: Filter, context: Context) -> LedgerView:
    context.check()
    if isinstance(state, ItemState):
        return ledger.view(desk, state)
    return ledger.view(desk, of_usage=state == "usage")


def _saved(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]], context: Context) -> Path:
    context.check()
    listing.save(path, heads, rows)
    return path


def _retry(desk: Desk, key: str, context: Context) -> Topic:
    context.check()
    return ledger.retry(desk, key)
