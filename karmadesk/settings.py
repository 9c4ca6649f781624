"""What people may set: one typed field each, kept in one JSON file, unknown keys kept for a newer version."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

THEMES = ("system", "light", "dark", "contrast")
TEXT_SCALES = (100, 125, 150, 200)


@dataclass(frozen=True)
class Settings:
    """Of one installation. `language` "" means: ask on the first screen."""

    language: str = ""
    theme: str = "system"
    text_percent: int = 100
    captions: tuple[str, ...] = ()
    speed: float = 1.0
    volume: int = 80
    last_person: str = ""
    server: str = ""
    sync_minutes: int = 5
    window_minutes: int = 30
    """Over how long laptops are spread that come back at once, where the server names no time itself."""
    lock_minutes: int = 15
    """After so long without a key or a mouse, whoever has a PIN or password is locked; 0 for never."""
    send_locked: bool = True
    """Whether anybody may choose that sync sends for them while they are locked (ADR 16)."""
    require_secret: bool = False
    """Whether everybody who learns here needs a PIN or password of their own."""
    downloads_on_metered: bool = False
    """Whether courses are fetched by a link that costs by the byte; progress always goes."""
    tells_usage: bool = False
    """Whether the platform is told how lessons are used (telemetry); nothing is kept for it otherwise."""
    window: str = ""
    """Where the window was and how large, in the window's own words."""
    notifies: bool = True
    """Tell of what is due, fetched or refused while nobody looks."""
    stays_in_tray: bool = False
    """Closing the window leaves the program working in the system's tray."""
    knows_tray: bool = False
    """Whether somebody was told that it stays there."""
    told_due: str = ""
    """The day on which a due course was last told of."""
    told_mended: str = ""
    """Which mending of somebody's records was told of."""

    def with_(self, **changes: Any) -> Settings:
        """These settings with some fields changed and every value checked."""
        return checked(replace(self, **changes))


def checked(settings: Settings) -> Settings:
    """The settings with each value that makes no sense set back to its default."""
    default = Settings()
    return replace(
        settings,
        theme=settings.theme if settings.theme in THEMES else default.theme,
        text_percent=settings.text_percent if settings.text_percent in TEXT_SCALES else default.text_percent,
        speed=settings.speed if 0.5 <= settings.speed <= 2.0 else default.speed,
        volume=min(100, max(0, settings.volume)),
        sync_minutes=min(24 * 60, max(1, settings.sync_minutes)),
        window_minutes=min(24 * 60, max(0, settings.window_minutes)),
        lock_minutes=min(24 * 60, max(0, settings.lock_minutes)),
    )


def load(path: Path) -> Settings:
    """The settings in this file; defaults for what is missing, damaged or of the wrong type."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    known: dict[str, Any] = {}
    default = Settings()
    for field in fields(Settings):
        value = found.get(field.name)
        if isinstance(value, list):
            value = tuple(str(part) for part in value)
        wanted = type(getattr(default, field.name))
        if isinstance(value, wanted) or (wanted is float and isinstance(value, int)):
            known[field.name] = value
    return checked(Settings(**known))


def save(path: Path, settings: Settings) -> None:
    """Writes the file whole or not at all; keys of a newer version are kept."""
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    merged = {**(kept if isinstance(kept, dict) else {}), **asdict(settings)}
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(merged, ensure_ascii=False, indent=1), "utf-8")
    beside.replace(path)
