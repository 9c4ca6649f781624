"""`doctor`: how this installation is, and what a support code says."""

from __future__ import annotations

import argparse
import json
import sys

from karmadesk.app.arguments import home_of
from karmadesk.app.clock import SystemClock
from karmadesk.app.secrets import Secrets
from karmadesk.services.support_code import CHECKS, DAYS, DISK_GB, OUTBOX, class_words, decode


def doctor(parsed: argparse.Namespace) -> int:
    """Looks, tells, changes nothing; 1 when there is a problem. A window may be open meanwhile."""
    if parsed.decode is not None:
        return _decoded(str(parsed.decode), as_json=bool(parsed.json))
    from karmadesk.app.doctor.examine import examine
    from karmadesk.app.doctor.subject import on_disk

    secrets = Secrets(str(parsed.secrets or ""), parsed.passphrase_file)
    report = examine(on_disk(home_of(parsed), secrets, SystemClock()))
    if parsed.json:
        rows = [{"check": f.check, "state": f.state.value, "says": f.says, "do": f.do} for f in report.findings]
        found = {"is_well": report.is_well, "code": report.code, "findings": rows}
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        for finding in report.findings:
            sys.stdout.write(f"{finding.state.value:8}{finding.check:13}{finding.says}\n")
            if finding.do:
                sys.stdout.write(f"{'':21}→ {finding.do}\n")
        sys.stdout.write(f"Support code: {report.code}\n")
    return 0 if report.is_well else 1


def _decoded(code: str, *, as_json: bool) -> int:
    """What somebody read over the telephone. Raises MistypedCode."""
    found = decode(code)
    facts = {
        "version": ".".join(str(part) for part in found.version),
        "platform": found.platform,
        "not_ok": [name for name in CHECKS if name in found.failed],
        "free_disk": class_words(found.disk, DISK_GB, "GB"),
        "outbox": class_words(found.outbox, OUTBOX, "items"),
        "since_last_sync": class_words(found.days, DAYS, "days"),
    }
    if as_json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0
    for name, fact in facts.items():
        words = (", ".join(fact) or "nothing") if isinstance(fact, list) else fact
        sys.stdout.write(f"{name.replace('_', ' '):17}{words}\n")
    return 0
