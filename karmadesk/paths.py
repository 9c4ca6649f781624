"""Where everything of one installation lies; handed down by `app`, never a global."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders and files under one home."""

    home: Path
    media: Path | None = None
    """Where the objects lie, when the office wants them elsewhere."""

    @property
    def settings(self) -> Path:
        return self.home / "settings.json"

    @property
    def servers(self) -> Path:
        """Server rows that this home adds to the built-in ones."""
        return self.home / "servers.json"

    @property
    def shelf(self) -> Path:
        return self.home / "shelf.db"

    @property
    def people(self) -> Path:
        return self.home / "people"

    @property
    def objects(self) -> Path:
        return self.media or self.home / "objects"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def lock(self) -> Path:
        return self.home / "karmadesk.lock"

    @property
    def sealed(self) -> Path:
        """The sealed file of secrets, where the system has no keyring."""
        return self.home / "sealed.bin"

    @property
    def device(self) -> Path:
        return self.home / "device.json"

    @property
    def clock(self) -> Path:
        """What servers said of the true time, boot by boot."""
        return self.home / "clock.json"

    @property
    def pace(self) -> Path:
        """When sync may try again by itself, so that a restart does not begin to count anew."""
        return self.home / "pace.json"

    @property
    def networks(self) -> Path:
        """Which networks are free of charge, as the learner said."""
        return self.home / "networks.json"

    @property
    def tour(self) -> Path:
        """A home within the home, for as long as a tour lasts."""
        return self.home / "tour"

    def catalogue(self, server_id: str) -> Path:
        return self.home / "catalogues" / server_id / "catalogue.db"

    def person(self, person_id: str) -> Path:
        return self.people / person_id

    def make(self) -> None:
        """Creates the home, closed to other users of the system."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.people, self.objects, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
