"""Files may be dropped on the window, whatever it shows; while they hang over it, it says what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.labels import label
from karmadesk.ui.parts.panels import IconLabel
from karmadesk.ui.theme.look import Theme

INSET = 24


class DropTarget(QObject):
    """`dropped` carries the paths of files and folders. Looks at no file: that is for a lane."""

    dropped = Signal(object)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._hint: DropHint | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._window:
            return False
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._entered(event)
        if kind == QEvent.Type.DragLeave:
            self._show(is_on=False)
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._let_go(event)
        return False

    def _entered(self, event: QDragEnterEvent) -> bool:
        if not local_paths(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._show(is_on=True)
        return True

    def _let_go(self, event: QDropEvent) -> bool:
        self._show(is_on=False)
        paths = local_paths(event.mimeData())
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths)
        return True

    def _show(self, *, is_on: bool) -> None:
        if not is_on:
            if self._hint is not None:
                self._hint.hide()
            return
        if self._hint is None:
            self._hint = DropHint(self._theme, self._window)
        self._hint.show_over(self._window)


class DropHint(QFrame):
    """Lies over the window, lets every event through, and says what letting go will do."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("drop-hint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = label("lead", "brand")
        self._text = label("body")
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addStretch(1)
        box.addWidget(IconLabel(theme, "add", 64, "brand"), 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(part)
        box.addStretch(1)

    def show_over(self, window: QWidget) -> None:
        self._title.setText(translate("Import", "Let go to bring these courses here"))
        self._text.setText(
            translate("Import", "Course files (.ecar), or a folder with some. They are copied; no network is needed.")
        )
        self.setAccessibleName(f"{self._title.text()}. {self._text.text()}")
        self.setGeometry(window.rect().adjusted(INSET, INSET, -INSET, -INSET))
        self.show()
        self.raise_()


def local_paths(data: QMimeData) -> Sequence[Path]:
    """The files and folders of this computer that are being dragged."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile())
