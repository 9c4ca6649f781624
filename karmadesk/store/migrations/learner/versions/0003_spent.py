"""Time spent by device, and a way to what gathers at one place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the column and the index."""
    with op.batch_alter_table("watched", recreate="always") as watched:
        watched.add_column(sa.Column("spent", sa.Text(), nullable=False, server_default="{}"))
    op.create_index(
        "ix_deliveries_gathering",
        "deliveries",
        ["content_id", "course_id"],
        sqlite_where=sa.text("message_id IS NULL"),
    )
