"""`import`: courses from files, without any network."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from karmadesk.app.core import Core
from karmadesk.app.sentences import SENTENCES
from karmadesk.cli.people import find_person
from karmadesk.errors import BadRequest
from karmadesk.jobs import Context
from karmadesk.services import importing
from karmadesk.services.importing import ImportedFile


def bring(core: Core, parsed: argparse.Namespace) -> int:
    """One line a file; 1 when one of them was refused."""
    people = [find_person(core, parsed.person)] if parsed.person else list(core.people.list())
    if not people:
        raise BadRequest("nobody here", what="person on this laptop yet: karmadesk login")
    files = importing.course_files(parsed.files)
    if not files:
        raise BadRequest("no course files", what="course file (*.ecar) there")
    core.tidy()
    reports = [importing.bring(core.desk(person.id), files, Context()) for person in people]
    for each in reports[0].files:
        sys.stdout.write(_line(each) + "\n")
    return int(any(each.error_key for each in _all(reports)))


def _line(each: ImportedFile) -> str:
    if each.error_key:
        return f"{each.path.name}: {SENTENCES.get(each.error_key, each.error_key)} [{each.error_key}]"
    if not each.is_course:
        return f"{each.path.name}: lesson {each.title}"
    inside = f", with {each.lessons} of its lessons" if each.lessons else ""
    return f"{each.path.name}: course {each.title} ({each.course_id}){inside}"


def _all(reports: Iterable[importing.ImportReport]) -> Iterable[ImportedFile]:
    return (each for report in reports for each in report.files)
