"""A process of its own that sends for one person who is locked, and ends with all that it knew of them.

It is told by one line on standard input which vault to use, and answers by one line: what the round came to.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from karmadesk.app.lock import HomeLock
from karmadesk.errors import KarmaDeskError, KeysLocked

if TYPE_CHECKING:
    from karmadesk.app.core import Core
    from karmadesk.ports import SyncReport, Vault

log = logging.getLogger(__name__)

VERB = "errand"


class BorrowedLock(HomeLock):
    """Whoever sent for this process holds the home, and waits for it in the lane that would do the same."""

    def take(self) -> None:
        """It is held already."""

    def release(self) -> None:
        """Not ours to give back."""


def main(arguments: Sequence[str]) -> int:
    """One round for the person named after the home; the exit code."""
    home, person_id = Path(arguments[0]), arguments[1]
    wanted = json.loads(sys.stdin.readline())
    from karmadesk.app.core import Core
    from karmadesk.app.keys import Keys
    from karmadesk.app.secrets import Secrets
    from karmadesk.jobs import Context
    from karmadesk.paths import Paths
    from karmadesk.ports import SyncReport

    keys = Keys(Secrets(), Paths(home), vault=_vault(wanted, Paths(home)))
    core = Core(
        home,
        post=_at_once,
        unexpected=_raise,
        keys=keys,
        lock=BorrowedLock(Paths(home).lock),
        is_errand=True,
    )
    if "carry" in wanted:
        try:
            said = _carried(core, person_id, wanted)
        finally:
            core.close()
        sys.stdout.write(f"{json.dumps(said)}\n")
        return 0
    try:
        report = core.sync.run(person_id, Context(), interactive=bool(wanted["interactive"]))
    except KarmaDeskError as error:
        report = SyncReport(person_id, stopped_by=error.key)
    finally:
        core.close()
    log.info("an errand for %s: %s sent, %s waiting %s", person_id, report.sent, report.waiting, report.stopped_by)
    sys.stdout.write(f"{json.dumps(_document(report))}\n")
    return 0


def _carried(core: Core, person_id: str, wanted: dict[str, str]) -> dict[str, object]:
    from karmadesk.app.carrying import on_errand

    return on_errand(core, person_id, wanted)


def report_of(line: str, person_id: str) -> SyncReport:
    """What a process said at its end. Raises ValueError for anything else."""
    from karmadesk.ports import SyncReport

    found = json.loads(line)
    if not isinstance(found, dict) or found.get("person_id") != person_id:
        raise ValueError("not a report of this person")
    at = found.pop("finished_at")
    return replace(SyncReport(**found), finished_at=datetime.fromisoformat(at) if at else None)


def _document(report: SyncReport) -> dict[str, object]:
    at = report.finished_at
    return {**asdict(report), "finished_at": at.isoformat() if at is not None else ""}


def _vault(wanted: dict[str, str], paths: object) -> Vault:
    from karmadesk.paths import Paths
    from karmadesk.vault import open_vault
    from karmadesk.vault.sealed import SealedFile

    assert isinstance(paths, Paths)
    if wanted["kind"] == SealedFile.kind:
        return SealedFile.handed(paths.sealed, bytes.fromhex(wanted["key"]))
    return open_vault(wanted["kind"], paths.sealed, _nobody)


def _nobody() -> str:
    raise KeysLocked("nobody types anything here")


def _at_once(work: object) -> None:
    assert callable(work)
    work()


def _raise(error: BaseException) -> None:
    raise error
