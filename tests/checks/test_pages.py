"""The sheets of paper: one A4 page each, made from their sources, alike in both languages, in the program's words."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtSvg import QSvgRenderer

from karmadesk.app.arguments import parser
from karmadesk.services.support_code import decode
from karmadesk.ui.theme.tokens import LIGHT
from tests.checks.tree import ROOT
from tools.sheets.ink import ICONS, load_faces
from tools.sheets.pictures import TONES
from tools.sheets.press import TooLongError, mark_of, press, sources
from tools.sheets.reading import Legend, Note, Paragraph, Run, Section, Sheet, read, runs
from tools.sheets.words import is_shown, say

PAGES = ROOT / "docs" / "pages"
PICTURE = ROOT / "docs" / "pictures" / "how-it-travels.svg"
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["coordinator-en", "coordinator-hi", "learner-en", "learner-hi"]
A4 = (595.0, 842.0)
HEAVIEST = 300_000
LEAST_TYPE = 10.5
MOST_STRANGE = 0.004
"""Of a picture's pixels, what another system may set a little elsewhere."""


class Pdf:
    """A PDF as somebody sees it."""

    def __init__(self, path: Path) -> None:
        document = QPdfDocument()
        document.load(str(path))
        self.pages = document.pageCount()
        self.size = document.pagePointSize(0)
        self.text = re.sub(r"\s+", " ", document.getAllText(0).text())
        self.made_from = document.metaData(QPdfDocument.MetaDataField.Creator)
        self.picture = document.render(0, QSize(595, 842)).convertToFormat(QImage.Format.Format_Grayscale8)
        document.close()
        document.deleteLater()


def strangeness(one: QImage, other: QImage) -> float:
    """The share of pixels in which two pictures are plainly different."""
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return sum(abs(here - there) > 48 for here, there in pairs) / (one.width() * one.height())


def blocks(sheet: Sheet) -> list[Paragraph | Note | Legend]:
    return [block for section in sheet.sections for block in section.blocks]


def every_run(sheet: Sheet) -> list[Run]:
    """All runs in the order of reading."""
    found = list(sheet.lead)
    for block in blocks(sheet):
        for part in block.rows if isinstance(block, Legend) else (block,):
            found += part.runs
    return found


def shape(section: Section) -> list[object]:
    """What a section is apart from its words."""
    found: list[object] = [section.icon]
    for block in section.blocks:
        if isinstance(block, Legend):
            found += [(row.tone, row.icon) for row in block.rows]
        else:
            found.append(block.marker if isinstance(block, Paragraph) else "note")
    return found


def test_there_is_a_sheet_for_each_reader_in_each_language() -> None:
    assert [source.stem for source in sources(PAGES)] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_one_small_a4_page(qapp: QGuiApplication, name: str) -> None:
    path = PAGES / f"{name}.pdf"
    pdf = Pdf(path)
    assert pdf.pages == 1
    assert (pdf.size.width(), pdf.size.height()) == pytest.approx(A4, abs=1)
    assert path.stat().st_size < HEAVIEST
    assert b"/FontFile2" in path.read_bytes(), "the faces are inside"


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_that_of_its_source(qapp: QGuiApplication, name: str, tmp_path: Path) -> None:
    load_faces()
    source = PAGES / f"{name}.md"
    size = press(source, tmp_path / "again.pdf")
    kept, again = Pdf(PAGES / f"{name}.pdf"), Pdf(tmp_path / "again.pdf")
    told = "press it again: .venv/bin/python -m tools.sheets"
    assert size >= LEAST_TYPE
    assert kept.made_from == again.made_from == mark_of(source), told
    assert kept.text == again.text, told
    assert strangeness(kept.picture, again.picture) <= MOST_STRANGE, told


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_calls_things_as_the_program_does(name: str) -> None:
    sheet = read(PAGES / f"{name}.md")
    names = list(sheet.names())
    assert len(names) > 20
    assert [each for each in names if not is_shown(sheet.language, each)] == []


@pytest.mark.parametrize("name", NAMES)
def test_icons_and_tones_of_a_sheet_are_the_programs(name: str) -> None:
    sheet = read(PAGES / f"{name}.md")
    rows = [row for block in blocks(sheet) if isinstance(block, Legend) for row in block.rows]
    icons = {section.icon for section in sheet.sections} | {row.icon for row in rows}
    assert {each for each in icons if not (ICONS / f"{each}.svg").is_file()} == set()
    assert {row.tone for row in rows} <= TONES.keys()
    assert rows


@pytest.mark.parametrize("reader", ["learner", "coordinator"])
def test_both_languages_say_the_same(reader: str) -> None:
    english, hindi = (read(PAGES / f"{reader}-{language}.md") for language in ("en", "hi"))
    assert [[shape(each) for each in column] for column in english.columns] == [
        [shape(each) for each in column] for column in hindi.columns
    ]
    assert english.picture == hindi.picture
    assert len(english.foot) == len(hindi.foot)
    assert [run.text for run in every_run(english) if run.kind == "keys"] == [
        run.text for run in every_run(hindi) if run.kind == "keys"
    ]
    assert len(list(english.names())) == len(list(hindi.names()))


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_codes_of_a_sheet_are_understood(name: str) -> None:
    for said in (run.text for run in every_run(read(PAGES / f"{name}.md")) if run.kind == "keys"):
        if re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", said):
            assert decode(said).version
        if said.startswith("karmadesk "):
            words = said.split()[1:]
            assert parser().parse_args([*words, "X"] if said.endswith("--decode") else words).verb == words[0]


def test_a_name_that_the_program_does_not_show_is_found() -> None:
    assert is_shown("en", "Fetch what I need")
    assert is_shown("en", "12 to send")
    assert is_shown("hi", "भेजने के लिए 12")
    assert not is_shown("en", "Fetch all I need")
    assert not is_shown("hi", "Fetch what I need")
    assert not is_shown("en", "many to send")


def test_the_pictures_take_the_programs_words() -> None:
    assert say("en", "Strip", "%n to send", 3) == "3 to send"
    assert say("hi", "Strip", "No link") == "लिंक नहीं"
    with pytest.raises(KeyError):
        say("en", "Strip", "Nobody says this")


def test_too_many_words_are_told_and_not_printed(qapp: QGuiApplication, tmp_path: Path) -> None:
    load_faces()
    long = tmp_path / "long-en.md"
    more = "\n".join("- one more thing to remember" for _ in range(12))
    long.write_text(f"{(PAGES / 'learner-en.md').read_text('utf-8')}\n## More <!-- info -->\n\n{more}\n", "utf-8")
    with pytest.raises(TooLongError, match="points too long"):
        press(long, tmp_path / "long.pdf")
    assert not (tmp_path / "long.pdf").exists()


def test_inline_marks_are_read() -> None:
    assert runs("On **My plan** press `F5`.") == (
        Run("On "),
        Run("My plan", "name"),
        Run(" press "),
        Run("F5", "keys"),
        Run("."),
    )


def test_an_unknown_command_in_a_source_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd-en.md"
    path.write_text("<!-- sing: loudly -->\n\n# Odd\n", "utf-8")
    with pytest.raises(ValueError, match="unknown"):
        read(path)


def test_the_picture_of_how_it_travels_stands_on_its_own() -> None:
    source = PICTURE.read_text("utf-8")
    root = ET.fromstring(source)
    spoken = {f"{SVG}title", f"{SVG}desc"}
    assert spoken <= {child.tag for child in root}
    assert not re.search(r"<script|<image|<style|@import", source)
    links = {value for part in root.iter() for key, value in part.attrib.items() if key.endswith("href")}
    assert {link for link in links if not link.startswith("#")} == set(), "nothing comes from elsewhere"


def test_the_picture_brings_its_own_paper(qapp: QGuiApplication) -> None:
    renderer = QSvgRenderer(str(PICTURE))
    drawn = QImage(renderer.defaultSize(), QImage.Format.Format_ARGB32)
    drawn.fill(0)
    painter = QPainter(drawn)
    renderer.render(painter)
    painter.end()
    middle, corner = drawn.pixelColor(drawn.width() // 2, 20), drawn.pixelColor(1, 1)
    assert middle.name().upper() == LIGHT.bg
    assert corner.alpha() == 0, "round corners, whatever is behind"


def test_the_readme_shows_the_picture_and_links_the_sheets() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.search(r"!\[([^\]]{80,})\]\(docs/pictures/how-it-travels\.svg\)", readme)
    assert shown, "with words for who can't see it"
    assert [name for name in NAMES if f"docs/pages/{name}.pdf" not in readme] == []
