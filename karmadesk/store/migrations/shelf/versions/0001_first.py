"""The first tables of shelf.db."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "downloads",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("server_id", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("content_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Double(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("bytes_done", sa.BigInteger(), nullable=False),
        sa.Column("bytes_total", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("error_key", sa.Text(), nullable=False),
        sa.Column("error_arguments", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_downloads")),
        sa.UniqueConstraint(
            "server_id", "content_id", "version", "role", name=op.f("uq_downloads_server_id_content_id_version_role")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_downloads_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "needs",
        sa.Column("server_id", sa.Text(), nullable=False),
        sa.Column("content_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "content_id", "person_id", name=op.f("pk_needs")),
    )
    op.create_table(
        "orphans",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_orphans")),
    )
    op.create_table(
        "placements",
        sa.Column("server_id", sa.Text(), nullable=False),
        sa.Column("content_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Double(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime_type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "content_id", "version", "role", name=op.f("pk_placements")),
    )
    op.create_index(op.f("ix_placements_sha256"), "placements", ["sha256"], unique=False)
    op.create_table(
        "wants",
        sa.Column("download_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["download_id"], ["downloads.id"], name=op.f("fk_wants_download_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("download_id", "person_id", name=op.f("pk_wants")),
    )
