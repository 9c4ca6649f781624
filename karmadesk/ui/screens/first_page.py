"""The shape of a page of the first run: one question, what it is about, and what one answers with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.page import SnugPage
from karmadesk.ui.parts.states import Notice
from karmadesk.ui.rail import Mark
from karmadesk.ui.stage import Stage

WIDTH = 560
TOP = 0.15
"""Of the page's height is left free above the question, where there is room: it stands still whatever comes below."""


class FirstPage(QWidget):
    """Pages fill `body` and `foot`. The foot follows the body; a body that is too tall scrolls, and the foot stays."""

    def __init__(self, stage: Stage, name: str, *, has_mark: bool = False) -> None:
        super().__init__()
        self.stage = stage
        self.setObjectName(name)
        self.question = label("hero")
        self.about = label("body", "second")
        for words in (self.question, self.about):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column = QWidget()
        self.body = QVBoxLayout(self.column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self.next = Button(stage.theme, "primary", name=f"{name}-next")
        page = self.page = SnugPage(f"{name}-page")
        if has_mark:
            page.box.addWidget(Mark(stage.theme, 56), 0, Qt.AlignmentFlag.AlignHCenter)
            page.box.addSpacing(12)
        page.box.addWidget(self.question)
        page.box.addSpacing(4)
        page.box.addWidget(self.about)
        page.box.addSpacing(28)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.column)
        middle.addStretch(1)
        page.box.addLayout(middle)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(0, 4, 0, 20)
        self.foot.setSpacing(12)
        self.foot.addStretch(1)
        self.foot.addWidget(self.next)
        self.foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._top = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        box.addItem(self._top)
        box.addWidget(page)
        box.addLayout(self.foot)
        box.addStretch(1)
        page.settled.connect(self._settle)
        stage.theme.changed.connect(self._measure)
        self._measure()

    def make_notice(self) -> Notice:
        """A notice for the column, which is narrow: as tall as its words need there."""
        notice = Notice(self.stage.theme, f"{self.objectName()}-notice")
        notice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        return notice

    def enter(self) -> None:
        """It is about to be shown; puts the keyboard where one answers."""
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        free = self.height() - self.page.wanted - self.foot.sizeHint().height()
        top = max(0, min(round(self.height() * TOP), free))
        if top != self._top.sizeHint().height():
            self._top.changeSize(0, top, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            box = self.layout()
            assert box is not None
            box.invalidate()

    def _measure(self) -> None:
        self.column.setFixedWidth(min(self.stage.theme.px(WIDTH), 880))
