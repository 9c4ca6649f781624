from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.model import Assignment, CourseCard, Place, Resource
from karmadesk.services.documents import document, value_of
from karmadesk.services.views import Due, PlanItem, Presence

KINDS = (Place, Assignment, CourseCard, Resource)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - aware by `timezones`
for kind, strategy in ((float, st.floats(allow_nan=False)), (datetime, MOMENTS)):
    st.register_type_strategy(kind, strategy)


@given(value=st.one_of(*(st.from_type(kind) for kind in KINDS)))
def test_a_value_survives_its_way_through_json(value: object) -> None:
    assert value_of(type(value), json.loads(json.dumps(document(value)))) == value


def test_enums_paths_and_nested_values_come_back_as_they_were() -> None:
    due_at = datetime(2026, 11, 30, 18, 30, tzinfo=UTC)
    card = CourseCard("do_1", "लू", languages={"hindi": "do_2"})
    item = PlanItem(card, Path("/a/b"), Due.SOON, due_at, 6, True, 0.5, False, False, Presence.PART, 7, ("video",))
    assert document(item)["due"] == "soon"
    assert value_of(PlanItem, json.loads(json.dumps(document(item)))) == item


@dataclass(frozen=True)
class Small:
    count: int
    share: float
    names: tuple[str, ...] = ()


@pytest.mark.parametrize(
    "found",
    [
        None,
        [],
        "text",
        {},
        {"count": 1, "share": 0.5},
        {"count": "1", "share": 0.5, "names": []},
        {"count": 1, "share": None, "names": []},
        {"count": 1, "share": 0.5, "names": [3]},
        {"count": 1, "share": 0.5, "names": 3},
    ],
)
def test_a_document_of_another_shape_is_refused(found: object) -> None:
    with pytest.raises(ValueError, match=r"no "):
        value_of(Small, found)


def test_a_whole_number_may_stand_for_a_share_and_more_fields_are_let_be() -> None:
    assert value_of(Small, {"count": 1, "share": 1, "names": ["a"], "newer": True}) == Small(1, 1, ("a",))
