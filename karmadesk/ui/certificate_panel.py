"""The panel in which a certificate is looked at, and kept as a file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.services.certificates import Sheet as Paper
from karmadesk.ui import formats
from karmadesk.ui.certificate_sheet import Sheet
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panel import Panel
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.theme.look import Theme

SIZE = (960, 720)


class CertificatePanel(Panel):
    """Shows one certificate; the two signals ask for a file of it."""

    pdf_wanted = Signal()
    svg_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, "certificate-panel", SIZE)
        self._title = label("lead")
        self._facts = label("small", "second")
        self.notice = Notice(theme, "certificate-notice")
        self.sheet = Sheet(theme)
        self.pdf = Button(theme, "quiet", "document", name="certificate-save-pdf")
        self.svg = Button(theme, "quiet", "disk", name="certificate-save-svg")
        self._close = Button(theme, "primary", name="certificate-close")
        self.pdf.clicked.connect(self.pdf_wanted)
        self.svg.clicked.connect(self.svg_wanted)
        self._close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.pdf)
        row.addWidget(self.svg)
        row.addStretch(1)
        row.addWidget(self._close)
        self.box.addWidget(self._title)
        self.box.addWidget(self._facts)
        self.box.addWidget(self.notice)
        self.box.addWidget(self.sheet, 1)
        self.box.addLayout(row)

    def show_paper(self, paper: Paper) -> None:
        """Fills it in the language that is shown."""
        title = translate("Certificate", "Certificate: {course}").format(course=paper.course_name)
        self.setWindowTitle(title)
        self._title.setText(title)
        day = formats.day(paper.issued_at) if paper.issued_at is not None else ""
        code = (
            translate("Certificate", "Access code {code}").format(code=paper.access_code) if paper.access_code else ""
        )
        self._facts.setText(formats.joined(day, code))
        self._facts.setVisible(bool(self._facts.text()))
        self.pdf.say(translate("Certificate", "Save as PDF…"))
        self.svg.say(translate("Certificate", "Save as SVG…"))
        self._close.say(translate("Certificate", "Close"))
        self.notice.clear()
        self.sheet.show_svg(paper.svg)
        # The picture for who can't see it: what a certificate says is its course, its day and its code.
        self.sheet.setAccessibleName(formats.joined(title, day, code))
        self.pdf.setEnabled(self.sheet.is_drawable)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_saved(self, name: str) -> None:
        self.notice.say(translate("Certificate", "Saved as “{name}”.").format(name=name), "", "done", "check")

    def say_error(self, error: KarmaDeskError) -> None:
        self.notice.say_error(error)
