"""What distinguishes the three kinds of database: tables, revisions and how hard they hold on to a commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import MetaData

MIGRATIONS = Path(__file__).parent / "migrations"

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are called, so that a later migration can name them."""


@dataclass(frozen=True)
class Kind:
    """One kind of database. `revisions` oldest first: the last is the head that this program writes."""

    name: str
    metadata: MetaData = field(repr=False)
    revisions: tuple[str, ...]
    synchronous: str = "FULL"
    scripts: Path = MIGRATIONS

    @property
    def head(self) -> str:
        return self.revisions[-1]

    @property
    def folder(self) -> Path:
        """Where the revisions' scripts lie."""
        return self.scripts / self.name
