"""Acts of a time that nobody knew, and when their boots began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "boots",
        sa.Column("boot", sa.Text(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("boot", name="pk_boots"),
    )
    op.create_table(
        "unsure",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("boot", sa.Text(), nullable=False),
        sa.Column("boot_s", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("statement_id", name="pk_unsure"),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name="fk_unsure_statement_id", ondelete="CASCADE"),
    )
    op.create_index("ix_unsure_boot", "unsure", ["boot"])
