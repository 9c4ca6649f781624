"""The hub's own fixtures, for the examples too."""

from tests.hub.conftest import hub, newcomer, nurse, seed_folder, seeded

__all__ = ["hub", "newcomer", "nurse", "seed_folder", "seeded"]
