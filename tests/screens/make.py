"""Takes the pictures in docs/screenshots: the real window on the real demo, rare states from samples."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from karmadesk.ui.start import make_application
from tests.screens import film, rare
from tests.screens.photographer import Photographer
from tests.screens.prints import SUFFIX
from tests.screens.story import demonstrating, story

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screenshots"


def main(words: Sequence[str]) -> int:
    """The exit code of taking every picture."""
    parser = argparse.ArgumentParser(prog="tests.screens.make", description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--keep", action="store_true", help="leave the home where it is, to look into")
    parser.add_argument("--only", choices=("pictures", "rare", "film"), help="a part of them")
    parsed = parser.parse_args(words)
    parsed.into.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="karmadesk-screens-"))
    make_application()
    try:
        if parsed.only in (None, "rare"):
            rare.photograph(home / "rare", parsed.into)
        if parsed.only in (None, "pictures"):
            _on_the_demo(home, parsed.into)
        if parsed.only in (None, "film"):
            film.shoot(home / "film", parsed.into)
    finally:
        if not parsed.keep:
            shutil.rmtree(home, ignore_errors=True)
    taken = list(parsed.into.glob(f"*{SUFFIX}"))
    sys.stdout.write(f"{len(taken)} pictures, {sum(p.stat().st_size for p in taken) / 1e6:.1f} MB in {parsed.into}\n")
    return 0


def _on_the_demo(home: Path, folder: Path) -> None:
    for name, tell in (("story", story), ("link", demonstrating)):
        photographer = Photographer(home / name, folder, with_link=tell is demonstrating)
        try:
            tell(photographer)
        finally:
            photographer.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
