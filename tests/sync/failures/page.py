"""The failure table as Markdown for docs/failures.md: `python -m tests.sync.failures.page` writes it there."""

from __future__ import annotations

from pathlib import Path

from karmadesk.model import Link
from tests.sync.failures.desk import ADAPTERS
from tests.sync.failures.table import ANSWERS, READS, SENDS, WAYS, Fate, Outcome, Row

PAGE = Path(__file__).resolve().parents[3] / "docs" / "failures.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"

LINKS = {
    Link.ONLINE: "Online",
    Link.OFFLINE: "No link",
    Link.CAPTIVE: "Network wants a sign-in",
    Link.UNTRUSTED: "Server not trusted",
    Link.PROXY: "Stopped by the proxy",
}


def table() -> str:
    """Both halves of the table."""
    names = ("what happens", "the item", "tried again", "the round says", "the strip says", "otherwise")
    head = f"| {' | '.join(names)} |\n{'|---' * len(names)}|"
    parts = [
        "### In the answer\n",
        head,
        *(line(row) for row in ANSWERS),
        "\n### On the way\n",
        head,
        *(line(row) for row in WAYS),
    ]
    return "\n".join(parts)


def line(row: Row) -> str:
    sent = row.expected("igot", row.kinds[0] if row.kinds else "push")
    cells = [row.name, *told(sent), LINKS[row.link], others(row, sent)]
    return "| " + " | ".join(cells) + " |"


def told(one: Outcome) -> tuple[str, str, str]:
    """Item, again, key; a refusal names its reason instead of an error of the round."""
    fate = f"{one.fate.value} `{one.reason}`" if one.fate is Fate.REFUSED else one.fate.value
    again: str = one.again.value
    return fate, again, f"`{one.key}`" if one.key else ""


def others(row: Row, sent: Outcome) -> str:
    """The kinds of request for which it is otherwise, those alike together."""
    found: dict[Outcome, list[str]] = {}
    for kind in row.kinds or (*SENDS, *READS):
        outcomes = {adapter: row.expected(adapter, kind) for adapter in ADAPTERS}
        is_one = len(set(outcomes.values())) == 1
        for adapter, outcome in outcomes.items():
            name = kind if is_one else f"{adapter} {kind}"
            if outcome != sent and name not in found.setdefault(outcome, []):
                found[outcome].append(name)
    return "; ".join(f"{', '.join(kinds)}: {brief(outcome)}" for outcome, kinds in found.items() if kinds)


def brief(one: Outcome) -> str:
    if one.fate is Fate.ACCEPTED:
        accepted: str = Fate.ACCEPTED.value
        return accepted
    return f"refused `{one.reason}`" if one.fate is Fate.REFUSED else f"`{one.key}`, {told(one)[1]}"


def renewed(page: str) -> str:
    """The page with the table of today between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
