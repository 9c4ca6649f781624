#!/usr/bin/env python3
"""Everything a developer does here, by one word: `python3 dev.py help`. Needs nothing but Python 3.11."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
LINUX = sys.platform.startswith("linux")
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "karmadesk.stamp"
NEEDED_BYTES = 2_500_000_000

# Qt cannot draw even a hidden window without these.
ESSENTIAL = ("libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libglib2.0-0", "libxkbcommon0")
# Windows on a real or virtual screen, sound, VLC's engine, and what the tests and the packager start.
WANTED = (
    *("libopengl0", "libpulse0", "libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1"),
    *("libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-sync1", "libxcb-xfixes0", "libxcb-xinerama0"),
    *("libxcb-xkb1", "libxkbcommon-x11-0", "libvlc5", "vlc-plugin-base", "vlc-plugin-video-output"),
    *("binutils", "dbus", "faketime", "xauth", "xvfb"),
    # A reader of the accessibility tree, for the story that is driven by ear: a third of a megabyte.
    *("at-spi2-core", "gir1.2-atspi-2.0", "python3-pyatspi"),
)

Arguments = Sequence[str]


class MissingError(Exception):
    """Something this machine lacks, in one sentence."""


def say(sentence: str) -> None:
    """Print one line at once, ahead of whatever a child process prints next."""
    print(sentence, flush=True)


def run(command: Sequence[str | Path], **environment: str) -> int:
    """The exit code of a command run here with its output shown."""
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=os.environ | environment, check=False
    ).returncode


def quiet(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """A finished command with what it printed, both streams in one."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def check_python() -> None:
    """Nothing, or a sentence about the Python that is needed."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:2]))
        raise MissingError(f"KarmaDesk needs Python 3.11 or newer; this is {found}.")


def check_disk() -> None:
    """Nothing, or a sentence about the room that is needed."""
    free = shutil.disk_usage(ROOT).free
    if not PYTHON.exists() and free < NEEDED_BYTES:
        raise MissingError(f"Setting up needs 2.5 GB of free disk space; {ROOT} has {free / 1e9:.1f} GB.")


def missing_packages() -> tuple[str, ...]:
    """The Debian packages this machine lacks; none where there is no apt."""
    if not LINUX or not shutil.which("apt-get") or not shutil.which("dpkg-query"):
        return ()
    names = [*ESSENTIAL, *WANTED]
    # Newer Debian and Ubuntu carry some of them under a second name, for 64-bit time.
    asked = [*names, *(name + "t64" for name in names)]
    listed = quiet(["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\\n", *asked]).stdout
    present = {line.split()[0].removesuffix("t64") for line in listed.splitlines() if line.endswith(" installed")}
    missing = [name for name in names if name not in present]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    return tuple(missing)


def privilege() -> list[str] | None:
    """The words before apt-get that let it install: none for root, sudo if it asks no password, None where neither."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and quiet(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def install_system_packages() -> None:
    """Install Debian's packages, or print the one command that would and go on where Qt can still start."""
    missing = missing_packages()
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    before = privilege()
    if before is None:
        say(f"Please run once:\n  sudo {' '.join(install)}")
        if lacking := [name for name in missing if name in ESSENTIAL or name == "python3-venv"]:
            raise MissingError(
                f"KarmaDesk cannot start without {', '.join(lacking)}: run the line above, then this again."
            )
        return
    say(f"Installing {len(missing)} system packages…")
    quiet([*before, "apt-get", "update"])  # a mirror that is down shows in the next line
    done = quiet([*before, "env", "DEBIAN_FRONTEND=noninteractive", *install])
    if done.returncode:
        say(done.stdout[-2000:])
        raise MissingError("The system packages could not be installed: apt-get's own words are above.")


def make_venv() -> None:
    """A virtual environment whose Python answers."""
    if PYTHON.exists() and quiet([PYTHON, "-m", "pip", "--version"]).returncode == 0:
        return
    say("Making .venv…")
    done = quiet([sys.executable, "-m", "venv", "--clear", VENV])
    if done.returncode:
        say(done.stdout[-2000:])
        raise MissingError("Python could not make .venv: its own words are above.")


def pip(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """pip's answer, in the virtual environment, never asking."""
    options = ("--disable-pip-version-check", "--no-input", "--quiet")
    return quiet([PYTHON, "-m", "pip", *arguments[:1], *options, *arguments[1:]])


def check_link() -> None:
    """Nothing, or a sentence that the packages cannot be reached: the first, small one of the lock is tried."""
    lines = LOCK.read_text("utf-8").splitlines()
    last = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first.lock"
        first.write_text("\n".join(lines[: last + 1]) + "\n", "utf-8")
        options = ("--no-deps", "--require-hashes", "--retries=1", "--timeout=20", "--dest", folder, "-r", first)
        if pip("download", *options).returncode:
            raise MissingError(
                "Python's package index cannot be reached: connect to the network once and run this again."
            )


def install_packages() -> None:
    """The locked packages, each by its hash, and this checkout itself."""
    say("Installing the locked packages…")
    for arguments in (
        ("--require-hashes", "--no-deps", "--only-binary=:all:", "-r", LOCK),
        ("--no-build-isolation", "--no-deps", "--editable", "."),
    ):
        done = pip("install", *arguments)
        if done.returncode:
            say(done.stdout[-3000:])
            raise MissingError("The locked packages could not be installed: pip's own words are above.")


def fingerprint() -> str:
    """What a set-up depends on, as one word."""
    told = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        told.update(path.read_bytes())
    return told.hexdigest()


def setup(_arguments: Arguments = ()) -> int:
    """make this machine ready (every other word does it first)"""
    check_python()
    wanted = fingerprint()
    if not (PYTHON.exists() and STAMP.exists() and STAMP.read_text("ascii") == wanted):
        started = time.monotonic()
        check_disk()
        install_system_packages()
        make_venv()
        check_link()
        install_packages()
        STAMP.write_text(wanted, "ascii")
        say(f"Ready after {time.monotonic() - started:.0f} s.")
    return compile_translations()


def compile_translations() -> int:
    """Every .ts as a .qm beside it, unless that is newer already."""
    stale = [
        source
        for source in sorted((ROOT / "translations").glob("*.ts"))
        if not (made := source.with_suffix(".qm")).exists() or made.stat().st_mtime < source.stat().st_mtime
    ]
    return run([PYTHON, "tools/translations.py", "compile", *stale]) if stale else 0


def has_display() -> bool:
    """Whether a window could be seen on this machine."""
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_demo(arguments: Arguments) -> int:
    """open KarmaDesk on its demonstration; without a display, the same journey unattended"""
    setup()
    demo: list[str | Path] = [PYTHON, "-m", "karmadesk", "demo", *arguments]
    if has_display():
        return run(demo)
    say(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): running the journey unattended instead."
    )
    if "--unattended" in arguments:
        return run(demo)
    home = Path(tempfile.mkdtemp(prefix="karmadesk-demo-"))
    own_home = any(word == "--home" or word.startswith("--home=") for word in arguments)
    place = [] if own_home else ["--home", str(home / "home")]
    code = run([*demo, "--unattended", "--json", *place])
    if code and not own_home:
        say(f"What the journey left is in {home}.")
    else:
        shutil.rmtree(home, ignore_errors=True)
    return code


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """The environment of a screen: this machine's, or an Xvfb of 1366 x 768 for as long as it is needed."""
    if has_display():
        yield {}
        return
    if not shutil.which("Xvfb"):
        raise MissingError("There is no display, and Xvfb is not installed: sudo apt-get install xvfb")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="ascii") as told:
            yield {"DISPLAY": f":{told.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


def screenshots(arguments: Arguments) -> int:
    """take the picture of every screen at 1366 x 768"""
    setup()
    with display() as environment:
        return run([PYTHON, "-m", "tests.screens.make", *arguments], **environment)


def courses(arguments: Arguments) -> int:
    """rebuild the sample courses from their sources"""
    setup()
    return run([PYTHON, "resources/demo/make", *arguments])


def bench(arguments: Arguments) -> int:
    """measure: every benchmark, or those named"""
    setup()
    scripts = [path for path in sorted((ROOT / "benchmarks").glob("*.py")) if not path.name.startswith("_")]
    chosen = [path for path in scripts if not arguments or path.stem in arguments]
    if not chosen:
        raise MissingError(
            f"There is no such benchmark; there are: {', '.join(path.stem for path in scripts) or 'none'}."
        )
    codes = []
    for path in chosen:
        say(f"{path.stem}:")
        codes.append(run([PYTHON, path.relative_to(ROOT), "--json"]))
    return max(codes)


def package(arguments: Arguments) -> int:
    """build what this system hands out, into dist/; --prove installs and runs it in a bare Debian"""
    setup()
    return run([PYTHON, "-m", "tools.packing", *arguments])


def checks() -> dict[str, list[str | Path]]:
    """Every check by its name, the slowest first so that the others run beside it."""
    python = "dev.py", "karmadesk", "tests", "benchmarks", "tools", "resources"
    present = [name for name in python if (ROOT / name).exists()]
    return {
        "mypy": [PYTHON, "-m", "mypy"],
        "ruff format": [BIN / "ruff", "format", "--check", *present],
        "ruff check": [BIN / "ruff", "check", *present],
        "lint-imports": [BIN / "lint-imports", "--no-logo", "--cache-dir", ".import_linter_cache"],
        "translations": [PYTHON, "tools/translations.py", "check"],
    }


def check(_arguments: Arguments = ()) -> int:
    """format, lint, types, import contracts, translations: all are run, then all are told"""
    setup()

    def timed(command: Sequence[str | Path]) -> tuple[subprocess.CompletedProcess[str], float]:
        started = time.monotonic()
        return quiet(command), time.monotonic() - started

    every = checks()
    with ThreadPoolExecutor(2) as pool:
        results = dict(zip(every, pool.map(timed, every.values()), strict=True))
    failed = [name for name, (done, _) in results.items() if done.returncode]
    for name in failed:
        say(f"--- {name}\n{results[name][0].stdout.rstrip()}\n")
    for name, (done, seconds) in results.items():
        say(f"{'FAILED' if done.returncode else 'ok':>6}  {name} ({seconds:.1f} s)")
    say(f"check: {', '.join(failed)} failed." if failed else f"check: all {len(results)} passed.")
    return 1 if failed else 0


def pytest(arguments: Arguments, **environment: str) -> int:
    """pytest's exit code, on two cores or a few more."""
    cores = str(min(4, max(2, os.cpu_count() or 2)))
    return run([PYTHON, "-m", "pytest", "-n", cores, "--dist=worksteal", *arguments], **environment)


def test(arguments: Arguments) -> int:
    """check, then the tests with slices of the long matrices; more words go to pytest"""
    return check() or pytest(arguments)


def test_all(arguments: Arguments) -> int:
    """check, then the tests with the full matrices, and the coverage ratchet"""
    if code := check():
        return code
    if arguments:
        return pytest(arguments, KARMADESK_MATRIX="all")
    return pytest(["--cov", "--cov-report="], KARMADESK_MATRIX="all") or run([PYTHON, "tools/ratchet.py"])


def show_help(_arguments: Arguments = ()) -> int:
    """this list"""
    say("python3 dev.py VERB [more words]   (or: make VERB; on Windows: py dev.py VERB)\n")
    for name, verb in VERBS.items():
        say(f"  {name:<12} {verb.__doc__}")
    return 0


VERBS: dict[str, Callable[[Arguments], int]] = {
    "setup": setup,
    "run": run_demo,
    "test": test,
    "test-all": test_all,
    "check": check,
    "bench": bench,
    "screenshots": screenshots,
    "courses": courses,
    "package": package,
    "help": show_help,
}


def main(words: Sequence[str]) -> int:
    """The exit code of the verb asked for."""
    verb = VERBS.get(words[0] if words else "help")
    if verb is None:
        show_help()
        return 2
    try:
        return verb(words[1:])
    except MissingError as missing:
        say(str(missing))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
