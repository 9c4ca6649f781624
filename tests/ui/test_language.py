"""English and Hindi, live: no string of the other language stays, and a shipped font has every character."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication

from karmadesk.model import Resource
from karmadesk.ui.i18n import Languages
from karmadesk.ui.main_window import MainWindow
from karmadesk.ui.pseudo import pseudo
from karmadesk.ui.qt_words import qt_words
from karmadesk.ui.screens.helpdesk import ISOLATE, ISOLATE_END, spelt
from karmadesk.ui.theme.measures import FONT_FILES
from tests.ui.doubles import ROOT, SUPPORT_CODE, ProgramDouble, settle
from tests.ui.walk import SCREENS, UNSCORED, show, texts

ALIKE = re.compile(r"^[\d\s·.,:%×–/KMGB]*$|^APAR$|^KarmaDesk")
"""Texts that are rightly the same in both: numbers, sizes, names."""


def catalogue(code: str) -> dict[tuple[str, str], list[str]]:
    """(context, source) to its translations, as the .ts file has them."""
    found = {}
    for context in ET.parse(ROOT / "translations" / f"karmadesk_{code}.ts").getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found[(context.findtext("name", ""), message.findtext("source", ""))] = forms
    return found


def content_names() -> set[str]:
    """What comes from servers and people in the samples, and is shown as it came."""
    from tests.ui import samples

    cards = (samples.HEAT, samples.NOTING, samples.ONLINE, samples.ACCOUNTS, samples.FOREST, samples.PROGRAM)
    names = {text for card in cards for text in (card.name, card.provider, card.description)}
    names |= {f"{ISOLATE}{SUPPORT_CODE}{ISOLATE_END}", spelt(SUPPORT_CODE)}
    for value in vars(samples).values():
        if isinstance(value, Resource):
            names.add(value.name)
    names |= {unit.name for unit in samples.course().units}
    names |= {download.name for download in samples.downloads().downloads}
    names |= {person.label for person in samples.people()}
    names |= set(samples.UNSENT)
    return names | {"Office procedure", "ISTM", "KarmaDesk demo", "English", "हिन्दी", "Sunita", "KarmaDesk"}


def without(text: str, names: set[str]) -> str:
    """The text with everything taken out that is content."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return re.sub(r"http\S+|/home/\S+|Ctrl\+\w+|Alt\+\w+|F5|Esc|APAR|\{\w+\}", " ", text)


LATIN = re.compile(r"[A-Za-z]{2,}")
LATIN_IN_HINDI = re.compile(
    r"^(KarmaDesk|MB|KB|GB|APAR|Qt|LGPL|VLC|SQLCipher|BSD|Noto|OFL|Lucide|ISC|THIRD|PARTY|md|PDF|SVG)$"
)
"""Words that Hindi writes in Latin letters here: names of products, licences and formats, units."""


@pytest.mark.parametrize("name", SCREENS | UNSCORED)
def test_no_string_of_the_other_language_stays_when_it_is_changed(window: MainWindow, name: str) -> None:
    names = content_names()
    root = show(window, name)
    english = {without(text, names).strip() for text in texts(root)}
    window.stage.program.change_settings(language="hi")
    settle()
    hindi = {without(text, names).strip() for text in texts(root)}
    stayed = {text for text in english & hindi if len(text) > 1 and not ALIKE.match(text)}
    assert not stayed
    foreign = {word for text in hindi for word in LATIN.findall(text) if not LATIN_IN_HINDI.match(word)}
    assert not foreign
    window.stage.program.change_settings(language="en")
    settle()
    back = {without(text, names).strip() for text in texts(root)}
    assert not [text for text in back if re.search(r"[\u0900-\u097f]", text)]


@pytest.mark.parametrize("name", SCREENS | UNSCORED)
def test_every_string_of_a_screen_changes_in_the_pseudo_locale(window: MainWindow, name: str) -> None:
    root = show(window, name)
    window.stage.program.change_settings(language="qps")
    settle()
    assert root.layoutDirection() == Qt.LayoutDirection.RightToLeft
    names = content_names()
    plain = {
        text
        for text in texts(root)
        if re.search(r"[A-Za-z]{3,}", without(text, names)) and not re.search(r"[\[\]]", text)
    }
    assert not {text for text in plain if not re.fullmatch(r"[\d ]+ \w{3}, [\d:]+", text)}


def faces() -> list[QRawFont]:
    return [QRawFont(str(ROOT / "resources" / "fonts" / name), 14) for name in FONT_FILES]


@pytest.mark.parametrize("code", ["hi", "en"])
def test_a_shipped_font_has_a_glyph_for_every_character(application: QApplication, code: str) -> None:
    shipped = faces()
    said = [form for forms in catalogue(code).values() for form in forms]
    said += [source for _, source in catalogue("hi")]
    letters = {letter for text in said for letter in text if not letter.isspace()}
    letters |= set("सुनीताआरिफ़मीना॰।०१२३४५६७८९₹0123456789")
    missing = {letter for letter in letters if not any(face.supportsCharacter(ord(letter)) for face in shipped)}
    assert not missing


def test_a_screen_never_asks_a_font_that_is_not_shipped(window: MainWindow) -> None:
    show(window, "plan")
    window.stage.program.change_settings(language="hi")
    settle()
    assert window.font().families() == ["Noto Sans Devanagari", "Noto Sans"]
    assert not any(face for face in faces() if not face.isValid())


def test_nothing_in_hindi_is_left_untranslated() -> None:
    same = {
        key
        for key, forms in catalogue("hi").items()
        if any(form == key[1] for form in forms) and not ALIKE.match(re.sub(r"\{\w+\}", "", key[1]))
    }
    assert not same


@pytest.mark.parametrize("code", ["hi", "en"])
def test_a_translation_has_the_fields_of_its_source(code: str) -> None:
    field = re.compile(r"\{\w+\}|%n")
    for (context, source), forms in catalogue(code).items():
        for form in forms:
            assert sorted(field.findall(source)) == sorted(field.findall(form)), (context, source)


def test_qts_own_words_are_translated(application: QApplication, translations: Path) -> None:
    languages = Languages(translations, {})
    languages.show("hi")
    try:
        assert all(re.search(r"[\u0900-\u097f]", word) for word in qt_words())
    finally:
        languages.show("en")


def test_languages_are_read_from_the_folder(application: QApplication, tmp_path: Path) -> None:
    for name in ("karmadesk_hi.qm", "karmadesk_en.qm", "karmadesk_ta.qm", "other_bn.qm"):
        (tmp_path / name).touch()
    assert Languages(tmp_path, {}).codes() == ("hi", "en", "ta")
    assert Languages(tmp_path, {"KARMADESK_PSEUDO": "1"}).codes() == ("hi", "en", "ta", "qps")
    assert Languages(tmp_path, {}).native_name("ta") == "தமிழ்"
    assert Languages(tmp_path, {}).native_name("en") == "English"


def test_an_unknown_language_falls_back_to_one_that_is_here(application: QApplication, translations: Path) -> None:
    languages = Languages(translations, {})
    assert languages.wanted("hi") == "hi"
    assert languages.wanted("xx") in languages.codes()
    assert languages.wanted("qps") == "qps"


def test_the_pseudo_locale_keeps_fields_and_is_longer() -> None:
    made = pseudo("{n} to send, %n items")
    assert "{n}" in made
    assert "%n" in made
    assert len(made) >= 1.3 * len("{n} to send, %n items")


def test_each_widget_hears_of_the_language(window: MainWindow) -> None:
    show(window, "plan")
    assert QEvent.Type.LanguageChange  # the event that installTranslator sends
    program = window.stage.program
    assert isinstance(program, ProgramDouble)
    program.change_settings(language="hi")
    settle()
    assert window.shell.top.title.text() == "सुप्रभात, Sunita"


def test_a_screen_that_was_hidden_speaks_the_new_language_when_it_is_shown(window: MainWindow) -> None:
    show(window, "settings")
    root = show(window, "plan")
    window.stage.program.change_settings(language="hi")
    settle()
    assert re.search(r"[\u0900-\u097f]", "".join(texts(root)))
    show(window, "settings")
    hindi = "".join(texts(window.shell.screen_named("settings")))
    assert "भाषा" in hindi
    assert "Language" not in hindi
