"""Statements that are built and compiled once: for the few that a learner waits for (ADR 31)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import Select
from sqlalchemy.types import TypeDecorator

_DIALECT = sqlite.dialect(paramstyle="named")


class Prepared:
    """One Core statement as the driver takes it. Values go in and out by the columns' own types.

    It runs inside the transaction of a `Connection`; what the driver raises is told apart where that one ends.
    """

    def __init__(self, statement: Select[Any] | UpdateBase) -> None:
        """Every value that changes from run to run is a `bindparam` without a value."""
        compiled = statement.compile(dialect=_DIALECT)
        self._sql = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._into = {
            name: bind.type.process_bind_param
            for name, bind in compiled.binds.items()
            if isinstance(bind.type, TypeDecorator)
        }
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self._names = tuple(column.name for column in columns)
        self._out: tuple[Callable[[Any, Any], Any] | None, ...] = tuple(
            column.type.process_result_value if isinstance(column.type, TypeDecorator) else None for column in columns
        )

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Runs it; how many rows it changed."""
        count: int = self._executed(connection, values).rowcount
        return count

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[SimpleNamespace]:
        """Its rows, with the columns as attributes."""
        return [self._row(row) for row in self._executed(connection, values).fetchall()]

    def row(self, connection: Connection, values: Mapping[str, Any]) -> SimpleNamespace | None:
        """Its first row, if there is any."""
        found = self._executed(connection, values).fetchone()
        return None if found is None else self._row(found)

    def _row(self, row: tuple[Any, ...]) -> SimpleNamespace:
        values = (value if out is None else out(value, _DIALECT) for out, value in zip(self._out, row, strict=True))
        return SimpleNamespace(**dict(zip(self._names, values, strict=True)))

    def _executed(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        told = {**self._fixed, **values}
        for name, into in self._into.items():
            told[name] = into(told[name], _DIALECT)
        cursor = connection.connection.cursor()
        cursor.execute(self._sql, told)
        return cursor
