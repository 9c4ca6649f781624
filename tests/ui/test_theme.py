"""Colours that can be read, icons and fonts that are here, sizes that follow the learner's choice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from karmadesk.content import KINDS
from karmadesk.ui.theme.icons import MIRRORED, Icons
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.measures import FONT_FILES, SCRIPT_FAMILIES
from karmadesk.ui.theme.qss import style_sheet
from karmadesk.ui.theme.tokens import SETS, Role, Tokens, contrast
from tests.ui.doubles import ROOT

UI = ROOT / "karmadesk" / "ui"
TEXT: tuple[Role, ...] = ("ink", "ink2", "ink3", "brand", "accent", "done", "alert")
GROUNDS: tuple[Role, ...] = ("bg", "surface", "sunken")
ENOUGH = {"light": 4.5, "dark": 4.5, "contrast": 7.0}


@pytest.mark.parametrize("tokens", SETS.values(), ids=SETS)
def test_every_text_can_be_read_on_every_ground(tokens: Tokens) -> None:
    pairs = [(ink, ground) for ink in TEXT for ground in GROUNDS]
    pairs += [(tone, f"{tone}_soft") for tone in ("brand", "accent", "done", "alert")]  # type: ignore[misc]  # both are roles
    pairs += [(ink, f"{tone}_soft") for ink in ("ink",) for tone in ("brand", "accent", "done", "alert")]  # type: ignore[misc]  # both are roles
    pairs += [("on_brand", "brand"), ("on_brand", "brand_hover")]
    # A dangerous button under the mouse, and the words of the bar that is a notice.
    pairs += [("alert", "brand_soft"), ("ink2", "accent_soft"), ("brand", "accent_soft")]
    poor = {
        pair: round(contrast(tokens.of(pair[0]), tokens.of(pair[1])), 2)
        for pair in pairs
        if contrast(tokens.of(pair[0]), tokens.of(pair[1])) < ENOUGH[tokens.name]
    }
    assert not poor


@pytest.mark.parametrize("tokens", SETS.values(), ids=SETS)
def test_edges_of_fields_and_progress_stand_out(tokens: Tokens) -> None:
    for ground in GROUNDS:
        assert contrast(tokens.edge, tokens.of(ground)) >= 3
    for filled in (tokens.brand, tokens.done):
        assert contrast(filled, tokens.sunken) >= 3
    # The ring of the keyboard on every ground, and the signs in the dots of a practice set.
    for ground in GROUNDS:
        assert contrast(tokens.brand, tokens.of(ground)) >= 3
    for filled in (tokens.done, tokens.alert):
        assert contrast(tokens.surface, filled) >= 3
    for pair in tokens.posters:
        for colour in pair:
            assert contrast(tokens.on_poster, colour) >= 3


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_no_colour_is_named_outside_the_tokens() -> None:
    raw = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(|QColor\(\d|GlobalColor\.(?!transparent)")
    found = {
        f"{path.relative_to(UI)}: {line.strip()}"
        for path in UI.rglob("*.py")
        if path.name != "tokens.py"
        for line in path.read_text("utf-8").splitlines()
        if raw.search(line)
    }
    assert not found


def test_every_kind_of_content_has_its_icon() -> None:
    here = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    assert {kind.icon for kind in KINDS} <= here
    assert here >= MIRRORED


def test_no_icon_is_shipped_that_nobody_asks_for() -> None:
    here = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    said = "".join(path.read_text("utf-8") for path in UI.rglob("*.py"))
    asked = {name for name in here if f'"{name}"' in said} | {kind.icon for kind in KINDS}
    assert here == asked


def test_an_icon_that_is_not_here_is_a_mistake_of_ours(application: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        Icons(ROOT / "resources" / "icons").pixmap("none", SETS["light"].ink, 24)


def test_every_icon_that_is_here_has_its_origin_written_down() -> None:
    folder = ROOT / "resources" / "icons"
    told = (folder / "README.md").read_text("utf-8")
    assert all(f"`{path.name}`" in told for path in folder.glob("*.svg"))
    assert "ISC" in (folder / "LICENSE").read_text("utf-8")


def test_an_icon_takes_the_colour_that_is_asked(application: QApplication) -> None:
    icons = Icons(ROOT / "resources" / "icons")
    image: QImage = icons.pixmap("check", SETS["light"].done, 24).toImage()
    seen = {
        image.pixelColor(x, y).name().upper()
        for x in range(24)
        for y in range(24)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert seen == {SETS["light"].done}


def test_an_icon_that_points_turns_with_the_line_of_reading(application: QApplication) -> None:
    icons = Icons(ROOT / "resources" / "icons")
    plain = icons.pixmap("next", SETS["light"].ink, 24).toImage()
    turned = icons.pixmap("next", SETS["light"].ink, 24, mirrored=True).toImage()
    pairs = [(x, y) for x in range(24) for y in range(24)]
    assert all(abs(turned.pixelColor(x, y).alpha() - plain.pixelColor(23 - x, y).alpha()) < 40 for x, y in pairs)
    assert turned != plain
    assert (
        icons.pixmap("play", SETS["light"].ink, 24, mirrored=True).toImage()
        == icons.pixmap("play", SETS["light"].ink, 24).toImage()
    )


def test_the_shipped_fonts_are_the_ones_that_draw(application: QApplication) -> None:
    theme = Theme(ROOT / "resources", "light")
    theme.dress()
    families = QFontDatabase.families()
    for script in SCRIPT_FAMILIES.values():
        assert set(script) <= set(families)
    assert QFontInfo(theme.font("body")).family() == "Noto Sans"
    theme.set(language="hi")
    assert QFontInfo(theme.font("body")).family() == "Noto Sans Devanagari"
    assert all((ROOT / "resources" / "fonts" / name).exists() for name in FONT_FILES)
    theme.set(language="en")


def test_text_twice_as_large_is_twice_as_large(application: QApplication) -> None:
    theme = Theme(ROOT / "resources", "light")
    small, line = theme.font("body").pixelSize(), theme.line("body")
    theme.set(text_percent=200)
    assert theme.font("body").pixelSize() == 2 * small
    assert theme.line("body") == 2 * line
    theme.set(text_percent=100)


def test_lines_of_devanagari_are_taller(application: QApplication) -> None:
    theme = Theme(ROOT / "resources", "light")
    latin = theme.line("body")
    theme.set(language="hi")
    assert theme.line("body") > latin
    theme.set(language="en")


def test_the_theme_follows_the_system_until_one_is_chosen(application: QApplication) -> None:
    theme = Theme(ROOT / "resources", "system")
    is_dark = QGuiApplication.styleHints().colorScheme().name == "Dark"
    assert theme.tokens.is_dark == is_dark
    heard: list[str] = []

    def remember() -> None:
        heard.append(theme.tokens.name)

    theme.changed.connect(remember)
    theme.set(name="dark")
    theme.set(name="dark")
    theme.set(name="contrast")
    assert heard == ["dark", "contrast"]
    theme.set(name="light")


@pytest.mark.parametrize("tokens", SETS.values(), ids=SETS)
def test_the_style_sheet_has_no_hole(tokens: Tokens) -> None:
    sheet = style_sheet(tokens, round)
    assert "$" not in sheet
    known = {value.upper() for value in vars(tokens).values() if isinstance(value, str)}
    assert {colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{6}", sheet)} <= known


def test_roles_are_the_tokens() -> None:
    assert all(re.fullmatch(r"#[0-9A-F]{6}", tokens.of(role)) for tokens in SETS.values() for role in get_args(Role))


def test_a_missing_face_is_no_disaster(
    application: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from karmadesk.ui.theme import fonts

    assert fonts.load(tmp_path, ["none.ttf"]) == ()
    assert "none.ttf" in caplog.text
