"""Chooses a face: the hub, the window or the command line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from karmadesk.ui.start import Witness


def main(arguments: Sequence[str] | None = None, *, witness: Witness | None = None) -> int:
    """Runs what was asked for; the exit code. The hub is another program that starts under the same name.

    `witness` sees the window, if there is one, before it is shown.
    """
    _give_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["hub"]:
        from karmadesk.hub.__main__ import main as hub

        return hub(given[1:])
    if given[:1] == ["errand"]:
        from karmadesk.app.errand import main as errand

        return errand(given[1:])
    from karmadesk.app.arguments import wants_window

    if wants_window(given):
        # What is imported now stays; the window sweeps by itself once it is furnished (`ui/sweeper.py`).
        gc.disable()
        from karmadesk.app.start_once import claim

        claimed = claim(given)
        if isinstance(claimed, int):
            return claimed
        from karmadesk.app.window import main as window

        return window(given, claimed, witness=witness)
    from karmadesk.cli import main as cli

    return cli(given)


def _give_streams() -> None:
    """Windows gives a program without a console no streams either: what is written then goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open as long as we run


if __name__ == "__main__":
    sys.exit(main())
