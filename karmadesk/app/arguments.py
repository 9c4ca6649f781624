"""What may be written after `karmadesk`: one parser for both faces."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from karmadesk import __version__
from karmadesk.app import places

SECRETS = ("keyring", "sealed-file", "memory")
FACES = ("cli", "window")
AT_CARDS = "--at-cards"
"""Nobody's desk opens by itself: what a window that was locked begins anew with."""
ENGINES = ("auto", "vlc", "qtmultimedia", "dummy")


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments mean the window: no verb, `demo` with somebody there, or `--face window`."""
    if not arguments:
        return True
    parsed, _ = parser().parse_known_args(arguments)
    if parsed.verb is None:
        return True
    return parsed.verb == "demo" and (not parsed.unattended or parsed.face == "window")


def parser() -> argparse.ArgumentParser:
    """The whole command line but `hub`, which is another program under the same name."""
    main = argparse.ArgumentParser("karmadesk", description="Learn iGOT courses offline. Without a verb: the window.")
    main.add_argument("--version", action="version", version=f"KarmaDesk {__version__}")
    _home(main, is_main=True)
    verbs = main.add_subparsers(dest="verb", metavar="VERB")
    demo = _verb(verbs, "demo", "the embedded hub with sample courses, and the window")
    demo.add_argument("--unattended", action="store_true", help="the whole journey with no one at the keyboard")
    demo.add_argument("--json", action="store_true", help="print one JSON object (unattended)")
    demo.add_argument("--face", choices=FACES, default="cli", help="who learns, unattended (default: cli)")
    demo.add_argument("--engine", choices=ENGINES, default="auto", help="which media engine plays, unattended")
    _verb(verbs, "demo-check", argparse.SUPPRESS)
    login = _verb(verbs, "login", "sign a person in through the system's browser")
    login.add_argument("--server", default="", help="the id of a server, or the address of one (https://…)")
    login.add_argument("--label", default="", help="what to call the person on this laptop")
    login.add_argument("--person", default="", help="renew the session of this person (id or label)")
    login.add_argument("--no-browser", action="store_true", help="only print the address to open")
    _verb(verbs, "sync", "send what waits and fetch what is new, for everybody")
    download = _verb(verbs, "download", "fetch courses to this laptop (all that are assigned, when none is named)")
    download.add_argument("courses", nargs="*", metavar="COURSE")
    download.add_argument("--person", default="", help="for whom (id or label; default: everybody)")
    bring = _verb(verbs, "import", "take courses from files: .ecar files, or folders with some in them")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    bring.add_argument("--person", default="", help="for whom (id or label; default: everybody)")
    carry = _verb(verbs, "carry", "progress on a drive, where there is no link: write it, hand it over, take it in")
    ways = ("out", "in", "deliver", "stand-in")
    carry.add_argument(
        "way",
        choices=ways,
        help="out: write for the server; in: take its answers in; deliver: hand over what somebody brought; "
        "stand-in: where the server has no key of its own, send it with its learner signed in",
    )
    carry.add_argument("folder", type=Path, metavar="FOLDER", help="the drive, or a folder on it")
    carry.add_argument("--person", default="", help="for whom (id or label; default: everybody), with out")
    carry.add_argument("--words-file", type=Path, metavar="FILE", help="words that seal or open a file, where the "
                       "server has no key of its own")  # fmt: skip
    carry.add_argument("--no-browser", action="store_true", help="only print the address to open, with stand-in")
    carry.add_argument("--json", action="store_true")
    status = _verb(verbs, "status", "what is here, what waits, how the link is")
    status.add_argument("--json", action="store_true")
    doctor = _verb(verbs, "doctor", "how this installation is, and what to do about it")
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--decode", metavar="CODE", help="say what somebody's support code means, and look at nothing")
    search = _verb(verbs, "search", "courses that hold these words")
    search.add_argument("words", nargs="+", metavar="WORD")
    search.add_argument("--json", action="store_true")
    verbs.add_parser("hub", help="the embedded server: see karmadesk hub --help")
    return main


def _verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str) -> argparse.ArgumentParser:
    made = verbs.add_parser(name) if text == argparse.SUPPRESS else verbs.add_parser(name, help=text, description=text)
    _home(made, is_main=False)
    return made


def _home(to: argparse.ArgumentParser, *, is_main: bool) -> None:
    """Options that may stand before or after the verb; the one after it wins."""
    unset = None if is_main else argparse.SUPPRESS
    to.add_argument("--home", type=Path, default=unset, metavar="DIR", help="everything of one installation")
    to.add_argument("--secrets", choices=SECRETS, default="" if is_main else unset, help="where keys are kept")
    to.add_argument("--passphrase-file", type=Path, default=unset, metavar="FILE", help="for a sealed file")
    to.add_argument(AT_CARDS, action="store_true", default=False if is_main else unset, help=argparse.SUPPRESS)
    to.add_argument("--verbose", action="store_true", default=False if is_main else unset)


def home_of(parsed: argparse.Namespace) -> Path:
    """The home that was named, or the default; demos have one of their own."""
    if parsed.home is not None:
        return Path(parsed.home).absolute()
    default = places.default_home()
    return default.with_name(default.name + "-demo") if parsed.verb == "demo" else default
