"""Everything that can be done from anywhere, by name: what the palette offers and the sheet of keys explains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtGui import QKeySequence

from karmadesk.settings import THEMES
from karmadesk.ui.i18n import translate
from karmadesk.ui.rail import PLACES, place_name
from karmadesk.ui.stage import ScreenName


class Doer(Protocol):
    """What carries commands out: the window."""

    def go_to(self, screen: ScreenName) -> None: ...
    def find(self) -> None: ...
    def send_now(self) -> None: ...
    def import_files(self) -> None: ...
    def ask_who(self) -> None: ...
    def lock(self) -> None: ...
    def show_theme(self, name: str) -> None: ...
    def show_language(self, code: str) -> None: ...
    def show_keys(self) -> None: ...
    def languages(self) -> Iterable[tuple[str, str]]:
        """Codes and names in their own scripts."""


@dataclass(frozen=True)
class Command:
    """`words` in the language that is shown; `also` are words of other languages by which it is found too."""

    id: str
    words: str
    do: Callable[[], None]
    icon: str = ""
    keys: str = ""
    also: str = ""


def commands(doer: Doer) -> tuple[Command, ...]:
    """All of them, the most used first."""
    return (*_places(doer), *_deeds(doer), *_looks(doer))


def matching(every: Iterable[Command], typed: str) -> tuple[Command, ...]:
    """Those in which each typed word begins a word, in their order; all when nothing is typed."""
    wanted = typed.casefold().split()
    return tuple(command for command in every if all(_begins(command, word) for word in wanted))


def _begins(command: Command, word: str) -> bool:
    return any(part.startswith(word) for part in f"{command.words} {command.also}".casefold().split())


def _places(doer: Doer) -> list[Command]:
    return [
        Command(
            f"go-{screen}",
            translate("Commands", "Go to {place}").format(place=place_name(screen)),
            _to(doer, screen),
            icon,
            f"Alt+{number}",
            place_name(screen),
        )
        for number, (screen, icon) in enumerate(PLACES, 1)
    ]


def _to(doer: Doer, screen: ScreenName) -> Callable[[], None]:
    def go() -> None:
        doer.go_to(screen)

    return go


def _deeds(doer: Doer) -> list[Command]:
    find = QKeySequence(QKeySequence.StandardKey.Find).toString()
    return [
        Command("find", translate("Commands", "Search courses and lessons"), doer.find, "search", find),
        Command("send", translate("Commands", "Send and fetch now"), doer.send_now, "sync", "F5"),
        Command("import", translate("Commands", "Import from a file…"), doer.import_files, "add", "Ctrl+O"),
        Command("who", translate("Commands", "Change who is learning"), doer.ask_who, "people"),
        Command("lock", translate("Commands", "Lock now"), doer.lock, "keys", "Ctrl+L"),
        Command("keys", translate("Commands", "Show the keys"), doer.show_keys, "info", "F1"),
    ]


def _looks(doer: Doer) -> list[Command]:
    themes = {
        "system": translate("Commands", "Colours like the system"),
        "light": translate("Commands", "Light colours"),
        "dark": translate("Commands", "Dark colours"),
        "contrast": translate("Commands", "High contrast"),
    }
    found = [Command(f"theme-{name}", themes[name], _with(doer.show_theme, name), "theme") for name in THEMES]
    language = Command("", "", doer.find, "language", also="language bhasha भाषा")
    for code, name in doer.languages():
        words = translate("Commands", "Language: {name}").format(name=name)
        found.append(replace(language, id=f"language-{code}", words=words, do=_with(doer.show_language, code)))
    return found


def _with(do: Callable[[str], None], value: str) -> Callable[[], None]:
    def done() -> None:
        do(value)

    return done
