"""What holds for every test: no window, no outside network, no home of the developer's, nothing left behind."""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import settings

from tests.leaks import left_behind, living
from tests.matrix import ALL

_outside: list[str] = []
_places = Path(tempfile.mkdtemp(prefix="karmadesk-tests-"))


def _furnish() -> None:
    """Give this process, and every child it starts, places of its own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        place = _places / name
        place.mkdir(mode=0o700)
        os.environ[name] = str(place)
    # A test that wants a keyring brings one; the developer's own is never opened.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ.pop("KARMADESK_PASSPHRASE", None)


class LeftTheMachineError(Exception):
    """A test tried to reach an address that is not this machine's."""


def _is_here(host: object) -> bool:
    if host in ("localhost", "", b"localhost", None):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse a connection to outside, and remember it in case somebody swallows the refusal."""
    if event not in ("socket.connect", "socket.sendto"):
        return
    address = arguments[1]
    if isinstance(address, tuple) and address and not _is_here(address[0]):
        _outside.append(f"{event} {address[0]}:{address[1]}")
        raise LeftTheMachineError(_outside[-1])


_furnish()
sys.addaudithook(_watch)
settings.register_profile("slice", deadline=None, max_examples=60)
settings.register_profile("all", deadline=None, max_examples=600)
settings.load_profile("all" if ALL else "slice")


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking for garbage and leaks passes over it from here on."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Take the places away again."""
    shutil.rmtree(_places, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, timer, socket, open database or process alive, or that reached outside."""
    _outside.clear()
    with_qt = "qapp" in request.fixturenames
    before = living(with_qt=with_qt)
    root = logging.getLogger()
    # A program that runs in this process, maybe for many tests, sets its own level: the records of other tests would
    # be kept then, and with them what they speak of, down to the connection that an error came over.
    root.setLevel(logging.WARNING)
    handlers = root.handlers[:]
    yield
    root.setLevel(logging.WARNING)
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    problems = [*left_behind(before, with_qt=with_qt), *_outside]
    _outside.clear()
    if problems:
        pytest.fail("This test left behind:\n  " + "\n  ".join(problems), pytrace=False)


@pytest.fixture(scope="session")
def matrix() -> Literal["slice", "all"]:
    """How much of a long matrix to do; for parametrised tests see tests/matrix.py."""
    return "all" if ALL else "slice"
