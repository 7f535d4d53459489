"""Functions that children run in place of the analysis: the first byte of the file says what happens."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import time
from typing import TYPE_CHECKING, Any, BinaryIO

from hashing.values import Analysis, Outcome

if TYPE_CHECKING:
    from hashing.values import Recipe


def obey(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:  # noqa: ARG001 - takes the place of the analysis
    """Do what the first byte says; anything else is simply not media."""
    order = stream.read(1)
    if order in _ORDERS:
        _ORDERS[order]()
    return Analysis(Outcome.NOT_MEDIA, f"text/{order.hex()}", size)


def tell_limits(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:  # noqa: ARG001 - as above
    """What this process may do, as metadata."""
    import resource
    import sys

    facts = [
        (name, str(resource.getrlimit(getattr(resource, name))[0]))
        for name in ("RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_AS", "RLIMIT_NOFILE", "RLIMIT_MEMLOCK")
    ]
    facts.append(("qt", str(any(name.startswith("PySide6") for name in sys.modules))))
    facts.append(("streams", " ".join(os.readlink(f"/proc/self/fd/{number}") for number in range(3))))  # noqa: PTH115
    return Analysis(Outcome.NOT_MEDIA, "text/plain", size, metadata=(("limits", tuple(facts)),))


def read_slowly(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:  # noqa: ARG001 - as above
    """Take two seconds between two reads."""
    stream.read(1)
    time.sleep(2)
    stream.read()
    return Analysis(Outcome.NOT_MEDIA, "text/plain", size)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _hang() -> None:
    time.sleep(600)


def _hang_where_python_cannot_act() -> None:
    # Holds the interpreter's lock, as a decoder in an endless loop may.
    ctypes.PyDLL(None).sleep(600)


def _compute() -> None:
    while True:
        pass


def _eat_memory() -> None:
    kept = []
    while True:
        kept.append(bytes(64 * 1024 * 1024))


def _fail() -> None:
    raise KeyError("/a/path/that/must/not/be/shown")  # noqa: EM101 - a fault of a library


def _leave() -> None:
    os._exit(7)


def _abort() -> None:
    os.abort()


def _die_with_the_lock() -> None:
    from pebble.pool.channel import WorkerChannel

    for channel in (thing for thing in gc.get_objects() if isinstance(thing, WorkerChannel)):
        lock = channel.mutex.writer_mutex
        assert lock is not None
        lock.acquire()
    _die()


def _open_more_and_more() -> None:
    kept: list[int] = []
    try:
        while True:
            kept.append(os.open("/dev/null", os.O_RDONLY))
    finally:
        for descriptor in kept:
            os.close(descriptor)


def _send_a_call() -> None:
    _send(_Call())


def _send_no_message() -> None:
    _send(("nothing", "pebble", "knows"))


def _send_without_end() -> None:
    channel = _channel()
    os.write(channel.writer.fileno(), b"\x7f\xff\xff\xff" + bytes(1000))


class _Call:
    """A pickle that makes its reader call a function."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (os.environ["HOME_OF_THE_TEST"],)


def _send(message: object) -> None:
    _channel().writer.send(message)


def _channel() -> Any:  # noqa: ANN401 - pebble's own
    from pebble.pool.channel import WorkerChannel

    gc.unfreeze()  # what a child loads before its first item is kept from the collector's eyes
    return next(thing for thing in gc.get_objects() if isinstance(thing, WorkerChannel))


_ORDERS = {
    b"A": _abort,
    b"C": _send_a_call,
    b"D": _die,
    b"E": _leave,
    b"F": _fail,
    b"H": _hang,
    b"L": _die_with_the_lock,
    b"M": _eat_memory,
    b"O": _open_more_and_more,
    b"P": _send_no_message,
    b"Z": _compute,
    b"W": _send_without_end,
    b"N": _hang_where_python_cannot_act,
}
