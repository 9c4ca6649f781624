"""The demonstration: an embedded hub as a child process, and a link to it that can be pulled."""

from __future__ import annotations

from karmadesk.demo.hub import DemoHub, program, without_console
from karmadesk.demo.link import DemoLink

__all__ = ["DemoHub", "DemoLink", "program", "without_console"]
