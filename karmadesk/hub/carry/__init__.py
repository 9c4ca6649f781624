"""Progress that comes on a drive: opened, checked, applied once, and answered (docs/carry.md)."""

from __future__ import annotations

PATH = "/api/karmadesk/v1/carry"
