"""What all viewers have in common: a resource comes, is shown, and is left; what the learner did is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from karmadesk.errors import KarmaDeskError
from karmadesk.jobs import Context
from karmadesk.model import Topic
from karmadesk.services.desk import Desk
from karmadesk.services.program import Program
from karmadesk.services.views import OpenResource
from karmadesk.ui.theme.look import Theme


@dataclass(frozen=True)
class Unrecorded:
    """Something that the learner did and that could not be kept, say on a full disk; it may be tried again."""

    act: Callable[[], Topic]
    error: KarmaDeskError


class Viewer(QWidget):
    """Shows one resource after another of one kind. The screen round it has the title, previous and next."""

    advanced = Signal(object)
    """A share 0-1: how much of the resource is done, now that something was recorded."""
    unrecorded = Signal(object)
    """An `Unrecorded`."""
    next_wanted = Signal()
    full_screen_wanted = Signal(bool)
    """The screen hides or shows everything but the viewer; the viewer has already changed itself."""

    def __init__(self, program: Program, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.program = program
        self.desk = desk
        self.theme = theme
        self.opened: OpenResource | None = None
        self.is_full_screen = False
        # Not a stop of the Tab key: keys that nothing in it wants come here from below.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        theme.changed.connect(self.restyle)

    def show_resource(self, opened: OpenResource) -> None:
        """Shows it where the learner stopped; whatever was shown before is left first."""
        self.leave()
        self.opened = opened
        self.present(opened)
        self.retranslate()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Records what is not recorded yet and lets go of the file. May be called twice."""
        if self.opened is not None:
            self.dismiss()
        self.opened = None

    @property
    def is_playing(self) -> bool:
        """Whether somebody watches or listens without touching anything."""
        return False

    def present(self, opened: OpenResource) -> None:
        """Fills the widgets."""

    def dismiss(self) -> None:
        """Flushes and empties; only called while something is shown."""

    def retranslate(self) -> None:
        """Sets every text anew."""

    def restyle(self) -> None:
        """The theme, text size or script changed: what is not done by the style sheet."""

    def set_full_screen(self, is_on: bool) -> None:
        """Asks for the whole screen, or gives it back."""
        if is_on != self.is_full_screen:
            self.is_full_screen = is_on
            self.full_screen_wanted.emit(is_on)

    def record(self, act: Callable[[], Topic]) -> None:
        """Does this in the lane of the learner's acts, then tells everybody what changed."""

        def work(_context: Context) -> Topic:
            return act()

        self.program.jobs.run("act", work, self.program.announce, partial(self._not_recorded, act))

    def _not_recorded(self, act: Callable[[], Topic], error: KarmaDeskError) -> None:
        self.unrecorded.emit(Unrecorded(act, error))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self.opened is not None:
            self.retranslate()
        super().changeEvent(event)
