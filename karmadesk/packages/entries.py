"""The law on names inside an archive: what is refused whatever system we run on."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterable

from karmadesk.errors import DamagedPackage, HostilePackage

LONGEST_COMPONENT_BYTES = 255
LONGEST_PATH_BYTES = 1024
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])( *\.|$)")


def is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.orig_filename.endswith("/")


def check_form(entry: zipfile.ZipInfo) -> None:
    """Refuses entries that are no plain file or folder: links, devices, encrypted or strangely compressed ones."""
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise HostilePackage(f"a link or device: {entry.orig_filename!r}")
    if stat.S_ISDIR(entry.external_attr >> 16) and not is_folder(entry):
        raise DamagedPackage(f"a folder that is named like a file: {entry.orig_filename!r}")
    if entry.flag_bits & _ENCRYPTED:
        raise DamagedPackage(f"an encrypted entry: {entry.orig_filename!r}")
    if entry.volume:
        raise DamagedPackage("the archive spans several disks")
    if entry.compress_type not in _METHODS:
        raise DamagedPackage(f"compression method {entry.compress_type} is not supported")


def inner_path(entry: zipfile.ZipInfo, *, forgive_root: bool) -> str:
    """The entry's path below the folder it is extracted to; "" for the folder itself.

    `forgive_root` reads `/do_1/file` as `do_1/file`, which older publishers write.
    """
    name = entry.orig_filename
    if forgive_root and name.startswith("/") and not name.startswith("//"):
        name = name[1:]
    if is_folder(entry):
        name = name.removesuffix("/")
    if not name:
        return ""
    if name.startswith("/") or _FORBIDDEN.search(name) or len(name.encode("utf-8", "replace")) > LONGEST_PATH_BYTES:
        raise HostilePackage(f"a name that leads outside: {entry.orig_filename!r}")
    for component in name.split("/"):
        _check_component(component, entry.orig_filename)
    return name


def check_collisions(paths: Iterable[tuple[str, bool]]) -> None:
    """Refuses paths (with whether each is a folder) that some file system would take for one another."""
    files: set[str] = set()
    folders: set[str] = set()
    for path, is_folder in paths:
        key = _key(path)
        above = key if is_folder else key.rpartition("/")[0]
        while above and above not in folders:
            folders.add(above)
            above = above.rpartition("/")[0]
        if not is_folder:
            if key in files:
                raise HostilePackage(f"two entries for one name: {path!r}")
            files.add(key)
    both = files & folders
    if both:
        raise HostilePackage(f"a file that is a folder too: {min(both)!r}")


def _check_component(component: str, whole: str) -> None:
    if component in {"", ".", ".."}:
        raise HostilePackage(f"a name that leads outside: {whole!r}")
    if component[-1] in ". " or component[0] == " " or _RESERVED.match(component):
        raise HostilePackage(f"a name that some systems take for another: {whole!r}")
    if any(unicodedata.category(character) == "Cs" for character in component):
        raise HostilePackage(f"a name that is no text: {whole!r}")
    if len(component.encode()) > LONGEST_COMPONENT_BYTES:
        raise HostilePackage(f"a name that is too long: {whole[:80]!r}")


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
