"""The status strip and `status --json`: the link, what waits, what is being fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from karmadesk.errors import DiskFull
from karmadesk.model import Charge, DownloadState, ItemState, Link
from karmadesk.services.desk import Desk
from karmadesk.services.ledger import NEEDS_SIGN_IN
from karmadesk.services.mended import MENDED
from karmadesk.services.program import Program
from karmadesk.services.views import StripView

_ACTIVE = {DownloadState.WAITING, DownloadState.RUNNING}


def shown(desk: Desk | None, program: Program) -> StripView:
    """What every screen shows at its top now."""
    view = strip(desk, program.link(), is_sending=program.is_sending())
    return replace(view, sends_at=program.sends_at(), asks_network=asks_network(program))


def asks_network(program: Program) -> bool:
    """Whether the learner should say if the network here is free of charge: it was never seen, and courses wait."""
    return program.network() is Charge.UNSAID and not program.settings.downloads_on_metered


def strip(
    desk: Desk | None, link: Link, *, is_sending: bool, live: Mapping[str, tuple[int, int]] | None = None
) -> StripView:
    """The figures at the top of every screen. `live` holds (done, total) bytes fresher than the shelf's."""
    if desk is None:
        return StripView(link=link, is_sending=is_sending)
    with desk.learner.read() as learner:
        counts = learner.item_counts()
        needs_sign_in = bool(learner.checkpoint(NEEDS_SIGN_IN))
        mended = learner.checkpoint(MENDED)
    with desk.shelf.read() as shelf:
        downloads = shelf.downloads()
    active = [d for d in downloads if d.state in _ACTIVE]
    figures = [(live or {}).get(d.id, (d.bytes_done, d.bytes_total)) for d in active]
    total = sum(max(done, size) for done, size in figures)
    return StripView(
        link=link,
        to_send=counts.get(ItemState.WAITING.value, 0) + counts.get(ItemState.SENDING.value, 0),
        refused=counts.get(ItemState.REFUSED.value, 0),
        needs_sign_in=needs_sign_in,
        is_sending=is_sending,
        fetching=len(active),
        fetching_fraction=sum(done for done, _ in figures) / total if total else 0.0,
        fetched=sum(1 for d in downloads if d.state is DownloadState.DONE),
        failed=sum(1 for d in downloads if d.state is DownloadState.FAILED),
        is_disk_full=any(d.error_key == DiskFull.key for d in active),
        mended=mended,
    )
