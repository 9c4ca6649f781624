"""Packing: the same folder gives the same bytes, and each package holds what its system expects of one."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from cyclonedx.output.json import JsonV1Dot6

from tools.packing import bom, contents, deb, icons, installer, tarball, windows_version
from tools.packing.__main__ import system_name
from tools.packing.contents import Component, Contents, Packages

EPOCH = 1_700_000_000
needs_dpkg = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="Debian's packages are made on Debian")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small program: one that can be started, its second name, and a file for it."""
    made = tmp_path / "built" / "karmadesk"
    (made / "_internal").mkdir(parents=True)
    (made / "karmadesk").write_text("#!/bin/sh\necho here\n", "utf-8")
    (made / "karmadesk").chmod(0o750)
    (made / "karmadesk-window").symlink_to("karmadesk")
    (made / "_internal" / "data").write_bytes(bytes(5000))
    (made / "_internal" / "data").chmod(0o600)
    return made


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The icons, drawn in a process of its own: a test's QApplication is a QGuiApplication of another kind."""
    place = tmp_path_factory.mktemp("icons")
    code = f"from pathlib import Path; from tools.packing import icons; icons.draw(Path({str(place)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=deb.ROOT, check=True, timeout=60)
    return place


def test_the_archive_depends_on_its_contents_alone(folder: Path, tmp_path: Path) -> None:
    tarball.pack(folder, tmp_path / "one.tar.xz", epoch=EPOCH, top="karmadesk-1")
    os.utime(folder / "karmadesk", (1, 1))
    (folder / "_internal" / "data").chmod(0o640)
    tarball.pack(folder, tmp_path / "two.tar.xz", epoch=EPOCH, top="karmadesk-1")
    assert (tmp_path / "one.tar.xz").read_bytes() == (tmp_path / "two.tar.xz").read_bytes()


def test_the_archive_unpacks_to_a_program_that_starts(folder: Path, tmp_path: Path) -> None:
    tarball.pack(folder, tmp_path / "one.tar.xz", epoch=EPOCH, top="karmadesk-1")
    with tarfile.open(tmp_path / "one.tar.xz") as tar:
        assert {(member.uid, member.gid, member.mtime) for member in tar} == {(0, 0, EPOCH)}
        tar.extractall(tmp_path, filter="data")
    made = tmp_path / "karmadesk-1"
    assert (made / "karmadesk").stat().st_mode & 0o777 == 0o755
    assert (made / "_internal/data").stat().st_mode & 0o777 == 0o644
    assert (made / "karmadesk-window").readlink() == Path("karmadesk")


@needs_dpkg
def test_the_package_holds_its_words_its_menu_entry_and_no_script(folder: Path, drawn: Path, tmp_path: Path) -> None:
    made = tmp_path / "karmadesk.deb"
    deb.pack(folder, drawn, made, version="1.2.3", epoch=EPOCH, compression="gzip")
    listed = subprocess.run(["dpkg-deb", "--contents", made], check=True, capture_output=True, text=True).stdout
    lines = {line.split()[5]: line for line in listed.splitlines()}
    assert {"root/root"} == {line.split()[1] for line in lines.values()}
    assert "-> ../lib/karmadesk/karmadesk-window" in lines["./usr/bin/karmadesk-window"]
    assert lines["./usr/lib/karmadesk/karmadesk"].startswith("-rwxr-xr-x")
    assert lines["./usr/lib/karmadesk/_internal/data"].startswith("-rw-r--r--")
    for wanted in (
        "./usr/share/applications/karmadesk.desktop",
        "./usr/share/icons/hicolor/48x48/apps/karmadesk.png",
        "./usr/share/icons/hicolor/scalable/apps/karmadesk.svg",
        "./usr/share/doc/karmadesk/copyright",
    ):
        assert wanted in lines
    told = subprocess.run(["dpkg-deb", "--info", made], check=True, capture_output=True, text=True).stdout
    assert " Version: 1.2.3\n" in told
    assert " Recommends: libvlc5, vlc-plugin-base, vlc-plugin-video-output," in told
    # Nothing runs when it is installed, upgraded or removed, so nothing can touch what people learnt.
    assert [word for word in ("postinst", "prerm", "postrm", "preinst", "conffiles") if word in told] == []
    first = made.read_bytes()
    deb.pack(folder, drawn, made, version="1.2.3", epoch=EPOCH, compression="gzip")
    assert made.read_bytes() == first


def test_the_menu_entry_is_in_both_languages() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign] # configparser's own way to keep capitals
    entry.read(deb.HERE / "karmadesk.desktop", encoding="utf-8")
    words = entry["Desktop Entry"]
    for name in ("Name", "Comment", "GenericName"):
        assert words[name] != words[f"{name}[hi]"]
    assert words["Exec"] == "karmadesk-window"
    if checker := shutil.which("desktop-file-validate"):
        subprocess.run([checker, deb.HERE / "karmadesk.desktop"], check=True)


def test_the_icon_is_drawn_in_every_size(drawn: Path) -> None:
    from PIL import Image

    for pixels in icons.SIZES:
        with Image.open(drawn / f"karmadesk-{pixels}.png") as image:
            assert image.size == (pixels, pixels)
            assert image.getpixel((pixels // 2, pixels // 16 + 1)) == (0x27, 0x45, 0x7D, 255)
    with Image.open(drawn / "karmadesk.ico") as image:
        assert set(icons.ICO_SIZES) == set(image.info["sizes"])


@pytest.mark.skipif(not installer.makensis(), reason="makensis is not installed: apt-get install nsis")
def test_the_installer_for_windows_compiles(folder: Path, drawn: Path, tmp_path: Path) -> None:
    (folder / "karmadesk-window").unlink()
    for name in ("karmadesk.exe", "karmadesk-window.exe"):
        (folder / name).write_bytes(b"MZ")
    made = tmp_path / "karmadesk-1.2.3-windows-x86_64.exe"
    installer.pack(folder, drawn, made, version="1.2.3")
    written = made.read_bytes()
    assert written[:2] == b"MZ"
    # The version resource stands uncompressed in front, in both languages.
    assert all(words.encode("utf-16-le") in written for words in ("ProductVersion", "1.2.3", "जहाँ नेटवर्क नहीं"))


@pytest.mark.parametrize(
    "version, four",
    [("0.1.0", (0, 1, 0, 0)), ("12.3", (12, 3, 0, 0)), ("1.2.3.4.5", (1, 2, 3, 4)), ("1.0.0+local.7", (1, 0, 0, 0))],
)
def test_windows_counts_versions_in_four_numbers(version: str, four: tuple[int, int, int, int]) -> None:
    assert windows_version.four_numbers(version) == four


def test_the_bill_of_materials_names_each_part_with_licence_and_needs(tmp_path: Path) -> None:
    packages = Packages()
    found = Contents()
    for name in ("requests", "urllib3", "pyside6-addons"):
        component = Component(name, packages.by_name[name].version, contents.licence_of(packages.by_name[name]), True)
        found.brought[component].append("PySide6/Qt/lib/libavcodec.so.63" if "addons" in name else name)
    bootloader = contents.native("karmadesk")
    assert bootloader is not None
    found.brought[bootloader].append("karmadesk")
    paths = tmp_path / "one.json", tmp_path / "two.json"
    for path in paths:
        bom.write(path, found, packages, version="1.2.3", platform="linux-x86_64", epoch=EPOCH)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    told = json.loads(paths[0].read_text("utf-8"))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    parts = {part["name"]: part for part in told["components"]}
    assert set(parts) == {"requests", "urllib3", "pyside6-addons", "FFmpeg", "PyInstaller bootloader"}
    assert parts["requests"]["purl"] == f"pkg:pypi/requests@{packages.by_name['requests'].version}"
    assert parts["FFmpeg"]["licenses"] == [{"expression": "LGPL-2.1-or-later"}]
    needs = {entry["ref"]: entry.get("dependsOn", []) for entry in told["dependencies"]}
    assert needs["requests"] == ["urllib3"]
    assert needs["pyside6-addons"] == ["ffmpeg"]


def test_a_bill_that_breaks_the_schema_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(JsonV1Dot6, "output_as_string", lambda *_, **__: "{}")
    with pytest.raises(bom.Invalid):
        bom.write(tmp_path / "one.json", Contents(), Packages([]), version="1", platform="linux", epoch=EPOCH)
    assert not (tmp_path / "one.json").exists()


def test_files_are_named_for_the_system() -> None:
    assert system_name().partition("-")[0] in {"linux", "windows", "macos"}
