"""Imports a hash list in a child process, so that it can be ended at any moment; called off the event loop."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, Interrupted, ListError, UsageError
from forensicdesk.events import Progress
from forensicdesk.language import _, relayed, spoken
from ui import list_child

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from datetime import datetime
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from forensicdesk.events import Listener
    from forensicdesk.model import HashList
    from forensicdesk.session import ImportSettings, Library

LOOK_EVERY_S = 0.1
PATIENCE_S = 20
"""So long a child that was asked to end may clear up before it is ended."""

ERRORS: dict[str, Callable[[str], Exception]] = {
    "UsageError": UsageError,
    "ListError": ListError,
    "EnvironmentProblem": EnvironmentProblem,
}
SUM, READ, KEEP = "list sum", "list entries", "list keep"
"""The phases: the file is hashed, its entries are read, and what was read is put in order, checked and stored."""


def import_apart(
    library: Library, path: Path, stated: ImportSettings, now: datetime, listener: Listener, stop: threading.Event
) -> HashList:
    """Import a list file: `Library.import_with` in a process of its own.

    Raises:
        UsageError, ListError, EnvironmentProblem: as `Library.import_with`; also where the process ended by itself.
        Interrupted: `stop` was set before the list was kept; nothing of it was stored.
    """
    context = get_context("spawn")
    answers, theirs = context.Pipe(duplex=False)
    orders, ours = context.Pipe(duplex=False)
    given = ((theirs, orders), library.folder, path, stated, now, spoken())
    child = context.Process(target=list_child.main, args=given, name="list import", daemon=True)
    child.start()
    theirs.close()
    orders.close()
    try:
        answer = _answer(child, answers, ours, listener, stop)
    finally:
        answers.close()
        ours.close()
        child.join(PATIENCE_S)
        if child.is_alive():
            child.kill()
            child.join()
        child.close()
    if "list" in answer:
        return library.find(str(answer["list"]))
    if answer.get("stopped"):
        raise Interrupted
    if "refused" in answer:
        raise ERRORS.get(str(answer["kind"]), UsageError)(relayed(str(answer["refused"]), str(answer["shown"])))
    raise RuntimeError(str(answer.get("unexpected")))


def progress_of(read: int, size: int, elapsed_s: float) -> Progress:
    """How far an import is: the file is read twice, for its SHA-256 and for its entries."""
    if not size:
        return Progress(READ, 0, None, elapsed_s=elapsed_s)
    if read >= 2 * size:
        return Progress(KEEP, 0, None, elapsed_s=elapsed_s)
    phase, done = (SUM, read) if read < size else (READ, read - size)
    return Progress(phase, 0, None, done, size, elapsed_s)


def _answer(
    child: BaseProcess, answers: Connection, orders: Connection, listener: Listener, stop: threading.Event
) -> dict[str, object]:
    """The last word of the child. A stop that is set when it asks whether the list may be kept is in time."""
    began = time.monotonic()
    order, given_at = b"", 0.0
    read, size = 0, 0
    while True:
        if not order and stop.is_set():
            order, given_at = _given(orders, list_child.STOP), time.monotonic()
        if order == list_child.STOP and time.monotonic() - given_at > PATIENCE_S:
            child.kill()
            return {"stopped": True}
        if answers.poll(LOOK_EVERY_S):
            try:
                message: dict[str, object] = json.loads(answers.recv_bytes())
            except EOFError:
                return {"stopped": True} if order == list_child.STOP else _died(child)
            if "ready" in message:
                if not order and not stop.is_set():
                    order = _given(orders, list_child.KEEP)
                continue
            if "read" not in message:
                return message
            read, size = int(str(message["read"])), int(str(message["size"]))
        listener(progress_of(read, size, time.monotonic() - began))


def _given(orders: Connection, order: bytes) -> bytes:
    with suppress(OSError):  # the child has ended already, and its last word is still to be read
        orders.send_bytes(order)
    return order


def _died(child: BaseProcess) -> dict[str, object]:
    child.join(PATIENCE_S)
    sentence = _(
        "The process that imported the list ended by itself (code {exitcode}); nothing was stored. "
        "Look whether memory and disk suffice, and import the list again."
    ).format(exitcode=child.exitcode)
    return {"refused": sentence, "shown": sentence, "kind": "EnvironmentProblem"}
