"""What may not be in the program: everything wrong with a built folder, one sentence each."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from license_expression import AND, OR, ExpressionError, LicenseWithExceptionSymbol, Licensing, get_spdx_licensing

from tools.packing import shape
from tools.packing.contents import Component, Contents, files, table

NEWEST_GLIBC = (2, 35)
"""What Ubuntu 22.04 has. Qt's wheels need 2.34; the rest is up to the Python that the program is built with."""
FFMPEG = re.compile(r"(^|/)(lib)?(avcodec|avformat|avutil|swresample|swscale)[-.\d]")
_SYMBOL = re.compile(r"\bGLIBC_(\d+)\.(\d+)")
_SPDX: Licensing = get_spdx_licensing()


def complaints(folder: Path, found: Contents) -> list[str]:
    """Everything that keeps this program from being handed out; none when it may be."""
    names = list(files(folder))
    return [
        *(f"{name}: nobody knows where it comes from; give it a row in components.toml" for name in found.strangers),
        *of_licences(found.brought),
        *of_qt(names),
        *of_ffmpeg(folder, names),
        *of_glibc(folder, names),
    ]


def of_licences(components: Iterable[Component]) -> Iterator[str]:
    """A line for each component whose licence does not let it be in a program under Apache-2.0."""
    allowed = frozenset(table()["allowed"])
    for component in components:
        try:
            is_fit = is_allowed(component.licence, allowed)
        except ExpressionError:
            is_fit = False
        if not is_fit:
            yield f"{component.name} {component.version}: its licence, {component.licence!r}, is not allowed"


def is_allowed(expression: str, allowed: frozenset[str]) -> bool:
    """Whether an SPDX expression leaves a choice that rests on allowed terms only. Raises ExpressionError."""
    if expression in allowed:
        return True
    if not expression.strip():
        return False
    return _is_fit(_SPDX.parse(expression, validate=False, strict=False), allowed)


def _is_fit(part: object, allowed: frozenset[str]) -> bool:
    if isinstance(part, AND):
        return all(_is_fit(each, allowed) for each in part.args)
    if isinstance(part, OR):
        return any(_is_fit(each, allowed) for each in part.args)
    if isinstance(part, LicenseWithExceptionSymbol):
        return f"{part.license_symbol.key} WITH {part.exception_symbol.key}" in allowed
    return str(getattr(part, "key", part)) in allowed


def of_qt(names: Iterable[str]) -> Iterator[str]:
    """A line for each file of a part of Qt that is GPL only, or that nobody has looked up."""
    for name in names:
        module = shape.qt_module(name)
        if shape.is_gpl_only(name):
            yield f"{name}: this part of Qt is GPL only"
        elif module and module not in shape.ALLOWED_QT:
            yield f"{name}: Qt {module} is not among the modules that this program is known to need"
        elif re.search(r"libvlc|vlc/plugins", name):
            yield f"{name}: VLC is the system's, its plugins are partly GPL"


def of_ffmpeg(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """A line for each library of FFmpeg that was built with GPL or non-free parts, by what is written in it."""
    for name in names:
        if FFMPEG.search(name):
            content = (folder / name).read_bytes()
            told = re.search(rb"(?:lib\w+ )license: ([\x20-\x7e]+)", content)
            words = told[1].decode() if told else "nothing"
            if not words.startswith("LGPL") or re.search(rb"--enable-(gpl|nonfree)\b", content):
                yield f"{name}: this build of FFmpeg says of its licence: {words}"


def of_glibc(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """A line for each library that needs a C library newer than the oldest system we name."""
    for name, needed in glibc(folder, names).items():
        if needed > NEWEST_GLIBC:
            yield f"{name}: needs glibc {needed[0]}.{needed[1]}, newer than {NEWEST_GLIBC[0]}.{NEWEST_GLIBC[1]}"


def glibc(folder: Path, names: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """The newest version of glibc that each library or program on Linux asks for."""
    if not sys.platform.startswith("linux") or not shutil.which("objdump"):
        return {}
    told = {}
    for name in names:
        path = folder / name
        with path.open("rb") as file:
            is_elf = file.read(4) == b"\x7fELF"
        if is_elf:
            listed = subprocess.run(["objdump", "-T", path], capture_output=True, text=True, check=True).stdout
            if versions := [(int(major), int(minor)) for major, minor in _SYMBOL.findall(listed)]:
                told[name] = max(versions)
    return told
