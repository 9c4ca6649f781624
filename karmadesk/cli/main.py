"""What happens for each verb. Exit codes: 0 done, 1 the world's fault (one line says which), 2 wrong usage."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from karmadesk.app.arguments import home_of, parser
from karmadesk.app.core import Core
from karmadesk.app.secrets import Secrets
from karmadesk.app.sentences import sentence
from karmadesk.cli import carry, doctor, importing, passphrase, people, shelf, status
from karmadesk.errors import HomeBusy, KarmaDeskError

log = logging.getLogger(__name__)

Verb = Callable[[Core, argparse.Namespace], int]
VERBS: dict[str, Verb] = {
    "login": people.login,
    "sync": people.sync,
    "download": shelf.download,
    "import": importing.bring,
    "search": shelf.search,
    "carry": carry.carry,
    "status": status.status,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb; the exit code. argparse itself ends wrong usage with 2."""
    parsed = parser().parse_args(arguments)
    try:
        if parsed.verb == "demo-check":
            from karmadesk.app import journey_check

            return journey_check.main()
        if parsed.verb == "demo":
            return _demo(parsed)
        if parsed.verb == "doctor":
            return doctor.doctor(parsed)
        return _with_core(parsed)
    except KarmaDeskError as error:
        log.info("%s: %s", error.key, error.detail)
        sys.stderr.write(f"karmadesk: {sentence(error)}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("karmadesk: Stopped. What was done so far is kept. [stopped]\n")
        return 1


def _with_core(parsed: argparse.Namespace) -> int:
    home = home_of(parsed)
    try:
        core = Core(home, post=_at_once, unexpected=_raise, secrets=_secrets(parsed), verbose=bool(parsed.verbose))
    except HomeBusy as busy:
        if parsed.verb != "sync":
            raise
        return people.sync_by_owner(home, busy)
    try:
        return VERBS[parsed.verb](core, parsed)
    finally:
        core.close()


def _demo(parsed: argparse.Namespace) -> int:
    from karmadesk.app import journey
    from karmadesk.app.journey_cli import CliFace

    faces: list[CliFace] = []

    def face(home: Path) -> CliFace:
        faces.append(CliFace(home, _secrets(parsed, generate=True), parsed.engine))
        return faces[0]

    try:
        return journey.run(home_of(parsed), face, as_json=bool(parsed.json))
    finally:
        for made in faces:
            made.close()


def _secrets(parsed: argparse.Namespace, *, generate: bool = False) -> Secrets:
    kind = str(parsed.secrets or "")
    if generate or not sys.stdin.isatty():
        return Secrets(kind, parsed.passphrase_file, generate=generate)
    return Secrets(kind, parsed.passphrase_file, passphrase.ask, passphrase.choose)


def _at_once(work: Callable[[], None]) -> None:
    work()


def _raise(error: BaseException) -> None:
    raise error
