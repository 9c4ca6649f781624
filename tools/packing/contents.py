"""What a built program consists of: each file and module with the component that it comes from, and its licence."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PYINSTALLER_S_OWN = re.compile(r"^(pyi_|_pyi|pyimod|pyiboot)")
PYTHON_S_OWN = re.compile(r"^_sysconfigdata_")


@dataclass(frozen=True)
class Component:
    """One work of one author with one licence."""

    name: str
    version: str
    licence: str
    """An SPDX expression, or the words that the metadata has."""
    is_package: bool = False
    """Whether it is a Python package that the lock names."""
    texts: tuple[str, ...] = ()


@dataclass
class Contents:
    """The components of a program, each with what it brings; and what no component is known to bring."""

    brought: dict[Component, list[str]] = field(default_factory=lambda: defaultdict(list))
    strangers: list[str] = field(default_factory=list)

    def names(self) -> set[str]:
        return {component.name for component in self.brought}


@cache
def table() -> dict[str, Any]:
    """`components.toml`."""
    return tomllib.loads((HERE / "components.toml").read_text("utf-8"))


def plain(name: str) -> str:
    """A package's name as the lock spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(package: Distribution) -> str:
    """The licence that a package's metadata states, as SPDX where our table knows the words."""
    stated = package.metadata
    words: Mapping[str, str] = table()["words"]
    known: str | None = table()["packages"].get(plain(stated["Name"]))
    if known:
        return known
    expression = _field(package, "License-Expression")
    if expression:
        return expression
    # The old field may hold a whole licence text: then the classifiers say it shorter.
    free = _field(package, "License").strip()
    if free and "\n" not in free and len(free) < 100:
        return words.get(free, free)
    heads = [line.rpartition(" :: ")[2] for line in stated.get_all("Classifier") or [] if line.startswith("License ::")]
    return " AND ".join(words.get(head, head) for head in heads)


def _field(package: Distribution, name: str) -> str:
    """A field of the metadata; "" where it has none (asking for it by [] will raise one day)."""
    return next(iter(package.metadata.get_all(name) or []), "")


class Packages:
    """The installed packages, asked which of them brings a file or a module."""

    def __init__(self, found: Iterable[Distribution] | None = None) -> None:
        self._files: dict[str, Component] = {}
        self._folders: dict[str, Component] = {}
        self.by_name: dict[str, Distribution] = {}
        for package in distributions() if found is None else found:
            name = plain(package.metadata["Name"])
            self.by_name[name] = package
            component = Component(name, package.version, licence_of(package), is_package=True)
            for file in package.files or []:
                path = file.as_posix()
                self._files.setdefault(path, component)
                for above in file.parents:
                    self._folders.setdefault(above.as_posix(), component)

    def of_file(self, path: str) -> Component | None:
        """The package that installed this file; the packager may have made folders of Apple's kind of it."""
        head = path.partition("/")[0]
        if head.endswith((".dist-info", ".egg-info")):
            package = self.by_name.get(plain(head.rpartition(".")[0].rpartition("-")[0]))
            return (
                Component(plain(package.metadata["Name"]), package.version, licence_of(package), True)
                if package
                else None
            )
        return self._files.get(path)

    def of_module(self, name: str) -> Component | None:
        """The package that installed this module, or one below this namespace."""
        path = name.replace(".", "/")
        return self._files.get(f"{path}.py") or self._files.get(f"{path}/__init__.py") or self._folders.get(path)


def modules(program: Path) -> list[str]:
    """The names of all modules in a frozen program's archive."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz")
    return sorted(archive.toc)


def files(folder: Path) -> Iterator[str]:
    """Every real file below a folder by its path there; a link is its target's."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix()


def native(path: str) -> Component | None:
    """The component outside Python's packages that a file of the folder belongs to, by `components.toml`."""
    from tools.packing.versions import version_of

    for row in table()["native"]:
        if re.search(row["files"], path):
            return Component(row["name"], version_of(row["name"]), row["licence"], texts=tuple(row.get("texts", ())))
    return None


def read(folder: Path, packages: Packages, names: Iterable[str]) -> Contents:
    """What the built folder and its modules consist of. `licences/` is about the others, and nobody's."""
    found = Contents()
    for path in files(folder):
        if path.startswith("licences/"):
            continue
        component = packages.of_file(path.removeprefix("_internal/")) or native(path)
        if component is None:
            found.strangers.append(path)
        else:
            found.brought[component].append(path)
    for name in names:
        head = name.partition(".")[0]
        if head == "karmadesk" or PYTHON_S_OWN.match(head) or PYINSTALLER_S_OWN.match(head):
            continue
        # Installed packages first: some have a name of the standard library's as a part of theirs.
        component = packages.of_module(name)
        if component is not None:
            found.brought[component].append(name)
        elif head not in sys.stdlib_module_names:
            found.strangers.append(name)
    return found


def inside(found: Contents) -> list[tuple[Component, str]]:
    """The works inside the wheels of these contents, each with the package that brings it."""
    from tools.packing.versions import version_of

    told = []
    for row in table()["inside"]:
        owner = next((c for c in found.brought if c.is_package and c.name == row["by"]), None)
        if owner and any(re.search(row["files"], path) for path in found.brought[owner]):
            texts = tuple(row.get("texts", ()))
            told.append((Component(row["name"], version_of(row["name"]), row["licence"], texts=texts), row["by"]))
    return told
