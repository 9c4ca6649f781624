"""Where Alembic enters for shelf.db."""

from karmadesk.store.migrations import run

run()
