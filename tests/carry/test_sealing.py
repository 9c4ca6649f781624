"""A carried file: only its recipient reads it, and no bit of it can be turned unnoticed."""

from __future__ import annotations

import json
import struct
import zlib
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.carry import sealing
from karmadesk.carry.keys import HubKey, hub_document, hub_from, new_keys, own_document, own_from
from karmadesk.carry.sealing import POST
from karmadesk.errors import NotCarried, NotCarriedHere

PRIVATE = bytes(range(32))
PUBLIC = X25519PrivateKey.from_private_bytes(PRIVATE).public_key().public_bytes_raw()
FRAMES = [b"who", b'{"course":"do_1","name":"Asha"}', "जल जीवन".encode(), b""]


def sealed(frames: list[bytes] | None = None) -> bytes:
    return sealing.sealed_to(POST, "key", PUBLIC, lambda _: FRAMES if frames is None else frames)


def opened(raw: bytes, private: bytes = PRIVATE) -> list[bytes | None]:
    apart = sealing.taken_apart(raw, POST)
    return sealing.opened(apart, sealing.unlocked(apart, private))


def test_opens_for_its_recipient() -> None:
    assert opened(sealed()) == FRAMES


def test_says_in_the_clear_what_it_is_and_for_which_key_and_nothing_else() -> None:
    raw = sealed()
    apart = sealing.taken_apart(raw, POST)
    assert set(apart.header) == {"kind", "to", "once"}
    assert not [word for word in (b"who", b"do_1", b"Asha", b"course") if word in raw]


def test_the_same_words_are_sealed_otherwise_each_time() -> None:
    first, second = (sealing.taken_apart(sealed(), POST) for _ in range(2))
    assert not set(first.frames) & set(second.frames)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(NotCarriedHere):
        opened(sealed(), bytes(32))


@given(st.data())
def test_a_turned_bit_costs_one_frame_or_the_file(data: st.DataObject) -> None:
    raw = bytearray(sealed())
    at = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[at // 8] ^= 1 << at % 8
    try:
        found = opened(bytes(raw))
    except NotCarried:
        return
    assert found != FRAMES
    assert [one for one in found if one is not None] == [w for f, w in zip(found, FRAMES, strict=True) if f is not None]
    assert found.count(None) == 1


@given(st.integers(0, 2000))
def test_a_file_that_breaks_off_is_never_whole(length: int) -> None:
    raw = sealed()
    if length >= len(raw):
        return
    with suppress(NotCarried):
        assert len(opened(raw[:length])) < len(FRAMES)


@given(st.permutations(range(1, len(FRAMES))))
def test_frames_cannot_change_places(order: list[int]) -> None:
    raw = sealed()
    apart = sealing.taken_apart(raw, POST)
    moved = [apart.frames[0], *(apart.frames[index] for index in order)]
    line = raw[: raw.index(b"\n", len(sealing.MAGIC)) + 1]
    shuffled = line + b"".join(struct.pack(">I", len(frame)) + frame for frame in moved)
    found = opened(shuffled)
    assert all(one in (None, FRAMES[place]) for place, one in enumerate(found))
    assert (found == FRAMES) == (order == sorted(order))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"KarmaDesk carried 1",
        sealing.MAGIC,
        sealing.MAGIC + b"{}\n",
        sealing.MAGIC + b"[" * 1000 + b"\n",
        sealing.MAGIC + b'{"kind":"answer"}\n',
        sealing.MAGIC + b'{"kind":"post"}\n',
        sealing.MAGIC + b'{"kind":"post"}\n' + b"\0\0\0\1",
        sealing.MAGIC + b'{"kind":"post"}\n' + b"\xff\xff\xff\xff",
        sealing.MAGIC + b"x" * 5000,
        b"\0" * (sealing.MOST_BYTES + 1),
    ],
)
def test_what_is_no_carried_file_is_refused_whole(raw: bytes) -> None:
    with pytest.raises(NotCarried):
        sealing.taken_apart(raw, POST)


@pytest.mark.parametrize("once", ["", "00" * 32, "zz", "ab", None, "01" + "00" * 31])
def test_a_key_of_low_order_or_of_no_kind_opens_nothing(once: str | None) -> None:
    line = sealing.MAGIC + json.dumps({"kind": "post", "once": once}).encode() + b"\n"
    apart = sealing.taken_apart(line + struct.pack(">I", 20) + bytes(20), POST)
    with pytest.raises(NotCarried):
        sealing.opened(apart, sealing.unlocked(apart, PRIVATE))


def test_a_frame_that_swells_is_left_out() -> None:
    raw = sealed([b"first", b"\0" * (sealing.MOST_FRAME_BYTES + 1), b"last"])
    assert len(raw) < 100_000
    assert opened(raw) == [b"first", None, b"last"]


def test_many_frames_that_swell_are_refused_whole() -> None:
    pages = sealing.MOST_IN_ALL_BYTES // sealing.MOST_FRAME_BYTES + 1
    raw = sealed([b"\0" * sealing.MOST_FRAME_BYTES] * pages)
    with pytest.raises(NotCarried):
        opened(raw)


def test_a_frame_that_is_not_packed_is_damaged() -> None:
    apart = sealing.taken_apart(sealed(), POST)
    key = sealing.unlocked(apart, PRIVATE)
    nonce = (1).to_bytes(12, "big")
    for plain in (b"plain", zlib.compress(b"x")[:-1]):
        frame = AESGCM(key).encrypt(nonce, plain, apart.seal + nonce)
        forged = sealing.Sealed(POST, apart.header, apart.seal, (apart.frames[0], frame))
        assert sealing.opened(forged, key) == [b"who", None]


@pytest.mark.parametrize("plain", [None, b"", b"\xff", b"[]", b"1", b"[" * 100_000, b'{"a":'])
def test_only_an_object_is_a_document(plain: bytes | None) -> None:
    assert sealing.document(plain) is None


def test_keys_come_back_as_they_were_kept_and_show_themselves_to_nobody() -> None:
    keys = new_keys()
    assert own_from(own_document(keys)) == keys
    assert keys.sign.hex() not in repr(keys)
    assert keys.open.hex() not in repr(keys)
    assert not {keys.sign.hex(), keys.open.hex()} & set(keys.public().values())
    hub = HubKey("ab" * 8, "cd" * 32, "ef" * 32)
    assert hub_from(hub_document(hub)) == hub


@pytest.mark.parametrize("found", [{}, {"id": 1}, {"id": "zz", "sign": "", "open": ""}, {"id": "ab" * 8, "sign": "ab"}])
def test_what_is_no_key_is_none(found: dict[str, object]) -> None:
    assert own_from(found) is None
    assert hub_from(found) is None


def test_a_signature_is_for_these_words_alone() -> None:
    keys = new_keys()
    hub = HubKey("ab" * 8, "", keys.public()["sign"])
    signature = keys.signed(b"words")
    assert hub.has_signed(signature, b"words")
    assert not hub.has_signed(signature, b"other words")
    assert not hub.has_signed(b"", b"words")
    assert not HubKey("ab" * 8, "", "zz").has_signed(signature, b"words")
