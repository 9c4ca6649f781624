"""Walks the gate, or a part of it, in one process and prints what it finds: python -m tests.access.survey --help."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def main(words: Sequence[str]) -> int:
    """1 when there are findings."""
    parser = argparse.ArgumentParser(prog="tests.access.survey", description=__doc__)
    parser.add_argument("--look", default="", help="a part of a look's name, as light-hi-200")
    parser.add_argument("--screen", default="", help="a part of a screen's name")
    parser.add_argument("--rule", default="", help="a rule's name")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each")
    asked = parser.parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from karmadesk.ui.start import make_application
    from tests.access.gate import LOOKS, dress, examine
    from tests.access.hall import open_resources, opened_hall
    from tests.access.places import PLACES
    from tests.ui.doubles import ROOT

    make_application()
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        opened = open_resources(Path(place) / "resources")
        for look in LOOKS:
            if asked.look not in str(look):
                continue
            for name in PLACES:
                if asked.screen not in name:
                    continue
                with opened_hall(Path(place) / f"{look}-{name}", ROOT / "translations", opened) as hall:
                    dress(hall, look)
                    for finding in examine(hall, name):
                        if asked.rule in finding.rule:
                            found[finding.rule] += 1
                            sys.stdout.write(f"{look} {name}: {finding}\n")
                            sys.stdout.flush()
                    if asked.pictures:
                        hall.window.grab().save(str(asked.pictures / f"{name}-{look}.png"))
    sys.stdout.write(f"{dict(found)} {found.total()}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
