"""What courses can be chosen by, and which course holds which content."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables and fills them from the cards and trees that are there."""
    op.create_table(
        "contents",
        sa.Column("content_id", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("content_id", "course_id", name=op.f("pk_contents")),
    )
    op.create_index(op.f("ix_contents_course_id"), "contents", ["course_id"], unique=False)
    op.create_table(
        "labels",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["row"], ["cards.row"], name=op.f("fk_labels_row"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("row", "kind", "value", name=op.f("pk_labels")),
    )
    op.create_index(op.f("ix_labels_kind_value_row"), "labels", ["kind", "value", "row"], unique=False)
    for statement in FILL:
        op.execute(statement)


FILL = (
    """INSERT OR IGNORE INTO labels
    SELECT c.row, 'language', j.key FROM cards c, json_each(c.languages) j""",
    """INSERT OR IGNORE INTO labels
    SELECT row, 'language', lower(language) FROM cards WHERE language != '' AND languages = '{}'""",
    """INSERT OR IGNORE INTO labels
    SELECT c.row, 'area', json_extract(j.value, '$[0]') FROM cards c, json_each(c.competencies) j
    WHERE json_extract(j.value, '$[0]') != ''""",
    """INSERT OR IGNORE INTO labels
    SELECT c.row, 'base', j.value FROM cards c, json_each(c.languages) j
    WHERE j.id = (SELECT min(id) FROM json_each(c.languages)) AND j.value != c.id""",
    """INSERT OR IGNORE INTO contents
    SELECT j.value, t.course_id FROM trees t, json_tree(t.body) j
    WHERE j.key = 'id' AND j.path LIKE '%.resources[%]'""",
)
