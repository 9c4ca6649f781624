"""The folder on a drive: files stand there whole or not at all, whatever happens to the drive."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from karmadesk.carry import drive
from karmadesk.carry.sealing import MOST_BYTES
from karmadesk.errors import DiskFull, NotCarried, UnreadableFile, UnwritableFile

NAME = "0123456789abcdef.post"


def test_writes_and_reads_in_the_folder_for_posts(tmp_path: Path) -> None:
    drive.write(tmp_path, NAME, b"one")
    drive.write(tmp_path / drive.FOLDER, NAME, b"two")
    assert drive.read(tmp_path, NAME) == b"two"
    assert [path.name for path in (tmp_path / drive.FOLDER).iterdir()] == [NAME]
    assert drive.posts(tmp_path) == ("0123456789abcdef",)
    assert drive.answers(tmp_path) == ()


def test_what_others_lay_there_is_nobodys_post(tmp_path: Path) -> None:
    folder = tmp_path / drive.FOLDER
    folder.mkdir()
    for name in ("letter.txt", "x.post", "0123456789ABCDEF.post", f"{NAME}.part", ".post"):
        (folder / name).write_bytes(b"x")
    assert drive.posts(tmp_path) == ()


def test_a_drive_that_was_pulled_out_is_not_made_anew(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(UnwritableFile):
        drive.write(gone, NAME, b"x")
    assert not gone.exists()
    with pytest.raises(UnreadableFile):
        drive.posts(gone)


@pytest.mark.parametrize(
    "number, error",
    [
        (errno.ENOSPC, DiskFull),
        (errno.EROFS, UnwritableFile),
        (errno.EIO, UnwritableFile),
        (errno.EACCES, UnwritableFile),
    ],
)
def test_what_the_drive_refuses_leaves_the_older_file(
    number: int, error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive.write(tmp_path, NAME, b"old")

    def fails(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(error):
        drive.write(tmp_path, NAME, b"new")
    assert drive.read(tmp_path, NAME) == b"old"
    assert len(list((tmp_path / drive.FOLDER).iterdir())) == 1


def test_a_drive_that_knows_no_flush_of_folders_is_good_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_folder: Path) -> None:
        raise OSError(errno.EINVAL, "no such thing here")

    monkeypatch.setattr(drive, "flush_folder", unknown)
    drive.write(tmp_path, NAME, b"x")
    assert drive.read(tmp_path, NAME) == b"x"


def test_a_link_or_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / drive.FOLDER
    folder.mkdir()
    (folder / "fedcba9876543210.post").symlink_to("/etc/hostname")
    with (folder / NAME).open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for name in ("fedcba9876543210.post", NAME):
        with pytest.raises(NotCarried):
            drive.read(tmp_path, name)


def test_a_folder_of_a_thousand_names_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / drive.FOLDER
    folder.mkdir()
    for number in range(drive.MOST_FILES + 2):
        (folder / f"{number:016x}.post").touch()
    with pytest.raises(UnreadableFile):
        drive.posts(tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A real small drive."""
    folder = tmp_path / "stick"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, check=False) if shutil.which("mount") else None
    if done is None or done.returncode:
        pytest.skip("no small drive can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_real_drive_that_is_full_or_write_protected_keeps_what_it_has(stick: Path) -> None:
    drive.write(stick, NAME, b"1" * 100_000)
    with pytest.raises(DiskFull):
        drive.write(stick, NAME, b"2" * 200_000)
    assert drive.read(stick, NAME) == b"1" * 100_000
    assert len(list((stick / drive.FOLDER).iterdir())) == 1
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
    with pytest.raises(UnwritableFile):
        drive.write(stick, NAME, b"3")
    assert drive.read(stick, NAME) == b"1" * 100_000


@pytest.mark.skipif(os.name == "nt", reason="kills as Linux does")
def test_killed_while_writing_the_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    drive.write(tmp_path, NAME, b"0" * 2_000_000)
    script = (
        "import sys; from pathlib import Path; from karmadesk.carry import drive\n"
        "print('ready', flush=True)\n"
        f"for n in range(10**6): drive.write(Path(sys.argv[1]), {NAME!r}, str(n % 10).encode() * 2_000_000)\n"
    )
    for round_ in range(8):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline()
        time.sleep(0.02 * round_)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = drive.read(tmp_path, NAME)
        assert len(found) == 2_000_000
        assert len(set(found)) == 1
