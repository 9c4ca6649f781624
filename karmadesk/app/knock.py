"""Knocking at the window that holds a home: one word there, one word back; by the standard library alone."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

RAISE, SYNC = "raise", "sync"
"""All that can be said."""
RAISED, SYNCING, LOCKED = "raised", "syncing", "locked"
"""All that is answered."""

ANSWER_S = 2.0
PAUSE_S = 0.05
MOST_BYTES = 64
LONGEST = 100
"""A socket's address is no longer than this on any system."""


def knock(home: Path, word: str, patience_s: float = 0.0) -> str:
    """The answer of the window that holds this home; "" when no one opens.

    With patience it knocks again: a window that is being opened hears nothing yet.
    """
    deadline = time.monotonic() + patience_s
    while True:
        for address in _addresses(home):
            answer = _answer(address, word)
            if answer:
                return answer
        if time.monotonic() >= deadline:
            return ""
        time.sleep(PAUSE_S)


def door(home: Path) -> str:
    """Where to listen for this home, in a folder that only this user may enter; "" when there is no such place."""
    for address in _addresses(home):
        if _is_pipe(address) or _made(Path(address).parent):
            return address
    return ""


def _addresses(home: Path) -> Iterator[str]:
    """The likeliest first. Two processes need not have the same surroundings, so each looks at every place."""
    name = hashlib.sha256(str(home.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    if sys.platform == "win32":
        yield rf"\\.\pipe\karmadesk-{name}"
        return
    places = [f"/run/user/{os.getuid()}/karmadesk", f"/tmp/karmadesk-{os.getuid()}"]  # noqa: S108 - checked to be ours
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given.startswith("/"):
        places.insert(0, f"{given}/karmadesk")
    yield from (address for place in dict.fromkeys(places) if len(address := f"{place}/{name}") <= LONGEST)


def _is_pipe(address: str) -> bool:
    return address.startswith("\\\\")


def _made(folder: Path) -> bool:
    """Whether the folder is there, made now if need be, and ours alone."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return False
    return _is_ours(folder)


def _is_ours(folder: Path) -> bool:
    """A folder and no link to one, of this user, closed to all others: nobody else can listen or knock there."""
    if sys.platform == "win32":
        return True
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077


if sys.platform == "win32":

    def _answer(address: str, word: str) -> str:
        """A pipe has no time limit of its own, so a thread that is left behind waits for it."""
        import ctypes
        import threading

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
        heard: list[bytes] = []

        def ask() -> None:
            try:
                with Path(address).open("r+b", buffering=0) as pipe:
                    pipe.write(f"{word}\n".encode("ascii"))
                    heard.append(pipe.read(MOST_BYTES) or b"")
            except OSError:
                return

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(ANSWER_S)
        return _word(heard[0]) if heard else ""

else:

    def _answer(address: str, word: str) -> str:
        """What is said at this address; "" when nobody is there, as at a socket that a killed window left."""
        if not _is_ours(Path(address).parent) or not Path(address).exists():
            return ""
        import socket

        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(ANSWER_S)
            try:
                line.connect(address)
                line.sendall(f"{word}\n".encode("ascii"))
                return _word(line.recv(MOST_BYTES))
            except OSError:
                return ""


def _word(heard: bytes) -> str:
    answer = heard.partition(b"\n")[0].decode("ascii", "replace")
    return answer if answer in (RAISED, SYNCING, LOCKED) else ""
