"""The guard that keeps this program and everything it starts off every network.

On Linux a seccomp filter, installed once and inherited by all children, refuses sockets of every family but AF_UNIX
(which X11, Wayland and process pools need). It cannot be taken off again and needs no privilege. Other systems have no
such barrier inside a process; there the sentence returned says so.

Not covered: descriptors opened before, and another program of this machine reached through AF_UNIX that has a network.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from pathlib import Path

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_FILTER_FLAG_TSYNC = 1

_LOAD, _JUMP_EQUAL, _JUMP_NOT_LESS, _RETURN = 0x20, 0x15, 0x35, 0x06
_OFFSET_NUMBER, _OFFSET_ARCHITECTURE, _OFFSET_FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000

_AF_UNIX = 1
_AF_INET = 2
_AF_UNKNOWN = 0x7FFF
_SOCK_DGRAM = 2
_IO_URING_SETUP = 425
_PIDFD_GETFD = 438
_X32_BIT = 0x40000000
_POINTER_64 = 8

_MACHINES = {
    # machine: (audit architecture, socket, socketpair, seccomp)
    "x86_64": (0xC000003E, 41, 53, 317),
    "aarch64": (0xC00000B7, 198, 199, 277),
}

IN_FORCE = (
    "Linux seccomp: this program and all it starts can open no socket but local ones (AF_UNIX); io_uring is refused."
)

NETWORK_MODULES = (
    "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets", "aiohttp", "ftplib", "http.client",
    "httpx", "requests", "smtplib", "socket", "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc.client",
)  # fmt: skip
"""Modules that could speak to a network. `socket` is loaded by the process pool, which uses pipes only."""


class _Program(ctypes.Structure):
    """`struct sock_fprog` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def forbid_network() -> str:
    """Take the network away from this process and its children, for good; a second call changes nothing.

    Returns:
        One sentence that says what is in force, or that nothing is.
    """
    if not sys.platform.startswith("linux"):
        return f"Not enforced: {sys.platform} has no such barrier inside a program; use a firewall rule or no cable."
    machine = os.uname().machine
    if machine not in _MACHINES or struct.calcsize("P") != _POINTER_64:
        return f"Not enforced: there is no filter for a {8 * struct.calcsize('P')}-bit program on {machine} yet."
    libc = ctypes.CDLL(None, use_errno=True)
    if _is_in_force(libc):
        return IN_FORCE
    refused = _install(libc, machine)
    if refused or not _is_in_force(libc):
        return f"Not enforced: the kernel refused the filter ({refused or 'without effect'})."
    return IN_FORCE


def network_state() -> tuple[tuple[str, str], ...]:
    """Facts about this process and the network, for `doctor`: (what, as found)."""
    loaded = [name for name in NETWORK_MODULES if name in sys.modules]
    return (
        ("seccomp", _seccomp_mode()),
        ("internet socket", _try_internet_socket()),
        ("network modules loaded", ", ".join(loaded) or "none"),
    )


def filter_program(machine: str) -> bytes:
    """The filter as BPF instructions, for a machine of `uname`."""
    architecture, socket, socketpair, _ = _MACHINES[machine]
    # (label, code, constant, label if true, label if false); "" is the next instruction.
    lines = [
        ("", _LOAD, _OFFSET_ARCHITECTURE, "", ""),
        ("", _JUMP_EQUAL, architecture, "", "kill"),
        ("", _LOAD, _OFFSET_NUMBER, "", ""),
        ("", _JUMP_NOT_LESS, _X32_BIT, "refuse", ""),
        ("", _JUMP_EQUAL, _IO_URING_SETUP, "refuse", ""),
        ("", _JUMP_EQUAL, _PIDFD_GETFD, "refuse", ""),
        ("", _JUMP_EQUAL, socket, "family", ""),
        ("", _JUMP_EQUAL, socketpair, "family", "allow"),
        ("family", _LOAD, _OFFSET_FIRST_ARGUMENT, "", ""),
        ("", _JUMP_EQUAL, _AF_UNIX, "allow", "refuse"),
        ("allow", _RETURN, _ALLOW, "", ""),
        ("refuse", _RETURN, _REFUSE, "", ""),
        ("kill", _RETURN, _KILL, "", ""),
    ]
    places = {label: at for at, (label, *_) in enumerate(lines) if label}
    program = bytearray()
    for at, (_, code, constant, if_true, if_false) in enumerate(lines):
        jumps = (places[label] - at - 1 if label else 0 for label in (if_true, if_false))
        program += struct.pack("=HBBI", code, *jumps, constant)
    return bytes(program)


def _install(libc: ctypes.CDLL, machine: str) -> str:
    """Put the filter in force for every thread; gives the system's reason if it refuses, "" if it does not."""
    content = filter_program(machine)
    buffer = ctypes.create_string_buffer(content, len(content))
    program = _Program(len(content) // 8, ctypes.cast(buffer, ctypes.c_void_p).value)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0))):
        return os.strerror(ctypes.get_errno())
    outcome = libc.syscall(
        ctypes.c_long(_MACHINES[machine][3]),
        ctypes.c_long(_SECCOMP_SET_MODE_FILTER),
        ctypes.c_long(_SECCOMP_FILTER_FLAG_TSYNC),
        ctypes.byref(program),
    )
    if outcome > 0:
        return f"thread {outcome} runs under another filter"
    return os.strerror(ctypes.get_errno()) if outcome else ""


def _is_in_force(libc: ctypes.CDLL) -> bool:
    """True if our rule answers: internet and unknown families are both forbidden, not unknown, and so is io_uring."""
    for family in (_AF_UNKNOWN, _AF_INET):
        descriptor = libc.socket(family, _SOCK_DGRAM, 0)
        if descriptor >= 0:
            os.close(descriptor)
            return False
        if ctypes.get_errno() != errno.EPERM:
            return False
    outcome = libc.syscall(ctypes.c_long(_IO_URING_SETUP), ctypes.c_long(0), None)
    return bool(outcome < 0 and ctypes.get_errno() in {errno.EPERM, errno.ENOSYS})


def _seccomp_mode() -> str:
    names = {"0": "0 (no filter)", "1": "1 (strict)", "2": "2 (a filter is in force)"}
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return "not known on this system"
    mode = next((line.split()[1] for line in lines if line.startswith("Seccomp:")), "")
    return names.get(mode, "not known on this system")


def _try_internet_socket() -> str:
    """Ask for an internet socket, without connecting it to anything."""
    if not sys.platform.startswith("linux"):
        return "not tried: this system has no barrier inside a program"
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.socket(_AF_INET, _SOCK_DGRAM, 0)
    if descriptor < 0:
        return f"refused ({os.strerror(ctypes.get_errno())})"
    os.close(descriptor)
    return "possible: nothing in this process refuses it"
