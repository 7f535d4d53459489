"""The child process that imports one hash list. It can be ended at any moment: the library keeps a list whole or not.

No Qt here. What the child says comes as JSON, one message at a time, because its input is a file from outside:
`{"read": bytes, "size": bytes}` while it reads, `{"ready": true}` when the list may be kept if the parent says `KEEP`,
then one of `{"list": id}`, `{"refused": sentence, "shown": it translated, "kind": name}`, `{"stopped": true}`,
`{"unexpected": details}`.
"""

from __future__ import annotations

import _thread
import io
import json
import signal
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.errors import ForensicDeskError
from forensicdesk.language import said, shown, speak
from forensicdesk.session import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from multiprocessing.connection import Connection

    from forensicdesk.session import ImportSettings

TELL_EVERY_S = 0.2
KEEP, STOP = b"keep", b"stop"
UNMETERED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"SQLite format 3")
"""Beginnings of files whose reading cannot be followed by bytes: archives and databases."""


def main(
    pipes: tuple[Connection, Connection],
    folder: Path,
    path: Path,
    stated: ImportSettings,
    now: datetime,
    language: str,
) -> None:
    """Import `path` into the library in `folder`; refusals are said in `language`.

    `pipes` are the one for answers and the one for orders. Until the parent lets the list be kept, whatever else comes
    through the latter ends the import, and so does the parent's end.
    """
    answers, orders = pipes
    speak(language)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what it starts behind it
    parent = _Parent(answers, orders)
    try:
        parent.listen()
        last = _imported(parent, folder, path, stated, now)
        parent.refrain()
    except KeyboardInterrupt:
        last = {"stopped": True}
    except Exception as error:
        parent.refrain()
        parent.send({"unexpected": "".join(traceback.format_exception(error))})
        raise
    parent.send(last)


def _imported(parent: _Parent, folder: Path, path: Path, stated: ImportSettings, now: datetime) -> dict[str, object]:
    """The last word: the list, or why there is none."""
    size = _metered_size(path)
    meter = Meter(lambda read: parent.send({"read": read, "size": size}))
    try:
        used = Library(folder, parent.ask).import_with(watched(path, meter), stated, now)
    except ForensicDeskError as error:
        return {"refused": said(error), "shown": shown(error), "kind": type(error).__name__}
    return {"list": used.id}


class _Parent:
    """The process that wants the list: is told, is asked once, and may interrupt until then."""

    def __init__(self, answers: Connection, orders: Connection) -> None:
        self._answers = answers
        self._orders = orders
        self._order = b""
        self._heard = threading.Event()
        self._turn = threading.Lock()
        self._interrupts = True

    def listen(self) -> None:
        """From here on the parent may interrupt this thread."""
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, message: dict[str, object]) -> None:
        """Say something."""
        self._answers.send_bytes(json.dumps(message).encode())

    def refrain(self) -> None:
        """From here on the parent interrupts no more."""
        with self._turn:
            self._interrupts = False

    def ask(self) -> None:
        """Wait until the parent lets the list be kept.

        Raises:
            KeyboardInterrupt: it does not, or has ended.
        """
        self.refrain()
        self.send({"ready": True})
        self._heard.wait()
        if self._order != KEEP:
            raise KeyboardInterrupt

    def _listen(self) -> None:
        """One order is all there is; the parent's end is one, too."""
        with suppress(EOFError, OSError):
            self._order = self._orders.recv_bytes()
        with self._turn:
            self._heard.set()
            if self._interrupts:
                _thread.interrupt_main()


class Meter:
    """Counts the bytes that were read, and tells now and then."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell
        self._read = 0
        self._told_at = 0.0

    def add(self, size: int) -> None:
        """Count what was read; the end of a file (0 bytes) is told at once."""
        self._read += size
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY_S or size == 0:
            self._told_at = now
            self._tell(self._read)


class _MeteredFile(io.FileIO):
    """A file that tells a meter what is read from it."""

    def __init__(self, path: Path, meter: Meter) -> None:
        super().__init__(path, "rb")
        self._meter = meter

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub has a private type
        """Read as a file does, and count."""
        size = super().readinto(buffer) or 0
        self._meter.add(size)
        return size

    def readall(self) -> bytes:
        """Read the rest as a file does, and count."""
        rest = super().readall()
        self._meter.add(len(rest))
        self._meter.add(0)
        return rest


def watched(path: Path, meter: Meter) -> Path:
    """The same path; files that are opened through it for reading bytes tell the meter."""

    class Watched(type(path)):  # type: ignore[misc]  # the class of paths is the platform's
        def open(self, mode: str = "r", *rest: object, **named: object) -> object:
            if mode == "rb":
                return io.BufferedReader(_MeteredFile(Path(self), meter), 1 << 20)
            return super().open(mode, *rest, **named)

    made: Path = Watched(path)
    return made


def _metered_size(path: Path) -> int:
    """The size of the file, 0 where its reading cannot be followed, or where it cannot be read at all."""
    try:
        with path.open("rb") as stream:
            plain = not stream.read(16).startswith(UNMETERED)
        return path.stat().st_size if plain else 0
    except OSError:
        return 0  # the import says why
