"""The hub's command line: serve, or do one thing for its owner."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from karmadesk.hub.place import Place, Terms, TroubleError

_VERBS = ("serve", "people", "courses", "assign", "records", "carry", "report", "backup", "restore")


def main(argv: Sequence[str]) -> int:
    """Run one command; 0 done, 1 the world's fault (one line says which), 2 wrong usage."""
    arguments = list(argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments.insert(0, "serve")
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        return int(options.run(options) or 0)
    except TroubleError as problem:
        sys.stderr.write(f"hub: {problem}\n")
        return 1
    except BrokenPipeError:
        # Whoever was reading has enough. Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 0


def _serve(options: argparse.Namespace) -> None:
    place = Place(options.data.absolute())
    place.prepare()
    from karmadesk.hub import faults_rules, serving

    serving.log_to(place.log_file)
    from karmadesk.hub.building import furnish

    plan = faults_rules.plan_of(options.faults) if options.faults else None
    terms = Terms(
        options.flavour,
        options.rotate_refresh,
        options.offline_idle,
        options.access_ttl,
        options.reconnect_window,
        options.certificate_delay,
        options.name,
    )
    house = furnish(place, terms, options.database)
    if options.seed:
        from karmadesk.hub import seeding

        seeding.seed(house.database, place, seeding.demo_folder())
    address = serving.Address(options.host, options.port)
    if plan is not None:
        from karmadesk.hub import faults

        faults.warn(options.faults, place.faults_file)
    serving.serve(house, address, until_stdin_closes=options.until_stdin_closes, faults=plan)


def _owner_verb(name: str) -> object:
    def run(options: argparse.Namespace) -> int:
        from karmadesk.hub import owner_verbs

        place = Place(options.data.absolute())
        return owner_verbs.run(name, place, options)

    return run


def _parser() -> argparse.ArgumentParser:
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--data", type=Path, required=True, metavar="DIR", help="the hub's own folder")
    where.add_argument("--database", metavar="URL", help="a PostgreSQL address instead of a file in DIR")
    parser = argparse.ArgumentParser(prog="karmadesk hub", description="A small learning server (docs/hub.md).")
    verbs = parser.add_subparsers(required=True, metavar="{" + ",".join(_VERBS) + "}")
    _add_serve(verbs.add_parser("serve", parents=[where], help="serve (also without a verb)"))
    _add_owner_verbs(verbs, where)
    return parser


def _add_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--port", type=_port, help="0 or absent: a free one the first time, then the same")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--seed", choices=["demo"], help="fill an empty hub with the sample courses and people")
    serve.add_argument("--flavour", choices=["igot", "sunbird"], default="igot", help="whose behaviour to show")
    serve.add_argument("--rotate-refresh", action="store_true", help="a refresh token is good once")
    serve.add_argument("--offline-idle", type=_seconds, default=43_200, metavar="SECONDS")
    serve.add_argument("--access-ttl", type=_seconds, default=21_600, metavar="SECONDS")
    serve.add_argument("--faults", metavar="FILE|SEED", help="break answers on purpose (docs/hub.md)")
    serve.add_argument(
        "--reconnect-window",
        type=_count,
        default=0,
        metavar="SECONDS",
        help="over how long clients spread themselves when the network returns to all of them",
    )
    serve.add_argument(
        "--certificate-delay",
        type=_count,
        default=5,
        metavar="SECONDS",
        help="how long after completion a certificate appears",
    )
    serve.add_argument("--name", type=_name, default="KarmaDesk hub", help="who issues, as certificates say it")
    serve.add_argument("--until-stdin-closes", action="store_true", help="end when standard input does")
    serve.set_defaults(run=_serve)


def _add_owner_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], where: argparse.ArgumentParser
) -> None:
    people = verbs.add_parser("people", help="who may sign in").add_subparsers(required=True, metavar="import")
    people_import = people.add_parser("import", parents=[where], help="add or bring up to date from a CSV file")
    people_import.add_argument("file", type=Path, metavar="FILE.csv")
    people_import.set_defaults(run=_owner_verb("people"))

    courses = verbs.add_parser("courses", help="what can be learnt").add_subparsers(required=True, metavar="add")
    courses_add = courses.add_parser("add", parents=[where], help="add packages or source folders")
    courses_add.add_argument("sources", type=Path, nargs="+", metavar="FILE.ecar|SOURCE")
    courses_add.set_defaults(run=_owner_verb("courses"))

    assign = verbs.add_parser("assign", parents=[where], help="give a course to people")
    assign.add_argument("course", metavar="COURSE", help="its identifier")
    assign.add_argument(
        "--to", required=True, metavar="FILE|DESIGNATION", help="user names, one a line; or whose; or all"
    )
    assign.add_argument("--due", type=_date, required=True, metavar="DATE", help="2027-03-31")
    assign.add_argument("--apar", action="store_true", help="the appraisal counts it")
    assign.set_defaults(run=_owner_verb("assign"))

    records = verbs.add_parser("records", help="who may send statements").add_subparsers(required=True, metavar="key")
    records_key = records.add_parser("key", parents=[where], help="make a system's key anew, and show it this once")
    records_key.add_argument("name", type=_key_name, metavar="NAME", help="the system's name")
    records_key.add_argument("--end", action="store_true", help="make none: end the one it has")
    records_key.set_defaults(run=_owner_verb("records"))

    carry = verbs.add_parser("carry", parents=[where], help="take what a courier brings on a drive, and answer it")
    carry.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="the drive, or the folder on it")
    carry.add_argument("--new-key", action="store_true", help="seal new files to a new key; old ones still open")
    carry.add_argument("--forget", metavar="USER", help="end the keys of this person's laptops")
    carry.add_argument("--flavour", choices=["igot", "sunbird"], default="igot", help="as the hub is served")
    carry.set_defaults(run=_owner_verb("carry"))

    report = verbs.add_parser("report", parents=[where], help="who has finished what is due")
    report.add_argument("--csv", action="store_true", required=True, help="as CSV on standard output")
    report.set_defaults(run=_owner_verb("report"))

    for name, said in (("backup", "write everything to one file"), ("restore", "put a backup into an empty folder")):
        verb = verbs.add_parser(name, parents=[where], help=said)
        verb.add_argument("file", type=Path, metavar="FILE")
        verb.set_defaults(run=_owner_verb(name))


def _port(text: str) -> int:
    found = int(text)
    if not 0 <= found < 65_536:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return found


def _date(text: str) -> int:
    from karmadesk.hub import moments

    return moments.of_date(text)


def _seconds(text: str) -> int:
    found = int(text)
    if found <= 0:
        raise argparse.ArgumentTypeError("must be more than 0")
    return found


def _count(text: str) -> int:
    found = int(text)
    if not 0 <= found <= 604_800:
        raise argparse.ArgumentTypeError("must be from 0 to 604800, a week")
    return found


def _key_name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,80}", text):
        raise argparse.ArgumentTypeError("a name has 1 to 80 letters, digits, dots, dashes")
    return text


def _name(text: str) -> str:
    found = " ".join(text.split())
    if not 0 < len(found) <= 120:
        raise argparse.ArgumentTypeError("must have 1 to 120 characters")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
