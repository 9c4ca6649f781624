"""Settings: language, looks, reading, sending, people, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from karmadesk.jobs import Context
from karmadesk.model import Charge, Topic
from karmadesk.settings import TEXT_SCALES, THEMES
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.choices import Choices
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import Page
from karmadesk.ui.screen import Screen
from karmadesk.ui.screens.helpdesk import HelpdeskCode
from karmadesk.ui.screens.office import OfficeWords, decided
from karmadesk.ui.screens.settings_background import NO, YES, Background
from karmadesk.ui.screens.settings_label import CardLabel
from karmadesk.ui.screens.settings_people import PeopleSettings
from karmadesk.ui.screens.settings_section import Section
from karmadesk.ui.stage import Stage

SPEEDS = (0.75, 1.0, 1.25, 1.5, 2.0)
MINUTES = (2, 5, 15, 60)
CAPTIONS = ("hi", "en")
WIDTH = 880


class SettingsScreen(Screen):
    """Every choice is kept and shown at once."""

    topics = Topic.SETTINGS | Topic.PEOPLE
    licences_wanted = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        theme = stage.theme
        self._looks = Section(theme)
        self._reading = Section(theme)
        self._sending = Section(theme)
        self._people = Section(theme)
        self._about = Section(theme)
        self._choices = {
            name: Choices(theme, f"setting-{name}", is_many=name == "captions")
            for name in (
                *("language", "theme", "text_percent", "captions", "speed"),
                *("sync_minutes", "network", "tells_usage"),
            )
        }
        self._labels = {
            name: section.add(self._choices[name])
            for section, names in (
                (self._looks, ("language", "theme", "text_percent")),
                (self._reading, ("captions", "speed")),
                (self._sending, ("sync_minutes", "network", "tells_usage")),
            )
            for name in names
        }
        self._told = label("small", "third", name="usage-told")
        self._sending.box.addWidget(self._told)
        behind = Section(theme)
        self._background = Background(stage, behind)
        self._person = label("body", "second")
        self.switch = Button(theme, "quiet", "people", name="switch-person")
        row = QHBoxLayout()
        row.addWidget(self._person, 1)
        row.addWidget(self.switch)
        self._people.box.addLayout(row)
        self.card_label = CardLabel(stage)
        self._people.box.addWidget(self.card_label)
        self.own = PeopleSettings(stage)
        self._people.box.addWidget(self.own)
        self._facts = label("body", "second")
        self._facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._facts.setObjectName("about")
        self._licences = label("small", "third")
        self._about.box.addWidget(self._facts)
        self._about.box.addWidget(self._licences)
        self._helpdesk = HelpdeskCode(stage)
        self._about.box.addWidget(self._helpdesk)
        self._office = OfficeWords(stage)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for section in (self._office, self._looks, self._reading, self._sending, behind, self._people, self._about):
            column.addWidget(section)
        page = self._page = Page("settings-page")
        row = QHBoxLayout()
        row.addWidget(self._column, 100)
        row.addStretch(1)
        page.box.addLayout(row)
        page.box.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(page)
        self._secrets = ""
        self._choices["language"].chosen.connect(self._set_language)
        self._choices["theme"].chosen.connect(self._set_theme)
        self._choices["text_percent"].chosen.connect(self._set_text)
        self._choices["captions"].chosen.connect(self._set_captions)
        self._choices["speed"].chosen.connect(self._set_speed)
        self._choices["sync_minutes"].chosen.connect(self._set_minutes)
        self._choices["tells_usage"].chosen.connect(self._set_usage)
        self._choices["network"].chosen.connect(self._say_network)
        self.switch.clicked.connect(stage.leave)
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def title(self) -> str:
        return translate("Settings", "Settings")

    def subject(self) -> str:
        return "settings"

    def read(self) -> None:
        self.retranslate()
        self.card_label.read()
        self.own.read()
        self.stage.read("secrets", self._read_secrets, self.show_secrets)

    def heard(self, topic: Topic) -> None:
        super().heard(topic)
        if topic & Topic.LINK and self.isVisible():
            self._offer_network()

    def show_secrets(self, kind: str) -> None:
        """Says where the keys are kept."""
        self._secrets = kind
        self.retranslate()

    def show_people(self) -> None:
        """Scrolls to what belongs to the people of this laptop."""
        self._page.verticalScrollBar().setValue(self._people.y())

    def retranslate(self) -> None:
        self._looks.say(translate("Settings", "Language and looks"))
        self._reading.say(translate("Settings", "Watching"))
        self._sending.say(translate("Settings", "Sending"))
        self._people.say(translate("Settings", "People"))
        self._about.say(translate("Settings", "About KarmaDesk"))
        words = {
            "language": translate("Settings", "Language"),
            "theme": translate("Settings", "Colours"),
            "text_percent": translate("Settings", "Text size"),
            "captions": translate("Settings", "Captions"),
            "speed": translate("Settings", "Speed"),
            "sync_minutes": translate("Settings", "Look for a link every"),
            "tells_usage": translate("Settings", "Tell the platform how lessons are used"),
            "network": translate("Settings", "The network here"),
        }
        for name, text in words.items():
            is_decided = name in self.stage.program.policy.settings
            self._labels[name].setText(f"{text}\n{decided()}" if is_decided else text)
            self._choices[name].setAccessibleName(f"{text}. {decided()}" if is_decided else text)
            self._choices[name].setEnabled(not is_decided)
        self._told.setText(
            translate(
                "Settings",
                "It hears when a lesson was begun or finished and how questions were answered, under the user id that "
                "it gave you; no name, and nothing of what you did before you said yes.",
            )
        )
        self._background.retranslate()
        self._offer()
        desk = self.stage.desk
        who = desk.person.label if desk is not None else ""
        self._person.setText(translate("Settings", "{name} is learning now").format(name=who) if who else "")
        self.switch.say(translate("Settings", "Somebody else"))
        self.card_label.retranslate()
        self.own.retranslate()
        self._say_about()
        self._helpdesk.retranslate()
        self._office.retranslate()

    def _offer(self) -> None:
        now, languages = self.stage.program.settings, self.stage.languages
        self._choices["language"].offer(
            [(code, languages.native_name(code)) for code in languages.codes()], [languages.current]
        )
        themes = {
            "system": translate("Settings", "Like the system"),
            "light": translate("Settings", "Light"),
            "dark": translate("Settings", "Dark"),
            "contrast": translate("Settings", "High contrast"),
        }
        self._choices["theme"].offer([(name, themes[name]) for name in THEMES], [now.theme])
        sizes = [(str(size), formats.percent(size / 100)) for size in TEXT_SCALES]
        self._choices["text_percent"].offer(sizes, [str(now.text_percent)])
        captions = [(code, languages.native_name(code)) for code in CAPTIONS]
        self._choices["captions"].offer(captions, now.captions)
        self._choices["speed"].offer([(str(speed), f"{speed:g}×") for speed in SPEEDS], [str(now.speed)])
        every = [(str(m), formats.duration(m * 60)) for m in sorted({*MINUTES, now.sync_minutes})]
        self._choices["sync_minutes"].offer(every, [str(now.sync_minutes)])
        answers = [(NO, translate("Settings", "No")), (YES, translate("Settings", "Yes"))]
        self._choices["tells_usage"].offer(answers, [YES if now.tells_usage else NO])
        self._offer_network()

    def _offer_network(self) -> None:
        """Only where there is one that could cost: not for a server on this very laptop, and not without a link."""
        said = self.stage.program.network()
        for part in (self._labels["network"], self._choices["network"]):
            part.setVisible(said is not Charge.NONE)
        self._choices["network"].offer(
            [
                (Charge.FREE.value, translate("Settings", "Free of charge")),
                (Charge.BY_BYTE.value, translate("Settings", "Costs by the byte: courses wait")),
            ],
            [said.value],
        )

    def _say_about(self) -> None:
        program = self.stage.program
        kept = {
            "keyring": translate("Settings", "Keys are kept by the system's key store."),
            "sealed-file": translate(
                "Settings", "Keys are kept in a sealed file; this laptop has no key store in use."
            ),
            "memory": translate("Settings", "Keys are kept in memory only: everybody signs in again after a restart."),
        }.get(self._secrets, "")
        lines = [
            translate("Settings", "Version {version}").format(version=program.version),
            translate("Settings", "Everything of this installation is in {folder}").format(folder=program.home),
            kept,
        ]
        self._facts.setText("\n".join(line for line in lines if line))
        self._licences.setText(
            translate(
                "Settings",
                "KarmaDesk is free software under the Apache License 2.0. It uses Qt (LGPL 3), VLC (LGPL 2.1), "
                "SQLCipher (BSD), Noto fonts (OFL 1.1) and Lucide icons (ISC); THIRD_PARTY.md has them all.",
            )
        )

    def _read_secrets(self, context: Context) -> str:
        context.check()
        return self.stage.program.secrets

    def _measure(self) -> None:
        # Words and what is chosen beside them stay within one glance.
        self._column.setMaximumWidth(self.stage.theme.px(WIDTH))
        for words in (*self._labels.values(), *self._background.labels.values()):
            words.setFixedWidth(self.stage.theme.px(190))

    def _set_language(self, code: str) -> None:
        self.stage.set(language=code)

    def _set_theme(self, name: str) -> None:
        self.stage.set(theme=name)

    def _set_text(self, percent: str) -> None:
        self.stage.set(text_percent=int(percent))

    def _set_captions(self, codes: tuple[str, ...]) -> None:
        self.stage.set(captions=codes)

    def _set_speed(self, speed: str) -> None:
        self.stage.set(speed=float(speed))

    def _set_usage(self, value: str) -> None:
        self.stage.set(tells_usage=value == YES)

    def _say_network(self, said: str) -> None:
        self.stage.say_network(Charge(said))

    def _set_minutes(self, minutes: str) -> None:
        self.stage.set(sync_minutes=int(minutes))
