"""Where Alembic enters for catalogue.db."""

from karmadesk.store.migrations import run

run()
