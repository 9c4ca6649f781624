"""The support code of the program that is running: with the keys that are open, and the link as it is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from karmadesk.app.doctor.examine import examine
from karmadesk.app.doctor.subject import Subject

if TYPE_CHECKING:
    from karmadesk.app.core import Core


def support_code(core: Core, check: Callable[[], None]) -> str:
    """Twelve characters; asks no network and no person. `check` may raise what ends the look."""
    subject = Subject(
        paths=core.paths,
        policy=core.policy,
        settings=core.settings,
        servers=core.servers,
        clock=core.clock,
        vault=core.keys if core.keys.is_open else None,
        link=core.link(),
    )
    return examine(subject, check).code
