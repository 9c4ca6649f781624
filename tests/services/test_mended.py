"""What is said of mended records, and for how long."""

from __future__ import annotations

import pytest

from karmadesk.errors import BegunAnew, Mended, PartlyMended
from karmadesk.services.mended import FRESH, PART, WHOLE, fault_of, news

AT = "2026-11-24T10:00:00+00:00"


@pytest.mark.parametrize("how, kind", [(WHOLE, Mended), (PART, PartlyMended), (FRESH, BegunAnew)])
def test_each_way_has_words_of_its_own(how: str, kind: type[Mended]) -> None:
    assert type(fault_of(f"{how} {AT}")) is kind


def test_no_mark_and_one_of_a_newer_program_say_nothing() -> None:
    assert fault_of("") is None
    assert fault_of(f"otherwise {AT}") is None


def test_it_is_news_until_something_was_pulled_after_it() -> None:
    mark = f"{PART} {AT}"
    assert news(mark, "") == mark
    assert news(mark, "yes") == mark
    assert news(mark, "2026-11-24T09:59:00+00:00") == mark
    assert news(mark, "2026-11-24T10:01:00+00:00") == ""
    assert news("", "2026-11-24T10:01:00+00:00") == ""
