"""Which machine this is, by the system's own word; only a digest of it ever leaves this file."""

from __future__ import annotations

import hashlib
import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

log = logging.getLogger(__name__)

PURPOSE = b"karmadesk installation 1\0"
LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
ASK_S = 5.0


def machine_mark() -> str:
    """The same text at every start on this machine, another one elsewhere; "" where the system has no word for it."""
    found = _machine_id()
    return marked(found) if found else ""


def marked(machine_id: str) -> str:
    """A digest for this one purpose: nobody can recognise the machine elsewhere by it, or look the id up."""
    return hashlib.sha256(PURPOSE + machine_id.strip().lower().encode()).hexdigest()[:32]


def first_of(files: Sequence[Path]) -> str:
    """What the first of these files that can be read and says anything says."""
    for file in files:
        try:
            said = file.read_text("ascii").strip()
        except (OSError, ValueError):
            continue
        if said and said != "uninitialized":
            return said
    return ""


def platform_uuid(said: str) -> str:
    """The id in what `ioreg` prints; "" where there is none."""
    for line in said.splitlines():
        name, _, value = line.partition("=")
        if name.strip().strip('"') == "IOPlatformUUID":
            return value.strip().strip('"')
    return ""


if sys.platform == "win32":
    import winreg

    def _machine_id() -> str:
        try:
            access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""

elif sys.platform == "darwin":

    def _machine_id() -> str:
        words = ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]
        try:
            said = subprocess.run(words, capture_output=True, text=True, timeout=ASK_S, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return platform_uuid(said.stdout)

else:

    def _machine_id() -> str:
        return first_of(LINUX)
