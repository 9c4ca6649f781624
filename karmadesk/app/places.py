"""Where the program's own files lie, in a checkout and in the package."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import karmadesk
from karmadesk.paths import Paths
from karmadesk.policy import Policy, refused

APP_NAME = "karmadesk"


def root() -> Path:
    """The folder that holds resources/ and translations/."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(karmadesk.__file__).resolve().parent.parent


def resources() -> Path:
    return root() / "resources"


def translations() -> Path:
    return root() / "translations"


def default_home() -> Path:
    """`KARMADESK_HOME`, else the system's folder for a program's data."""
    named = os.environ.get("KARMADESK_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False)


def policy_file(machine: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The file of an office's policy to go by; None where there is none.

    The machine's own wins. `KARMADESK_POLICY` serves tests and a look beforehand, and only where the machine has none:
    anybody may set a variable, and what an office decided must not be undone by one.
    """
    machine = machine or machine_policy()
    named = environment.get("KARMADESK_POLICY")
    if os.path.lexists(machine) or not named:
        return machine
    return Path(named)


if sys.platform == "win32":
    import ctypes

    _COMMON_APPDATA = 0x23

    def machine_policy() -> Path:
        """Where the machine's policy lies: asked of the system, since the variable %ProgramData% is anybody's."""
        folder = ctypes.create_unicode_buffer(260)
        ctypes.windll.shell32.SHGetFolderPathW(None, _COMMON_APPDATA, None, 0, folder)
        return Path(folder.value) / "KarmaDesk" / "policy.toml"

elif sys.platform == "darwin":

    def machine_policy() -> Path:
        """Where the machine's policy lies."""
        return Path("/Library/Application Support/KarmaDesk/policy.toml")

else:

    def machine_policy() -> Path:
        """Where the machine's policy lies."""
        return Path("/etc/karmadesk/policy.toml")


def make(paths: Paths, office: Policy) -> None:
    """Creates the home. Raises PolicyRefused when the office's folder for media can't be written."""
    try:
        paths.make()
    except OSError as error:
        if paths.media is None or paths.media.is_dir():
            raise
        raise refused(office, "storage.media_folder", "rwx") from error


def media_folder(shared: Path | None, home: Path) -> Path | None:
    """This home's part of a folder that the whole machine shares: each home clears away what it doesn't know."""
    if shared is None:
        return None
    import hashlib

    return shared / hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]


def state_folder() -> Path:
    """The system's folder for a program's state: outside every home."""
    from platformdirs import user_state_path

    return user_state_path(APP_NAME, appauthor=False)
