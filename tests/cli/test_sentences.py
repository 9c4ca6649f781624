"""The command line has one line for everything that the world can do to it."""

from __future__ import annotations

from karmadesk import errors
from karmadesk.app.sentences import SENTENCES, line, sentence
from karmadesk.errors import HomeBusy, KarmaDeskError, Refused

ERRORS = [thing for thing in vars(errors).values() if isinstance(thing, type) and issubclass(thing, KarmaDeskError)]


def test_every_error_has_its_line_and_no_line_has_no_error() -> None:
    assert {error.key for error in ERRORS} == set(SENTENCES)


def test_a_line_ends_with_the_stable_code() -> None:
    assert sentence(HomeBusy(pid="12")) == (
        "Another KarmaDesk (process 12) works in this home. Close it first. [home_busy]"
    )
    assert sentence(Refused("batch_ended")).endswith("(batch_ended) [refused]")


def test_an_error_of_a_newer_version_is_told_in_general_with_its_code() -> None:
    assert line("from_the_future") == f"{SENTENCES['error']} [from_the_future]"
