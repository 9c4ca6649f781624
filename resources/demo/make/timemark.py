"""The time mark: sixteen black or white squares in a corner of each frame that say which moment it shows.

The mark stands in the bottom right corner of the picture, as `SQUARES` squares side by side, each `SQUARE` pixels wide
and high in a picture of `WIDTH` x `HEIGHT`, `MARGIN` pixels from both edges. From the left: white, black, white (the
start pattern), twelve binary digits of the frame's time in tenths of a second (the highest first, white is 1), and one
square that makes the number of white digits even. All positions scale with the picture, so any grab of the whole
picture can be read, whatever its size:

    image = grabbed.toImage()
    seconds = decode(lambda x, y: qGray(image.pixel(x, y)), image.width(), image.height())

The grab must hold the picture alone: cut black bars away first. `None` means that no mark could be read; a wrong moment
is next to impossible (start pattern, contrast and parity all have to agree).
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

WIDTH, HEIGHT = 854, 480
SQUARE, SQUARES, MARGIN = 8, 16, 8
DIGITS = 12
LONGEST_TENTHS = 2**DIGITS - 1
LEAST_CONTRAST = 60

_START = (True, False, True)


def encode(tenths: int) -> list[bool]:
    """The sixteen squares for a time in tenths of a second; True is white."""
    if not 0 <= tenths <= LONGEST_TENTHS:
        raise ValueError(f"a time mark holds 0 to {LONGEST_TENTHS} tenths of a second, not {tenths}")
    digits = [bool(tenths >> place & 1) for place in reversed(range(DIGITS))]
    return [*_START, *digits, sum(digits) % 2 == 1]


def decode(pixels: Callable[[int, int], int], width: int, height: int) -> float | None:
    """The second that a picture shows, read from its mark, or None if there is no readable mark.

    `pixels(x, y)` gives the luminance (0-255) of one pixel of a picture of `width` x `height`.
    """
    if width < SQUARES or height < SQUARES:
        return None
    levels = [_level(pixels, width, height, place) for place in range(SQUARES)]
    white, black = min(levels[0], levels[2]), levels[1]
    if white - black < LEAST_CONTRAST:
        return None
    squares = [level > (white + black) / 2 for level in levels]
    digits = squares[len(_START) : -1]
    if squares[-1] != (sum(digits) % 2 == 1):
        return None
    return sum(1 << place for place, digit in enumerate(reversed(digits)) if digit) / 10


def left_of(place: int) -> int:
    """The x of a square's left edge in a picture of WIDTH x HEIGHT."""
    return WIDTH - MARGIN - (SQUARES - place) * SQUARE


TOP = HEIGHT - MARGIN - SQUARE


def _level(pixels: Callable[[int, int], int], width: int, height: int, place: int) -> float:
    """The median luminance of nine points in the middle of a square."""
    points = [
        pixels(
            min(width - 1, int((left_of(place) + SQUARE * across) * width / WIDTH)),
            min(height - 1, int((TOP + SQUARE * down) * height / HEIGHT)),
        )
        for across in (0.35, 0.5, 0.65)
        for down in (0.35, 0.5, 0.65)
    ]
    return median(points)
