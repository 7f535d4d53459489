"""Filters of system calls on Linux: assembled from readable lines, installed for every thread, for good.

A filter sees the number of a call and its arguments as numbers, never what a pointer points to. It is inherited by
children, cannot be taken off again and needs no privilege. Filters add up: the strictest answer counts.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

LOAD, JUMP_EQUAL, JUMP_NOT_LESS, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Instructions of the kernel's packet filter (linux/bpf_common.h): take a word, three tests of it, the end."""

OFFSET_NUMBER, OFFSET_ARCHITECTURE = 0, 4
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
REFUSE, UNKNOWN_CALL = ERROR | errno.EPERM, ERROR | errno.ENOSYS

Line = tuple[str, int, int, str, str]
"""(label, instruction, constant, label if true, label if false); "" names no label, or the next line."""

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_FILTER_FLAG_TSYNC = 1
_POINTER_64 = 8
_FARTHEST_JUMP = 255


@dataclass(frozen=True, slots=True)
class Machine:
    """What differs between processors: the kernel's number for the architecture, and of the call `seccomp`."""

    audit_architecture: int
    seccomp: int


MACHINES = {"x86_64": Machine(0xC000003E, 317), "aarch64": Machine(0xC00000B7, 277)}
"""Processors there are filters for, as `uname` names them. Both are little-endian, which `offset_argument` rests on."""


class _Program(ctypes.Structure):
    """`struct sock_fprog` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def offset_argument(index: int) -> int:
    """Where the lower half of an argument stands, counted from 0; the kernel takes flags and numbers from there."""
    return 16 + 8 * index


def machine_name() -> str:
    """This processor, where there can be a filter; "" elsewhere."""
    if not sys.platform.startswith("linux") or struct.calcsize("P") != _POINTER_64:
        return ""
    machine = os.uname().machine
    return machine if machine in MACHINES else ""


def assemble(lines: Sequence[Line]) -> bytes:
    """The filter as the kernel takes it.

    Raises:
        ValueError: a label is missing, stands twice, lies behind the jump to it, or too far ahead.
    """
    places = {label: at for at, (label, *_) in enumerate(lines) if label}
    if len(places) != sum(1 for label, *_ in lines if label):
        msg = sentence("A label stands twice.")
        raise ValueError(msg)
    program = bytearray()
    for at, (_, code, constant, *targets) in enumerate(lines):
        jumps = [places.get(label, -1) - at - 1 if label else 0 for label in targets]
        if not all(0 <= jump <= _FARTHEST_JUMP for jump in jumps):
            msg = sentence("Line {at} jumps to {targets}, which it cannot reach.", at=at, targets=targets)
            raise ValueError(msg)
        program += struct.pack("=HBBI", code, *jumps, constant)
    return bytes(program)


def install(content: bytes, machine: str) -> str:
    """Put a filter in force for every thread; gives the system's reason if it refuses, "" if it does not."""
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(content, len(content))
    program = _Program(len(content) // 8, ctypes.cast(buffer, ctypes.c_void_p).value)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0))):
        return os.strerror(ctypes.get_errno())
    outcome = libc.syscall(
        ctypes.c_long(MACHINES[machine].seccomp),
        ctypes.c_long(_SECCOMP_SET_MODE_FILTER),
        ctypes.c_long(_SECCOMP_FILTER_FLAG_TSYNC),
        ctypes.byref(program),
    )
    if outcome > 0:
        return f"thread {outcome} runs under another filter"
    return os.strerror(ctypes.get_errno()) if outcome else ""


def own_status(field: str) -> str:
    """The kernel's word about this process, such as "Seccomp" or "Seccomp_filters"; "" where it gives none."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.split()[1] for line in lines if line.startswith(f"{field}:")), "")
