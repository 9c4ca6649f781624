"""Makes the Debian package: the folder in /usr/lib, two words in /usr/bin, an entry in the menu. No scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools.packing.icons import SIZES
from tools.packing.program import size

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# What the frozen libraries link to and do not bring (`shape.TAKEN_ALONG`); `prove.py` asks the loader for each.
DEPENDS = (
    *("libc6 (>= 2.35)", "libstdc++6 (>= 11)", "libgcc-s1", "zlib1g", "liblzma5", "libzstd1"),
    *("libbrotli1", "libdbus-1-3", "libdrm2", "libegl1", "libfontconfig1", "libfreetype6", "libgl1"),
    *("libglib2.0-0 | libglib2.0-0t64", "libgssapi-krb5-2", "libpulse0", "libwayland-client0", "libwayland-cursor0"),
    *("libwayland-egl1", "libx11-6", "libx11-xcb1", "libxcb-glx0", "libxcb-randr0", "libxcb-render0", "libxcb-shape0"),
    *("libxcb-shm0", "libxcb-sync1", "libxcb-xfixes0", "libxcb-xkb1", "libxcb1", "libxext6", "libxkbcommon-x11-0"),
    *("libxkbcommon0", "libxrandr2"),
)
# VLC plays what Qt Multimedia cannot (AV1); without it everything else plays all the same.
RECOMMENDS = ("libvlc5", "vlc-plugin-base", "vlc-plugin-video-output", "ca-certificates", "xdg-utils")
CONTROL = """Package: karmadesk
Version: {version}
Architecture: amd64
Maintainer: The KarmaDesk contributors <karmadesk@localhost>
Installed-Size: {size_kb}
Depends: {depends}
Recommends: {recommends}
Section: education
Priority: optional
Description: learn assigned iGOT courses where there is no network
 KarmaDesk is an offline-first client for iGOT Karmayogi. It fetches assigned
 courses while there is a link, plays them for as long as there is none, and
 reports everything, once, when a link returns.
 .
 What a person has learnt is kept in that person's own home directory; neither
 an upgrade nor a removal of this package touches it.
"""
COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: KarmaDesk

Files: *
Copyright: The KarmaDesk contributors
License: Apache-2.0
 The text is in /usr/share/common-licenses/Apache-2.0.

Files: /usr/lib/karmadesk/_internal/*
Copyright: The authors named in /usr/lib/karmadesk/licences
License: see-licences
 Each part of the program is told with its version and licence in
 /usr/lib/karmadesk/licences/INDEX.txt; the texts stand beside that file.
"""


def lay_out(folder: Path, icons: Path, tree: Path, *, version: str) -> None:
    """Makes the package's tree of files at `tree` of the program in `folder`."""
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / "usr/lib/karmadesk", symlinks=True)
    links = tree / "usr/bin"
    links.mkdir(parents=True)
    for name in ("karmadesk", "karmadesk-window"):
        (links / name).symlink_to(f"../lib/karmadesk/{name}")
    _put(HERE / "karmadesk.desktop", tree / "usr/share/applications/karmadesk.desktop")
    for pixels in SIZES:
        place = tree / f"usr/share/icons/hicolor/{pixels}x{pixels}/apps/karmadesk.png"
        _put(icons / f"karmadesk-{pixels}.png", place)
    _put(HERE / "icon.svg", tree / "usr/share/icons/hicolor/scalable/apps/karmadesk.svg")
    documents = tree / "usr/share/doc/karmadesk"
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(COPYRIGHT, "utf-8")
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(control(version, size(folder)), "utf-8")
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def control(version: str, bytes_: int) -> str:
    """What the package says of itself."""
    return CONTROL.format(
        version=version, size_kb=-(-bytes_ // 1024), depends=", ".join(DEPENDS), recommends=", ".join(RECOMMENDS)
    )


def _put(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)


def pack(folder: Path, icons: Path, package: Path, *, version: str, epoch: int, compression: str = "xz") -> None:
    """Writes the .deb."""
    tree = ROOT / "build" / "deb"
    lay_out(folder, icons, tree, version=version)
    # dpkg-deb dates everything newer back to this.
    for path in (*tree.rglob("*"), tree):
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    command: list[str | Path] = ["dpkg-deb", "--root-owner-group", f"-Z{compression}", "--build", tree, package]
    subprocess.run(command, env=os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
