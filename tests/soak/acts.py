"""The soak's own log: every act before it is done (intended) and after it was recorded, durable line by line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

JOINED, WATCHED, ANSWERED = "joined", "watched", "answered"


@dataclass(frozen=True)
class Act:
    """One thing that the learner did.

    `at` is the true time in seconds, `is_certain` whether the laptop knew it when it acted. `mark` is what the act
    leaves in the last place of the server's `progressdetails.current`; "" for an act that leaves none.
    """

    id: str
    device: str
    kind: str
    course: str
    resource: str = ""
    share: float = 0.0
    mark: str = ""
    at: float = 0.0
    is_certain: bool = True
    is_recorded: bool = False

    @property
    def completes(self) -> bool:
        """Whether the place is complete with this act."""
        return self.share >= 1

    @property
    def place(self) -> tuple[str, str]:
        return (self.course, self.resource)


class ActLog:
    """Appends to a file that a SIGKILL or a power cut can't take back, or (without a file) to memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._lines: list[str] = []
        self._file = None if path is None else os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def intend(self, act: Act) -> None:
        """Before the program is asked to record it."""
        self._write({"said": "intended", **asdict(act)})

    def recorded(self, act: Act) -> None:
        """After the program has said that it is recorded."""
        self._write({"said": "recorded", "id": act.id})

    def void(self, act: Act) -> None:
        """The program has said that there was nothing new in it."""
        self._write({"said": "void", "id": act.id})

    def unsure(self) -> None:
        """The laptop's clock is wrong now: what it did and has not sent yet may be sent with a wrong time."""
        self._write({"said": "unsure"})

    def _write(self, line: dict[str, object]) -> None:
        text = json.dumps(line) + "\n"
        if self._file is None:
            self._lines.append(text)
        else:
            os.write(self._file, text.encode())
            os.fsync(self._file)

    def acts(self) -> list[Act]:
        """What was logged in memory."""
        return read(self._lines)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)


def read(lines: Iterable[str]) -> list[Act]:
    """The acts of a log, in its order; a last line that was cut short says nothing."""
    found: dict[str, Act] = {}
    for line in lines:
        if not line.endswith("\n"):
            continue
        said = json.loads(line)
        kind = said.pop("said")
        if kind == "intended":
            found[said["id"]] = Act(**said)
        elif kind == "unsure":
            found = {name: replace(act, is_certain=False) for name, act in found.items()}
        elif kind == "void":
            del found[said["id"]]
        else:
            found[said["id"]] = replace(found[said["id"]], is_recorded=True)
    return list(found.values())


def read_files(paths: Iterable[Path]) -> list[Act]:
    """The acts of several laptops' logs."""
    acts: list[Act] = []
    for path in paths:
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                acts += read(lines)
    return acts
