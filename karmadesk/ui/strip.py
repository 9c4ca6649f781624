"""The status strip: the link, what waits to be sent, what is being fetched. Each chip explains itself."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from karmadesk.model import Charge, Link
from karmadesk.services.views import StripView
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.bubble import Bubble
from karmadesk.ui.parts.buttons import ChipButton
from karmadesk.ui.parts.choices import Flow
from karmadesk.ui.theme.look import Theme
from karmadesk.ui.theme.tokens import Tone


def link_words(link: Link) -> tuple[str, Tone, str]:
    """The chip of a link: words, tone, icon."""
    words: dict[Link, tuple[str, Tone, str]] = {
        Link.UNKNOWN: (translate("Strip", "Looking for a link"), "plain", "online"),
        Link.OFFLINE: (translate("Strip", "No link"), "accent", "offline"),
        Link.ONLINE: (translate("Strip", "Online"), "done", "online"),
        Link.METERED: (translate("Strip", "Online, data costs"), "accent", "online"),
        Link.CAPTIVE: (translate("Strip", "Network wants a sign-in"), "accent", "captive"),
        Link.UNTRUSTED: (translate("Strip", "Server not trusted"), "alert", "warning"),
        Link.PROXY: (translate("Strip", "Stopped by the proxy"), "alert", "warning"),
    }
    return words[link]


def link_explained(link: Link) -> str:
    """What the state of the link means for the learner."""
    return {
        Link.UNKNOWN: translate("Strip", "KarmaDesk is asking the server. You can learn meanwhile."),
        Link.OFFLINE: translate(
            "Strip",
            "The server can't be reached. Every course on this laptop works, and what you do is kept and sent later.",
        ),
        Link.ONLINE: translate("Strip", "The server answers. What you do is sent by itself."),
        Link.METERED: translate("Strip", "This link costs by the byte: progress is sent, courses wait."),
        Link.CAPTIVE: translate(
            "Strip", "This network shows a page of its own first. Open a browser and sign in to the network."
        ),
        Link.UNTRUSTED: translate(
            "Strip",
            "The server's certificate is not trusted by this laptop, so nothing is sent and all is kept. "
            "Check the laptop's date and time; if they are right, ask your office's IT officer.",
        ),
        Link.PROXY: translate(
            "Strip",
            "This network's proxy does not let KarmaDesk through, or it wants a name and a password. All is kept. "
            "Ask your office's IT officer, or use another network.",
        ),
    }[link]


def network_question() -> str:
    """What is asked once in each network."""
    return translate("Strip", "Is this network free of charge?")


def network_explained() -> str:
    """Why it is asked, and what holds until it is answered."""
    return translate(
        "Strip",
        "KarmaDesk has not been in this network before. Until you say, it takes it for one that costs by the byte, "
        "like a phone’s: what you do is sent, courses wait.",
    )


def network_answers() -> tuple[str, str]:
    """That it is free; that it costs."""
    return translate("Strip", "Yes, always"), translate("Strip", "No, it costs by the byte")


def sends_words(at: datetime) -> str:
    """When what waits goes out by itself."""
    return translate("Strip", "Will send by {time}").format(time=formats.time_by(at))


def turn_explained() -> str:
    """Why it does not go out at once."""
    return translate(
        "Strip",
        "When a link comes back, so do thousands of laptops, and each waits for its turn. What you did is safe here "
        "meanwhile, and you need do nothing.",
    )


def _link_said(view: StripView) -> tuple[str, Tone, str, str]:
    """The chip of the link and what it means: words, tone, icon, explanation."""
    if view.asks_network:
        return network_question(), "accent", "online", network_explained()
    return *link_words(view.link), link_explained(view.link)


class Strip(QWidget):
    """Signals lead to what a chip is about."""

    check_wanted = Signal()
    ledger_wanted = Signal()
    downloads_wanted = Signal()
    sign_in_wanted = Signal()
    network_said = Signal(object)
    """The learner's word, a `Charge`, on the network here."""
    shown = Signal(object)
    """The `StripView` that it shows now."""
    widened = Signal()
    """It may need another width now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._theme = theme
        self._view = StripView()
        self._bubble: Bubble | None = None
        self._about: ChipButton | None = None
        """The chip that the bubble explains."""
        self.fetching = ChipButton(theme, "download", "strip-fetching")
        self.sending = ChipButton(theme, "send", "strip-sending")
        self.link = ChipButton(theme, "online", "strip-link")
        box = Flow(self, 8)
        self.chips = (self.link, self.sending, self.fetching)
        for chip in self.chips:
            box.addWidget(chip)
        self.link.clicked.connect(self._explain_link)
        self.sending.clicked.connect(self._sending_pressed)
        self.fetching.clicked.connect(self.downloads_wanted)
        self.show_strip(self._view)

    @property
    def view(self) -> StripView:
        return self._view

    def show_strip(self, view: StripView) -> None:
        self._view = view
        words, tone, icon, explained = _link_said(view)
        self.link.say(words, tone, icon, spoken=f"{words}. {explained}")
        self.link.setToolTip(explained)
        self._show_sending(view)
        self.fetching.setVisible(bool(view.fetching or view.failed))
        if view.is_disk_full:
            self.fetching.say(translate("Strip", "The disk is full"), "alert", "disk")
        elif view.fetching:
            share = formats.percent(view.fetching_fraction)
            words = translate("Strip", "Fetching %n file(s)", "", view.fetching)
            self.fetching.say(formats.joined(words, share), "brand", "download")
        elif view.failed:
            self.fetching.say(
                translate("Strip", "%n file(s) could not be fetched", "", view.failed), "alert", "warning"
            )
        self.widened.emit()
        self.shown.emit(view)

    def _show_sending(self, view: StripView) -> None:
        if view.refused and not view.to_send:
            self.sending.say(translate("Strip", "%n refused", "", view.refused), "alert", "warning")
        elif view.needs_sign_in and view.to_send:
            words = translate("Strip", "Sign in to send %n item(s)", "", view.to_send)
            self.sending.say(words, "accent", "sign-in")
        elif view.is_sending and view.to_send:
            self.sending.say(translate("Strip", "Sending %n item(s)", "", view.to_send), "brand", "sync")
        elif view.to_send and view.sends_at is not None:
            words = sends_words(view.sends_at)
            self.sending.say(words, "plain", "clock", spoken=f"{words}. {turn_explained()}")
        elif view.to_send:
            self.sending.say(translate("Strip", "%n to send", "", view.to_send), "plain", "send")
        else:
            self.sending.say(translate("Strip", "All sent"), "plain", "check")

    def retranslate(self) -> None:
        self.show_strip(self._view)
        if self._bubble is not None and self._bubble.isVisible():
            self._say_bubble(self._bubble)

    def _sending_pressed(self) -> None:
        if self._view.needs_sign_in and self._view.to_send:
            self.sign_in_wanted.emit()
        elif self._waits_for_turn():
            self._explain(self.sending)
        else:
            self.ledger_wanted.emit()

    def _waits_for_turn(self) -> bool:
        view = self._view
        return bool(view.to_send) and view.sends_at is not None and not (view.is_sending or view.needs_sign_in)

    def _explain_link(self) -> None:
        self._explain(self.link)

    def _explain(self, chip: ChipButton) -> None:
        if self._bubble is None:
            self._bubble = Bubble(self._theme, self.window())
            self._bubble.pressed.connect(self._bubble_pressed)
            self._bubble.other_pressed.connect(self._other_pressed)
        if self._bubble.isVisible() and self._about is chip:
            self._bubble.hide()
            return
        self._about = chip
        self._say_bubble(self._bubble)
        self._bubble.show_under(chip)

    def _say_bubble(self, bubble: Bubble) -> None:
        view = self._view
        if self._about is self.sending:
            title = sends_words(view.sends_at) if view.sends_at is not None else self.sending.text()
            bubble.say(title, turn_explained(), translate("Strip", "Send now"), translate("Strip", "See what waits"))
            return
        words, _, _, explained = _link_said(view)
        if view.asks_network:
            free, costs = network_answers()
            bubble.say(words, explained, free, costs, icon="check")
        else:
            bubble.say(words, explained, translate("Strip", "Check now"))

    def _bubble_pressed(self) -> None:
        if self._about is self.link and self._view.asks_network:
            self.network_said.emit(Charge.FREE)
        else:
            self.check_wanted.emit()

    def _other_pressed(self) -> None:
        if self._about is self.sending:
            self.ledger_wanted.emit()
        else:
            self.network_said.emit(Charge.BY_BYTE)
