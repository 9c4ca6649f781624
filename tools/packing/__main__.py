"""`python3 dev.py package`: builds what this system can, refuses what may not be handed out, proves the rest."""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from tools.packing import bom, deb, installer, program, tarball, versions
from tools.packing.contents import Packages

Made = TypeVar("Made")
ROOT = Path(__file__).resolve().parents[2]
BUDGET = {"folder": 270_000_000, "tar.xz": 95_000_000}
"""Bytes; the program with WebEngine will need an agreement of its own."""


def main(words: Sequence[str]) -> int:
    """0 when everything was built, within its budget, and has run."""
    asked = _options().parse_args(words)
    dist: Path = asked.dist.absolute()
    sizes: dict[str, int] = {}
    try:
        if not asked.prove_only:
            sizes = make(dist, folder_only=asked.folder_only)
            run_once(dist / "karmadesk" / program.CONSOLE)
    except program.Refused as refused:
        print("This program may not be handed out:", *(f"  {reason}" for reason in refused.args), sep="\n")
        return 1
    over = [name for name, limit in BUDGET.items() if sizes.get(name, 0) > limit]
    for name in over:
        print(f"{name}: {sizes[name] / 1e6:.0f} MB, the budget is {BUDGET[name] / 1e6:.0f} MB")
    if asked.prove or asked.prove_only:
        return proved(dist, asked.root) or int(bool(over))
    return 1 if over else 0


def proved(dist: Path, root: Path | None) -> int:
    """0 after the figures of every proof, 1 after a sentence about the one that failed or could not be made."""
    from tools.packing import chroot, prove, speak_tls

    try:
        figures = timed("proof", lambda: prove.everything(dist, root=root))
    except (chroot.Missing, chroot.Failed, prove.Unproved, speak_tls.Unproved) as reason:
        print(reason)
        return 1
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser("dev.py package", description="Build the packages that this system can build.")
    options.add_argument("--dist", type=Path, default=ROOT / "dist", help="where they go (default: dist)")
    options.add_argument("--folder-only", action="store_true", help="the program's folder, and no archive of it")
    options.add_argument("--prove", action="store_true", help="then install and run them in a bare Debian (root, apt)")
    options.add_argument("--prove-only", action="store_true", help="the same with what was built before")
    options.add_argument("--root", type=Path, default=None, help="where the bare Debian is kept between runs")
    return options


def make(dist: Path, *, folder_only: bool) -> dict[str, int]:
    """Builds everything for this system into dist and tells each size and time. Raises Refused."""
    version, epoch, system = versions.ours(), program.epoch(), system_name()
    dist.mkdir(exist_ok=True)
    folder, icons = dist / "karmadesk", ROOT / "build" / "icons"
    found = timed("dist/karmadesk", lambda: program.build(dist))
    bill = dist / f"karmadesk-{version}-{system}.cdx.json"
    bom.write(bill, found, Packages(), version=version, platform=system, epoch=epoch)
    # The bill travels with the program, too.
    shutil.copyfile(bill, folder / "licences" / "bom.cdx.json")
    sizes = {"folder": program.size(folder)}
    if not folder_only:
        for kind, (path, pack) in packings(dist, folder, icons, version, epoch, system).items():
            timed(path.name, pack)
            sizes[kind] = path.stat().st_size
    for kind, size in sizes.items():
        print(f"  {kind:<8} {size / 1e6:7.1f} MB", flush=True)
    return sizes


def packings(
    dist: Path, folder: Path, icons: Path, version: str, epoch: int, system: str
) -> dict[str, tuple[Path, Callable[[], None]]]:
    """What this system packs the folder into: by its kind, the file and how it is made."""
    name = f"karmadesk-{version}-{system}"
    archive, package, setup = dist / f"{name}.tar.xz", dist / f"karmadesk_{version}_amd64.deb", dist / f"{name}.exe"
    made: dict[str, tuple[Path, Callable[[], None]]] = {}
    if sys.platform != "win32":
        made["tar.xz"] = archive, lambda: tarball.pack(folder, archive, epoch=epoch, top=name)
    if sys.platform.startswith("linux") and platform.machine() == "x86_64" and shutil.which("dpkg-deb"):
        made["deb"] = package, lambda: deb.pack(folder, icons, package, version=version, epoch=epoch)
    if sys.platform == "win32":
        made["setup"] = setup, lambda: installer.pack(folder, icons, setup, version=version)
    return made


def system_name() -> str:
    """This system as file names say it: linux-x86_64, windows-x86_64, macos-arm64."""
    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
    machine = {"AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return f"{system}-{machine}"


def timed(what: str, work: Callable[[], Made]) -> Made:
    """The work's result, after a line that says how long it took."""
    began = time.monotonic()
    made = work()
    print(f"{what}: {time.monotonic() - began:.0f} s", flush=True)
    return made


def run_once(console: Path) -> None:
    """Raises Refused unless the program itself answers."""
    with tempfile.TemporaryDirectory() as home:
        # A machine that builds may have no keyring, and nobody's secrets are here to keep.
        command = [str(console), "status", "--json", "--home", home, "--secrets", "memory"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise program.Refused(f"its own `status --json` ended with {done.returncode}: {done.stderr[-500:]}")
    print("its own `status --json` ran", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
