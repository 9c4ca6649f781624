"""Asks at the terminal for the passphrase of a sealed file: once for one that exists, twice for a new one."""

from __future__ import annotations

import getpass
import sys

from karmadesk.services.passphrase import LEAST_LETTERS, Strength, prepared, strength

NEW = f"""\
This system has no key store in use. What is learnt here is encrypted, and its key needs a passphrase, which you choose
now: {LEAST_LETTERS} characters at least; four words that have nothing to do with each other are good. Write it down.
Nobody can recover it: what has not been sent by then is lost with it.
"""


def ask() -> str:
    """What somebody typed, unseen."""
    return getpass.getpass("Passphrase for this laptop's sealed file: ")


def choose() -> str:
    """A new passphrase, typed twice alike; asked as often as that takes."""
    sys.stderr.write(NEW)
    while True:
        chosen = getpass.getpass("A passphrase for this laptop's new sealed file: ")
        if strength(chosen) is Strength.SHORT:
            sys.stderr.write(f"That is shorter than {LEAST_LETTERS} characters.\n")
        elif prepared(getpass.getpass("The same once more: ")) != prepared(chosen):
            sys.stderr.write("The two are not the same.\n")
        else:
            return chosen
