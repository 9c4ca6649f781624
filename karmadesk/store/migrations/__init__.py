"""Alembic's environments, one a kind of database; `store.schema.migrate` runs them on our own connection."""

from __future__ import annotations

from alembic import context


def run() -> None:
    """Runs the revisions that are missing, in the transaction that the caller holds on the connection handed over."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes["metadata"],
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
