"""A hybrid logical clock: orders what one learner did on several devices, whatever their wall clocks say.

Source: Kulkarni et al., "Logical Physical Clocks", 2014. A stamp is text that sorts as it happened:
thirteen digits of milliseconds, a counter, and the device that breaks ties.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Stamp:
    """One moment of the hybrid clock. `wall_ms` is milliseconds since 1970, UTC."""

    wall_ms: int
    counter: int
    device: str

    def __str__(self) -> str:
        return f"{self.wall_ms:015d}.{self.counter:05d}.{self.device}"

    @staticmethod
    def parse(text: str) -> Stamp:
        """The stamp that this text came from; the zero stamp for an empty one."""
        if not text:
            return Stamp(0, 0, "")
        wall, counter, device = text.split(".", 2)
        return Stamp(int(wall), int(counter), device)


def ticked(last: Stamp, wall_ms: int, device: str) -> Stamp:
    """The next stamp of this device: never earlier than `last`, even when the wall clock was turned back."""
    if wall_ms > last.wall_ms:
        return Stamp(wall_ms, 0, device)
    return Stamp(last.wall_ms, last.counter + 1, device)


def witnessed(last: Stamp, seen: Stamp, wall_ms: int, device: str) -> Stamp:
    """The stamp after hearing of `seen` from elsewhere: later than both."""
    return ticked(max(last, seen), wall_ms, device)
