"""Presses the sheets of docs/pages: `python -m tools.sheets [--pictures DIR] [NAME...]` (docs/pages/README.md)."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Qt orders the resources of a PDF by hash: one seed, one order.
os.environ["QT_HASH_SEED"] = "0"

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument

from tools.sheets.ink import ROOT, load_faces
from tools.sheets.press import press, sources

PAGES = ROOT / "docs" / "pages"


def main() -> None:
    """Every sheet, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, help="write a PNG of each page there, to look at")
    parser.add_argument("name", nargs="*", help="learner-en and so on; all if none")
    asked = parser.parse_args()
    application = QGuiApplication([])
    load_faces()
    for source in sources(PAGES):
        if asked.name and source.stem not in asked.name:
            continue
        target = source.with_suffix(".pdf")
        size = press(source, target)
        sys.stdout.write(f"{target.relative_to(ROOT)}  {target.stat().st_size} bytes, {size} pt\n")
        if asked.pictures:
            page = QPdfDocument()
            page.load(str(target))
            page.render(0, QSize(1654, 2339)).save(str(asked.pictures / f"{source.stem}.png"))
            page.close()
    application.quit()


if __name__ == "__main__":
    main()
