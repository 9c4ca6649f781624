"""A bare Debian to try packages in: made once by debootstrap, copied for each use, nothing of it left mounted."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SUITE = "bookworm"
LEARNER = 1000
# In a mount namespace of its own: whatever happens, nothing of it stays mounted on this machine.
ENTER = """set -e
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
cp /etc/resolv.conf "$1/etc/resolv.conf"
root=$1 user=$2
shift 2
exec chroot --userspec="$user:$user" "$root" "$@"
"""


class Missing(Exception):  # noqa: N818 - what this machine lacks, in one sentence
    """Something that the proof needs."""


def cached(place: Path | None) -> Path:
    """A Debian minbase without Python, made if it is not there yet. Raises Missing."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    root = place or home / "karmadesk-package" / SUITE
    if (root / "etc/debian_version").exists():
        return root
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise Missing("Proving the packages installs them in a bare Debian, which only root can make.")
    if not shutil.which("debootstrap"):
        # No developer needs it for anything else, so `dev.py setup` does not bring it.
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "debootstrap"]
        if not shutil.which("apt-get") or subprocess.run(install, check=False, capture_output=True).returncode:
            raise Missing("Proving the packages needs debootstrap: apt-get install debootstrap")
    root.parent.mkdir(parents=True, exist_ok=True)
    half_made = root.with_name(root.name + ".part")
    shutil.rmtree(half_made, ignore_errors=True)
    subprocess.run(
        ["debootstrap", "--variant=minbase", SUITE, half_made, mirror()], check=True, stdout=subprocess.DEVNULL
    )
    half_made.rename(root)
    return root


def mirror() -> str:
    """Where this machine itself gets Debian from."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)"]
    for line in subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines():
        address, _, suite = line.rpartition(" ")
        if suite == SUITE:
            return address
    raise Missing(f"This machine's own sources do not name Debian {SUITE}, which the proof is made in.")


class Debian:
    """One bare Debian of its own below a folder, with one learner in it."""

    def __init__(self, base: Path, place: Path) -> None:
        self.root = place
        subprocess.run(["cp", "-a", "--reflink=auto", base, place], check=True)
        self.run("useradd", "--create-home", f"--uid={LEARNER}", "sunita")
        if self.run("sh", "-c", "command -v python3 python", check=False).returncode == 0:
            raise Missing("The bare Debian has a Python: what is proved there would say nothing.")

    def run(
        self, *command: str, user: int = 0, check: bool = True, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A command's answer from inside; as root, or as the learner. Raises CalledProcessError with what it said."""
        home = "/root" if user == 0 else "/home/sunita"
        inside = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": home,
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "QT_QPA_PLATFORM": "offscreen",
            **(more or {}),
        }
        enter = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, "enter")
        words: Sequence[str | Path] = (*enter, self.root, str(user), *command)
        done = subprocess.run(words, env=inside, capture_output=True, text=True, timeout=600, check=False)
        if check and done.returncode:
            raise Failed(" ".join(command), done)
        return done

    def bring(self, file: Path) -> str:
        """Copies a file inside; its path there."""
        shutil.copy(file, self.root / "tmp")
        return f"/tmp/{file.name}"  # noqa: S108 - inside a Debian that is nobody else's


class Failed(Exception):  # noqa: N818 - what a command inside came to
    """A command inside ended badly; says which, and its last words."""

    def __init__(self, command: str, done: subprocess.CompletedProcess[str]) -> None:
        super().__init__(f"{command}: ended with {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}")
