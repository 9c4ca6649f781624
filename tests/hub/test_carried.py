"""Carried files at the hub: only who was introduced may send, each item counts once, nothing that is there sinks."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from karmadesk.hub import moments
from karmadesk.hub.carry import PATH
from karmadesk.hub.database import Database
from karmadesk.hub.place import Place
from tests.hub.samples import BATCH, COURSE, DOCUMENT, ENDED, ENDED_BATCH, ENDED_LEAF, PRACTICE, PROGRAM, VIDEO
from tests.hub.server import Hub
from tests.hub.wire import API_KEY, Learner, Reply, call

Json = dict[str, Any]
MAGIC = b"KarmaDesk carried 1\n"


class Laptop:
    """A client of the test's own, by docs/carry.md alone: it shares no code with the program's."""

    def __init__(self, who: Learner) -> None:
        self.who = who
        self.sign = Ed25519PrivateKey.generate()
        self.open = X25519PrivateKey.generate()
        self.id = hashlib.sha256(self.sign.private_bytes_raw()).hexdigest()[:16]
        self.hub: Json = {}

    @property
    def told(self) -> Json:
        public = self.open.public_key().public_bytes_raw().hex()
        return {"id": self.id, "sign": self.sign.public_key().public_bytes_raw().hex(), "seal": public}

    def introduce(self) -> Laptop:
        reply = self.who.post(f"{PATH}/keys", self.told)
        assert reply.status == 200, reply.body
        self.hub = reply.json
        return self

    def post(self, items: list[tuple[str, Json]], **said: Any) -> bytes:
        frames = [json.dumps(body, ensure_ascii=False).encode() for _, body in items]
        pieces = [[n, hashlib.sha256(f).hexdigest()] for (n, _), f in zip(items, frames, strict=True)]
        manifest = {"version": 1, "signer": self.id, "user": self.who.id, "known": {}, "pieces": pieces, **said}
        once = X25519PrivateKey.generate()
        made, theirs = once.public_key().public_bytes_raw(), bytes.fromhex(self.hub["seal"])
        line = MAGIC + json.dumps({"kind": "post", "to": self.hub["id"], "once": made.hex()}).encode() + b"\n"
        seal = hashlib.sha256(line).digest()
        text = json.dumps(manifest)
        signature = self.sign.sign(b"KarmaDesk post 1\n" + seal + text.encode()).hex()
        first = json.dumps({"said": text, "signature": signature}).encode()
        key = derived(once.exchange(X25519PublicKey.from_public_bytes(theirs)), made + theirs)
        return line + sealed(key, seal, [first, *frames])

    def read(self, raw: bytes) -> tuple[Json, Json]:
        """What the answer says of itself, and its pieces; its signature and digests are checked."""
        end = raw.index(b"\n", len(MAGIC)) + 1
        line, seal = json.loads(raw[len(MAGIC) : end]), hashlib.sha256(raw[:end]).digest()
        assert (line["kind"], line["to"]) == ("answer", self.id)
        made = bytes.fromhex(line["once"])
        ours = self.open.public_key().public_bytes_raw()
        key = derived(self.open.exchange(X25519PublicKey.from_public_bytes(made)), made + ours)
        frames = unsealed(key, seal, raw[end:])
        first = json.loads(frames[0])
        signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.hub["sign"]))
        signer.verify(bytes.fromhex(first["signature"]), b"KarmaDesk answer 1\n" + seal + first["said"].encode())
        manifest = json.loads(first["said"])
        found: Json = {}
        for (name, digest), frame in zip(manifest["pieces"], frames[1:], strict=True):
            assert hashlib.sha256(frame).hexdigest() == digest
            found[name] = json.loads(frame)
        return manifest, found

    def carry(self, *items: tuple[str, Json]) -> Json:
        """The pieces of the answer to these items."""
        reply = hand_in(self.who.url, self.post(list(items)))
        assert reply.status == 200, reply.body
        return self.read(base64.b64decode(reply.json["answer"]))[1]


def derived(shared: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=b"KarmaDesk carried 1").derive(shared)


def sealed(key: bytes, seal: bytes, frames: list[bytes]) -> bytes:
    parts = []
    for index, frame in enumerate(frames):
        nonce = index.to_bytes(12, "big")
        closed = AESGCM(key).encrypt(nonce, zlib.compress(frame), seal + nonce)
        parts.append(struct.pack(">I", len(closed)) + closed)
    return b"".join(parts)


def unsealed(key: bytes, seal: bytes, raw: bytes) -> list[bytes]:
    found: list[bytes] = []
    while raw:
        [size] = struct.unpack_from(">I", raw)
        nonce = len(found).to_bytes(12, "big")
        found.append(zlib.decompress(AESGCM(key).decrypt(nonce, raw[4 : 4 + size], seal + nonce)))
        raw = raw[4 + size :]
    return found


def hand_in(url: str, raw: bytes, key: str = API_KEY) -> Reply:
    body = json.dumps({"file": base64.b64encode(raw).decode()}).encode()
    return call("POST", f"{url}{PATH}", body, {"Authorization": f"bearer {key}", "Content-Type": "application/json"})


def at(minutes: int) -> str:
    """So many minutes from now, as contents carry times."""
    return str(moments.to_text(moments.now_ms() + minutes * 60_000))


def watched(percentage: float, minutes: int = -60, **more: Any) -> Json:
    one = {
        "contentId": VIDEO,
        "courseId": COURSE,
        "batchId": BATCH,
        "status": 1,
        "completionPercentage": percentage,
        "lastAccessTime": at(minutes),
        "progressdetails": {"max_size": 120.0, "current": [str(percentage)], "mimeType": "video/mp4"},
        **more,
    }
    return {"kind": "state", "contents": [one]}


def row(who: Learner, content: str = VIDEO) -> Json:
    asked = {"userId": who.id, "courseId": COURSE, "batchId": BATCH, "contentIds": [], "fields": ["progressdetails"]}
    rows = who.post("/api/course/v1/content/state/read", {"request": asked}).result["contentList"]
    return next((one for one in rows if one["contentId"] == content), {})


def writes(hub: Hub, who: Learner) -> list[Json]:
    reply = call("GET", f"{hub.url}/owner/v1/accepted-writes", None, {"x-owner-key": hub.owner_key})
    return [one for one in reply.json["writes"] if one["user"] == who.id]


@pytest.fixture
def laptop(nurse: Learner) -> Laptop:
    return Laptop(nurse).introduce()


def test_an_item_is_taken_once_however_often_and_in_whatever_file_it_comes(hub: Hub, laptop: Laptop) -> None:
    first = laptop.carry(("m1", watched(40.0)))
    again = laptop.carry(("m1", watched(40.0)), ("m2", watched(50.0, -30)))
    assert first["receipt:m1"]["accepted"] is True
    assert again["receipt:m1"] == first["receipt:m1"]
    assert [(one["request_id"], one["route"]) for one in writes(hub, laptop.who)] == [("m1", PATH), ("m2", PATH)]


def test_what_came_by_a_link_meanwhile_is_not_taken_back(hub: Hub, laptop: Laptop) -> None:
    update = {"userId": laptop.who.id, "contents": watched(80.0, -10, status=2, lastCompletedTime=at(-10))["contents"]}
    laptop.who.patch("/api/course/v1/content/state/update", {"request": update})
    before = row(laptop.who)
    assert laptop.carry(("old", watched(40.0)))["receipt:old"]["accepted"] is True
    assert row(laptop.who) == before
    assert len(writes(hub, laptop.who)) == 1


def test_halves_that_two_laptops_watched_are_joined(nurse: Learner, laptop: Laptop) -> None:
    def half(start: int, end: int, clock: str, device: str) -> Json:
        own = {"version": 1.0, "length": 120_000, "seen": [[start, end]], "at": end, "clock": clock}
        return watched(50.0, progressdetails={"current": ["1"], "karmadesk": {**own, "spent": {device: 5}}})

    now = moments.now_ms()
    laptop.carry(("left", half(0, 60_000, f"{now:015d}.00000.a", "a")))
    other = Laptop(nurse).introduce()
    other.carry(("right", half(50_000, 120_000, f"{now - 9:015d}.00000.b", "b")))
    other.carry(("odd", half(90, 10, f"{now + 10**9:015d}.00000.b", "b")))
    own = row(nurse)["progressdetails"]["karmadesk"]
    assert own["seen"] == [[0, 120_000]]
    assert own["spent"] == {"a": 5, "b": 5}
    assert (own["at"], own["clock"]) == (60_000, f"{now:015d}.00000.a")


def test_nothing_carried_comes_from_the_future(laptop: Laptop) -> None:
    laptop.carry(("m", watched(100.0, 60 * 24 * 365, status=2, lastCompletedTime=at(60 * 24 * 365))))
    found = row(laptop.who)
    assert moments.of_text(found["lastAccessTime"]) <= moments.now_ms()
    assert moments.of_text(found["lastCompletedTime"]) <= moments.now_ms()


def test_joins_and_counts_what_was_done_before_the_batch_was_known(laptop: Laptop) -> None:
    said = laptop.carry(
        ("join", {"kind": "enrol", "courseId": COURSE}),
        ("early:1", watched(30.0, batchId="")),
        ("again", watched(35.0)),
    )
    assert said["receipt:join"] | {"at": 0} == {"accepted": True, "server_id": BATCH, "at": 0}
    assert said["receipt:early:1"]["accepted"] is True
    assert row(laptop.who)["completionPercentage"] == 35.0
    assert [one["batchId"] for one in said["enrolments"]["courses"]] == [BATCH]
    assert said[f"states:{COURSE}:{BATCH}"]["contentList"][0]["completionPercentage"] == 35.0
    assert laptop.carry(("once more", {"kind": "enrol", "courseId": COURSE}))["receipt:once more"]["accepted"] is True


def test_refused_items_say_why_and_hold_up_nobody(laptop: Laptop) -> None:
    ended = {**watched(10.0)["contents"][0], "courseId": ENDED, "contentId": ENDED_LEAF, "batchId": ENDED_BATCH}
    said = laptop.carry(
        ("first", watched(15.0, contentId=DOCUMENT)),
        ("ended", {"kind": "state", "contents": [ended]}),
        ("none", {"kind": "enrol", "courseId": "do_404"}),
        ("early", watched(10.0, batchId="")),
        ("date", watched(10.0, lastAccessTime="today")),
        ("two", {"kind": "state", "contents": []}),
        ("list", {"kind": "state", "contents": {}}),
        ("odd", {"kind": "grade"}),
        ("batch", watched(10.0, batchId="404")),
        ("good", watched(20.0)),
    )
    whys = {name[8:]: one.get("why") for name, one in said.items() if name.startswith("receipt:")}
    assert whys == {
        "first": None,
        "ended": "COURSE_BATCH_ALREADY_COMPLETED",
        "none": "NO_OPEN_BATCH",
        "early": "USER_NOT_ENROLLED_COURSE",
        "date": "INTERNAL_ERROR",
        "two": "DATA_TYPE_ERROR",
        "list": "DATA_TYPE_ERROR",
        "odd": "UNKNOWN_KIND",
        "batch": "INVALID_BATCH",
        "good": None,
    }
    assert row(laptop.who)["completionPercentage"] == 20.0
    assert row(laptop.who, DOCUMENT)["completionPercentage"] == 15.0


def test_many_items_about_one_content_are_merged_in_their_order(hub: Hub, laptop: Laptop) -> None:
    said = laptop.carry(
        *((f"m{n}", watched(float(n), n - 60)) for n in (10, 30, 20, 30)[:3]), ("same", watched(30.0, -30))
    )
    assert all(said[f"receipt:{name}"]["accepted"] for name in ("m10", "m30", "m20", "same"))
    assert row(laptop.who)["completionPercentage"] == 30.0
    assert [one["percentage"] for one in writes(hub, laptop.who)] == [10.0, 30.0]


def test_attempts_count_by_their_own_ids_on_whatever_road(hub: Hub, laptop: Laptop) -> None:
    attempt = {"attemptId": "a1", "contentId": PRACTICE, "courseId": COURSE, "batchId": BATCH, "assessmentTs": 1000}
    body = {
        **watched(100.0, contentId=PRACTICE, status=2),
        "kind": "result",
        "assessments": [{**attempt, "events": []}],
    }
    assert laptop.carry(("r1", body))["receipt:r1"]["accepted"] is True
    count = len(writes(hub, laptop.who))
    assert laptop.carry(("r2", body))["receipt:r2"]["accepted"] is True
    assert len(writes(hub, laptop.who)) == count


def test_statements_are_kept_once(hub: Hub, laptop: Laptop) -> None:
    def body(verb: str) -> Json:
        one = {
            "id": "0193a1c0-0000-7000-8000-00000000000a",
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
            "object": {"id": "http://hub/content/do_1"},
            "timestamp": "2026-11-24T09:00:00.000Z",
        }
        return {"kind": "statements", "home": "http://hub", "statements": [one]}

    none = {"kind": "statements", "home": "h", "statements": [1]}
    said = laptop.carry(("s1", body("completed")), ("s2", body("completed")), ("s3", body("answered")), ("s4", none))
    assert [said[f"receipt:s{n}"]["accepted"] for n in (1, 2, 3, 4)] == [True, True, True, False]
    reply = call("GET", f"{hub.url}/owner/v1/statements", None, {"x-owner-key": hub.owner_key})
    assert sum(one["sender"] == laptop.who.id for one in reply.json["statements"]) == 1


def test_a_damaged_item_is_refused_alone_and_comes_again(laptop: Laptop) -> None:
    raw = bytearray(laptop.post([("bad", watched(70.0)), ("good", watched(20.0))]))
    at_ = raw.index(b"\n", len(MAGIC)) + 1
    [size] = struct.unpack_from(">I", raw, at_)
    raw[at_ + 4 + size + 4 + 7] ^= 1
    reply = hand_in(laptop.who.url, bytes(raw))
    assert (reply.json["accepted"], reply.json["damaged"]) == (1, 1)
    _, said = laptop.read(base64.b64decode(reply.json["answer"]))
    assert said["receipt:bad"]["why"] == "CARRY_ITEM_DAMAGED"
    assert row(laptop.who)["completionPercentage"] == 20.0
    assert laptop.carry(("bad", watched(70.0)))["receipt:bad"]["accepted"] is True
    assert row(laptop.who)["completionPercentage"] == 70.0


def test_an_item_that_is_another_than_was_signed_is_refused_alone(laptop: Laptop) -> None:
    wanted = {"pieces": [["m", "00" * 32]]}
    reply = hand_in(laptop.who.url, laptop.post([("m", watched(9.0))], **wanted))
    _, said = laptop.read(base64.b64decode(reply.json["answer"]))
    assert said["receipt:m"]["why"] == "CARRY_ITEM_DAMAGED"


def test_somebody_who_was_never_introduced_is_a_stranger(laptop: Laptop, newcomer: Callable[[], Learner]) -> None:
    stranger = Laptop(laptop.who)
    stranger.hub = laptop.hub
    assert hand_in(laptop.who.url, stranger.post([("m", watched(99.0))])).err == "CARRY_STRANGER"
    stranger.id = laptop.id
    assert hand_in(laptop.who.url, stranger.post([("m", watched(99.0))])).err == "CARRY_STRANGER"
    victim = newcomer()
    assert hand_in(laptop.who.url, laptop.post([("m", watched(99.0))], user=victim.id)).err == "CARRY_STRANGER"
    assert row(laptop.who) == {}
    assert row(victim) == {}


def test_a_key_of_somebody_else_cannot_be_taken_over(laptop: Laptop, newcomer: Callable[[], Learner]) -> None:
    thief = Laptop(newcomer())
    thief.id = laptop.id
    reply = thief.who.post(f"{PATH}/keys", thief.told)
    assert (reply.status, reply.err) == (409, "CARRY_KEY_TAKEN")


@pytest.mark.parametrize(
    "told", [{}, {"id": 1}, {"id": "ab" * 8, "sign": "zz" * 32, "seal": "ab" * 32}, {"id": "ab" * 9}]
)
def test_keys_that_are_none_are_refused(told: Json, nurse: Learner) -> None:
    reply = nurse.post(f"{PATH}/keys", told)
    assert (reply.status, reply.err) == (400, "DATA_TYPE_ERROR")


def test_what_is_signed_for_one_file_is_worth_nothing_in_another(laptop: Laptop) -> None:
    genuine = laptop.post([("m", watched(10.0))])
    end = genuine.index(b"\n", len(MAGIC)) + 1
    again = laptop.post([("m", watched(10.0))])
    crossed = again[: again.index(b"\n", len(MAGIC)) + 1] + genuine[end:]
    assert hand_in(laptop.who.url, crossed).err == "CARRY_DAMAGED"


@pytest.mark.parametrize("cut", [0, 10, 60, 200, -1, -40])
def test_a_file_that_breaks_off_is_refused_whole(cut: int, hub: Hub, laptop: Laptop) -> None:
    raw = laptop.post([("a", watched(10.0)), ("b", watched(20.0, -5))])
    assert hand_in(laptop.who.url, raw[:cut]).err == "CARRY_DAMAGED"
    assert writes(hub, laptop.who) == []


def test_what_is_no_file_is_refused(laptop: Laptop) -> None:
    url = laptop.who.url
    line = MAGIC + json.dumps({"kind": "post", "to": laptop.hub["id"], "once": "00" * 32}).encode() + b"\n"
    for raw in (b"", b"x", MAGIC, MAGIC + b"[" * 900 + b"\n", line, line + b"\0\0\0\x14" + bytes(20)):
        assert hand_in(url, raw).status == 400
    unknown = laptop.post([]).replace(laptop.hub["id"].encode(), b"0123456789abcdef")
    assert (hand_in(url, unknown).status, hand_in(url, unknown).err) == (404, "CARRY_UNKNOWN_KEY")
    headers = {"Authorization": f"bearer {API_KEY}", "Content-Type": "application/json"}
    assert call("POST", f"{url}{PATH}", b"{}", headers).status == 400
    assert call("POST", f"{url}{PATH}", b'{"file": "@"}', headers).status == 400
    assert hand_in(url, b"x", key="another").status == 401


def test_hostile_sizes_are_bounded(laptop: Laptop) -> None:
    swollen = ("m", {"kind": "state", "contents": [], "x": "0" * (9 << 20)})
    began = time.monotonic()
    assert laptop.carry(swollen)["receipt:m"]["why"] == "CARRY_ITEM_DAMAGED"
    deep = laptop.post([("m", {})], known="[" * 100_000)
    assert hand_in(laptop.who.url, deep).status == 200
    assert hand_in(laptop.who.url, laptop.post([("m", {}), ("m", {})])).err == "CARRY_DAMAGED"
    assert hand_in(laptop.who.url, laptop.post([("x" * 81, {})])).err == "CARRY_DAMAGED"
    assert time.monotonic() - began < 20


def test_trees_that_are_here_already_are_not_sent_again(laptop: Laptop) -> None:
    laptop.carry(("join", {"kind": "enrol", "courseId": PROGRAM}))
    whole = laptop.carry()
    assert f"tree:{PROGRAM}" in whole
    assert f"tree:{COURSE}" in whole
    version = whole[f"tree:{COURSE}"]["content"]["pkgVersion"]
    raw = laptop.post([], known={COURSE: version, PROGRAM: version - 1})
    _, less = laptop.read(base64.b64decode(hand_in(laptop.who.url, raw).json["answer"]))
    assert f"tree:{COURSE}" not in less
    assert f"tree:{PROGRAM}" in less
    assert "@hub@" not in json.dumps(whole)


def owner(place: Place, *words: str) -> tuple[int, str]:
    """What the owner's command says, and its exit code; a process of its own, as beside a hub that serves."""
    command = [sys.executable, "-m", "karmadesk.hub", "carry", *words, "--data", str(place.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout


def test_a_new_key_seals_new_files_and_the_old_one_still_opens(seeded: tuple[Place, Database], laptop: Laptop) -> None:
    code, said = owner(seeded[0], "--new-key")
    fresh = laptop.who.get(f"{PATH}/key").json
    assert code == 0
    assert fresh["id"] != laptop.hub["id"]
    assert fresh["id"] in said
    assert laptop.carry(("m", watched(10.0)))["receipt:m"]["accepted"] is True
    assert seeded[0].carry_keys_file.stat().st_mode & 0o077 == 0


def test_the_owner_takes_a_folder_and_forgets_a_lost_laptop(
    seeded: tuple[Place, Database], laptop: Laptop, tmp_path: Path
) -> None:
    folder = tmp_path / "KarmaDesk-post"
    folder.mkdir()
    raw = laptop.post([("m", watched(10.0))])
    (folder / "a.post").write_bytes(raw)
    assert owner(seeded[0], str(tmp_path)) == (0, "a.post: 1 accepted, 0 refused, 0 damaged\n")
    _, said = laptop.read((folder / "a.answer").read_bytes())
    assert said["receipt:m"]["accepted"] is True
    (folder / "b.post").write_bytes(b"words")
    code, told = owner(seeded[0], str(tmp_path))
    assert code == 1
    assert "b.post: CARRY_DAMAGED" in told
    shutil.rmtree(folder)
    assert owner(seeded[0], str(tmp_path))[0] == 1
    name = laptop.who.get(f"/api/user/v5/read/{laptop.who.id}").result["response"]["userName"]
    assert owner(seeded[0], "--forget", name) == (0, f"forgot 1 laptops of {name}\n")
    assert hand_in(laptop.who.url, raw).err == "CARRY_STRANGER"
    assert owner(seeded[0], "--forget", "nobody")[0] == 1
