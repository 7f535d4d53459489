"""Attempts at what a child must not do, to be made inside a child and, to see that they can succeed, outside."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from hashing.values import Analysis, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from hashing.values import Recipe

REFUSED = f"refused: {os.strerror(errno.EPERM)}"
_FLAGS_OF_A_FILE = 0x80086601
_PR_SET_PDEATHSIG = 1
_PTRACE_TRACEME = 0
_O_PATH_LIKE_READING = os.O_RDONLY | os.O_CLOEXEC


def try_everything(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:  # noqa: ARG001 - in place of the analysis
    """Make every attempt in the folder that the file names; what became of each, as metadata."""
    folder = Path(os.fsdecode(stream.read()))
    return Analysis(Outcome.NOT_MEDIA, "text/plain", size, metadata=(("attempts", tuple(outcomes(folder))),))


def outcomes(folder: Path) -> list[tuple[str, str]]:
    """Each attempt and how it ended."""
    return [(name, _outcome(attempt, folder)) for name, attempt in ATTEMPTS.items()]


def prepare(folder: Path) -> None:
    """What the attempts need."""
    for name in ("written", "cut", "removed", "renamed", "changed"):
        (folder / name).write_text("evidence", encoding="ascii")
    (folder / "emptied").mkdir()


def _outcome(attempt: Callable[[Path], object], folder: Path) -> str:
    try:
        attempt(folder)
    except OSError as error:
        return f"refused: {os.strerror(error.errno or 0)}"
    return "done"


def _checked(outcome: int) -> None:
    if outcome < 0:
        raise OSError(ctypes.get_errno(), "")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _opened(name: str, flags: int) -> Callable[[Path], None]:
    return lambda folder: os.close(os.open(folder / name, flags, 0o600))


def _fork(_: Path) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _ask_for_flags(folder: Path) -> None:
    descriptor = os.open(folder / "written", _O_PATH_LIKE_READING)
    try:
        fcntl.ioctl(descriptor, _FLAGS_OF_A_FILE, bytes(8))
    finally:
        os.close(descriptor)


def _signal_others(folder: Path) -> None:
    descriptor = os.open(folder / "written", _O_PATH_LIKE_READING)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
    finally:
        os.close(descriptor)


def _local_server(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "server"))


ATTEMPTS: dict[str, Callable[[Path], object]] = {
    "open to write": _opened("written", os.O_WRONLY),
    "open to read and write": _opened("written", os.O_RDWR),
    "open and empty": _opened("written", os.O_RDONLY | os.O_TRUNC),
    "open to append": _opened("written", os.O_WRONLY | os.O_APPEND),
    "create": _opened("created", os.O_RDONLY | os.O_CREAT),
    "file without a name": _opened("", os.O_RDWR | os.O_TMPFILE),
    "temporary file": lambda folder: tempfile.TemporaryFile(dir=folder).close(),
    "truncate": lambda folder: os.truncate(folder / "cut", 1),
    "remove": lambda folder: (folder / "removed").unlink(),
    "rename": lambda folder: (folder / "renamed").rename(folder / "renamed too"),
    "hard link": lambda folder: (folder / "linked").hardlink_to(folder / "changed"),
    "symbolic link": lambda folder: (folder / "pointing").symlink_to("changed"),
    "make a folder": lambda folder: (folder / "made").mkdir(),
    "remove a folder": lambda folder: (folder / "emptied").rmdir(),
    "make a pipe": lambda folder: os.mkfifo(folder / "pipe"),
    "change rights": lambda folder: (folder / "changed").chmod(0o600),
    "change the owner": lambda folder: os.chown(folder / "changed", os.getuid(), os.getgid()),
    "change times": lambda folder: os.utime(folder / "changed", (1, 1)),
    "attributes of a file": _ask_for_flags,
    "start a program": lambda _: subprocess.run([sys.executable, "-S", "-c", ""], check=True),
    "spawn a program": lambda _: os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0),
    "fork": _fork,
    "signal the parent": lambda _: os.kill(os.getppid(), 0),
    "signal everybody": lambda _: os.kill(-os.getppid(), 0) if os.getppid() == os.getpgrp() else os.kill(0, 0),
    "choose whom signals go to": _signal_others,
    "outlive the parent": lambda _: _checked(_libc().prctl(_PR_SET_PDEATHSIG, 0, 0, 0, 0)),
    "be traced": lambda _: _checked(_libc().ptrace(_PTRACE_TRACEME, 0, 0, 0)),
    "memory in a file": lambda _: os.close(os.memfd_create("memory")),
    "shared memory": lambda _: _checked(_libc().shmctl(_libc().shmget(0, 4096, 0o1600), 0, None)),
    "internet socket": lambda _: socket.socket(socket.AF_INET).close(),
    "local socket": lambda _: socket.socket(socket.AF_UNIX).close(),
    "pair of sockets": lambda _: socket.socketpair(),
    "local server": _local_server,
}
