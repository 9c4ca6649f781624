"""Proves the packages for Linux in bare Debians without Python: installs, learns, upgrades, removes, keeps the data."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tools.packing import deb, program, speak_tls, versions
from tools.packing.chroot import LEARNER, Debian, cached

HOME = "/home/sunita/.local/share/karmadesk-demo"
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends")
KEYS = ("--secrets", "sealed-file", "--passphrase-file", "/home/sunita/passphrase")
# Each library of the program with those that the system's loader does not find for it.
UNFOUND = """cd "$1"
export LD_LIBRARY_PATH=$PWD
find . -name '*.so*' -type f | while read -r file; do
    ldd "$file" 2>&1 | sed -n "s|^\\s*\\(.*\\) => not found|$file: \\1|p"
done
"""

Figures = dict[str, Any]


class Unproved(Exception):  # noqa: N818 - what did not hold
    """Something that the packages promise did not hold; says what."""


def everything(dist: Path, *, root: Path | None) -> Figures:
    """Every proof's figures, by its name. Raises Unproved, chroot.Missing or chroot.Failed."""
    base = cached(root)
    version = versions.ours()
    package = _newest(dist, f"karmadesk_{version}_*.deb")
    archive = _newest(dist, f"karmadesk-{version}-linux-*.tar.xz")
    told: Figures = {}
    with tempfile.TemporaryDirectory(prefix="karmadesk-prove-") as place:
        bare = Debian(base, Path(place) / "bare")
        told["tar.xz"] = from_archive(bare, archive)
        shutil.rmtree(bare.root)
        system = Debian(base, Path(place) / "installed")
        told |= from_package(system, package, Path(place), dist)
    return told


def _newest(dist: Path, pattern: str) -> Path:
    found = sorted(dist.glob(pattern))
    if not found:
        raise Unproved(f"there is no {pattern} in {dist}: build it first")
    return found[-1]


def from_archive(system: Debian, archive: Path) -> Figures:
    """The journey of the command line from the unpacked archive, on a system to which nothing was added."""
    with tarfile.open(archive) as tar:
        tar.extractall(system.root / "opt", filter="tar")
    folder = f"/opt/{archive.name.removesuffix('.tar.xz')}"
    return journey(system, f"{folder}/karmadesk")


def from_package(system: Debian, package: Path, place: Path, dist: Path) -> Figures:
    """The same from the installed package, and by its window; then an upgrade, a removal, and a purge."""
    told: Figures = {}
    system.run("apt-get", "update")
    system.run(*INSTALL, system.bring(package))
    if unfound := system.run("sh", "-c", UNFOUND, "unfound", "/usr/lib/karmadesk/_internal").stdout.strip():
        raise Unproved(f"libraries that nothing brings:\n{unfound}")
    system.run("sh", "-c", "echo words of an office > /home/sunita/passphrase", user=LEARNER)
    told["deb, command line"] = journey(system, "karmadesk", *KEYS, home=HOME)
    told["deb, window, Qt Multimedia"] = journey(
        system, "karmadesk", "--face", "window", "--engine", "qtmultimedia", home="/home/sunita/window"
    )
    told["tls"] = speak_tls.prove(partial(_quietly, system), system.root)
    before = fingerprint(system)
    newer = place / "karmadesk_upgrade_amd64.deb"
    version = f"{versions.ours()}+upgrade"
    icons = program.ROOT / "build" / "icons"
    deb.pack(dist / "karmadesk", icons, newer, version=version, epoch=program.epoch(), compression="none")
    system.run(*INSTALL, system.bring(newer))
    told["upgraded to"] = system.run("dpkg-query", "--show", "--showformat=${Version}", "karmadesk").stdout
    _kept(before, fingerprint(system), "an upgrade")
    told["status after the upgrade"] = status(system)
    # Recommended, so a desktop has it: with VLC from the system, the command line really plays.
    system.run(*INSTALL, "libvlc5", "vlc-plugin-base", "vlc-plugin-video-output")
    told["deb, command line, VLC"] = journey(system, "karmadesk", home="/home/sunita/vlc", engine="vlc")
    before = fingerprint(system)
    system.run("apt-get", "remove", "--yes", "karmadesk")
    _kept(before, fingerprint(system), "a removal")
    system.run(*INSTALL, system.bring(package))
    told["status after installing again"] = status(system)
    before = fingerprint(system)
    system.run("apt-get", "purge", "--yes", "karmadesk")
    _kept(before, fingerprint(system), "a purge")
    ours = ("usr/lib/karmadesk", "usr/bin/karmadesk", "usr/share/doc/karmadesk")
    if left := [name for name in ours if (system.root / name).exists()]:
        raise Unproved(f"a purge left {left}")
    told["files kept through upgrade, removal and purge"] = len(before)
    return told


def journey(system: Debian, console: str, *words: str, home: str = "/home/sunita/demo", engine: str = "") -> Figures:
    """The unattended demo's own figures. Raises Unproved unless the server agrees with every one of them."""
    done = system.run(console, "demo", "--unattended", "--json", "--home", home, *words, user=LEARNER, check=False)
    if done.returncode:
        raise Unproved(f"{console} demo {' '.join(words)} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    figures: Figures = json.loads(done.stdout)
    if figures["server_agrees"] is not True or engine not in ("", figures["engine"]):
        raise Unproved(f"{console} demo: {figures}")
    return figures


def status(system: Debian) -> Figures:
    """What the program says of the home that was there before, whose keys lie in its sealed file."""
    figures: Figures = json.loads(
        system.run("karmadesk", "status", "--json", "--home", HOME, *KEYS, user=LEARNER).stdout
    )
    return figures


def _quietly(system: Debian, more: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return system.run("karmadesk", *words, user=LEARNER, check=False, more=more)


def fingerprint(system: Debian) -> Mapping[str, str]:
    """Every file that the learner has, with its contents as one word."""
    home = system.root / "home/sunita"
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def _kept(before: Mapping[str, str], after: Mapping[str, str], through: str) -> None:
    if before != after:
        changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        raise Unproved(f"{through} changed what the learner has: {changed[:10]}")
