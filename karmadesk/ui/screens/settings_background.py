"""Settings of what happens while nobody looks: notifications, and the program in the system's tray."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.choices import Choices
from karmadesk.ui.screens.settings_section import Section
from karmadesk.ui.stage import Stage

NAMES = ("notifies", "stays_in_tray")
YES, NO = "yes", "no"


class Background(QObject):
    """Fills a section; every choice is kept at once."""

    def __init__(self, stage: Stage, section: Section) -> None:
        super().__init__(section)
        self._stage = stage
        self._section = section
        self._choices = {name: Choices(stage.theme, f"setting-{name}") for name in NAMES}
        self.labels = {name: section.add(choices) for name, choices in self._choices.items()}
        self._choices["notifies"].chosen.connect(self._set_notifies)
        self._choices["stays_in_tray"].chosen.connect(self._set_tray)

    def retranslate(self) -> None:
        self._section.say(translate("Settings", "In the background"))
        words = {
            "notifies": translate("Settings", "Tell me what is due, fetched or refused"),
            "stays_in_tray": translate("Settings", "When the window is closed"),
        }
        for name, text in words.items():
            self.labels[name].setText(text)
            self._choices[name].setAccessibleName(text)
        now = self._stage.program.settings
        self._choices["notifies"].offer(
            [(YES, translate("Settings", "Yes, by day")), (NO, translate("Settings", "No"))],
            [YES if now.notifies else NO],
        )
        self._choices["stays_in_tray"].offer(
            [
                (NO, translate("Settings", "The program ends")),
                (YES, translate("Settings", "It goes on in the system tray")),
            ],
            [YES if now.stays_in_tray else NO],
        )

    def _set_notifies(self, value: str) -> None:
        self._stage.set(notifies=value == YES)

    def _set_tray(self, value: str) -> None:
        self._stage.set(stays_in_tray=value == YES)
