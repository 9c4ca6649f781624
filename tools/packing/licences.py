"""Gathers the licences of all that is in the program into its folder `licences/`."""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from tools.packing.contents import Component, Contents, Packages, inside

ROOT = Path(__file__).resolve().parents[2]
STANDARD = Path(__file__).resolve().parent / "licences"
A_LICENCE = re.compile(r"(^|/)(licen[cs]es?|copying|notice|authors)([-._][^/]*)?$|/licenses/", re.IGNORECASE)
# A lesser licence adds to the general one and is not whole without it.
STANDARD_TEXTS = {
    "LGPL-3.0": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "LGPL-2.1": ("LGPL-2.1.txt",),
    "Apache-2.0": ("../../../LICENSE",),
}


def gather(folder: Path, found: Contents, packages: Packages) -> list[str]:
    """Writes the texts below `folder`, a folder a component, and an index; a line for each that has none."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE")
    shutil.copy(ROOT / "THIRD_PARTY.md", folder / "THIRD_PARTY.md")
    every = {*found.brought, *(component for component, _ in inside(found))}
    index, lacking = [], []
    for component in sorted(every, key=lambda each: each.name.lower()):
        place = folder / component.name.replace(" ", "-")
        names = []
        for source in _texts(component, packages):
            place.mkdir(exist_ok=True)
            # The file is read and written, not copied: a package may have made its own read-only.
            (place / source.name).write_bytes(source.read_bytes())
            names.append(source.name)
        if not names and component.name != "KarmaDesk":
            lacking.append(f"{component.name}: no licence text is at hand for {component.licence}")
        index.append(f"{component.name} {component.version}\n    {component.licence}\n    {', '.join(names)}")
    head = "What this program is made of, under which licence, and the files of this folder that hold it.\n\n"
    (folder / "INDEX.txt").write_text(head + "\n".join(index) + "\n", "utf-8")
    return lacking


def _texts(component: Component, packages: Packages) -> Iterator[Path]:
    """The files that hold a component's licence: its own first, else the standard text of it."""
    own = [*_named(component)]
    package = packages.by_name.get(component.name) if component.is_package else None
    for file in (package.files or []) if package else []:
        path = Path(str(file.locate()))
        if A_LICENCE.search(file.as_posix()) and path.suffix not in (".py", ".pyc") and path.is_file():
            own.append(path)
    yield from own
    if not own:
        for term, names in STANDARD_TEXTS.items():
            if term in component.licence:
                yield from ((STANDARD / name).resolve() for name in names)
                return


def _named(component: Component) -> Iterator[Path]:
    """The texts that `components.toml` or this folder has for a component that is no package."""
    for text in component.texts:
        if text == "python":
            yield from _pythons()
        elif text == "pyinstaller":
            files = distribution("pyinstaller").files or []
            yield from (Path(str(f.locate())) for f in files if f.name == "COPYING.txt")
        else:
            yield ROOT / text if text.startswith("resources/") else STANDARD / text


def _pythons() -> Iterator[Path]:
    """Python's own licence, which lies in one of these places on one system and in another on the next."""
    standard = Path(sysconfig.get_path("stdlib"))
    for place in (
        standard,
        standard.parent,
        Path(sys.base_prefix),
        Path("/usr/share/doc") / f"python{sys.version[:4]}",
    ):
        for name in ("LICENSE.txt", "LICENSE", "copyright"):
            if (place / name).is_file():
                yield place / name
                return
