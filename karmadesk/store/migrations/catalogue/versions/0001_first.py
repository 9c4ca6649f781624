"""The first tables of catalogue.db."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "cards",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("duration_s", sa.Double(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("poster_url", sa.Text(), nullable=False),
        sa.Column("version", sa.Double(), nullable=False),
        sa.Column("is_program", sa.Boolean(), nullable=False),
        sa.Column("resource_count", sa.Integer(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("competencies", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_cards")),
        sa.UniqueConstraint("id", name=op.f("uq_cards_id")),
    )
    op.create_index(op.f("ix_cards_sort_name_id"), "cards", ["sort_name", "id"], unique=False)
    op.create_table(
        "checkpoints",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_checkpoints")),
    )
    op.create_table(
        "trees",
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_trees")),
    )
    op.execute(
        "CREATE VIRTUAL TABLE words USING fts5(name, description, provider, competencies, resources, "
        "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")"
    )
