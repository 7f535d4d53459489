"""What a child may do, as a child itself finds it: the kernel's word, and harmless attempts at what must be refused."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import threading
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from forensicdesk import seccomp
from forensicdesk.language import sentence
from forensicdesk.workers.ahead import one_child
from forensicdesk.workers.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

_AF_UNIX, _AF_INET, _SOCK_STREAM = 1, 2, 1
_REFUSED = sentence("refused ({reason})", reason=os.strerror(errno.EPERM))
_LIMITS = ("RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_MEMLOCK", "RLIMIT_CORE")
_FILTERS_OF_A_CHILD = 2


_MEASURING = threading.Lock()


class Barrier(StrEnum):
    """What stands between a decoder that a hostile file has taken over, and the machine."""

    FILTER = "filter"
    LIMITS = "limits"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Confinement:
    """What is in force in a child of this program on this system; `facts` are (what, as found)."""

    barrier: Barrier
    facts: tuple[tuple[str, str], ...]


def measured_confinement() -> Confinement:
    """Start a child as for an analysis, and let it find out; once for each run of this program."""
    with _MEASURING:
        return _measured()


def begin_measuring() -> None:
    """Measure beside other work; who asks for the result while it is on its way waits for the same.

    A program that ends earlier waits for it, too: a child that has half started would complain on the terminal.
    """
    threading.Thread(target=measured_confinement, name="confinement").start()


@lru_cache(maxsize=1)
def _measured() -> Confinement:
    # A second time if need be: that a child was killed from outside says nothing about what children may do.
    facts = _asked() or _asked()
    if facts is None:
        return Confinement(Barrier.NONE, ((sentence("child process"), sentence("none could be started")),))
    return Confinement(_barrier(dict(facts)), facts)


def _asked() -> tuple[tuple[str, str], ...] | None:
    with one_child(Limits(), preload=()) as crew:
        return crew.ask(confinement_facts)


def confinement_facts() -> tuple[tuple[str, str], ...]:
    """Run inside a child."""
    facts = [(name, _limit(name)) for name in _LIMITS] if sys.platform != "win32" else []
    if sys.platform.startswith("linux"):
        facts += [
            (name, seccomp.own_status(field) or sentence("not told by this kernel"))
            for name, field in (
                (sentence("seccomp mode"), "Seccomp"),
                (sentence("seccomp filters"), "Seccomp_filters"),
                (sentence("no new privileges"), "NoNewPrivs"),
            )
        ]
        facts += [(name, _tried(attempt)) for name, attempt in _ATTEMPTS.items()]
    return tuple(facts)


def _barrier(facts: dict[str, str]) -> Barrier:
    filters = facts.get("seccomp filters", "")
    enough = not filters.isdecimal() or int(filters) >= _FILTERS_OF_A_CHILD
    if facts.get("seccomp mode") == "2" and enough and all(facts.get(name) == _REFUSED for name in _ATTEMPTS):
        return Barrier.FILTER
    return Barrier.LIMITS if facts.get("RLIMIT_FSIZE") == "0" else Barrier.NONE


def _limit(name: str) -> str:
    import resource  # Not on Windows.

    soft, _ = resource.getrlimit(getattr(resource, name))
    return sentence("unlimited") if soft == resource.RLIM_INFINITY else str(soft)


def _tried(attempt: Callable[[], None]) -> str:
    """How an attempt ended. Without a filter each fails for another reason, or changes nothing."""
    try:
        attempt()
    except OSError as error:
        if error.errno == errno.EPERM:
            return _REFUSED
        return sentence("possible: it failed only for another reason ({reason})", reason=os.strerror(error.errno or 0))
    return sentence("possible: nothing in this process refuses it")


def _open_to_write() -> None:
    os.close(os.open(os.devnull, os.O_WRONLY))


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _socket(family: int) -> Callable[[], None]:
    def attempt() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        descriptor = libc.socket(family, _SOCK_STREAM, 0)
        if descriptor < 0:
            raise OSError(ctypes.get_errno(), "")
        os.close(descriptor)

    return attempt


_ATTEMPTS: dict[str, Callable[[], None]] = {
    sentence("open a file for writing"): _open_to_write,
    sentence("remove a file"): lambda: os.unlink(""),  # noqa: PTH108 - there is no such path, and Path("") is another
    sentence("rename a file"): lambda: os.rename("", ""),  # noqa: PTH104 - as above
    sentence("start a program"): lambda: os.execve("", ["none"], {}),  # noqa: S606, S607 - there is none of that name
    sentence("start a process"): _fork,
    sentence("signal another process"): lambda: os.kill(os.getppid(), 0),
    sentence("internet socket"): _socket(_AF_INET),
    sentence("local socket"): _socket(_AF_UNIX),
}
