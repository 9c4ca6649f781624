"""The first tables of learner.db."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "batches",
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("batch_course_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", "position", name=op.f("pk_batches")),
    )
    op.create_table(
        "checkpoints",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_checkpoints")),
    )
    op.create_table(
        "devices",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_devices")),
    )
    op.create_table(
        "enrolments",
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("batch_course_id", sa.Text(), nullable=False),
        sa.Column("batch_name", sa.Text(), nullable=False),
        sa.Column("batch_starts_at", sa.BigInteger(), nullable=True),
        sa.Column("batch_ends_at", sa.BigInteger(), nullable=True),
        sa.Column("batch_status", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=True),
        sa.Column("completed_at", sa.BigInteger(), nullable=True),
        sa.Column("resources_done", sa.Integer(), nullable=False),
        sa.Column("resource_count", sa.Integer(), nullable=False),
        sa.Column("last_resource_id", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_enrolments")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sink", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("content_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("error_key", sa.Text(), nullable=False),
        sa.Column("receipt_at", sa.BigInteger(), nullable=True),
        sa.Column("receipt_reason", sa.Text(), nullable=False),
        sa.Column("receipt_server_id", sa.Text(), nullable=False),
        sa.Column("receipt_arguments", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_state"), "messages", ["state"], unique=False)
    op.create_table(
        "opened",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_opened")),
    )
    op.create_table(
        "plan",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("is_apar", sa.Boolean(), nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_plan")),
    )
    op.create_table(
        "profile",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("designation", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_profile")),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("at_raw", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("boot", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_device_sequence"), "statements", ["device", "sequence"], unique=True)
    op.create_index(op.f("ix_statements_resource_id_verb"), "statements", ["resource_id", "verb"], unique=False)
    op.create_table(
        "states",
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("percentage", sa.Double(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("last_access_at", sa.BigInteger(), nullable=True),
        sa.Column("completed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("course_id", "batch_id", "resource_id", name=op.f("pk_states")),
    )
    op.create_table(
        "tokens",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=False),
        sa.Column("access_expires_at", sa.BigInteger(), nullable=False),
        sa.Column("refresh_expires_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_tokens")),
    )
    op.create_table(
        "watched",
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Double(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("intervals", sa.Text(), nullable=False),
        sa.Column("furthest_ms", sa.Integer(), nullable=False),
        sa.Column("position_ms", sa.Integer(), nullable=False),
        sa.Column("position_clock", sa.Text(), nullable=False),
        sa.Column("completed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_watched")),
    )
    op.create_table(
        "deliveries",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("sink", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("content_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("refused_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_deliveries_statement_id")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_deliveries_message_id")),
        sa.ForeignKeyConstraint(["refused_id"], ["messages.id"], name=op.f("fk_deliveries_refused_id")),
        sa.PrimaryKeyConstraint("statement_id", "sink", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_message_id"), "deliveries", ["message_id"], unique=False)
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["state", "course_id"],
        unique=False,
        sqlite_where=sa.text("state != 'accepted'"),
    )
    op.execute(
        "CREATE TRIGGER statements_stay BEFORE UPDATE ON statements "
        "BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER statements_last BEFORE DELETE ON statements WHEN OLD.verb <> 'progressed' "
        "BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END"
    )
