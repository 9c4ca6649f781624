"""The version resource that Windows shows in a program's properties, in PyInstaller's form."""

from __future__ import annotations

import re
from pathlib import Path

from tools.packing.versions import ours

TEXT = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "KarmaDesk"),
      StringStruct("FileDescription", "KarmaDesk"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "karmadesk"),
      StringStruct("LegalCopyright", "Apache-2.0"),
      StringStruct("ProductName", "KarmaDesk"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
  ],
)
"""


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """A version as Windows counts: `0.1.0` is 0.1.0.0; what follows the numbers is left out."""
    numbers = [int(part) for part in re.findall(r"\d+", version.partition("+")[0])[:4]]
    one, two, three, four = (*numbers, 0, 0, 0, 0)[:4]
    return one, two, three, four


def write(path: Path) -> None:
    """Writes the resource's text for this version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(four=four_numbers(ours()), version=ours()), "utf-8")
