"""Where the program's own files lie, in a checkout and in the package."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import karmadesk

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


def state_folder() -> Path:
    """The system's folder for a program's state: outside every home."""
    from platformdirs import user_state_path

    return user_state_path(APP_NAME, appauthor=False)
