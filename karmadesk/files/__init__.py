"""The content store on disk."""

from __future__ import annotations

from karmadesk.files.store import ContentStore

__all__ = ["ContentStore"]
