"""Functions that children run in place of the analysis: the first byte of the file says what happens."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import time
from typing import TYPE_CHECKING, BinaryIO

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
        for name in ("RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_AS")
    ]
    facts.append(("internet", _try_internet()))
    facts.append(("write", _try_to_write()))
    facts.append(("qt", str(any(name.startswith("PySide6") for name in sys.modules))))
    facts.append(("streams", " ".join(os.readlink(f"/proc/self/fd/{number}") for number in range(3))))  # noqa: PTH115
    return Analysis(Outcome.NOT_MEDIA, "text/plain", size, metadata=(("limits", tuple(facts)),))


def read_slowly(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:  # noqa: ARG001 - as above
    """Take two seconds between two reads."""
    stream.read(1)
    time.sleep(2)
    stream.read()
    return Analysis(Outcome.NOT_MEDIA, "text/plain", size)


def _try_internet() -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    return "possible" if libc.socket(2, 1, 0) >= 0 else os.strerror(ctypes.get_errno())


def _try_to_write() -> str:
    descriptor = os.open("/var/tmp", os.O_TMPFILE | os.O_RDWR)  # noqa: S108 - a file without a name
    try:
        os.write(descriptor, b"x")
    except OSError as error:
        return os.strerror(error.errno or 0)
    finally:
        os.close(descriptor)
    return "possible"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _hang() -> None:
    time.sleep(600)


def _hang_where_python_cannot_act() -> None:
    # Holds the interpreter's lock, as a decoder in an endless loop may.
    ctypes.PyDLL(None).sleep(600)


def _eat_memory() -> None:
    kept = []
    while True:
        kept.append(bytes(64 * 1024 * 1024))


def _fail() -> None:
    raise KeyError("/a/path/that/must/not/be/shown")  # noqa: EM101 - a fault of a library


def _leave() -> None:
    os._exit(7)


def _die_with_the_lock() -> None:
    from pebble.pool.channel import WorkerChannel

    for channel in (thing for thing in gc.get_objects() if isinstance(thing, WorkerChannel)):
        lock = channel.mutex.writer_mutex
        assert lock is not None
        lock.acquire()
    _die()


_ORDERS = {
    b"D": _die,
    b"E": _leave,
    b"F": _fail,
    b"H": _hang,
    b"L": _die_with_the_lock,
    b"M": _eat_memory,
    b"N": _hang_where_python_cannot_act,
}
