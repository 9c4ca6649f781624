"""One window a home: a second start raises it, a command asks it; by real processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from karmadesk.app import knock
from karmadesk.app.core import Core
from karmadesk.app.knock import RAISE, SYNC, door
from karmadesk.app.lock import HomeLock
from karmadesk.app.secrets import Secrets
from karmadesk.app.start_once import first
from karmadesk.errors import HomeBusy
from karmadesk.model import ServerRow
from tests.talking import ROOT, Talking

LIMIT_S = 30.0
PHRASE = "neem bicycle cloud seven"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets and signals of POSIX")


def started(home: Path, *options: str) -> Talking:
    return Talking("tests.app.window_child", "--home", str(home), *options)


@contextmanager
def opened(home: Path, *options: str) -> Iterator[Talking]:
    """A window whose bell is hung."""
    window = started(home, *options)
    try:
        until(lambda: knock_raw(home, b"") is not None)
        yield window
    finally:
        if window.process.poll() is None:
            window.end()


def until(holds: object) -> None:
    deadline = time.monotonic() + LIMIT_S
    assert callable(holds)
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def knock_raw(home: Path, said: bytes) -> bytes | None:
    """What comes back for these very bytes; None when nobody listens."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(LIMIT_S)
        try:
            line.connect(door(home))
        except OSError:
            return None
        if not said:
            return b""
        try:
            line.sendall(said)
            return line.recv(256)
        except (ConnectionError, BrokenPipeError):
            return b""


def run(*words: str, flags: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *flags, "-m", "karmadesk", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=ROOT)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_second_start_brings_the_first_window_forward_and_ends(home: Path) -> None:
    with opened(home) as window:
        window.await_word("minimised")
        done = run("--home", str(home), flags=("-X", "importtime"))
        assert done.returncode == 0, done.stderr[-2000:]
        window.await_word("forward")
        loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import ")}
        assert "karmadesk.app.knock" in loaded
        assert not {name for name in loaded if name.partition(".")[0] in ("PySide6", "sqlalchemy", "requests")}
        assert "karmadesk.app.core" not in loaded
        assert window.process.poll() is None


def test_the_same_home_by_another_name_is_the_same_home(home: Path) -> None:
    home.mkdir(mode=0o700)
    (home.parent / "link").symlink_to(home)
    with opened(home) as window:
        window.await_word("minimised")
        assert run("--home", str(home.parent / "link")).returncode == 0
        window.await_word("forward")


def test_an_impatient_second_click_opens_one_window(home: Path) -> None:
    windows = [started(home), started(home)]
    try:
        until(lambda: any(w.process.poll() is not None for w in windows))
        ended = [w for w in windows if w.process.poll() is not None]
        assert [w.process.returncode for w in ended] == [0]
        stays = next(w for w in windows if w.process.poll() is None)
        stays.await_word("forward")
    finally:
        for window in windows:
            window.end()


def test_a_start_after_a_killed_window_is_the_first(home: Path) -> None:
    with opened(home) as killed:
        killed.end()
    assert Path(door(home)).exists(), "the killed one left its socket"
    with opened(home) as window:
        window.await_word("minimised")
        assert run("--home", str(home)).returncode == 0
        window.await_word("forward")


@pytest.mark.parametrize(
    "said", [b"quit\n", b"raise", b"RAISE\n", b"raise it\n", b"\xff\xfe\0\n", b"x" * 5000, b"\n", b"GET / HTTP/1.1\r\n"]
)
def test_nothing_else_is_understood(home: Path, said: bytes, shared: Talking, shared_home: Path) -> None:
    if said != b"raise":
        assert knock_raw(shared_home, said) == b""
    else:
        # Half a word: whoever says no more is left standing, and others are heard meanwhile.
        assert knock.knock(shared_home, RAISE) == "raised"
    assert shared.process.poll() is None
    assert knock_raw(shared_home, b"raise\n") == b"raised\n"


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared") / "home"


@pytest.fixture(scope="module")
def shared(shared_home: Path) -> Iterator[Talking]:
    """One window for all who only say nonsense to it."""
    with opened(shared_home) as window:
        yield window


def test_who_says_nothing_is_shown_out_and_blocks_nobody(shared: Talking, shared_home: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.settimeout(LIMIT_S)
        silent.connect(door(shared_home))
        silent.sendall(b"rai")
        assert knock.knock(shared_home, RAISE) == "raised"
        assert silent.recv(10) == b"", "it is not waited for longer than two seconds"


def test_a_home_that_stays_busy_is_told_with_who_holds_it(home: Path) -> None:
    home.mkdir(mode=0o700)
    held = HomeLock(home / "karmadesk.lock")
    held.take()
    try:
        with pytest.raises(HomeBusy) as told:
            first(home, patience_s=0.2)
        assert told.value.arguments == {"pid": str(os.getpid())}
        release = threading.Timer(0.3, held.release)
        release.start()
        lock = first(home)
        assert lock is not None
        lock.release()
        release.join()
    finally:
        held.release()


def test_wrong_usage_is_wrong_also_while_a_window_is_open(shared: Talking, shared_home: Path) -> None:
    assert run("--home", str(shared_home), "--nonsense").returncode == 2


def test_other_homes_are_left_alone(home: Path, shared: Talking, shared_home: Path) -> None:
    assert door(home) != door(shared_home)
    assert knock.knock(home, RAISE) == ""


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder whose path leaves room for a socket's name, which may have about a hundred characters in all."""
    with tempfile.TemporaryDirectory(prefix="kd-") as folder:
        yield Path(folder)


def test_a_folder_that_others_may_enter_is_not_used(
    home: Path, short_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = short_path / "run"
    (runtime / "karmadesk").mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    (runtime / "karmadesk").chmod(0o755)
    assert not door(home).startswith(str(runtime))
    (runtime / "karmadesk").rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (runtime / "karmadesk").symlink_to(tmp_path / "elsewhere")
    assert not door(home).startswith(str(runtime))
    (runtime / "karmadesk").unlink()
    assert door(home).startswith(str(runtime))
    assert (runtime / "karmadesk").stat().st_mode & 0o777 == 0o700


def test_a_command_says_who_holds_the_home(shared: Talking, shared_home: Path) -> None:
    done = run("status", "--home", str(shared_home))
    assert done.returncode == 1
    assert f"(process {shared.process.pid})" in done.stderr
    assert "[home_busy]" in done.stderr


def test_sync_says_when_the_window_has_no_keys(shared: Talking, shared_home: Path) -> None:
    done = run("sync", "--home", str(shared_home))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"(process {shared.process.pid})" in done.stderr
    assert "[keys_locked]" in done.stderr


def test_sync_without_anybody_who_answers_says_who_holds_the_home(home: Path) -> None:
    home.mkdir(mode=0o700)
    held = HomeLock(home / "karmadesk.lock")
    held.take()
    try:
        done = run("sync", "--home", str(home))
    finally:
        held.release()
    assert done.returncode == 1
    assert f"(process {os.getpid()})" in done.stderr


class Server:
    """Counts who calls, and hangs up."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.calls = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            call, _ = self._listener.accept()
            call.close()
            if self.calls < 0:
                return
            self.calls += 1

    def close(self) -> None:
        self.calls = -1
        socket.create_connection(self._listener.getsockname()).close()
        self._thread.join(LIMIT_S)
        self._listener.close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def test_sync_asks_the_window_that_holds_the_home(home: Path, tmp_path: Path, server: Server) -> None:
    phrase = tmp_path / "passphrase"
    phrase.write_text(PHRASE, "utf-8")
    core = Core(home, post=lambda work: work(), unexpected=fail, secrets=Secrets("sealed-file", phrase))
    core.keep_server(ServerRow("here", "Here", "igot", server.address, "key"))
    person = core.people.add("here", "Sunita", "en")
    core.change_settings(language="en", last_person=person.id, server="here")
    core.close()
    with opened(home, "--passphrase-file", str(phrase)) as window:
        window.await_word("plan")
        until(lambda: server.calls > 0)
        quiet(server)
        before = server.calls
        done = run("sync", "--home", str(home))
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"The window that is open here (process {window.process.pid}) syncs now.\n"
        until(lambda: server.calls > before)
        assert not window.has_said("forward"), "sending needs nobody's eyes"
    assert knock.knock(home, SYNC) == ""


def quiet(server: Server) -> None:
    """Until nobody has called for a moment."""
    seen, since = server.calls, time.monotonic()
    while time.monotonic() - since < 1.5:
        if server.calls != seen:
            seen, since = server.calls, time.monotonic()
        time.sleep(0.05)


def fail(error: BaseException) -> None:
    raise error
