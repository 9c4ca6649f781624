"""At the foot of a demonstration: pull the network, and watch what becomes of what you do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from karmadesk.jobs import Context
from karmadesk.services.program import LINK_MODES, LinkSwitch
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.choices import Choices
from karmadesk.ui.parts.labels import label
from karmadesk.ui.stage import Stage
from karmadesk.ui.theme.measures import PAGE_MARGIN


def mode_words(mode: str) -> str:
    """What a mode of the link is called."""
    return {
        "on": translate("DemoBar", "On"),
        "slow": translate("DemoBar", "Slow, like 2G"),
        "dropping": translate("DemoBar", "Keeps dropping"),
        "off": translate("DemoBar", "Off"),
    }[mode]


def mode_explained(mode: str) -> str:
    """What to look at in this mode."""
    return {
        "on": translate("DemoBar", "The server answers. What waited is sent now: see Sent."),
        "slow": translate("DemoBar", "About 12 kB a second. Progress still goes first, courses take their time."),
        "dropping": translate("DemoBar", "Connections break again and again. Downloads go on where they stopped."),
        "off": translate("DemoBar", "No network at all. Play a lesson: everything works, and waits to be sent."),
    }[mode]


class DemoBar(QFrame):
    """Switches the demonstration's own link; the program finds out by itself, only sooner."""

    def __init__(self, stage: Stage, link: LinkSwitch) -> None:
        super().__init__()
        self.setObjectName("demo-bar")
        self._stage = stage
        self._link = link
        self._name = label("label", "second")
        self._text = label("label", "second")
        self._text.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        self.modes = Choices(stage.theme, "demo-link")
        self._name.setBuddy(self.modes)
        self._name.setWordWrap(False)
        box = QHBoxLayout(self)
        box.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, 8)
        box.setSpacing(16)
        box.addWidget(self._name)
        box.addWidget(self.modes, 2)
        box.addWidget(self._text, 3)
        self.modes.chosen.connect(self.set_link)
        self.retranslate()

    def set_link(self, mode: str) -> None:
        """Changes the link and has the program look at it."""
        self._stage.program.jobs.run("act", partial(_switch, self._link, mode), self._switched)

    def _switched(self, _: None) -> None:
        self.retranslate()
        self._stage.program.request_sync()

    def retranslate(self) -> None:
        self._name.setText(translate("DemoBar", "The demo’s link"))
        self.modes.setAccessibleName(self._name.text())
        self.modes.offer([(mode, mode_words(mode)) for mode in LINK_MODES], [self._link.mode])
        self._text.setText(mode_explained(self._link.mode))


def _switch(link: LinkSwitch, mode: str, context: Context) -> None:
    context.check()
    link.set(mode)
