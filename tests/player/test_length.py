"""How long a file lasts, by its own header."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from karmadesk.errors import Unplayable
from karmadesk.player.length import container, length_ms

MEDIA = Path(__file__).parents[1] / "data" / "media"
# As ffprobe says them.
SECONDS = {"marked.mp4": 24.0, "tone.m4a": 4.2, "steady.mp3": 4.231837, "varying.mp3": 4.231837, "bare.mp3": 4.231750}


@pytest.mark.parametrize("name", SECONDS)
def test_length_is_what_ffprobe_says(name: str) -> None:
    assert length_ms(MEDIA / name) == pytest.approx(SECONDS[name] * 1000, abs=2)


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
def test_the_noted_lengths_are_still_ffprobes() -> None:
    for name, noted in SECONDS.items():
        said = subprocess.run(
            ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "json", str(MEDIA / name)],
            capture_output=True,
            check=True,
        ).stdout
        assert float(json.loads(said)["format"]["duration"]) == pytest.approx(noted, abs=0.001)


def test_long_mvhd_is_read(tmp_path: Path) -> None:
    body = struct.pack(">IQQIQ", 1 << 24, 0, 0, 1000, 7_200_500) + bytes(80)
    mvhd = struct.pack(">I4s", 8 + len(body), b"mvhd") + body
    moov = struct.pack(">I4sQ", 1, b"moov", 16 + len(mvhd)) + mvhd
    file = tmp_path / "long.mp4"
    file.write_bytes(struct.pack(">I4s", 16, b"ftyp") + b"isom\0\0\0\0" + moov)
    assert length_ms(file) == 7_200_500


@pytest.mark.parametrize("cut", [0, 3, 40, 60])
def test_a_truncated_header_is_unplayable_not_a_crash(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "cut.mp4"
    file.write_bytes((MEDIA / "marked.mp4").read_bytes()[:cut])
    with pytest.raises(Unplayable):
        length_ms(file)


@pytest.mark.parametrize(
    "text", ["#EXTM3U\nhttp://192.0.2.1/secret.ts\n", "<html>", "[playlist]\nFile1=http://192.0.2.1/a\n", ""]
)
def test_a_playlist_in_disguise_is_no_media(tmp_path: Path, text: str) -> None:
    """An engine that opened it would go to the network."""
    file = tmp_path / "lesson.mp4"
    file.write_text(text)
    with pytest.raises(Unplayable):
        container(file)


def test_a_missing_file_is_unplayable(tmp_path: Path) -> None:
    with pytest.raises(Unplayable):
        container(tmp_path / "nothing.mp4")
