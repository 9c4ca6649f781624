"""What an item of the ledger says in words."""

from __future__ import annotations

from karmadesk.ports import TELEMETRY
from karmadesk.services.views import LedgerRow
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate


def what_was_done(row: LedgerRow) -> str:
    """Watched 58 %, Answered 8 of 8, 7 right, Finished, Joined the course."""
    item, facts = row.item, row.item.summary
    if item.sink == TELEMETRY:
        return translate("Ledger", "%n thing(s) about how lessons were used", "", int(facts.get("count", 1)))
    if "enrolled" in item.verbs:
        return translate("Ledger", "Joined the course")
    if "total" in facts and "answered" in facts:
        words = translate("Ledger", "Answered {done} of {total}, {right} right")
        return words.format(done=facts["answered"], total=facts["total"], right=facts.get("correct", 0))
    if facts.get("completed") or "completed" in item.verbs:
        return translate("Ledger", "Finished")
    share = formats.percent(float(facts.get("fraction", 0)))
    mime = str(facts.get("mime_type", ""))
    if mime.startswith(("video/", "audio/")):
        return translate("Ledger", "Watched {share}").format(share=share)
    if mime:
        return translate("Ledger", "Read {share}").format(share=share)
    return translate("Ledger", "Progress {share}").format(share=share)
