"""The window's words: one `translate`, the languages that are here, and changing between them while running."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication

from karmadesk.ui.pseudo import PSEUDO, PseudoTranslator

SOURCE = "en"
RIGHT_TO_LEFT = frozenset({PSEUDO, "ur", "ks", "sd"})


def translate(context: str, text: str, comment: str = "", n: int = -1) -> str:
    """`text` in the language that is shown; `%n` is the count `n`. The texts are found in the source by this name."""
    return QCoreApplication.translate(context, text, comment, n)


class Languages:
    """The languages of the interface: English, and one for each `karmadesk_<code>.qm` in the folder."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str] = os.environ, *, offered: Collection[str] = ()
    ) -> None:
        """`offered` leaves only those of the languages that are here; none of them: all that are here."""
        self._folder = folder
        self._offered = frozenset(offered)
        self._translator: QTranslator | None = None
        self._wants_pseudo = environment.get("KARMADESK_PSEUDO") == "1"
        self.current = ""

    def codes(self) -> tuple[str, ...]:
        """Hindi first where it is here, then the others by code; the pseudo-locale only when asked for."""
        found = {path.stem.removeprefix("karmadesk_") for path in self._folder.glob("karmadesk_*.qm")}
        here = found | {SOURCE}
        ordered = sorted(here & self._offered or here, key=lambda code: (code != "hi", code))
        return (*ordered, PSEUDO) if self._wants_pseudo else tuple(ordered)

    def native_name(self, code: str) -> str:
        """The language's name in its own script."""
        if code == PSEUDO:
            return "Pseudo"
        return "English" if code == SOURCE else QLocale(code).nativeLanguageName()

    def wanted(self, chosen: str) -> str:
        """The language to show: the chosen one, else the system's where it is here, else English."""
        if self._wants_pseudo or chosen == PSEUDO:
            return PSEUDO
        known = self.codes()
        if chosen in known:
            return chosen
        system = QLocale.system().name().split("_", maxsplit=1)[0]
        if system in known or SOURCE in known:
            return system if system in known else SOURCE
        return known[0]

    def show(self, code: str) -> None:
        """Changes the language of everything at once (each widget is told by a LanguageChange event)."""
        if code == self.current:
            return
        self.current = code
        QLocale.setDefault(QLocale(f"{SOURCE if code == PSEUDO else code}_IN"))
        is_rtl = code in RIGHT_TO_LEFT
        QGuiApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
        old = self._translator
        if code == PSEUDO:
            self._translator = PseudoTranslator()
        else:
            self._translator = QTranslator()
            self._translator.load(str(self._folder / f"karmadesk_{code}.qm"))
        if old is not None:
            QCoreApplication.removeTranslator(old)
        QCoreApplication.installTranslator(self._translator)


__all__ = ["SOURCE", "Languages", "translate"]
