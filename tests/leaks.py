"""What a test must not leave behind: threads, timers, sockets, open databases, processes."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil

GRACE_S = 3.0
Living = dict[tuple[str, object], str]

_this = psutil.Process()


def _threads() -> Iterator[tuple[object, str]]:
    for thread in threading.enumerate():
        # A thread of VLC's or Qt's that once called Python shows as a dummy for as long as the process lives.
        if not isinstance(thread, threading._DummyThread):
            yield thread, thread.name


def _qt_objects() -> Iterator[tuple[object, str]]:
    qt: Any = sys.modules.get("PySide6.QtCore")
    if qt is None:
        return
    from shiboken6 import isValid

    is_alive = {
        each: (kind.__name__, is_alive)
        for kind, is_alive in ((qt.QTimer, qt.QTimer.isActive), (qt.QThread, qt.QThread.isRunning))
        for each in _kinds_of(kind)
    }
    # There are hundreds of thousands of objects, and this is asked twice a test: the loop is a comprehension's.
    for item in [item for item in gc.get_objects() if type(item) in is_alive]:
        name, lives = is_alive[type(item)]
        if isValid(item) and lives(item):
            yield id(item), f"{name} {item.objectName()!r} of {item.parent()!r}"


def _kinds_of(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    narrower: type[Any]
    for narrower in kind.__subclasses__():
        yield from _kinds_of(narrower)


def _sockets() -> Iterator[tuple[object, str]]:
    for connection in _this.net_connections("inet"):
        if connection.status != psutil.CONN_CLOSE:
            ends = [":".join(map(str, end)) for end in (connection.laddr, connection.raddr)]
            yield (connection.fd, *ends), f"{connection.status} {' -> '.join(ends)}"


def _databases() -> Iterator[tuple[object, str]]:
    for file in _this.open_files():
        if file.path.endswith((".db", ".db-wal")):
            yield (file.fd, file.path), file.path


def _processes() -> Iterator[tuple[object, str]]:
    for child in _this.children(recursive=True):
        try:
            if child.status() != psutil.STATUS_ZOMBIE:
                yield child.pid, f"{child.pid} {' '.join(child.cmdline())[:200]}"
        except psutil.NoSuchProcess:
            continue


KINDS: dict[str, Callable[[], Iterator[tuple[object, str]]]] = {
    "thread": _threads,
    "Qt object": _qt_objects,
    "socket": _sockets,
    "open database": _databases,
    "process": _processes,
}


def living(*, with_qt: bool) -> Living:
    """Everything alive now that a test could leave behind, each with its name; looking for Qt's takes 15 ms."""
    return {(kind, key): name for kind, find in KINDS.items() if with_qt or find != _qt_objects for key, name in find()}


def _settle() -> None:
    """Let what is already on its way out go: deferred deletes, garbage."""
    qt: Any = sys.modules.get("PySide6.QtCore")
    if qt is not None and qt.QCoreApplication.instance() is not None:
        qt.QCoreApplication.sendPostedEvents(None, qt.QEvent.Type.DeferredDelete)
    gc.collect()


def left_behind(before: Living, *, with_qt: bool) -> list[str]:
    """What is alive now and was not then, named; what is just ending gets a moment."""
    until = time.monotonic() + GRACE_S
    pause = 0.01
    while True:
        new = {key: name for key, name in living(with_qt=with_qt).items() if key not in before}
        if not new or time.monotonic() > until:
            return [f"{kind}: {name}" for (kind, _), name in new.items()]
        _settle()
        time.sleep(pause)
        pause = min(pause * 2, 0.3)
