"""How long a media file lasts, read from its own header without any engine; and whether it is media at all."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from karmadesk.errors import Unplayable

_BITRATES = {
    # (version, layer) -> kbit/s by index; version 1 is MPEG-1, 2 stands for MPEG-2 and 2.5
    (1, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_LOOK_FOR_SYNC_BYTES = 64 * 1024
_DEEPEST_BOX = 4096


def container(path: Path) -> str:
    """ "mp4", "mp3", "webm", "ogg" or "wav", by the first bytes and never by the name.

    Raises Unplayable for anything else: a playlist in disguise could make an engine go to the network.
    """
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise Unplayable(f"can't be read: {error}") from error
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"}:
        return "mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm"
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0):
        return "mp3"
    raise Unplayable("neither MP4, WebM, MP3, Ogg nor WAV")


def length_ms(path: Path) -> int:
    """Milliseconds of content, read from an MP4, M4A or MP3 header. Raises Unplayable when there is none to read."""
    kind = container(path)
    try:
        with path.open("rb") as file:
            found = _of_mp4(file) if kind == "mp4" else _of_mp3(file) if kind == "mp3" else 0.0
    except (OSError, struct.error, IndexError) as error:
        raise Unplayable(f"damaged {kind}: {error}") from error
    if found <= 0:
        raise Unplayable(f"no length in this {kind}")
    return round(found * 1000)


def _of_mp4(file: BinaryIO) -> float:
    end = file.seek(0, 2)
    moov = _box(file, b"moov", 0, end)
    if moov is None:
        return 0.0
    mvhd = _box(file, b"mvhd", *moov)
    if mvhd is None:
        return 0.0
    file.seek(mvhd[0])
    is_long = file.read(1)[0] == 1
    file.seek(mvhd[0] + (20 if is_long else 12))
    scale, ticks = struct.unpack(">IQ", file.read(12)) if is_long else struct.unpack(">II", file.read(8))
    return ticks / scale if scale else 0.0


def _box(file: BinaryIO, name: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Where the body of the first box of this name lies among its siblings."""
    for _ in range(_DEEPEST_BOX):
        if start + 8 > end:
            return None
        file.seek(start)
        size, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:
            size, header = struct.unpack(">Q", file.read(8))[0], 16
        if size == 0:
            size = end - start
        if size < header:
            return None
        if kind == name:
            return start + header, min(end, start + size)
        start += size
    return None


def _of_mp3(file: BinaryIO) -> float:
    end = file.seek(0, 2)
    first = _after_id3(file)
    file.seek(first)
    window = file.read(_LOOK_FOR_SYNC_BYTES)
    for offset in range(len(window) - 4):
        frame = _frame(window[offset : offset + 4])
        if frame is not None:
            return _from_frame(window[offset:], frame, end - first - offset)
    return 0.0


def _after_id3(file: BinaryIO) -> int:
    file.seek(0)
    head = file.read(10)
    if not head.startswith(b"ID3"):
        return 0
    size = (head[6] & 0x7F) << 21 | (head[7] & 0x7F) << 14 | (head[8] & 0x7F) << 7 | (head[9] & 0x7F)
    return 10 + size + (10 if head[5] & 0x10 else 0)


def _frame(head: bytes) -> tuple[int, int, int, int] | None:
    """(samples a frame, sample rate, bits a second, bytes of side information) of a plausible frame header."""
    if head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    bitrate_index, rate_index = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer == 4 or bitrate_index in {0, 15} or rate_index == 3:
        return None
    family = 1 if version == 3 else 2
    samples = 384 if layer == 1 else 576 if layer == 3 and family == 2 else 1152
    is_mono = head[3] >> 6 == 3
    side = (17 if is_mono else 32) if family == 1 else (9 if is_mono else 17)
    return samples, _SAMPLE_RATES[version][rate_index], _BITRATES[family, layer][bitrate_index] * 1000, side


def _from_frame(data: bytes, frame: tuple[int, int, int, int], left_bytes: int) -> float:
    samples, sample_rate, bits_a_second, side = frame
    tag = 4 + side
    if data[tag : tag + 4] in {b"Xing", b"Info"} and data[tag + 7] & 1:
        frames = int(struct.unpack(">I", data[tag + 8 : tag + 12])[0])
        return frames * samples / sample_rate
    if data[36:40] == b"VBRI":
        return int(struct.unpack(">I", data[50:54])[0]) * samples / sample_rate
    return left_bytes * 8 / bits_a_second
