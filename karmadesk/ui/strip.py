"""The status strip: the link, what waits to be sent, what is being fetched. Each chip explains itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from karmadesk.model import Link
from karmadesk.services.views import StripView
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button, ChipButton
from karmadesk.ui.parts.choices import Flow
from karmadesk.ui.parts.labels import label
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


class Bubble(QFrame):
    """An explanation that stands by its chip, above the screen, until the keyboard or the mouse goes elsewhere."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bubble")
        self._theme = theme
        self._title = label("section")
        self._text = label("body", "second")
        self.button = Button(theme, "primary", "sync", name="bubble-button")
        self.button.clicked.connect(self.pressed)
        self.button.clicked.connect(self.hide)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 18)
        box.setSpacing(6)
        for part in (self._title, self._text):
            box.addWidget(part)
        box.addSpacing(8)
        box.addWidget(self.button)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self.hide()

    def say(self, title: str, text: str, button: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.button.say(button)
        self.setAccessibleName(f"{title}. {text}")

    def show_under(self, chip: QWidget) -> None:
        parent = self.parentWidget()
        assert parent is not None
        width = min(self._theme.px(340), parent.width() - 16)
        high = self.heightForWidth(width)
        corner = chip.mapTo(parent, QPoint(chip.width() - width, chip.height() + 8))
        left = min(max(8, corner.x()), parent.width() - width - 8)
        self.setGeometry(left, corner.y(), width, high)
        self.show()
        self.raise_()
        self.button.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        # The window's own Esc, one step back, waits until this is closed.
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and new is not self and not self.isAncestorOf(new):
            self.hide()


class Strip(QWidget):
    """Signals lead to what a chip is about."""

    check_wanted = Signal()
    ledger_wanted = Signal()
    downloads_wanted = Signal()
    sign_in_wanted = Signal()
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
        self.fetching = ChipButton(theme, "download", "strip-fetching")
        self.sending = ChipButton(theme, "send", "strip-sending")
        self.link = ChipButton(theme, "online", "strip-link")
        box = Flow(self, 8)
        self.chips = (self.link, self.sending, self.fetching)
        for chip in self.chips:
            box.addWidget(chip)
        self.link.clicked.connect(self._explain)
        self.sending.clicked.connect(self._sending_pressed)
        self.fetching.clicked.connect(self.downloads_wanted)
        self.show_strip(self._view)

    @property
    def view(self) -> StripView:
        return self._view

    def show_strip(self, view: StripView) -> None:
        self._view = view
        words, tone, icon = link_words(view.link)
        self.link.say(words, tone, icon, spoken=f"{words}. {link_explained(view.link)}")
        self.link.setToolTip(link_explained(view.link))
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
        else:
            self.ledger_wanted.emit()

    def _explain(self) -> None:
        if self._bubble is None:
            self._bubble = Bubble(self._theme, self.window())
            self._bubble.pressed.connect(self.check_wanted)
        if self._bubble.isVisible():
            self._bubble.hide()
            return
        self._say_bubble(self._bubble)

    def _say_bubble(self, bubble: Bubble) -> None:
        words, _, _ = link_words(self._view.link)
        bubble.say(words, link_explained(self._view.link), translate("Strip", "Check now"))
        bubble.show_under(self.link)
