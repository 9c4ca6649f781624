"""Begins the program anew in place of this process, so that nothing of what this one knew is in its memory."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

from karmadesk.app.arguments import AT_CARDS


def command() -> list[str]:
    """How this process was started, asking for the cards: the frozen program, or Python with the module."""
    words = [sys.executable, *sys.orig_argv[1:]]
    return words if AT_CARDS in words else [*words, AT_CARDS]


def begin_anew() -> NoReturn:
    """The same process id with an empty memory; on Windows, which can't do that, a new process and this one's end."""
    words = command()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform == "win32":
        import subprocess

        subprocess.Popen(words)
        os._exit(0)
    os.execv(words[0], words)  # noqa: S606 - how this very process was started
