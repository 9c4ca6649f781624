"""The system's tray: how things stand, what to tell, and the program that goes on when its window is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QSystemTrayIcon

from karmadesk.jobs import Context
from karmadesk.model import Topic
from karmadesk.services import notices, plan
from karmadesk.services.desk import Desk
from karmadesk.services.notices import DueCourse, Facts, Notice, Told
from karmadesk.services.views import StripView
from karmadesk.ui.i18n import translate
from karmadesk.ui.notice_words import notice_words, tray_words
from karmadesk.ui.stage import Stage

LOOK_MS = 15 * 60 * 1000
"""How often the clock is asked whether a new day or the morning has come."""
SHOWN_MS = 10_000
ICON = 32
Clicked = QSystemTrayIcon.ActivationReason


class TrayIcon(Protocol):
    """What is used of a `QSystemTrayIcon`."""

    activated: SignalInstance
    messageClicked: SignalInstance

    def setIcon(self, icon: QIcon) -> None: ...
    def setToolTip(self, tip: str) -> None: ...
    def setContextMenu(self, menu: QMenu) -> None: ...
    def show(self) -> None: ...
    def hide(self) -> None: ...
    def showMessage(self, title: str, text: str, icon: QIcon, shown_ms: int) -> None: ...


def system_icon(parent: QObject) -> TrayIcon | None:
    """The system's tray icon; None where there is no tray."""
    return QSystemTrayIcon(parent) if QSystemTrayIcon.isSystemTrayAvailable() else None


class Tray(QObject):
    """Made once the window is furnished. Without an icon it tells nothing and closing the window ends the program."""

    send_wanted = Signal()

    def __init__(
        self,
        window: QMainWindow,
        stage: Stage,
        icon: TrayIcon | None,
        leave: Callable[[], None],
        come_back: Callable[[], None],
        quit_program: Callable[[], None] = QApplication.quit,
    ) -> None:
        """`leave` lets go of what is open in a window that goes away, `come_back` shows it again."""
        super().__init__(window)
        self._window = window
        self._stage = stage
        self._icon = icon
        self._leave = leave
        self._come_back = come_back
        self._quit_program = quit_program
        self._strip: StripView | None = None
        self._whose = ""
        self._due: tuple[DueCourse, ...] = ()
        self._told: Told | None = None
        self._is_away = self._is_quitting = False
        self._menu = QMenu()
        self._open, self._send, self._quit = (QAction(self) for _ in range(3))
        for action, slot in ((self._open, self.open), (self._send, self.send_wanted), (self._quit, self.quit)):
            action.triggered.connect(slot)
            self._menu.addAction(action)
        window.installEventFilter(self)
        stage.bridge.changed.connect(self._heard)
        self.destroyed.connect(self._menu.deleteLater)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        if icon is not None:
            self._show(icon)

    def show_strip(self, strip: StripView) -> None:
        """How things stand now."""
        self._strip = strip
        if self._icon is not None:
            self._icon.setToolTip(tray_words(strip))
        desk = self._stage.desk
        if desk is not None and self._whose != desk.person.id:
            self.look()
        self._consider()

    def look(self) -> None:
        """Reads what is due, once more today if nothing was told of it yet."""
        desk = self._stage.desk
        if desk is not None:
            self._read_due(desk)

    def open(self) -> None:
        """Brings the window back, where it was."""
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def quit(self) -> None:
        """Ends the program, whatever closing the window means."""
        self._is_quitting = True
        QApplication.setQuitOnLastWindowClosed(True)
        self._window.close()
        self._quit_program()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._window:
            return False
        kind = event.type()
        if kind == QEvent.Type.Close and self._stays():
            event.ignore()
            self._go_away()
            return True
        if kind == QEvent.Type.Close and self._icon is not None:
            self._icon.hide()
        elif kind == QEvent.Type.Show and self._is_away:
            self._is_away = False
            QApplication.setQuitOnLastWindowClosed(True)
            self._come_back()
        elif kind == QEvent.Type.LanguageChange:
            self.retranslate()
        return False

    def retranslate(self) -> None:
        self._open.setText(translate("Tray", "Open KarmaDesk"))
        self._send.setText(translate("Tray", "Send and fetch now"))
        self._quit.setText(translate("Tray", "Quit"))
        if self._icon is not None and self._strip is not None:
            self._icon.setToolTip(tray_words(self._strip))

    def _show(self, icon: TrayIcon) -> None:
        icon.setIcon(self._picture())
        icon.setToolTip("KarmaDesk")
        icon.setContextMenu(self._menu)
        icon.activated.connect(self._clicked)
        icon.messageClicked.connect(self.open)
        self.retranslate()
        icon.show()
        self._timer.start()

    def _picture(self) -> QIcon:
        own = self._window.windowIcon()
        return self._stage.theme.icon("course", "brand", ICON) if own.isNull() else own

    def _clicked(self, reason: Clicked) -> None:
        if reason in (Clicked.Trigger, Clicked.DoubleClick):
            self.open()

    def _stays(self) -> bool:
        """Whether closing the window leaves the program in the tray: never while the system is shutting down."""
        wanted = self._stage.program.settings.stays_in_tray and self._icon is not None
        application = QGuiApplication.instance()
        is_ending = isinstance(application, QGuiApplication) and application.isSavingSession()
        return wanted and not self._is_quitting and not is_ending

    def _go_away(self) -> None:
        self._is_away = True
        self._leave()
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()
        if not self._stage.program.settings.knows_tray:
            self._stage.set(knows_tray=True)
            self._tell(
                translate("Tray", "KarmaDesk goes on here"),
                translate(
                    "Tray", "It sends and fetches in the background. To end it, choose Quit in this icon's menu."
                ),
            )

    def _heard(self, topic: Topic) -> None:
        if topic & (Topic.PLAN | Topic.PEOPLE):
            self.look()

    def _read_due(self, desk: Desk) -> None:
        if self._icon is not None and self._stage.program.settings.told_due != self._today().isoformat():
            self._stage.read("notices-due", partial(_due, desk), self._due_arrived)
        else:
            self._consider()

    def _due_arrived(self, found: tuple[DueCourse, ...]) -> None:
        self._due = found
        self._consider()

    def _today(self) -> date:
        return self._stage.program.clock.corrected().astimezone().date()

    def _consider(self) -> None:
        """Tells what is worth telling, now that something may have changed."""
        desk = self._stage.desk
        if self._strip is None or self._icon is None or desk is None:
            return
        settings = self._stage.program.settings
        if self._told is None or self._whose != desk.person.id:
            self._whose = desk.person.id
            self._told = notices.seen(self._strip, _day(settings.told_due), settings.told_mended)
        facts = Facts(
            now=self._stage.program.clock.corrected().astimezone(),
            strip=self._strip,
            is_window_active=self._window.isActiveWindow(),
            due=self._due,
            is_wanted=settings.notifies,
            hides_names=self._stage.program.policy.are_names_hidden,
        )
        before = self._told
        found, self._told = notices.notices(facts, before)
        if self._told.due_on != before.due_on and self._told.due_on is not None:
            self._stage.set(told_due=self._told.due_on.isoformat())
        if self._told.mended != before.mended:
            self._stage.set(told_mended=self._told.mended)
        self._tell_of(found)

    def _tell_of(self, found: tuple[Notice, ...]) -> None:
        for notice in found:
            self._tell(*notice_words(notice))

    def _tell(self, title: str, text: str) -> None:
        if self._icon is not None:
            self._icon.showMessage(title, text, self._picture(), SHOWN_MS)


def _day(written: str) -> date | None:
    """A day from the settings; None for "" and for nonsense."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _due(desk: Desk, context: Context) -> tuple[DueCourse, ...]:
    context.check()
    return notices.due_courses(plan.my_plan(desk))
