"""Fixtures of the desktop's tests. The platform is set before Qt is imported anywhere."""

from __future__ import annotations

import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.driving import LONG_MS, destroy_waiting, wait_idle
from tests.ui.fakes import FakeChooser
from tests.ui.reviewed import STACKED, make_reviewed
from ui.app import Desktop
from ui.recent import Memory
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.ui.reviewed import Reviewed

HERE = Path(__file__).parent
QLocale.setDefault(QLocale("en"))  # as the program does at its start, and the same on every machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's platform without a screen says of every window that it knows no size hints; that is no failure."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@pytest.fixture(autouse=True)
def _no_window_dies_on_another_thread() -> Iterator[None]:
    """As in the running desktop, what only holds itself is looked for on this thread alone.

    Python makes that search wherever an object happens to be made: on a thread of the pool of child processes, too,
    while a case is made for the next test. What it found there could be a window of the test before.
    """
    gc.disable()
    yield
    destroy_waiting()
    gc.collect()
    gc.enable()


class PatientBot(QtBot):
    """Waits for what must come as long as a busy machine needs; 5 s, as is usual, are a measure of speed."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = LONG_MS) -> None:  # noqa: N802 - Qt's
        """Let the event loop run until `callback` is content; `timeout` is in milliseconds."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The one of pytest-qt, with patience."""
    del qapp
    return PatientBot(request)


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    """A task runner that has come to rest when the test is over."""
    del qtbot
    made = TaskRunner()
    yield made
    made.shut_down()


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """An empty memory of its own."""
    return Memory(tmp_path / "settings")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash lists of the workstation stay out of the tests."""
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def _reviewed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    """The case that all tests copy; made once."""
    folder = tmp_path_factory.mktemp("reviewed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORENSICDESK_HOME", str(folder / "home"))
        return make_reviewed(folder)


@pytest.fixture
def reviewed(_reviewed: Reviewed, tmp_path: Path, _own_home: None) -> Reviewed:
    """A processed and matched case of the test's own, with its lists; see `make_reviewed`."""
    return _reviewed.copied_to(tmp_path)


@pytest.fixture
def desktop(qtbot: QtBot, memory: Memory) -> Iterator[Desktop]:
    """The desktop as the program starts it, without a case."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = Desktop(app, memory, FakeChooser())
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.work.stop()
    made.shut_down()
    QApplication.processEvents()
    made.window.deleteLater()
    destroy_waiting()
    app.setStyleSheet("")


@pytest.fixture
def open_case(qtbot: QtBot, desktop: Desktop, reviewed: Reviewed) -> Desktop:
    """The desktop with the case open and everything read."""
    desktop.work.open_case(reviewed.case)
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count == STACKED, timeout=LONG_MS)
    qtbot.waitUntil(lambda: bool(desktop.window.case_page.list_model.lists), timeout=LONG_MS)
    wait_idle(qtbot, desktop)
    return desktop
