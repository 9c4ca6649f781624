"""Rule of this file: everything that decides which step of a round comes next lives here, as data."""

from __future__ import annotations

import enum
from collections.abc import Mapping


class Step(enum.Enum):
    """What a round is doing. In this order, so that half a minute of link is enough for what matters most."""

    REST = "rest"
    TOKEN = "token"  # noqa: S105 - a step's name
    NEWS = "news"
    ENROL = "enrol"
    PROGRESS = "progress"
    RESULTS = "results"
    ACKNOWLEDGE = "acknowledge"
    INTRODUCE = "introduce"
    PLAN = "plan"
    STATES = "states"
    CERTIFICATES = "certificates"
    RECORDS = "records"
    TELEMETRY = "telemetry"
    TREES = "trees"
    CATALOGUE = "catalogue"


class Event(enum.Enum):
    """How a step ended."""

    START = "start"
    DONE = "done"
    LINK_LOST = "link lost"
    SIGNED_OUT = "signed out"
    STORE_FAULT = "store fault"


ORDER = (
    Step.TOKEN,
    Step.NEWS,
    Step.ENROL,
    Step.PROGRESS,
    Step.RESULTS,
    Step.ACKNOWLEDGE,
    Step.INTRODUCE,
    Step.PLAN,
    Step.STATES,
    Step.CERTIFICATES,
    Step.RECORDS,
    Step.TELEMETRY,
    Step.TREES,
    Step.CATALOGUE,
)

MEANING: Mapping[Step, str] = {
    Step.REST: "nothing is being done; everything is on disk",
    Step.TOKEN: "a fresh access token, when the old one ends within a minute",
    Step.NEWS: "a server that keeps a feed says in one small request what has changed",
    Step.ENROL: "courses that were begun are joined; waiting acts learn their batch",
    Step.PROGRESS: "progress and completions are sent, frozen messages first",
    Step.RESULTS: "results of practice sets are sent",
    Step.ACKNOWLEDGE: "the server brings its figures of courses up to date in which something was just completed",
    Step.INTRODUCE: "once: keys for carried files are told to a server that takes those",
    Step.PLAN: "what is assigned and joined is pulled",
    Step.STATES: "what other devices did is pulled",
    Step.CERTIFICATES: "certificates that were issued are fetched, once each, to be kept offline",
    Step.RECORDS: "statements are sent to the record store, where there is one",
    Step.TELEMETRY: "the platform is told how lessons are used, only where somebody lets it be told",
    Step.TREES: "units and resources of those courses are pulled where missing or newer",
    Step.CATALOGUE: "a few pages of the catalogue are pulled, from the checkpoint on",
}

TABLE: Mapping[tuple[Step, Event], Step] = {
    (Step.REST, Event.START): Step.TOKEN,
    **{(step, Event.DONE): after for step, after in zip(ORDER, (*ORDER[1:], Step.REST), strict=True)},
    **{(step, event): Step.REST for step in ORDER for event in (Event.LINK_LOST, Event.SIGNED_OUT, Event.STORE_FAULT)},
}
"""States x events. A round that was cut off anywhere starts again at `token`: every step looks at what is on disk."""


def after(step: Step, event: Event) -> Step:
    """The next step. A pair that is not in the table is a bug."""
    return TABLE[step, event]


def diagram() -> str:
    """The table as a Mermaid state diagram, for docs/sync.md."""
    arrows: dict[tuple[Step, Step], list[str]] = {}
    for (step, event), to in TABLE.items():
        arrows.setdefault((step, to), []).append(event.value)
    lines = ["stateDiagram-v2", "    [*] --> rest"]
    lines += [f"    {step.value} --> {to.value}: {', '.join(events)}" for (step, to), events in arrows.items()]
    return "\n".join(lines)


def meanings() -> str:
    """What each step does, as a Markdown table for docs/sync.md."""
    rows = [f"| {step.value} | {meaning} |" for step, meaning in MEANING.items()]
    return "\n".join(["| step | what it is for |", "|---|---|", *rows])
