"""docs/failures.md shows the table that the tests go by."""

from __future__ import annotations

import re

from karmadesk.model import Link
from karmadesk.ui.strip import link_words
from tests.sync.failures.page import LINKS, PAGE, renewed
from tests.sync.failures.table import TABLE


def test_the_page_is_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == renewed(page), "python -m tests.sync.failures.page"
    assert all(f"| {row.name} |" in page for row in TABLE)


def test_the_page_quotes_the_strip() -> None:
    assert {link: words for link, words in LINKS.items() if link_words(link)[0] != words} == {}
    assert set(LINKS) == set(Link) - {Link.UNKNOWN, Link.METERED}


def test_the_key_of_kinds_is_whole() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert {"push", "enrol", "records", "refresh", "feed", "list", "states", "plan", "hierarchy", "catalogue"} <= named
