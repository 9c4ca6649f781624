"""What the office decided for this laptop, in words: shown above the settings that it left to people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from karmadesk.policy import NO_POLICY
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import Card
from karmadesk.ui.stage import Stage


def decided() -> str:
    """Beside a setting that nobody here may change."""
    return translate("Settings", "Decided by your office")


def _metered(is_on: Any) -> str:
    if is_on:
        return translate("Settings", "Courses are fetched also by a link that costs by the byte.")
    return translate("Settings", "Courses are not fetched by a link that costs by the byte.")


def _dispatch(is_on: Any) -> str:
    return "" if is_on else translate("Settings", "No dispatch key may be kept on this laptop.")


def _usage(is_on: Any) -> str:
    if is_on:
        return translate("Settings", "The platform is told how lessons are used.")
    return translate("Settings", "The platform is not told how lessons are used.")


SAID: dict[str, Callable[[Any], str]] = {
    "server_host": lambda host: translate("Settings", "The learning server is {host}.").format(host=host),
    "ca_file": lambda _: translate("Settings", "Your office's own certificates are trusted besides the system's."),
    "proxy": lambda _: translate("Settings", "The way to the network is set."),
    "proxy_pac": lambda _: translate("Settings", "A file of your office's says which way to the network to take."),
    "sync_minutes": lambda _: translate("Settings", "How often to look for a link is set."),
    "downloads_on_metered": _metered,
    "languages": lambda _: translate("Settings", "The languages to choose from are set."),
    "media_folder": lambda folder: translate("Settings", "Courses are kept in {folder}.").format(folder=folder),
    "are_names_hidden": lambda _: translate("Settings", "The first screen shows initials instead of names."),
    "is_pin_required": lambda _: translate("Settings", "Everybody needs a PIN or password."),
    "may_hold_dispatch_key": _dispatch,
    "tells_usage": _usage,
}
"""A sentence for each field of `Policy` that is worth telling; the others only make these more exact."""


class OfficeWords(Card):
    """Not there where the office decided nothing."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.theme, 20)
        self.setObjectName("office-words")
        self._stage = stage
        self._title = label("section")
        self._facts = label("body", "second", name="office-facts")
        self.box.addWidget(self._title)
        self.box.addWidget(self._facts)

    def retranslate(self) -> None:
        policy = self._stage.program.policy
        told = [
            say(getattr(policy, field))
            for field, say in SAID.items()
            if getattr(policy, field) != getattr(NO_POLICY, field)
        ]
        self._title.setText(decided())
        self._facts.setText("\n".join(told))
        self.setVisible(bool(told))
