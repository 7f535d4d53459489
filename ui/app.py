"""Starts the desktop."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from forensicdesk.language import _
from forensicdesk.session import forbid_network
from ui.collecting import Collector
from ui.dialogs.chooser import SystemChooser
from ui.first_check import check_at_first
from ui.recent import Memory
from ui.resources.theme import dress
from ui.speaking import APPLICATION, settings_folder, translate_qt
from ui.starting import reach
from ui.tasks import TaskRunner, unexpected
from ui.widgets.room import resize_within
from ui.window import TITLE, MainWindow
from ui.work import CaseWork

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from ui.dialogs.chooser import Chooser
    from ui.starting import Started

SIGNAL_CHECK_MS = 300


class Desktop:
    """The parts of the running desktop, in the order in which they must be let go."""

    def __init__(self, app: QApplication, memory: Memory, chooser: Chooser | None = None) -> None:
        self.app = app
        dress(app, memory.appearance)
        app.styleHints().colorSchemeChanged.connect(lambda _: dress(app, memory.appearance))
        self.runner = TaskRunner()
        self.work = CaseWork(self.runner)
        self.window = MainWindow(self.runner, self.work, memory, chooser or SystemChooser())
        self.collector = Collector(self.window)

    def begin(self, started: Started) -> None:
        """Show the window, with the case that was named, or with why its server cannot be reached."""
        window, case = self.window, started.case
        window.commands.store = started.store
        resize_within(window, window.width(), window.height())
        window.show()
        if started.trouble is not None:
            window.banners.show_trouble(started.trouble)
        elif case is not None:
            QTimer.singleShot(0, window, lambda: self.work.open_case(case))

    def shut_down(self) -> None:
        """Wait for what runs, so that the case is closed before the process ends."""
        self.work.close_case()
        self.runner.shut_down()
        self.collector.end()

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Show an error that no task caught, instead of losing it; for `sys.excepthook`."""
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self.window.banners.show_trouble(unexpected(_("handling an event of the window"), error))


def make_application(arguments: Sequence[str]) -> QApplication:
    """The application object, named so that settings have their place."""
    app = QApplication(list(arguments))
    app.setApplicationName(APPLICATION)
    app.setApplicationDisplayName(TITLE)
    app.setStyle("Fusion")
    translate_qt(app)
    return app


def leave_on_signals(desktop: Desktop) -> QTimer:
    """Let Ctrl+C in a terminal, and the system's request to end, stop the work and close the case."""
    window = desktop.window
    for number in (signal.SIGINT, signal.SIGTERM):
        # By the loop, which may not run yet: a window that closes before would leave a loop that nothing ends.
        signal.signal(number, lambda *_: QTimer.singleShot(0, window, window.commands.leave))
    # Qt's loop does not come back to Python by itself, and only Python looks at signals.
    waker = QTimer(window)
    waker.timeout.connect(lambda: None)
    waker.start(SIGNAL_CHECK_MS)
    return waker


def main(arguments: Sequence[str]) -> int:
    """Show the desktop until its window is closed; behind the program's name stand a case, a store, or nothing."""
    started = reach(arguments[1:])
    forbid_network()
    app = make_application(arguments)
    memory = Memory(settings_folder())
    desktop = Desktop(app, memory)
    sys.excepthook = desktop.catch
    leave_on_signals(desktop)
    desktop.begin(started)
    check_at_first(desktop.window, memory)
    try:
        return app.exec()
    finally:
        desktop.shut_down()
