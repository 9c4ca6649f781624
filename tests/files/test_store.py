"""The content store: the same bytes once, nothing half-written under a name, a full disk said plainly."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from karmadesk.errors import DiskFull, NotDownloaded
from karmadesk.files import ContentStore
from karmadesk.model import Placement
from karmadesk.ports import Files


@pytest.fixture
def store(tmp_path: Path) -> ContentStore:
    return ContentStore(tmp_path / "objects")


def _given(tmp_path: Path, content: bytes, name: str = "given") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def _placement(sha256: str, role: str = "artifact", version: float = 1.0) -> Placement:
    return Placement("hub", "do_1", version, role, sha256, 5, "a.html", "text/html")


def test_it_is_the_port(store: ContentStore) -> None:
    port: Files = store
    assert port.free_bytes() > 0


def test_a_file_moves_in_and_is_read(store: ContentStore, tmp_path: Path) -> None:
    source = _given(tmp_path, b"hands")
    sha256, size = store.adopt(source)
    assert (sha256, size) == (hashlib.sha256(b"hands").hexdigest(), 5)
    assert not source.exists()
    assert store.has(sha256)
    with store.open(sha256) as file:
        assert file.read() == b"hands"
    assert store.path(sha256) == tmp_path / "objects" / sha256[:2] / sha256[2:4] / sha256


def test_the_same_bytes_are_kept_once(store: ContentStore, tmp_path: Path) -> None:
    first, _ = store.adopt(_given(tmp_path, b"hands"))
    inode = store.path(first).stat().st_ino
    again = _given(tmp_path, b"hands")
    assert store.adopt(again)[0] == first
    assert not again.exists()
    assert store.path(first).stat().st_ino == inode


def test_an_object_cut_short_is_replaced(store: ContentStore, tmp_path: Path) -> None:
    sha256, _ = store.adopt(_given(tmp_path, b"hands"))
    store.path(sha256).write_bytes(b"ha")
    store.adopt(_given(tmp_path, b"hands"))
    assert store.path(sha256).read_bytes() == b"hands"


def test_a_file_from_another_disk_is_copied_first(
    store: ContentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name == "given":
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    source = _given(tmp_path, b"hands")
    sha256, _ = store.adopt(source)
    assert store.path(sha256).read_bytes() == b"hands"
    assert not source.exists()
    assert not list((tmp_path / "objects" / "staging").iterdir())


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_plainly_and_the_source_stays(
    store: ContentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def fsync(_: int) -> None:
        raise OSError(code, "No space left on device")

    source = _given(tmp_path, b"hands")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        with pytest.raises(DiskFull):
            store.adopt(source)
    assert source.read_bytes() == b"hands"
    assert not store.has(hashlib.sha256(b"hands").hexdigest())


def test_a_spoilt_object_is_never_handed_out(store: ContentStore, tmp_path: Path) -> None:
    sha256, _ = store.adopt(_given(tmp_path, b"hands"))
    store.path(sha256).write_bytes(b"hends")
    with pytest.raises(NotDownloaded):
        store.open(sha256)
    assert not store.has(sha256), "so that the next download brings a sound one"


def test_a_missing_object_is_not_downloaded(store: ContentStore) -> None:
    with pytest.raises(NotDownloaded):
        store.open("0" * 64)
    with pytest.raises(NotDownloaded):
        store.named("0" * 64, "a.mp4")


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_a_digest_names_an_object(store: ContentStore, name: str) -> None:
    with pytest.raises(ValueError, match="not a sha256"):
        store.path(name)


@pytest.mark.parametrize(
    "name,safe",
    [
        ("film.mp4", "film.mp4"),
        ("../../film.mp4", "film.mp4"),
        ("C:\\films\\film.mp4", "film.mp4"),
        ("हाथ धोना.mp4", "हाथ धोना.mp4"),
        ("what?.mp4", "what_.mp4"),
        ("con.mp4", "_con.mp4"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".mp4", "x" * 116 + ".mp4"),
        ("ह" * 300 + ".mp4", "ह" * 38 + ".mp4"),
    ],
)
def test_a_name_keeps_its_ending_and_harms_no_system(store: ContentStore, tmp_path: Path, name: str, safe: str) -> None:
    sha256, _ = store.adopt(_given(tmp_path, b"film"))
    path = store.named(sha256, name)
    assert path.name == safe
    assert path.read_bytes() == b"film"
    assert store.named(sha256, name) == path
    assert path.is_relative_to(tmp_path / "objects" / "named")


def test_a_disk_without_links_gets_a_copy(store: ContentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hardlink_to(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    sha256, _ = store.adopt(_given(tmp_path, b"film"))
    monkeypatch.setattr(Path, "hardlink_to", hardlink_to)
    path = store.named(sha256, "film.mp4")
    assert path.read_bytes() == b"film"
    assert path.stat().st_nlink == 1


def test_removing_frees_the_bytes_at_once(store: ContentStore, tmp_path: Path) -> None:
    sha256, _ = store.adopt(_given(tmp_path, b"film"))
    path = store.named(sha256, "film.mp4")
    store.remove([sha256, "0" * 64])
    assert not store.has(sha256)
    assert not path.exists()


def test_staging_is_gone_whatever_happens(store: ContentStore) -> None:
    folders: list[Path] = []

    def work() -> None:
        with store.staging() as folder:
            folders.append(folder)
            (folder / "a").write_text("x")
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert not folders[0].exists()


def test_on_a_full_disk_a_file_opens_under_its_own_name(
    store: ContentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mkdir(self: Path, *args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    sha256, _ = store.adopt(_given(tmp_path, b"film"))
    monkeypatch.setattr(Path, "mkdir", mkdir)
    assert store.named(sha256, "film.mp4") == store.path(sha256)


def test_parts_are_named_by_plain_ids_only(store: ContentStore, tmp_path: Path) -> None:
    assert store.part("0193-abc").name == "0193-abc.part"
    for strange in ("../../x", "a/b", "", "CON", "हाथ"):
        assert store.part(strange).parent == tmp_path / "objects" / "parts"
        assert len(store.part(strange).stem) == 64
    part = store.part("one")
    part.write_bytes(b"x")
    part.with_suffix(".json").write_text("{}")
    store.drop_part("one")
    assert not list(part.parent.iterdir())


def test_tidying_frees_what_nothing_names(store: ContentStore, tmp_path: Path) -> None:
    kept, _ = store.adopt(_given(tmp_path, b"kept"))
    lost, _ = store.adopt(_given(tmp_path, b"lost bytes"))
    store.label([_placement(kept)], ["asha"])
    store.named(lost, "lost.mp4")
    store.part("wanted").write_bytes(b"12")
    store.part("forgotten").write_bytes(b"1234")
    (tmp_path / "objects" / "staging" / "old").mkdir(parents=True)
    (tmp_path / "objects" / "staging" / "old" / "x").write_bytes(b"123")
    assert store.tidy([kept], ["wanted"]) == len(b"lost bytes") + 4 + 3
    assert store.has(kept)
    assert not store.has(lost)
    assert store.part("wanted").exists()
    assert [placements for placements, _ in store.labels()] == [(_placement(kept),)]


def test_labels_join_people_and_files_and_follow_the_newest_version(store: ContentStore, tmp_path: Path) -> None:
    old, _ = store.adopt(_given(tmp_path, b"old"))
    new, _ = store.adopt(_given(tmp_path, b"new"))
    store.label([_placement(old)], ["asha"])
    store.label([_placement(old, "poster")], ["ravi"])
    assert list(store.labels()) == [((_placement(old), _placement(old, "poster")), ("asha", "ravi"))]
    store.label([_placement(new, version=2.0)], [])
    assert list(store.labels()) == [((_placement(new, version=2.0),), ("asha", "ravi"))]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"files": [3], "needed_by": []}', '{"files": [{}], "needed_by": [1]}']
)
def test_a_spoilt_label_is_passed_over(store: ContentStore, tmp_path: Path, content: str) -> None:
    sha256, _ = store.adopt(_given(tmp_path, b"x"))
    store.label([_placement(sha256)], ["asha"])
    (note,) = (tmp_path / "objects" / "labels").iterdir()
    note.write_text(content)
    assert list(store.labels()) == []
