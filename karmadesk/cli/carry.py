"""`carry`: progress on a drive, out, in, and handed over."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict

from karmadesk.app.core import Core
from karmadesk.app.sentences import line
from karmadesk.cli.people import find_person
from karmadesk.errors import BadRequest
from karmadesk.jobs import Context
from karmadesk.ports import HandedOver, TakenIn, Written

Report = Written | TakenIn | HandedOver


def carry(core: Core, parsed: argparse.Namespace) -> int:
    """One line, or one JSON object, a person or file; 1 when one of them could not be done."""
    if parsed.way == "out":
        wanted = [find_person(core, parsed.person).id] if parsed.person else []
        found: Iterable[Report] = core.carrying.write(parsed.folder.absolute(), Context(), wanted)
    elif parsed.way == "in":
        found = core.carrying.take_in(parsed.folder.absolute(), Context())
    else:
        found = core.carrying.hand_over(parsed.folder.absolute(), Context())
    reports = tuple(found)
    if not reports:
        raise BadRequest("nothing to carry", what="file there" if parsed.way == "deliver" else "person here yet")
    for report in reports:
        sys.stdout.write((_as_json(report) if parsed.json else _words(report)) + "\n")
    return int(any(report.error for report in reports))


def _as_json(report: Report) -> str:
    found = {name: value for name, value in asdict(report).items() if name != "arguments"}
    return json.dumps(found, ensure_ascii=False)


def _words(report: Report) -> str:
    if isinstance(report, HandedOver):
        return f"{report.name}: {_trouble(report) or _counts(report)}"
    if report.error:
        return f"{report.label}: {_trouble(report)}"
    if isinstance(report, Written):
        return f"{report.label}: {report.items} written" + (
            f", {report.left} left for the next file" * bool(report.left)
        )
    if not report.answers:
        return f"{report.label}: no answer there"
    return f"{report.label}: {_counts(report)}" + (", plan and courses are up to date" * report.is_newer)


def _counts(report: TakenIn | HandedOver) -> str:
    words = f"{report.accepted} accepted"
    if report.refused:
        words += f", {report.refused} refused"
    if report.damaged:
        words += f", {report.damaged} damaged on the way and to be written again"
    return words


def _trouble(report: Report) -> str:
    return line(report.error, {"name": getattr(report, "label", ""), **report.arguments}) if report.error else ""
