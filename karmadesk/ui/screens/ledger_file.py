"""The ledger as a file: what stands in the list, for the coordinator."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from karmadesk.model import ItemState
from karmadesk.services.views import LedgerRow, LedgerView
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.screens.ledger_words import what_was_done
from karmadesk.ui.sentences import refusal

ENDING = ".csv"


def ask_where(parent: QWidget) -> Path | None:
    """Where the list is to be written; None for nowhere."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, "", place, translate("Ledger", "Tables (*{ending})").format(ending=ENDING))
    dialog.setWindowTitle(translate("Ledger", "Save the list as a file"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ENDING.removeprefix("."))
    dialog.selectFile(f"karmadesk{ENDING}")
    is_chosen = bool(dialog.exec())
    chosen = dialog.selectedFiles() if is_chosen else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None


def heads() -> tuple[str, ...]:
    """The words above the columns."""
    return (
        translate("Ledger", "When"),
        translate("Ledger", "Course"),
        translate("Ledger", "Lesson"),
        translate("Ledger", "What was done"),
        translate("Ledger", "State"),
        translate("Ledger", "Reason"),
        translate("Ledger", "The server's answer"),
        translate("Ledger", "Number"),
    )


def rows(view: LedgerView) -> list[tuple[str, ...]]:
    """The list in words, newest first; the number names an item to whoever looks after the server."""
    return [_row(row) for row in view.rows]


def _row(row: LedgerRow) -> tuple[str, ...]:
    item, receipt = row.item, row.item.receipt
    why = refusal(receipt.reason)[0] if receipt is not None and not receipt.accepted else ""
    said = str(receipt.arguments.get("said", "")) if receipt is not None else ""
    return (
        formats.day_and_time(item.acted_at),
        row.course_name,
        row.resource_name,
        what_was_done(row),
        state_word(item.state),
        formats.joined(why, said),
        formats.day_and_time(receipt.at) if receipt is not None else "",
        receipt.server_id if receipt is not None else "",
    )


def state_word(state: ItemState) -> str:
    """Waiting, on its way, accepted, refused."""
    words = {
        ItemState.WAITING: translate("Ledger", "Waiting"),
        ItemState.SENDING: translate("Ledger", "On its way"),
        ItemState.ACCEPTED: translate("Ledger", "Accepted"),
        ItemState.REFUSED: translate("Ledger", "Refused"),
    }
    return words[state]
