"""Keeps `None`, `True` and `False` alive under PySide6 6.12 on Python 3.11, where calls into Qt miscount them.

Measured with 6.12.0 on CPython 3.11.7: each call that returns nothing takes one reference to `None` too many, some
paths one to `True` or `False`, until the interpreter aborts with "deallocating None". From Python 3.12 on these are
immortal and nothing is wrong; 6.11.3 is right on both. Giving them more references than could ever be taken is what
3.12 does for good.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 1 << 40


def keep_immortals() -> None:
    """Makes the constants outlive every miscounted call; does nothing where Python itself sees to that."""
    if sys.version_info >= (3, 12):
        return
    for constant in (None, True, False, NotImplemented, Ellipsis):
        if sys.getrefcount(constant) < PLENTY // 2:
            ctypes.c_ssize_t.from_address(id(constant)).value += PLENTY
