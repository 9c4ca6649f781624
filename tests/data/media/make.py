"""Makes the little media files beside it (needs ffmpeg): `python tests/data/media/make.py`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT))

from resources.demo.make import timemark  # noqa: E402 - the sample courses' own mark, found by the line above

SECONDS, FRAMES_A_SECOND = 24, 10


def frame(tenths: int) -> bytes:
    """A quiet picture of a disc that wanders, with the time mark."""
    picture = Image.new("RGB", (timemark.WIDTH, timemark.HEIGHT), (38, 66, 110))
    draw = ImageDraw.Draw(picture)
    x = 60 + tenths * 3
    draw.ellipse((x - 40, 180, x + 40, 260), fill=(230, 180, 110))
    for place, is_white in enumerate(timemark.encode(tenths)):
        left = timemark.left_of(place)
        box = (left, timemark.TOP, left + timemark.SQUARE - 1, timemark.TOP + timemark.SQUARE - 1)
        draw.rectangle(box, fill=(255, 255, 255) if is_white else (0, 0, 0))
    return picture.tobytes()


def ffmpeg(*arguments: str, given: bytes = b"") -> None:
    """Runs ffmpeg quietly on what it is given."""
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", *arguments], input=given, check=True)


def main() -> None:
    """Writes every file."""
    frames = b"".join(frame(number * 10 // FRAMES_A_SECOND) for number in range(SECONDS * FRAMES_A_SECOND))
    size = f"{timemark.WIDTH}x{timemark.HEIGHT}"
    raw = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", str(FRAMES_A_SECOND), "-i", "-")
    tone = ("-f", "lavfi", "-i", f"sine=330:duration={SECONDS}")
    h264 = ("-c:v", "libx264", "-preset", "veryslow", "-crf", "28", "-g", "20", "-pix_fmt", "yuv420p")
    aac = ("-c:a", "aac", "-b:a", "16k", "-ac", "1")
    ffmpeg(*raw, *tone, *h264, *aac, "-movflags", "+faststart", str(HERE / "marked.mp4"), given=frames)
    short = ("-f", "lavfi", "-i", "sine=330:duration=4.2")
    ffmpeg(*short, "-c:a", "libmp3lame", "-b:a", "32k", "-ac", "1", str(HERE / "steady.mp3"))
    ffmpeg(*short, "-c:a", "libmp3lame", "-q:a", "8", str(HERE / "varying.mp3"))
    ffmpeg(*short, "-c:a", "libmp3lame", "-b:a", "32k", "-write_xing", "0", str(HERE / "bare.mp3"))
    ffmpeg(*short, *aac, str(HERE / "tone.m4a"))
    test_card = ("-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=8")
    ffmpeg(*test_card, "-c:v", "libsvtav1", "-crf", "50", "-preset", "10", str(HERE / "av1.mp4"))


if __name__ == "__main__":
    main()
