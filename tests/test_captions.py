"""Captions as tools really write them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from karmadesk.captions import Cue, Cues, decode, parse

BOTH = """\ufeffWEBVTT - हिन्दी
Kind: captions

NOTE
made by hand --> not a cue

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:04.000 align:start position:10%
<v Meena>गीला कपड़ा <i>गर्दन</i> पर रखें

00:04.500 --> 00:06.000
Tom &amp; Jerry &lt;3
second line

9:99 --> nonsense
lost

01:00:00,5 --> 01:00:01,250
an hour later
"""


def test_reads_times_tags_and_entities() -> None:
    assert parse(BOTH).cues == (
        Cue(1000, 4000, "गीला कपड़ा गर्दन पर रखें"),
        Cue(4500, 6000, "Tom & Jerry <3\nsecond line"),
        Cue(3_600_500, 3_601_250, "an hour later"),
    )


def test_windows_line_ends_and_foreign_bytes() -> None:
    raw = b"WEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\ncaf\xe9\r\n"
    assert parse(decode(raw)).cues == (Cue(0, 1000, "caf\ufffd"),)


def test_shown_until_just_before_its_end() -> None:
    cues = Cues((Cue(0, 1000, "a"), Cue(500, 2000, "b"), Cue(3000, 4000, "c")))
    assert [cues.text_at(at) for at in (0, 499, 500, 999, 1000, 2000, 3500)] == ["a", "a", "a\nb", "a\nb", "b", "", "c"]
    assert [cues.latest(at) for at in (0, 600, 2500, 9000)] == [0, 1, 1, 2]
    assert Cues().latest(5) == -1


@given(st.text(alphabet="WEBVT \n\r0123456789:.,->&<ab\ufeff", max_size=400))
def test_any_text_gives_sound_cues(text: str) -> None:
    cues = parse(text).cues
    assert list(cues) == sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))
    assert all(0 <= cue.start_ms < cue.end_ms and cue.text for cue in cues)


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**5), st.sampled_from("abc")), max_size=20))
def test_what_is_written_is_read(cues: list[tuple[int, int, str]]) -> None:
    def stamp(ms: int) -> str:
        return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"

    text = "WEBVTT\n\n" + "\n\n".join(f"{stamp(s)} --> {stamp(s + n)}\n{words}" for s, n, words in cues)
    assert sorted((c.start_ms, c.end_ms, c.text) for c in parse(text).cues) == sorted((s, s + n, w) for s, n, w in cues)
