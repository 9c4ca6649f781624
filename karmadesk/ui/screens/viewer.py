"""The viewer: one resource with the viewer of its kind, the way back to its course, the previous and the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from karmadesk import content
from karmadesk.content import ContentKind
from karmadesk.errors import KarmaDeskError, NotDownloaded
from karmadesk.jobs import Context
from karmadesk.model import Place, Topic
from karmadesk.services import learning, shelf
from karmadesk.services.desk import Desk
from karmadesk.services.views import OpenResource
from karmadesk.ui import formats
from karmadesk.ui.i18n import translate
from karmadesk.ui.parts.buttons import Button
from karmadesk.ui.parts.labels import LineLabel
from karmadesk.ui.parts.page import Page
from karmadesk.ui.parts.panels import ChipLabel
from karmadesk.ui.parts.states import Empty, Notice, try_again
from karmadesk.ui.parts.tab_order import last_in, put_after
from karmadesk.ui.screen import Screen
from karmadesk.ui.sentences import trouble_of
from karmadesk.ui.stage import Destination, Stage
from karmadesk.ui.theme.measures import PAGE_MARGIN
from karmadesk.ui.viewers import Viewer, viewer_for
from karmadesk.ui.viewers.viewer import Unrecorded

BAR_GAP = 12
NAME = 160
"""Less of the course's name is not worth showing, at 100 % text."""


class ViewerScreen(Screen):
    """`full_screen_wanted` asks the window to show the viewer alone, or no longer."""

    topics = Topic.PROGRESS
    full_screen_wanted = Signal(bool)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._place: Place | None = None
        self._opened: OpenResource | None = None
        self._error: KarmaDeskError | None = None
        self._unrecorded: list[Unrecorded] = []
        self._viewers: dict[str, Viewer] = {}
        theme = stage.theme
        self._notice = Notice(theme, "viewer-notice")
        self._trouble = Empty(theme, "warning", "primary", "viewer-trouble")
        self._notice.pressed.connect(self._record_again)
        self._trouble.pressed.connect(self._fetch)
        self._blank = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._blank)
        self._trouble_page = Page("viewer-trouble-page")
        self._trouble_page.box.addWidget(self._trouble)
        self._stack.addWidget(self._trouble_page)
        self._bar = QWidget()
        self.course = Button(theme, "link", "back", name="viewer-course")
        self._where = LineLabel("small", "second")
        self._state = ChipLabel(theme)
        self.previous = Button(theme, "quiet", "previous", name="viewer-previous")
        self.next = Button(theme, "quiet", "next", name="viewer-next")
        self.next.put_words_first()
        self.previous.setShortcut(QKeySequence("Alt+PgUp"))
        self.next.setShortcut(QKeySequence("Alt+PgDown"))
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(BAR_GAP)
        row.addWidget(self.course)
        row.addWidget(self._where, 1)
        row.addStretch(0)
        for part in (self._state, self.previous, self.next):
            row.addWidget(part)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(8)
        self._box.addWidget(self._notice)
        self._box.addWidget(self._stack, 1)
        self._box.addWidget(self._bar)
        self._set_margins(is_full=False)
        self.course.clicked.connect(self._to_course)
        self.previous.clicked.connect(self._to_previous)
        self.next.clicked.connect(self._to_next)
        theme.changed.connect(self._arrange)
        self.retranslate()

    def title(self) -> str:
        if self._opened is None:
            return translate("Viewer", "Lesson") if self._error is not None else ""
        return self._opened.resource.name

    def is_playing(self) -> bool:
        return self.viewer is not None and self.viewer.is_playing

    def subject(self) -> str:
        return "plan"

    @property
    def viewer(self) -> Viewer | None:
        """The viewer that shows something now."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Viewer) else None

    def enter(self, destination: Destination) -> None:
        desk = self.stage.desk
        if desk is not None and destination.place is not None:
            self._leave_viewer()
            self._record_again()
            self._place, self._opened, self._error = destination.place, None, None
            self._stack.setCurrentWidget(self._blank)
            self.stage.read("viewer", partial(_open, desk, destination.place), self.show_resource, self.show_error)

    def leave(self) -> None:
        self._leave_viewer()
        self._stack.setCurrentWidget(self._blank)
        # What is still being opened arrives for nobody: it must not begin to play behind another screen.
        self._place = self._opened = None
        self.stage.program.request_sync()

    def show_resource(self, opened: OpenResource) -> None:
        """Shows a resource in the viewer of its kind."""
        desk = self.stage.desk
        if desk is None or self._place is None or opened.place.resource_id != self._place.resource_id:
            return
        self._opened = opened
        viewer = self._viewer(content.kind(opened.resource.kind), desk)
        self._stack.setCurrentWidget(viewer)
        self.retranslate()
        self.previous.setEnabled(opened.previous is not None)
        self.next.setEnabled(opened.next is not None)
        self._say_state(opened.watched_fraction, is_done=opened.progress.is_completed)
        self.stage.titled.emit()
        viewer.show_resource(opened)
        place = opened.place
        self.stage.act(partial(_opened, desk, place), partial(self._not_kept, partial(learning.opened, desk, place)))

    def show_error(self, error: KarmaDeskError) -> None:
        """Tells why it can't be shown, and fetches it when that helps."""
        self._error = error
        words = trouble_of(error)
        can_fetch = isinstance(error, NotDownloaded)
        button = translate("Viewer", "Fetch the course") if can_fetch else ""
        self._trouble.say(words.what, f"{words.safe} {words.step}", button, "download" if can_fetch else "warning")
        self._stack.setCurrentWidget(self._trouble_page)
        self.previous.setEnabled(False)
        self.next.setEnabled(False)
        self._state.say("")
        self._arrange()
        self.stage.titled.emit()

    def retranslate(self) -> None:
        self.course.say(translate("Viewer", "Back to the course"))
        self.previous.say(translate("Viewer", "Previous"))
        self.next.say(translate("Viewer", "Next"))
        self._say_notice()
        if self._error is not None:
            self.show_error(self._error)
        opened = self._opened
        if opened is None:
            return
        self._where.setText(opened.course_name)
        self._say_state(opened.watched_fraction, is_done=opened.progress.is_completed)

    def _say_notice(self) -> None:
        """What could not be kept comes before what may not be counted."""
        if self._unrecorded:
            words = trouble_of(self._unrecorded[-1].error)
            kept = translate("Viewer", "What you did last is not kept yet.")
            self._notice.say(f"{words.what} {kept}", words.step, "alert", "warning", try_again())
        elif self._opened is not None and self._opened.is_batch_ended:
            self._notice.say(
                translate("Viewer", "The batch of this course has ended."),
                translate("Viewer", "You can go on learning; it is kept here, but the server may not count it."),
                "accent",
                "warning",
            )
        else:
            self._notice.clear()

    def _not_kept(self, act: Callable[[], Topic], error: KarmaDeskError) -> None:
        self._hear_unrecorded(Unrecorded(act, error))

    def _hear_unrecorded(self, what: Unrecorded) -> None:
        self._unrecorded.append(what)
        self._say_notice()

    def _record_again(self) -> None:
        """Records in the same order what could not be kept; what still can't comes back."""
        waiting, self._unrecorded = self._unrecorded, []
        self._say_notice()
        for one in waiting:
            self.stage.act(partial(_again, one.act), partial(self._not_kept, one.act))

    def _viewer(self, kind: ContentKind, desk: Desk) -> Viewer:
        found = self._viewers.get(kind.viewer)
        if found is None or found.desk is not desk:
            if found is not None:
                self._stack.removeWidget(found)
                found.deleteLater()
            found = viewer_for(kind)(self.stage.program, desk, self.stage.theme)
            found.advanced.connect(self._advanced)
            found.unrecorded.connect(self._hear_unrecorded)
            found.next_wanted.connect(self._to_next)
            found.full_screen_wanted.connect(self._full_screen)
            self._viewers[kind.viewer] = found
            self._stack.addWidget(found)
            self._put_bar_last(found)
        return found

    def _put_bar_last(self, viewer: Viewer) -> None:
        """Tab goes through the viewer first, then along the bar below it."""
        put_after(last_in(viewer), (self.course, self.previous, self.next))

    def _leave_viewer(self) -> None:
        for viewer in self._viewers.values():
            viewer.set_full_screen(False)
            viewer.leave()

    def _say_state(self, fraction: float, *, is_done: bool) -> None:
        if is_done:
            self._state.say(translate("Viewer", "Done"), "done", "check")
        else:
            words = translate("Viewer", "{share} done").format(share=formats.percent(fraction))
            self._state.say(words if fraction > 0 else "", "brand")
        self._arrange()

    def _advanced(self, fraction: float) -> None:
        is_done = fraction >= 1 or (self._opened is not None and self._opened.progress.is_completed)
        self._say_state(fraction, is_done=is_done)

    def _full_screen(self, is_on: bool) -> None:
        self._bar.setVisible(not is_on)
        self._set_margins(is_full=is_on)
        self.full_screen_wanted.emit(is_on)

    def _set_margins(self, *, is_full: bool) -> None:
        side = 0 if is_full else PAGE_MARGIN
        self._box.setContentsMargins(side, 0 if is_full else 4, side, 0 if is_full else 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The bar stays in one line: what is said elsewhere too goes where its words are long or large."""
        margins = self._box.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        room -= sum(button.sizeHint().width() + BAR_GAP for button in (self.course, self.previous, self.next))
        has_state = bool(self._state.text) and room >= self._state.sizeHint().width() + BAR_GAP
        self._state.setVisible(has_state)
        room -= self._state.sizeHint().width() + BAR_GAP if has_state else 0
        self._where.setVisible(room >= self.stage.theme.px(NAME))

    def _to_course(self) -> None:
        if self._place is not None:
            self.stage.go.emit(Destination("course", course_id=self._place.course_id))

    def _to_previous(self) -> None:
        if self._opened is not None and self._opened.previous is not None:
            self.stage.go.emit(Destination("viewer", place=self._opened.previous))

    def _to_next(self) -> None:
        if self._opened is not None and self._opened.next is not None:
            self.stage.go.emit(Destination("viewer", place=self._opened.next))
        elif self._opened is not None:
            self._to_course()

    def _fetch(self) -> None:
        desk = self.stage.desk
        if desk is not None and self._place is not None:
            self.stage.act(partial(_fetch, desk, self._place.course_id), self.show_error)
            self._to_course()


def _open(desk: Desk, place: Place, context: Context) -> OpenResource:
    context.check()
    return learning.open_resource(desk, place)


def _again(act: Callable[[], Topic], context: Context) -> Topic:
    context.check()
    return act()


def _opened(desk: Desk, place: Place, context: Context) -> Topic:
    context.check()
    return learning.opened(desk, place)


def _fetch(desk: Desk, course_id: str, context: Context) -> Topic:
    context.check()
    return shelf.fetch_course(desk, course_id)
