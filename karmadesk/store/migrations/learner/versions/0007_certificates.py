"""Certificates that the server issued, with their drawings; how lessons are used may be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Makes the table, and lets go of what only telemetry was to be told."""
    op.create_table(
        "certificates",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=True),
        sa.Column("access_code", sa.Text(), nullable=False),
        sa.Column("template_url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("drawing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
    )
    op.create_index(op.f("ix_certificates_course_id"), "certificates", ["course_id"], unique=False)
    op.execute("DROP TRIGGER statements_last")
    op.execute(
        "CREATE TRIGGER statements_last BEFORE DELETE ON statements WHEN "
        "EXISTS (SELECT 1 FROM deliveries WHERE statement_id = OLD.id AND state <> 'accepted') OR "
        "(OLD.verb <> 'progressed' AND OLD.kind <> 'usage' AND NOT EXISTS "
        "(SELECT 1 FROM deliveries WHERE statement_id = OLD.id)) "
        "BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END"
    )
    op.execute("DROP TRIGGER deliveries_last")
    op.execute(
        "CREATE TRIGGER deliveries_last BEFORE DELETE ON deliveries WHEN OLD.sink <> 'telemetry' AND "
        "EXISTS (SELECT 1 FROM statements WHERE id = OLD.statement_id AND "
        "(verb <> 'progressed' OR OLD.message_id IS NOT NULL OR OLD.refused_id IS NOT NULL)) "
        "BEGIN SELECT RAISE(ABORT, 'a delivery goes with its statement'); END"
    )
