"""The identity of this installation: random, kept in the home, written once."""

from __future__ import annotations

import json
import uuid
from pathlib import Path


def device_id(path: Path) -> str:
    """The id in this file; a new one when the file is missing or damaged."""
    try:
        found = json.loads(path.read_text("utf-8"))["device"]
        if isinstance(found, str) and found:
            return found
    except (OSError, ValueError, KeyError, TypeError):
        pass
    made = uuid.uuid4().hex
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps({"device": made}), "utf-8")
    beside.replace(path)
    return made
