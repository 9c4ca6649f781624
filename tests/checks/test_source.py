"""What no linter says: sizes, names, words and colours of the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.tree import ROOT, name, parsed, place, python_files

VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
# The functions by which the window speaks: lupdate reads their arguments from the source.
SPEAKING = {"translate", "tr", "QT_TRANSLATE_NOOP"}
SPEAKERS = {"i18n", "self", "QCoreApplication", "QApplication", "QObject"}
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b|\b(?:rgba?|hsla?|hsva?)\(")


def called(call: ast.Call) -> str:
    """The last word of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def owner(call: ast.Call) -> str:
    """The name before the dot of what is called, where there is one."""
    return getattr(getattr(call.func, "value", None), "id", "")


def speaks(call: ast.Call) -> bool:
    """Whether a call asks for words, rather than moves a painter or maps a string's letters."""
    if called(call) not in SPEAKING:
        return False
    if isinstance(call.func, ast.Name) or owner(call) in SPEAKERS:
        return True
    return any(isinstance(argument, ast.Constant) and isinstance(argument.value, str) for argument in call.args[:2])


def unspeakable(tree: ast.AST) -> Iterator[ast.AST]:
    """Every call of translate() whose words cannot be read from the source."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and speaks(node)):
        words = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args[:2]]
        inside = [node for argument in (*call.args, *call.keywords) for node in ast.walk(argument)]
        if not all(isinstance(word, str) for word in words) or any(isinstance(node, ast.JoinedStr) for node in inside):
            yield call


def documentation(tree: ast.AST) -> set[ast.AST]:
    """The strings that only explain."""
    return {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def is_colour(node: ast.AST) -> bool:
    """Whether this piece of code spells a colour out."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(COLOUR.search(text))
        case ast.Call(args=[_, *_] as arguments) if called(node) in {"QColor", "setNamedColor"}:
            return all(isinstance(argument, ast.Constant) for argument in arguments)
        case ast.Attribute(value=ast.Attribute(attr="GlobalColor"), attr=which):
            return which != "transparent"
        case _:
            return False


def raw_colours(tree: ast.AST) -> Iterator[ast.AST]:
    """Every colour that is spelled out rather than taken from the theme."""
    explaining = documentation(tree)
    return (node for node in ast.walk(tree) if node not in explaining and is_colour(node))


def is_theme(path: Path) -> bool:
    """Whether this is the one place where colours are named."""
    return name(path).startswith(("karmadesk/ui/theme.py", "karmadesk/ui/theme/"))


def test_no_room_is_larger_than_400_lines() -> None:
    sizes = {name(path): len(path.read_text("utf-8").splitlines()) for path in python_files("karmadesk", "tools")}
    assert {path: size for path, size in sizes.items() if size > 400} == {}


def test_every_module_says_what_it_is() -> None:
    vague = [name(path) for path in python_files("karmadesk", "tests", "tools", "benchmarks") if path.stem in VAGUE]
    assert vague == []


def test_every_module_has_a_sign_on_its_door() -> None:
    spoken = [path for path in python_files("karmadesk") if path.read_text("utf-8").strip()]
    assert [name(path) for path in spoken if not ast.get_docstring(parsed(path))] == []


def test_words_on_the_screen_stand_in_the_source() -> None:
    files = [path for path in python_files("karmadesk") if not name(path).startswith("karmadesk/ui/i18n")]
    assert [place(node, path) for path in files for node in unspeakable(parsed(path))] == []


def test_colours_come_from_the_theme() -> None:
    files = [path for path in python_files("karmadesk/ui") if not is_theme(path)]
    assert [place(node, path) for path in files for node in raw_colours(parsed(path))] == []


@pytest.mark.parametrize(
    "source",
    [
        'translate("Plan", f"{n} to send")',
        'translate("Plan", text)',
        'translate(CONTEXT, "To send")',
        'i18n.translate("Plan", "{n} to send".format(n=n))',
        'QCoreApplication.translate("Plan", "To send", f"{n}")',
        'QCoreApplication.translate("Plan", "%n to send", n=len(f"{x}"))',
    ],
)
def test_unreadable_words_are_found(source: str) -> None:
    assert list(unspeakable(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        'translate("Plan", "{n} to send").format(n=n)',
        'QCoreApplication.translate("P", "%n", "", n)',
        "name.translate(TABLE)",
        "painter.translate(x, y)",
    ],
)
def test_readable_words_pass(source: str) -> None:
    assert not list(unspeakable(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        'x = "#1a2B3c"',
        'QColor("red")',
        "QColor(1, 2, 3)",
        'css = "color: rgba(0, 0, 0, 1)"',
        "Qt.GlobalColor.red",
        'y = "#fff"',
    ],
)
def test_raw_colours_are_found(source: str) -> None:
    assert list(raw_colours(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ['"""See #123456."""', "QColor(tokens.ink)", "Qt.GlobalColor.transparent", 'x = "&#x27;"']
)
def test_colours_of_the_theme_pass(source: str) -> None:
    assert not list(raw_colours(ast.parse(source)))


def test_the_checks_look_at_the_rooms() -> None:
    assert (ROOT / "karmadesk" / "errors.py") in python_files("karmadesk")
