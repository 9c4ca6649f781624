"""Where Alembic enters for learner.db."""

from karmadesk.store.migrations import run

run()
