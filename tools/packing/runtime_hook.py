"""Runs first in the frozen program, which finds its own libraries by LD_LIBRARY_PATH; what it starts must not.

A browser of the system that loaded ours would break. A child that is this program again has to start afresh, or its
bootloader would take that path to be set already.
"""

import os
import sys

if sys.platform.startswith("linux"):
    _before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    if _before:
        os.environ["LD_LIBRARY_PATH"] = _before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
