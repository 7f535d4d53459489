"""Work leaves the event loop and comes back on it, whatever becomes of it."""

from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from forensicdesk.errors import UsageError

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.tasks import TaskRunner, Trouble


def test_the_result_comes_back_on_the_event_loops_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    told: list[tuple[str, str]] = []

    runner.read(
        "asking",
        lambda: threading.current_thread().name,
        owner,
        lambda name: told.append((name, threading.current_thread().name)),
    )
    qtbot.waitUntil(lambda: bool(told))

    worker, receiver = told[0]
    assert worker.startswith("read")
    assert receiver == threading.current_thread().name


def test_a_foreseen_error_comes_back_as_its_own_sentence(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()

    def fail() -> None:
        msg = "The folder /x is empty; choose another."
        raise UsageError(msg)

    with qtbot.waitSignal(runner.trouble_met) as met:
        runner.act("adding", fail, owner, lambda _: None)

    trouble = met.args[0]
    assert trouble.sentence == "The folder /x is empty; choose another."
    assert trouble.details == ""
    assert isinstance(trouble.error, UsageError)


def test_an_unforeseen_error_says_what_to_do_and_keeps_the_details(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    met: list[Trouble] = []

    runner.read("counting", lambda: 1 // 0, owner, lambda _: None, met.append)
    qtbot.waitUntil(lambda: bool(met))

    assert met[0].sentence == "Something unexpected happened while counting."
    assert "open it again" in met[0].advice
    assert "ZeroDivisionError" in met[0].details


def test_nobody_is_called_for_an_owner_that_is_gone(qtbot: QtBot, runner: TaskRunner) -> None:
    keeper, gone, go = QObject(), QObject(), threading.Event()
    told: list[str] = []

    runner.act("waiting", go.wait, gone, lambda _: told.append("gone"))
    runner.act("ending", lambda: None, keeper, lambda _: told.append("kept"))
    gone.deleteLater()
    qtbot.wait(20)
    go.set()
    qtbot.waitUntil(lambda: "kept" in told)

    assert told == ["kept"]


def test_acts_run_one_at_a_time_in_order(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    running: list[int] = []
    most: list[int] = []
    order: list[int] = []

    def work(number: int) -> int:
        running.append(number)
        most.append(len(running))
        threading.Event().wait(0.01)
        running.remove(number)
        return number

    for number in range(5):
        runner.act("working", lambda number=number: work(number), owner, order.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(order) == 5)

    assert order == [0, 1, 2, 3, 4]
    assert max(most) == 1


def test_reads_can_be_waited_for(runner: TaskRunner) -> None:
    owner, go = QObject(), threading.Event()
    ended: list[bool] = []
    for _ in range(3):
        runner.read("waiting", lambda: ended.append(go.wait(5)), owner, lambda _: None)

    go.set()
    runner.drain()

    assert ended == [True, True, True]


def test_short_writes_keep_their_order_and_do_not_wait_for_an_act(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, go = QObject(), threading.Event()
    order: list[int] = []
    runner.act("processing", lambda: go.wait(5), owner, lambda _: None)

    for number in range(5):
        runner.write("deciding", lambda number=number: number, owner, order.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(order) == 5)

    assert order == [0, 1, 2, 3, 4]
    assert not go.is_set()
    go.set()
    runner.drain()


def test_after_shutting_down_nothing_is_begun(runner: TaskRunner) -> None:
    owner = QObject()
    begun: list[int] = []
    runner.shut_down()

    runner.read("asking", lambda: begun.append(1), owner, lambda _: None)
    runner.act("asking", lambda: begun.append(2), owner, lambda _: None)

    assert begun == []


def test_what_is_patient_waits_until_what_is_seen_first_is_there(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, done = QObject(), list[str]()
    runner.hold()
    runner.read("counting", lambda: "patient", owner, done.append, patient=True)
    runner.read("drawing", lambda: "first", owner, done.append)
    qtbot.waitUntil(lambda: done == ["first"])
    qtbot.wait(50)
    assert done == ["first"]

    runner.go_on()
    qtbot.waitUntil(lambda: done == ["first", "patient"])
    runner.read("counting", lambda: "later", owner, done.append, patient=True)
    qtbot.waitUntil(lambda: done[-1] == "later")


def test_what_a_task_holds_is_let_go_on_the_event_loops_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    """A window that dies on a worker's thread ends the process. Here the worker is the slower of the two."""
    gone: list[threading.Thread] = []
    runner._finished.connect(lambda: time.sleep(0.02), Qt.ConnectionType.DirectConnection)

    class Held:
        def __del__(self) -> None:
            gone.append(threading.current_thread())

    def ask(held: Held) -> None:
        def take(_answer: object) -> None:
            assert held is not None

        owner = QObject(runner)
        runner.read("asking", lambda: held is not None, owner, take, take)
        runner.write("asking", lambda: 1 // (held is None), owner, take, take)
        runner.act("asking", lambda: held is not None, owner, take, take)

    for _ in range(10):
        ask(Held())
    qtbot.waitUntil(lambda: gc.collect() >= 0 and len(gone) == 10, timeout=20_000)

    assert {thread.name for thread in gone} == {threading.main_thread().name}
