"""Processes and what they started, as Linux tells of them."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def descendants(pid: int) -> list[int]:
    """The numbers of all processes that a process started, and those started, that run now; parents come first."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError, ValueError, IndexError):  # one that has just ended
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
                children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found.extend(children.get(one, ()))
    return found[1:]


def ended(pids: Iterable[int], seconds: float = 20.0) -> bool:
    """Whether all these processes end by themselves within so long; one that nobody has asked about yet has ended."""
    limit = time.monotonic() + seconds
    while waiting := [pid for pid in pids if _runs(pid)]:
        if time.monotonic() > limit:
            return not waiting
        time.sleep(0.05)
    return True


def _runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def cut_power(pid: int) -> None:
    """End a process and everything it started at once, none of them told."""
    os.kill(pid, signal.SIGSTOP)  # so that it starts no further one meanwhile
    for one in (pid, *descendants(pid)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
