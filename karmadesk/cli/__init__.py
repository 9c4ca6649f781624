"""The command line: a second face on the same core, in English with stable codes, never with Qt."""

from __future__ import annotations

from karmadesk.cli.main import main

__all__ = ["main"]
