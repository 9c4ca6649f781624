"""What can play video and sound here."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from karmadesk.app.doctor.finding import Finding, fine, warning
from karmadesk.app.doctor.subject import Subject

BINDING = ("QtMultimedia*.so", "QtMultimedia*.pyd")
BACKENDS = ("*ffmpeg*", "*windows*", "*darwin*", "*gstreamer*")


def engines(_subject: Subject) -> tuple[Finding, ...]:
    """VLC is tried, Qt Multimedia only looked for: the command line never loads Qt."""
    from karmadesk.player.vlc import version, why_unfit

    unfit = why_unfit()
    has_qt = _has_qt_multimedia()
    if unfit:
        where = "Qt Multimedia plays instead." if has_qt else "Nothing can play video or sound."
        vlc = warning("vlc", f"VLC can't be used ({unfit}). {where}", "Install VLC of the same width (64 bit).")
    else:
        vlc = fine("vlc", f"VLC {version()} is there and works.")
    if has_qt:
        return vlc, fine("qtmultimedia", "Qt Multimedia and its decoder are there.")
    return vlc, warning("qtmultimedia", "Qt Multimedia is not whole.", "Install KarmaDesk anew.")


def _has_qt_multimedia() -> bool:
    """By its files. A package's own place is found without running it."""
    found = importlib.util.find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        return False
    folder = Path(next(iter(found.submodule_search_locations)))
    has_binding = any(any(folder.glob(pattern)) for pattern in BINDING)
    plugins = [folder / "Qt" / "plugins" / "multimedia", folder / "plugins" / "multimedia"]
    return has_binding and any(any(place.glob(pattern)) for place in plugins for pattern in BACKENDS)
