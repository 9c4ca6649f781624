"""Readers of what arrives: packages, practice sets, and the one safe extractor."""

from __future__ import annotations

from karmadesk.packages.ecar import EcarPackages

__all__ = ["EcarPackages"]
