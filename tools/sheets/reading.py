"""Reads the source of a sheet: a page of Markdown that stands well on its own, with what paper needs in comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

RunKind = Literal["plain", "name", "keys"]
"""Words; a name that the program shows, **bold** in the source; keys or a command, in `backticks`."""

INLINE = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")
COMMENT = re.compile(r"\s*<!--\s*(.*?)\s*-->")
ITEM = re.compile(r"(?:(\d+)\.|-)\s+(.*)")


@dataclass(frozen=True)
class Run:
    text: str
    kind: RunKind = "plain"


@dataclass(frozen=True)
class Paragraph:
    """`marker` is "" for plain text, "-" for a point of a list, or a step's number."""

    runs: tuple[Run, ...]
    marker: str = ""


@dataclass(frozen=True)
class Note:
    """What must not be overlooked; a quotation in the source."""

    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Meaning:
    """One row of a legend: what the program shows, in which tone, with which icon, and what it means."""

    shown: str
    tone: str
    icon: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Legend:
    rows: tuple[Meaning, ...]


Block = Paragraph | Note | Legend


@dataclass(frozen=True)
class Section:
    title: str
    icon: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Sheet:
    """`foot` holds what somebody fills in by hand, each a label."""

    language: str
    kicker: str
    title: str
    lead: tuple[Run, ...]
    picture: str
    columns: tuple[tuple[Section, ...], ...]
    foot: tuple[str, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(section for column in self.columns for section in column)

    def names(self) -> Iterator[str]:
        """Everything that it says the program shows."""
        yield from (run.text for run in self.lead if run.kind == "name")
        for block in (block for section in self.sections for block in section.blocks):
            rows = block.rows if isinstance(block, Legend) else ()
            yield from (row.shown for row in rows)
            for runs in (row.runs for row in rows) if rows else (getattr(block, "runs", ()),):
                yield from (run.text for run in runs if run.kind == "name")


@dataclass
class _Open:
    """A sheet while it is read."""

    kicker: str = ""
    title: str = ""
    picture: str = ""
    lead: list[str] = field(default_factory=list)
    columns: list[list[Section]] = field(default_factory=lambda: [[]])
    heading: tuple[str, str] | None = None
    blocks: list[Block] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)

    def close(self) -> None:
        if self.heading is not None:
            self.columns[-1].append(Section(*self.heading, tuple(self.blocks)))
        self.heading, self.blocks = None, []


def read(path: Path) -> Sheet:
    """The sheet in a file called <name>-<language>.md. Raises ValueError for what it does not know."""
    sheet = _Open()
    for chunk in re.split(r"\n\s*\n", path.read_text("utf-8").strip()):
        _take(sheet, chunk.strip())
    sheet.close()
    return Sheet(
        path.stem.rpartition("-")[2],
        sheet.kicker,
        sheet.title,
        runs(" ".join(sheet.lead)),
        sheet.picture,
        tuple(tuple(column) for column in sheet.columns),
        tuple(sheet.foot),
    )


def runs(text: str) -> tuple[Run, ...]:
    """Inline Markdown as runs."""
    found, at = [], 0
    for match in INLINE.finditer(text):
        if text[at : match.start()]:
            found.append(Run(text[at : match.start()]))
        found.append(Run(match[1], "name") if match[1] else Run(match[2], "keys"))
        at = match.end()
    if text[at:]:
        found.append(Run(text[at:]))
    return tuple(found)


def _take(sheet: _Open, chunk: str) -> None:
    first = chunk.splitlines()[0]
    if first.startswith("<!--"):
        _command(sheet, COMMENT.sub(r"\1", chunk).strip())
    elif first.startswith("# "):
        sheet.title = first[2:]
    elif first.startswith("## "):
        sheet.close()
        said = COMMENT.search(first)
        sheet.heading = (COMMENT.sub("", first[3:]), said[1] if said else "")
    elif sheet.heading is None:
        sheet.lead.append(_joined(chunk))
    else:
        sheet.blocks += _blocks(chunk)


def _command(sheet: _Open, said: str) -> None:
    word, _, rest = said.partition(": ")
    if word == "kicker":
        sheet.kicker = rest
    elif word == "picture":
        sheet.picture = rest
    elif word == "next column":
        sheet.close()
        sheet.columns.append([])
    elif word == "to fill in":
        sheet.close()
        sheet.foot = [label.strip() for label in rest.split("|")]
    else:
        raise ValueError(f"unknown: {said}")


def _blocks(chunk: str) -> list[Block]:
    if chunk.startswith("> "):
        return [Note(runs(_joined(chunk.replace("\n> ", "\n")[2:])))]
    if chunk.startswith("|"):
        return [Legend(tuple(_meaning(line) for line in chunk.splitlines()[2:]))]
    if not ITEM.match(chunk):
        return [Paragraph(runs(_joined(chunk)))]
    items: list[tuple[str, str]] = []
    for line in chunk.splitlines():
        if match := ITEM.match(line):
            items.append((match[1] or "-", match[2]))
        else:
            items[-1] = (items[-1][0], f"{items[-1][1]} {line.strip()}")
    return [Paragraph(runs(text), marker) for marker, text in items]


def _meaning(line: str) -> Meaning:
    shown, means = (cell.strip() for cell in line.strip().strip("|").split("|"))
    said = COMMENT.search(shown)
    tone, _, icon = (said[1] if said else "plain").partition(" ")
    return Meaning(COMMENT.sub("", shown).strip("* "), tone, icon, runs(means))


def _joined(chunk: str) -> str:
    return " ".join(line.strip() for line in chunk.splitlines())
