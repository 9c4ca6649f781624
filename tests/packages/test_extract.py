"""The safe extractor: odd but sound archives come out, hostile ones leave nothing anywhere."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmadesk.errors import ContentError, DamagedPackage, HostilePackage, NotAPackage
from karmadesk.jobs import Cancelled, Context
from karmadesk.packages.extract import Limits, opened
from tests.packages.archives import LINK, PIPE, claiming, doubled, zipped

SAMPLES = Path(__file__).parents[1] / "data" / "thejoshwolfe+yauzl"
HOSTILE = sorted((SAMPLES / "zip-hostile").iterdir())
GOOD = sorted((SAMPLES / "zip-good").iterdir())
ENCRYPTED = [path for path in GOOD if "encryption" in path.name]


def _extract(archive: Path, into: Path, limits: Limits | None = None) -> dict[str, bytes]:
    with opened(archive, limits) as package:
        return {name: path.read_bytes() for name, path in package.extract(into, Context()).items()}


def _written(tmp_path: Path, content: bytes) -> Path:
    archive = tmp_path / "given" / "a.zip"
    archive.parent.mkdir()
    archive.write_bytes(content)
    return archive


def _refuses(tmp_path: Path, archive: Path, limits: Limits | None = None) -> ContentError:
    """The refusal; nothing was written anywhere below `tmp_path`."""
    before = sorted(tmp_path.rglob("*"))
    into = tmp_path / "deep" / "er" / "into"
    into.mkdir(parents=True)
    with pytest.raises(ContentError) as refusal:
        _extract(archive, into, limits)
    assert sorted(tmp_path.rglob("*")) == sorted([*before, into.parents[1], into.parent, into])
    return refusal.value


@pytest.mark.parametrize("archive", HOSTILE, ids=lambda path: path.stem[:50])
def test_every_hostile_sample_is_refused_and_leaves_nothing(tmp_path: Path, archive: Path) -> None:
    _refuses(tmp_path, archive)


@pytest.mark.parametrize("archive", [p for p in GOOD if p not in ENCRYPTED], ids=lambda path: path.stem)
def test_every_good_sample_is_read(tmp_path: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive) as reference:
        expected = {i.filename: reference.read(i) for i in reference.infolist() if not i.is_dir()}
    assert _extract(archive, tmp_path / "into") == expected


@pytest.mark.parametrize("archive", ENCRYPTED, ids=lambda path: path.stem)
def test_encrypted_archives_are_refused_clearly(tmp_path: Path, archive: Path) -> None:
    refusal = _refuses(tmp_path, archive)
    assert isinstance(refusal, DamagedPackage)
    assert "encrypted" in refusal.detail


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt", "a/../../outside.txt", "/absolute.txt", "//server/share.txt", "C:/windows.txt", "C:w.txt",
        "a\\b.txt", "..\\outside.txt", "file.txt:stream", "CON", "a/nul.txt", "Com1.html", "LPT¹", "trailing.",
        "trailing ", "a./b.txt", " lead.txt", "a//b.txt", "./a.txt", "a/./b.txt", "new\nline", "bell\x07", "zero\x00",
        "what?.txt", "star*", "pipe|", 'quote"', "<angle>", "x" * 300, "/".join(["deep"] * 400),
    ],
    ids=lambda name: repr(name)[:30],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused_on_every_system(tmp_path: Path, name: str) -> None:
    archive = _written(tmp_path, zipped({"fine.txt": b"fine", name: b"evil"}))
    assert isinstance(_refuses(tmp_path, archive), HostilePackage)


@pytest.mark.parametrize(
    "names",
    [("Readme.txt", "README.TXT"), ("café.txt", "cafe\u0301.txt"), ("straße", "STRASSE"), ("a", "a/b"), ("A/b", "a")],
    ids=["case", "unicode", "folding", "file-and-folder", "folder-and-file"],
)
def test_names_that_some_disk_takes_for_one_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    archive = _written(tmp_path, zipped(dict.fromkeys(names, b"x")))
    assert isinstance(_refuses(tmp_path, archive), HostilePackage)


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    assert isinstance(_refuses(tmp_path, _written(tmp_path, doubled(b"x"))), HostilePackage)


@pytest.mark.parametrize("mode", [LINK, PIPE], ids=["symlink", "pipe"])
def test_links_and_devices_are_refused(tmp_path: Path, mode: int) -> None:
    archive = _written(tmp_path, zipped({"link": b"/etc/passwd"}, mode=mode))
    assert isinstance(_refuses(tmp_path, archive), HostilePackage)


def test_a_bomb_is_refused_before_a_byte_comes_out(tmp_path: Path) -> None:
    archive = _written(tmp_path, zipped({"zeros": bytes(5_000_000)}))
    assert isinstance(_refuses(tmp_path, archive), HostilePackage)


def test_many_small_zeros_are_a_bomb_too(tmp_path: Path) -> None:
    archive = _written(tmp_path, zipped({f"{number}": bytes(900_000) for number in range(8)}))
    assert isinstance(_refuses(tmp_path, archive), HostilePackage)


def test_a_small_text_may_be_as_repetitive_as_it_likes(tmp_path: Path) -> None:
    text = b"a" * 900_000
    assert _extract(_written(tmp_path, zipped({"a": text})), tmp_path / "into") == {"a": text}


def test_an_archive_that_declares_less_than_it_holds_is_refused(tmp_path: Path) -> None:
    archive = _written(tmp_path, claiming(zipped({"a": b"x" * 5000}, method=zipfile.ZIP_STORED), 100))
    _refuses(tmp_path, archive)


def test_limits_on_entries_and_bytes_hold(tmp_path: Path) -> None:
    archive = _written(tmp_path, zipped({str(number): b"12345678" for number in range(30)}))
    assert isinstance(_refuses(tmp_path / "given", archive, Limits(entries=29)), HostilePackage)
    assert isinstance(_refuses(tmp_path, archive, Limits(total_bytes=100)), HostilePackage)


def test_a_flipped_byte_is_damage(tmp_path: Path) -> None:
    content = bytearray(zipped({"a": b"honest words " * 50, "b": b"more"}, method=zipfile.ZIP_STORED))
    content[60] ^= 1
    assert isinstance(_refuses(tmp_path, _written(tmp_path, bytes(content))), DamagedPackage)


@pytest.mark.parametrize("content", [b"", b"<html>sign in</html>", b"%PDF-1.7 " * 40], ids=["empty", "page", "pdf"])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    assert isinstance(_refuses(tmp_path, _written(tmp_path, content)), NotAPackage)


def test_half_an_archive_is_damage(tmp_path: Path) -> None:
    whole = zipped({"a": zlib.compress(b"x" * 9000) * 20})
    assert isinstance(_refuses(tmp_path, _written(tmp_path, whole[: len(whole) // 2])), DamagedPackage)


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    archive = _written(tmp_path, zipped({"a": b"x", "b": b"y"}))
    context = Context()
    context.cancel()
    into = tmp_path / "into"
    with opened(archive) as package, pytest.raises(Cancelled):
        package.extract(into, context)
    assert list(into.iterdir()) == []


@given(st.data())
def test_no_broken_archive_writes_outside_or_raises_anything_else(data: st.DataObject) -> None:
    import tempfile

    whole = zipped({"do_1/a.html": b"<p>hands</p>" * 30, "manifest.json": b"{}", "b": bytes(200)})
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        archive, into = Path(folder, "a.zip"), Path(folder, "into")
        archive.write_bytes(bytes(broken))
        try:
            found = _extract(archive, into)
        except ContentError:
            assert not into.exists() or not list(into.iterdir())
        else:
            assert sum(map(len, found.values())) <= 1000
        assert {path.name for path in Path(folder).iterdir()} <= {"a.zip", "into"}
