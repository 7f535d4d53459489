"""One writer at a time: an operating system lock on the file `lock`, held while a case is open for writing."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from forensicdesk.errors import CaseLockedError, EnvironmentProblem
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # Windows locks bytes, and locked bytes cannot be read: lock one far behind the text

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_held: set[int] = set()


def _forget_in_child() -> None:
    """A forked child must not keep the lock alive after its parent has died."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)


class CaseLock:
    """Holds the lock from construction to `release`.

    The operating system lets go of it when the process ends, however it ends; there are no stale locks.

    Args:
        path: the lock file; made if missing.
        case: the case folder, for messages.
        since: the time to tell others, as text.

    Raises:
        CaseLockedError: another program holds the lock.
        EnvironmentProblem: the lock file cannot be made or opened.
    """

    def __init__(self, path: Path, case: Path, since: str) -> None:
        try:
            self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            msg = sentence(
                "The case {case} cannot be opened for writing: {strerror}. Check the rights on its folder.",
                case=case,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error
        try:
            _try_lock(self._descriptor)
        except (BlockingIOError, PermissionError) as error:
            holder = _read_holder(self._descriptor)
            os.close(self._descriptor)
            msg = sentence(
                "The case {case} is open for writing in another program{holder}. Close it there, then try again.",
                case=case,
                holder=holder,
            )
            raise CaseLockedError(msg) from error
        except OSError as error:
            os.close(self._descriptor)
            msg = sentence(
                "The case {case} cannot be locked: {strerror}. Keep cases on a disk of this workstation.",
                case=case,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error
        _held.add(self._descriptor)
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, json.dumps({"pid": os.getpid(), "since": since}).encode())

    def release(self) -> None:
        """Let go; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None or descriptor not in _held:
            return
        os.ftruncate(descriptor, 0)
        _held.discard(descriptor)
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether some program holds the lock on this file now; nothing is written. False where there is no such file."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        _try_lock(descriptor)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    else:
        return False
    finally:
        os.close(descriptor)  # lets go of it again


def _read_holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0) if hasattr(os, "pread") else os.read(descriptor, 4096))
        return sentence(" (process {pid}, since {since})", pid=int(holder["pid"]), since=holder["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # the holder has not yet written who it is
