"""A part that is made when first asked for, once, whichever thread asks first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, overload

T = TypeVar("T")
Owner = TypeVar("Owner", bound="Maker")


class Maker(Protocol):
    """Something that makes parts; `making` is re-entrant, since parts need other parts."""

    making: threading.RLock


class once(Generic[Owner, T]):  # noqa: N801 - used as a decorator, beside `property`
    """Like functools.cached_property, which took a lock only until Python 3.11."""

    def __init__(self, make: Callable[[Owner], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, kind: type[Owner]) -> once[Owner, T]: ...
    @overload
    def __get__(self, owner: Owner, kind: type[Owner]) -> T: ...
    def __get__(self, owner: Owner | None, kind: type[Owner]) -> once[Owner, T] | T:
        if owner is None:
            return self
        parts: dict[str, T] = owner.__dict__
        with owner.making:
            if self._name not in parts:
                parts[self._name] = self._make(owner)
            return parts[self._name]
