"""Packs the program's folder as one compressed archive whose bytes depend on its contents alone."""

from __future__ import annotations

import lzma
import tarfile
from pathlib import Path

PRESET = 6


def pack(folder: Path, archive: Path, *, epoch: int, top: str) -> None:
    """Writes a .tar.xz with the folder's contents below `top`: in order, owned by nobody, all of one moment."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mtime = epoch
        member.mode = 0o755 if member.isdir() or member.issym() or member.mode & 0o100 else 0o644
        return member

    with lzma.open(archive, "wb", preset=PRESET) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for path in sorted((folder, *folder.rglob("*"))):
            name = (Path(top) / path.relative_to(folder)).as_posix()
            tar.add(path, name, recursive=False, filter=plain)
