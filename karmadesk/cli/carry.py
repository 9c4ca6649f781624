"""`carry`: progress on a drive, out, in, and handed over."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from karmadesk.app.core import Core
from karmadesk.app.sentences import line
from karmadesk.cli.people import find_person, signed_in
from karmadesk.errors import BadRequest, ContentError, SignInError, UnknownServer, UnreadableFile
from karmadesk.jobs import Context
from karmadesk.ports import HandedOver, TakenIn, Written
from karmadesk.services.passphrase import prepared

Report = Written | TakenIn | HandedOver


def carry(core: Core, parsed: argparse.Namespace) -> int:
    """One line, or one JSON object, a person or file; 1 when one of them could not be done."""
    folder = parsed.folder.absolute()
    if parsed.way == "out":
        wanted = [find_person(core, parsed.person).id] if parsed.person else []
        found: Iterable[Report] = core.carrying.write(folder, Context(), wanted, _words_in(parsed.words_file))
    elif parsed.way == "in":
        found = core.carrying.take_in(folder, Context())
    elif parsed.way == "deliver":
        found = core.carrying.hand_over(folder, Context())
    else:
        found = _stand_in(core, folder, parsed)
    code, is_any = 0, False
    for report in found:
        is_any = True
        sys.stdout.write((_as_json(report) if parsed.json else _words(report)) + "\n")
        code = code or int(bool(report.error))
    if not is_any:
        raise BadRequest("nothing to carry", what="person here yet" if parsed.way in {"out", "in"} else "file there")
    return code


def _stand_in(core: Core, folder: Path, parsed: argparse.Namespace) -> Iterator[HandedOver]:
    """One learner after the other: the words that open their file, their own sign-in, and what the server said."""
    from karmadesk.app import carrying

    for stem in carrying.turns(folder):
        try:
            post = carrying.opened_turn(folder, stem, _words_in(parsed.words_file) or _asked(stem))
            row = carrying.server_of(core, post)
            sys.stdout.write(f"It is the turn of {post.said.get('label')}: {len(post.pieces)} items for {row.name}\n")
            tokens = signed_in(core, row.id, fresh=True, is_shown=not parsed.no_browser)
            yield carrying.stand_in_for(core, folder, stem, post, tokens, Context())
        except (ContentError, SignInError, UnknownServer) as error:
            yield HandedOver(f"{stem}.post", error=error.key, arguments=error.arguments)


def _words_in(file: Path | None) -> str:
    """The words in a file, as they are typed elsewhere; "" without one. Raises UnreadableFile."""
    if file is None:
        return ""
    try:
        return prepared(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(type(error).__name__, name=file.name) from error


def _asked(stem: str) -> str:
    return prepared(getpass.getpass(f"The words that open {stem}.post: "))


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
