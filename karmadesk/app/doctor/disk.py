"""The disk: how much room there is, and whether it keeps what it says that it has written."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

from karmadesk.app.doctor.finding import Finding, fine, problem, spoken, warning
from karmadesk.app.doctor.subject import Subject

GB = 1_000_000_000
LEAST_BYTES, LITTLE_BYTES = 200_000_000, 2 * GB
FLUSHES = 12
FASTEST_MS, SLOWEST_MS = 0.03, 250.0
"""The fastest disk with a cache of its own power needs more than the first; a learner notices the second."""


def disk(subject: Subject) -> tuple[Finding, ...]:
    return (_room(subject.paths.objects), _flushes(subject.paths.home))


def free_bytes(folder: Path) -> int | None:
    """Room on the disk of a folder, which need not be there yet; None when nobody knows."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except FileNotFoundError:
            continue
        except OSError:
            break
    return None


def _room(folder: Path) -> Finding:
    free = free_bytes(folder)
    if free is None:
        return problem(
            "disk", f"The disk of {spoken(folder)} does not answer.", "Connect it, or ask who looks after it."
        )
    says = f"{free / GB:.1f} GB are free where courses are kept."
    if free < LEAST_BYTES:
        return problem("disk", says, "Free some room: nothing more can be fetched, and soon nothing kept.")
    if free < LITTLE_BYTES:
        return warning("disk", says, "Remove courses that nobody needs, or free some room.")
    return fine("disk", says)


def _flushes(home: Path) -> Finding:
    """How long a flush takes, told as what it is: evidence, no proof."""
    if not home.is_dir():
        return fine("flushes", "Nobody has used this home yet, so nothing was written to try its disk.")
    try:
        took = flush_ms(home)
    except OSError as error:
        says = f"A trial file could not be written and flushed in {spoken(home)} ({error.strerror})."
        return problem("flushes", says, "See who may write there and whether the disk is full or read-only.")
    says = f"A flush to the disk takes {took:.3g} ms."
    if took < FASTEST_MS:
        says += " That is faster than a disk writes: this is memory, or it says so before it has written."
        return warning(
            "flushes", says, "After a power cut the last minutes may be missing; keep the home on a real disk."
        )
    if took > SLOWEST_MS:
        return warning("flushes", says, "The disk is busy or failing: every act waits for it. Have it looked at.")
    return fine("flushes", f"{says} Some disks say too early that they have written; only a power cut can tell.")


def flush_ms(folder: Path) -> float:
    """The median time of a small write with its flush, in milliseconds. Raises OSError."""
    times = []
    with tempfile.TemporaryFile(dir=folder, prefix=".doctor-") as file:
        for _ in range(FLUSHES):
            file.write(os.urandom(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return median(times)
