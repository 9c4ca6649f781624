"""The folder on a drive: posts and answers, each written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from karmadesk.carry.sealing import MOST_BYTES
from karmadesk.disk import flush_folder, room
from karmadesk.errors import DiskFull, NotCarried, UnreadableFile, UnwritableFile

FOLDER = "KarmaDesk-post"
POST, ANSWER, UNFINISHED = ".post", ".answer", ".part"
MOST_FILES = 500
"""Far more than people share a laptop; a folder of a million names is not gone through."""

NO_SUCH_THING = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}

_STEM = re.compile(r"[0-9a-f]{16}")


def new_stem() -> str:
    """A name that says nothing of anybody."""
    return secrets.token_hex(8)


def is_stem(text: str) -> bool:
    return _STEM.fullmatch(text) is not None


def post_folder(chosen: Path) -> Path:
    """The folder for posts on the drive or in the folder that was chosen; that one itself if it is one."""
    return chosen if chosen.name == FOLDER else chosen / FOLDER


def write(chosen: Path, name: str, content: bytes) -> None:
    """Puts a file there, in the place of an older one of that name. Raises UnwritableFile, DiskFull.

    A drive that is pulled out, or a power cut, leaves the older one as it was.
    """
    folder = post_folder(chosen)
    beside = folder / f"{name}{UNFINISHED}"
    with _writing(name):
        if not chosen.is_dir():
            # Made anew, it would lie on this laptop, where the drive was.
            raise UnwritableFile("the folder is gone", name=chosen.name)
        folder.mkdir(exist_ok=True)
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(folder / name)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        try:
            flush_folder(folder)
        except OSError as error:
            # Some drives' file systems know no such thing; the file's own bytes are there.
            if error.errno not in NO_SUCH_THING:
                raise


def posts(chosen: Path) -> tuple[str, ...]:
    """The names of the posts that lie there. Raises UnreadableFile."""
    return tuple(_stems(chosen, POST))


def answers(chosen: Path) -> tuple[str, ...]:
    """The names of the answers that lie there, without their ending. Raises UnreadableFile."""
    return tuple(_stems(chosen, ANSWER))


def read(chosen: Path, name: str) -> bytes:
    """One file's bytes, no more than a carried file may have. Raises UnreadableFile, NotCarried."""
    with _reading(name):
        path = post_folder(chosen) / name
        if not path.is_file() or path.is_symlink():
            raise NotCarried("no plain file")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise NotCarried("too large")
    return content


def _stems(chosen: Path, ending: str) -> list[str]:
    with _reading(FOLDER):
        folder = post_folder(chosen)
        if not folder.is_dir():
            raise UnreadableFile("no such folder", name=FOLDER)
        names = []
        for entry in folder.iterdir():
            if entry.suffix == ending and is_stem(entry.stem):
                names.append(entry.stem)
            if len(names) > MOST_FILES:
                raise UnreadableFile("too many files", name=FOLDER)
    return sorted(names)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnreadableFile(type(error).__name__, name=name) from error


@contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        with room():
            yield
    except DiskFull:
        raise
    except OSError as error:
        raise UnwritableFile(type(error).__name__, name=name) from error
