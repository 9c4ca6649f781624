"""Logs that rotate and never hold a secret."""

from __future__ import annotations

import logging
import logging.handlers
import re
import sys
from contextlib import suppress
from pathlib import Path

_SECRET = re.compile(
    r"(?i)(bearer\s+|(?:access_token|refresh_token|code|passphrase|password|x-authenticated-user-token)[\"']?\s*[=:]\s*[\"']?)"
    r"[^\s\"'&,}]+"
)
_JWT = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")
NAME = "karmadesk.log"
"""Of the process that holds the home."""


class Redacted(logging.Formatter):
    """Formats a record with anything that looks like a token blotted out: the last guard, not the first."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class _File(logging.handlers.RotatingFileHandler):
    """A log that can't be written, say on a full disk, stays unwritten: nobody at the screen can use its traceback."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the parent's name
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        with suppress(OSError):
            super().close()


def redacted(text: str) -> str:
    """The text with tokens, codes and passwords replaced by "…"."""
    return _JWT.sub("…", _SECRET.sub(r"\1…", text))


def start(folder: Path, *, verbose: bool = False, name: str = NAME) -> None:
    """Logs to `folder`, 1 MB a file, three kept; warnings go to standard error too."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    formatter = Redacted("%(asctime)s %(levelname)s %(name)s %(message)s")
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    to_file = _File(folder / name, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    to_stderr = logging.StreamHandler(sys.stderr)
    to_stderr.setLevel(logging.INFO if verbose else logging.ERROR)
    for handler in (to_file, to_stderr):
        handler.setFormatter(formatter)
        root.addHandler(handler)
