"""What a process holds in memory, searched for what it must not hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

CHUNK = 1 << 24


def found(pid: int, canaries: Mapping[str, bytes]) -> set[str]:
    """The names of the canaries that lie in any readable memory of the process, as bytes or as UTF-16."""
    wanted = {name: (value, *_as_qt(value)) for name, value in canaries.items()}
    longest = max(len(form) for forms in wanted.values() for form in forms)
    seen: set[str] = set()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines():
            span, rights = line.split()[:2]
            if "r" not in rights or line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            for at in range(start, end, CHUNK - longest):
                try:
                    memory.seek(at)
                    block = memory.read(min(CHUNK, end - at))
                except (OSError, ValueError, OverflowError):
                    continue
                seen |= {name for name, forms in wanted.items() if any(form in block for form in forms)}
    return seen


def _as_qt(value: bytes) -> tuple[bytes, ...]:
    try:
        return (value.decode("ascii").encode("utf-16-le"),)
    except UnicodeDecodeError:
        return ()
