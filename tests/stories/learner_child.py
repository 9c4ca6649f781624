"""Sunita at her window in a process of its own, so that it can be killed: watches, answers or sends, and says so."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from karmadesk.ui.start import make_application
from tests.stories.calendar import Calendar
from tests.stories.field import Field
from tests.stories.laptop import Laptop


def main(folder: Path, sunita: str, deed: str) -> None:
    """Does it, says it, and stays at the window until somebody ends the process."""
    application = make_application()
    field = Field(folder, Laptop(folder / "home"), sunita, Calendar(folder / "calendar"))
    with field.sitting() as sitting:
        deeds: dict[str, Callable[[], None]] = {
            "watch": sitting.watches,
            "answer": sitting.answers,
            "send": sitting.window.asks_the_server,
        }
        deeds[deed]()
        sys.stdout.write(f"{deed}\n")
        sys.stdout.flush()
        while application is not None:
            sitting.window.hands.rest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
