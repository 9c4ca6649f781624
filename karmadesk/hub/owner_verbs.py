"""What the owner does from the command line: people, courses, assignments, the report, backups."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from karmadesk.hub import backups, people, plans, publishing, records, reports, seeding, tables
from karmadesk.hub.catalogue import Shelf
from karmadesk.hub.database import Database, database_in
from karmadesk.hub.house import House
from karmadesk.hub.place import Place, Terms, TroubleError
from karmadesk.hub.tokens import Signer


def run(name: str, place: Place, options: argparse.Namespace) -> int:
    """Do what this verb says, on the hub in this folder, whether it is running or not."""
    place.prepare()
    database = database_in(place, options.database)
    try:
        _VERBS[name](place, database, options)
        sys.stdout.flush()  # so that a reader who is gone is noticed here, and not at the interpreter's end
    finally:
        database.close()
    return 0


def _people(_place: Place, database: Database, options: argparse.Namespace) -> None:
    new, known = people.import_file(database, options.file)
    _say(f"{new} people added, {known} brought up to date")


def _courses(place: Place, database: Database, options: argparse.Namespace) -> None:
    for source in options.sources:
        for identifier in publishing.add(database, place, source):
            _say(f"added {identifier}")
    with database.write() as db:
        seeding.give_batches(db, Shelf().current(db))


def _assign(_place: Place, database: Database, options: argparse.Namespace) -> None:
    with database.write() as db:
        entry = Shelf().current(db).get(options.course)
        if entry is None or entry.hierarchy is None:
            raise TroubleError(f"{options.course}: no such course here")
        kind, targets = _whom(options.to)
        if kind == plans.PEOPLE:
            known = {name: people.by_name(db, name) for name in targets}
            strangers = [name for name, row in known.items() if row is None]
            if strangers:
                raise TroubleError(f"{options.to}: not known here: {', '.join(strangers)}")
            reached, targets = len(known), [row["id"] for row in known.values() if row is not None]
        else:
            whose = select(func.count()).select_from(tables.people)
            if kind == plans.DESIGNATION:
                whose = whose.where(tables.people.c.designation == targets[0])
            reached = db.execute(whose).scalar() or 0
        name = f"Plan of {options.to if kind != plans.PEOPLE else Path(options.to).stem}"
        plans.assign(db, options.course, kind, targets, due_at=options.due, apar=options.apar, name=name)
    _say(f"assigned {options.course} to {reached} people")


def _whom(to: str) -> tuple[str, list[str]]:
    """A file of user names, one a line; `all`; else a designation."""
    if to.lower() == "all":
        return plans.EVERYONE, [plans.EVERYONE]
    file = Path(to)
    if not file.is_file():
        return plans.DESIGNATION, [to]
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise TroubleError(f"{file}: cannot be read as a list of user names ({problem})") from problem
    names = [name for line in lines if (name := line.partition(",")[0].strip()) and name != "username"]
    if not names:
        raise TroubleError(f"{file}: no user names in it")
    return plans.PEOPLE, names


def _records(_place: Place, database: Database, options: argparse.Namespace) -> None:
    with database.write() as db:
        if not options.end:
            secret = records.make_key(db, options.name)
        elif not records.end_key(db, options.name):
            raise TroubleError(f"{options.name}: no such key here")
    _say(f"ended the key {options.name}" if options.end else f"user {options.name}\npassword {secret}")


def _carry(place: Place, database: Database, options: argparse.Namespace) -> None:
    from karmadesk.hub.carry import counter, folder, keys

    if options.new_key:
        _say(f"new files are sealed to the key {keys.renew(place.carry_keys_file).id}")
    if options.forget:
        with database.write() as db:
            row = people.by_name(db, options.forget)
            if row is None:
                raise TroubleError(f"{options.forget}: not known here")
            _say(f"forgot {counter.forget(db, row['id'])} laptops of {options.forget}")
    if options.folder is not None:
        house = House(place, Terms(options.flavour), database, Signer(place.signing_key_file), "", "")
        taken = folder.take(house, options.folder)
        for one in taken:
            what = f"{one.accepted} accepted, {one.refused} refused, {one.damaged} damaged"
            _say(f"{one.name}: {one.trouble or what}")
        if any(one.trouble for one in taken):
            raise TroubleError("some files could not be taken; nothing of them was changed")


def _report(_place: Place, database: Database, _options: argparse.Namespace) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # names are Hindi, and not every console's own encoding is
    with database.read() as db:
        reports.write_csv(db, Shelf().current(db), sys.stdout)


def _backup(place: Place, database: Database, options: argparse.Namespace) -> None:
    rows = backups.write(database, place, options.file)
    _say(f"backed up {rows} rows and the packages to {options.file}")


def _restore(place: Place, database: Database, options: argparse.Namespace) -> None:
    backups.refuse_unless_empty(database)
    rows = backups.restore(database, place, options.file)
    backups.refresh_media_times(database, place)
    _say(f"restored {rows} rows and the packages from {options.file}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


_VERBS: dict[str, Callable[[Place, Database, argparse.Namespace], None]] = {
    "people": _people,
    "courses": _courses,
    "assign": _assign,
    "records": _records,
    "carry": _carry,
    "report": _report,
    "backup": _backup,
    "restore": _restore,
}
