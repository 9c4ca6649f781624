"""What the office decided for every person on this machine: read from one file, checked, laid over their settings."""

from __future__ import annotations

from karmadesk.policy.file import load, read, refused
from karmadesk.policy.terms import NO_POLICY, TERMS, Policy, Term

__all__ = ["NO_POLICY", "TERMS", "Policy", "Term", "load", "read", "refused"]
