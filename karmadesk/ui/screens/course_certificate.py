"""The card of a course's certificate: waiting for the server, or here to be looked at and kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from karmadesk.services.views import CertificateView, CourseView, Paper
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import Card, ChipLabel
from karmadesk.ui.stage import CertificateWish, Deed
from karmadesk.ui.theme.look import Theme


class CertificateCard(Card):
    """`wanted` carries a `CertificateWish`. Without the server's own drawing there is nothing to press."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("course-certificate")
        self._shown: CertificateView | None = None
        self._title = label("section")
        self._state = ChipLabel(theme)
        self._facts = label("small", "second", name="certificate-facts")
        self.view = Button(theme, "quiet", "award", name="certificate-view")
        self.pdf = Button(theme, "link", "document", name="certificate-pdf")
        self.svg = Button(theme, "link", "disk", name="certificate-svg")
        self.view.clicked.connect(self._view)
        self.pdf.clicked.connect(self._save_pdf)
        self.svg.clicked.connect(self._save_svg)
        self.box.addWidget(self._title)
        self.box.addSpacing(4)
        chip = QVBoxLayout()
        chip.addWidget(self._state)
        self.box.addLayout(chip)
        self.box.addWidget(self._facts)
        self.box.addSpacing(8)
        for button in (self.view, self.pdf, self.svg):
            self.box.addWidget(button)

    def show_course(self, view: CourseView) -> None:
        self._shown = view.certificate
        self.setVisible(view.certificate is not None)
        self.retranslate()

    def retranslate(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self._title.setText(translate("Certificate", "Certificate"))
        is_here = shown.paper is Paper.HERE
        if shown.paper is Paper.AWAITED:
            self._state.say(translate("Certificate", "Waiting for the server"), "accent", "clock")
        else:
            day = formats.day(shown.issued_at) if shown.issued_at is not None else ""
            words = translate("Certificate", "Certificate of {day}").format(day=day)
            self._state.say(words if day else translate("Certificate", "Issued"), "done", "award")
        self._facts.setText(_facts(shown))
        self._facts.setVisible(bool(self._facts.text()))
        self.view.say(translate("Certificate", "View"))
        self.view.setAccessibleName(translate("Certificate", "View the certificate"))
        self.pdf.say(translate("Certificate", "Save as PDF…"))
        self.svg.say(translate("Certificate", "Save as SVG…"))
        for button in (self.view, self.pdf, self.svg):
            button.setVisible(is_here)

    def _view(self) -> None:
        self._want("view")

    def _save_pdf(self) -> None:
        self._want("pdf")

    def _save_svg(self) -> None:
        self._want("svg")

    def _want(self, deed: Deed) -> None:
        if self._shown is not None:
            self.wanted.emit(CertificateWish(self._shown.id, deed))


def _facts(shown: CertificateView) -> str:
    if shown.paper is Paper.AWAITED:
        return translate(
            "Certificate",
            "The server issues it some time after it has heard that everything is done. It comes by itself.",
        )
    if shown.paper is Paper.LISTED:
        return translate("Certificate", "It was issued, and comes with the next link.")
    if shown.paper is Paper.UNUSABLE:
        return translate(
            "Certificate", "Its drawing can't be shown safely here. Get it from the platform in a browser."
        )
    return translate("Certificate", "Access code {code}").format(code=shown.access_code) if shown.access_code else ""
