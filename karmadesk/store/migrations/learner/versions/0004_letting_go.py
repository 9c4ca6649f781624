"""What every sink has accepted may go; nothing else may."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Replaces the rule on statements, and adds those on deliveries and messages."""
    op.create_index(op.f("ix_deliveries_refused_id"), "deliveries", ["refused_id"], unique=False)
    op.execute("DROP TRIGGER statements_last")
    op.execute(
        "CREATE TRIGGER statements_last BEFORE DELETE ON statements WHEN "
        "EXISTS (SELECT 1 FROM deliveries WHERE statement_id = OLD.id AND state <> 'accepted') OR "
        "(OLD.verb <> 'progressed' AND NOT EXISTS (SELECT 1 FROM deliveries WHERE statement_id = OLD.id)) "
        "BEGIN SELECT RAISE(ABORT, 'statements are append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER deliveries_last BEFORE DELETE ON deliveries WHEN "
        "EXISTS (SELECT 1 FROM statements WHERE id = OLD.statement_id AND "
        "(verb <> 'progressed' OR OLD.message_id IS NOT NULL OR OLD.refused_id IS NOT NULL)) "
        "BEGIN SELECT RAISE(ABORT, 'a delivery goes with its statement'); END"
    )
    op.execute(
        "CREATE TRIGGER messages_last BEFORE DELETE ON messages WHEN "
        "EXISTS (SELECT 1 FROM deliveries WHERE message_id = OLD.id OR refused_id = OLD.id) "
        "BEGIN SELECT RAISE(ABORT, 'a message stays for as long as it is needed'); END"
    )
