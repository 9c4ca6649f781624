"""Indexes that hold only what is looked for: each act writes fewer pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Makes the indexes anew."""
    op.drop_index("ix_statements_resource_id_verb")
    op.create_index("ix_statements_answered", "statements", ["resource_id"], sqlite_where=sa.text("verb = 'answered'"))
    for column in ("message_id", "refused_id"):
        name = f"ix_deliveries_{column}"
        op.drop_index(name)
        op.create_index(name, "deliveries", [column], sqlite_where=sa.text(f"{column} IS NOT NULL"))
