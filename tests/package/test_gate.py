"""The gate: a GPL-only part, a stranger, a wrong FFmpeg each keep a program from being handed out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.packing import contents, gate, shape, versions
from tools.packing.contents import Component, Contents, Packages

ALLOWED = frozenset(contents.table()["allowed"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A built program with one library of Qt, one of Python, and nothing wrong."""
    made = tmp_path / "karmadesk"
    for name in (
        "karmadesk",
        "_internal/base_library.zip",
        "_internal/PySide6/Qt/lib/libQt6Core.so.6",
        "_internal/resources/fonts/NotoSans-Regular.ttf",
    ):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(b"")
    return made


def package(place: Path, name: str, metadata: Mapping[str, str], *files: str) -> Distribution:
    """An installed package as pip leaves it."""
    info = place / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    head = {"Metadata-Version": "2.4", "Name": name, "Version": "1.0", **metadata}
    (info / "METADATA").write_text("".join(f"{key}: {value}\n" for key, value in head.items()), "utf-8")
    for file in files:
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        (place / file).write_text("", "utf-8")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), "utf-8")
    return PathDistribution(info)


def qt(place: Path) -> Distribution:
    return package(
        place / "site",
        "PySide6_Essentials",
        {"License": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"},
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/lib/libQt6Charts.so.6",
        "PySide6/QtCharts.abi3.so",
    )


def judged(folder: Path, packages: Packages, *modules: str) -> list[str]:
    return gate.complaints(folder, contents.read(folder, packages, modules))


def test_a_program_of_known_parts_passes(folder: Path, tmp_path: Path) -> None:
    assert judged(folder, Packages([qt(tmp_path)]), "karmadesk.cli", "json", "pyimod02_importers") == []


def test_a_package_under_the_gpl_alone_is_refused(folder: Path, tmp_path: Path) -> None:
    spoiled = package(tmp_path / "site", "h5p_core", {"License-Expression": "GPL-3.0-or-later"}, "h5p_core/__init__.py")
    told = judged(folder, Packages([qt(tmp_path), spoiled]), "h5p_core")
    assert told == ["h5p-core 1.0: its licence, 'GPL-3.0-or-later', is not allowed"]


@pytest.mark.parametrize("name", ["Qt/lib/libQt6Charts.so.6", "QtCharts.abi3.so"])
def test_a_gpl_only_part_of_qt_is_refused_though_its_wheel_says_lgpl(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / "_internal/PySide6" / name).write_bytes(b"")
    told = judged(folder, Packages([qt(tmp_path)]))
    assert told == [f"_internal/PySide6/{name}: this part of Qt is GPL only"]


@pytest.mark.parametrize(
    "name",
    [
        "libQt6HttpServer.so.6",
        "Qt6Graphs.dll",
        "Qt6GraphsWidgets.dll",
        "QtDataVisualization.pyd",
        "plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "Qt/lib/QtCharts.framework/Versions/A/QtCharts",
        "libQt6NetworkAuth.so.6",
    ],
)
def test_every_gpl_only_part_is_known_on_every_system(name: str) -> None:
    assert shape.is_gpl_only(f"_internal/PySide6/{name}")
    assert not shape.belongs(f"PySide6/{name}", f"/somewhere/PySide6/{name}")


@pytest.mark.parametrize(
    "name", ["libQt6Core.so.6", "Qt6Gui.dll", "QtWidgets.pyd", "Qt/lib/QtPdf.framework/Versions/A/QtPdf"]
)
def test_the_parts_that_are_needed_belong(name: str) -> None:
    assert shape.qt_module(f"PySide6/{name}") in shape.ALLOWED_QT
    assert shape.belongs(f"PySide6/{name}", f"/somewhere/PySide6/{name}")


def test_a_part_of_qt_that_nobody_looked_up_is_refused() -> None:
    assert "not among the modules" in next(gate.of_qt(["_internal/PySide6/Qt/lib/libQt6Brandnew.so.6"]))


def test_a_file_that_nobody_knows_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "_internal/libreadline.so.8").write_bytes(b"")
    told = judged(folder, Packages([qt(tmp_path)]), "not_of_this_world")
    assert [line.partition(":")[0] for line in told] == ["_internal/libreadline.so.8", "not_of_this_world"]


@pytest.mark.parametrize(
    "expression, is_fit",
    [
        ("MIT", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT AND GPL-2.0-only) OR Apache-2.0", True),
        ("GPL-2.0-or-later", False),
        ("GPL-2.0-or-later WITH Bootloader-exception", True),
        ("GPL-2.0-or-later WITH Classpath-exception-2.0", False),
        ("AGPL-3.0-or-later", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_an_expression_needs_one_branch_that_is_allowed(expression: str, is_fit: bool) -> None:
    assert gate.is_allowed(expression, ALLOWED) is is_fit


@pytest.mark.parametrize("expression", ["MIT OR", "(((", "see the file LICENSE of this, or ask"])
def test_a_licence_that_cannot_be_read_is_refused(expression: str) -> None:
    assert [*gate.of_licences([Component("odd", "1", expression)])] != []


@pytest.mark.parametrize(
    "metadata, licence",
    [
        ({"License-Expression": "MIT-0", "License": "other"}, "MIT-0"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"Classifier": "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"}, "GPL-3.0-only"),
        ({}, ""),
    ],
)
def test_the_licence_is_read_from_wherever_the_metadata_has_it(
    tmp_path: Path, metadata: Mapping[str, str], licence: str
) -> None:
    assert contents.licence_of(package(tmp_path, "one", metadata)) == licence


def test_a_gpl_build_of_ffmpeg_is_refused_and_the_installed_one_is_not(tmp_path: Path) -> None:
    real = versions.ffmpeg_file()
    assert real is not None
    shutil.copy(real, tmp_path / real.name)
    assert [*gate.of_ffmpeg(tmp_path, [real.name])] == []
    (tmp_path / real.name).write_bytes(
        (tmp_path / real.name).read_bytes().replace(b"--disable-programs", b"--enable-gpl --foo")
    )
    assert len([*gate.of_ffmpeg(tmp_path, [real.name])]) == 1
    (tmp_path / "libavutil.so.61").write_bytes(b"libavutil license: GPL version 3 or later\0")
    assert "GPL version 3" in next(gate.of_ffmpeg(tmp_path, ["libavutil.so.61"]))


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not shutil.which("objdump"), reason="reads ELF with objdump"
)
def test_a_library_for_a_newer_system_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copy(Path(sys.executable).resolve(), tmp_path / "python")
    (tmp_path / "text.so").write_bytes(b"no library at all")
    names = ["python", "text.so"]
    assert set(gate.glibc(tmp_path, names)) == {"python"}
    monkeypatch.setattr(gate, "NEWEST_GLIBC", (2, 1))
    assert "newer than 2.1" in next(gate.of_glibc(tmp_path, names))


def test_everything_installed_that_the_program_needs_may_be_in_it() -> None:
    """The real packages of this environment, by their real metadata: all that pyproject.toml asks for, and theirs."""
    packages = Packages()
    wanted, queue = set[str](), ["karmadesk"]
    while queue:
        name = queue.pop()
        if name in wanted or (found := packages.by_name.get(name)) is None:
            continue
        wanted.add(name)
        asked = [Requirement(line) for line in found.requires or []]
        queue += [contents.plain(each.name) for each in asked if not each.marker or each.marker.evaluate({"extra": ""})]
    assert len(wanted) > 30
    components = [Component(name, "", contents.licence_of(packages.by_name[name])) for name in wanted]
    assert [*gate.of_licences(components)] == []


def test_what_is_no_package_has_its_row_and_its_version() -> None:
    found = contents.native("_internal/libssl.so.3")
    assert found is not None
    assert (found.name, found.licence) == ("OpenSSL", "Apache-2.0")
    assert found.version
    assert contents.native("_internal/libreadline.so.8") is None


def test_the_works_inside_the_wheels_are_told_with_their_versions() -> None:
    found = Contents()
    for name, file in (
        ("pyside6-essentials", "PySide6/Qt/lib/libQt6Core.so.6"),
        ("pyside6-addons", "PySide6/Qt/lib/libavcodec.so.63"),
        ("sqlcipher3", "sqlcipher3/_sqlite3.so"),
    ):
        found.brought[Component(name, "1", "MIT", is_package=True)].append(f"_internal/{file}")
    told = {component.name: component.version for component, _ in contents.inside(found)}
    assert set(told) == {"Qt", "FFmpeg", "SQLCipher", "OpenSSL in sqlcipher3"}
    assert all(version[0].isdigit() for version in told.values())
