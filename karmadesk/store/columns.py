"""How values lie in columns: moments as whole microseconds, documents as compact JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

from karmadesk.model import Json

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware time as microseconds since 1970, UTC: sorts, compares and survives the round trip exactly."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the same
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Document(TypeDecorator[Any]):
    """A JSON value as text; letters of every script stay readable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Json, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        return packed(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Json:  # noqa: ARG002 - the same
        return None if value is None else json.loads(value)


def packed(value: Json) -> str:
    """The compact JSON text of a value; mappings of any sort become objects."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=dict)
