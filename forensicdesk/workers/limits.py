"""What a child process may do, set before any hostile byte is opened.

Imports nothing heavy, so that the limits stand before decoders are loaded.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.offline import forbid_network
from forensicdesk.settings import (
    CHILD_MEMORY_BYTES,
    CHILD_OPEN_FILES,
    JOB_BASE_TIMEOUT_S,
    JOB_TIMEOUT_S_PER_MB,
    JOB_TIMEOUT_S_PER_PASSWORD,
    JOB_WALL_FACTOR,
    POOL_STALL_S,
)
from forensicdesk.staying import staying
from forensicdesk.workers.confine import confine, drop_capabilities

if TYPE_CHECKING:
    from collections.abc import Iterator

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_NICENESS = 2
_OOM_SCORE = "500"
_SINGLE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much time and memory one item may take, and what it may be opened with.

    Attributes:
        base_timeout_s, timeout_s_per_mb: processor time of an item: so much, and so much more for each million bytes.
        wall_factor: so many times as long may pass by the clock.
        memory_bytes: address space of a child.
        stall_s: how much longer than the longest item nothing may come back.
        passwords: what encrypted containers may be opened with.
    """

    base_timeout_s: float = JOB_BASE_TIMEOUT_S
    timeout_s_per_mb: float = JOB_TIMEOUT_S_PER_MB
    wall_factor: float = JOB_WALL_FACTOR
    memory_bytes: int = CHILD_MEMORY_BYTES
    stall_s: float = POOL_STALL_S
    passwords: tuple[str, ...] = field(default=(), repr=False)

    def timeout_s(self, size: int) -> float:
        """How much of a processor's time an item of `size` bytes may take."""
        trying = JOB_TIMEOUT_S_PER_PASSWORD * len(self.passwords)
        return self.base_timeout_s + trying + self.timeout_s_per_mb * size / 1e6

    def wall_s(self, size: int) -> float:
        """How long that may take by the clock. Where a system cannot limit processor time, this is the only limit."""
        return self.wall_factor * self.timeout_s(size)


def prepare_child(memory_bytes: int, preload: tuple[str, ...]) -> None:
    """Set up a fresh child process: nothing of it outlives the parent, leaves the machine, writes a file or starts one.

    Args:
        memory_bytes: limit of its address space, where the system has one.
        preload: modules to import, so that no item's time pays for them.
    """
    depend_on_parent()
    if sys.platform != "win32":
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    forbid_network()
    drop_capabilities()
    for name in _SINGLE_THREAD:
        os.environ[name] = "1"
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_AS", memory_bytes)
    _limit("RLIMIT_MEMLOCK", 0)
    with staying():
        for module in preload:
            importlib.import_module(module)
    # Only now, since importing may store compiled modules.
    sys.dont_write_bytecode = True
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_NOFILE", CHILD_OPEN_FILES)
    _silence()
    if sys.platform != "win32":
        os.nice(_NICENESS)
    # Where the kernel has no such filter the limits remain; `measure` finds out and says so.
    confine()


def depend_on_parent() -> None:
    """Set up a child that works for its parent only: the parent decides its end, and it ends before the parent does."""
    _end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The default action ends a child even inside a decoder's loop, where Python's handlers do not run.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _volunteer_for_the_oom_killer()


@contextlib.contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """End this process (SIGXCPU) if what happens inside takes more of a processor's time, to the next whole second."""
    if sys.platform == "win32":
        yield
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(time.process_time() + seconds)
    allowed = until if hard == resource.RLIM_INFINITY else min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def _end_with_parent() -> None:
    """Die with the parent, even if it is killed and even inside a decoder's loop."""
    if sys.platform.startswith("linux"):
        parent = multiprocessing.parent_process()
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))
        # No core dumps: they would hold evidence. The limit on cores does not reach a dump collector.
        libc.prctl(_PR_SET_DUMPABLE, ctypes.c_ulong(0))
        if parent is not None and os.getppid() != parent.pid:
            os._exit(1)
    else:
        threading.Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _volunteer_for_the_oom_killer() -> None:
    """If memory runs out, the system should end a child and not the program that holds the case."""
    # Where there is no such file there is no such choice, and nothing else depends on it.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE, encoding="ascii")


def _limit(name: str, value: int) -> None:
    """Set one resource limit for good, or a lower one that stands already."""
    if sys.platform == "win32":
        return
    import resource

    what: int = getattr(resource, name)
    _, hard = resource.getrlimit(what)
    allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
    # macOS refuses a limit on the address space: the time limit and the system's own bounds remain.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(what, (allowed, allowed))


def _silence() -> None:
    """Send what decoders print to nowhere: it is no fact, and it would mix with our own output."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        # A windowed program has no such descriptor; then nothing can be printed anyway.
        with contextlib.suppress(OSError):
            os.dup2(nowhere, descriptor)
