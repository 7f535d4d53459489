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
from typing import TYPE_CHECKING

from forensicdesk import seccomp
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

_AF_UNIX = 1
_AF_INET = 2
_AF_UNKNOWN = 0x7FFF
_SOCK_DGRAM = 2
_IO_URING_SETUP = 425
_PIDFD_GETFD = 438
_X32_BIT = 0x40000000

_SOCKET_CALLS = {"x86_64": (41, 53), "aarch64": (198, 199)}
"""Numbers of the calls `socket` and `socketpair`."""

IN_FORCE = sentence(
    "Linux seccomp: this program and all it starts can open no socket but local ones (AF_UNIX); io_uring is refused."
)

NETWORK_MODULES = (
    "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets", "aiohttp", "ftplib", "http.client",
    "httpx", "requests", "smtplib", "socket", "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc.client",
)  # fmt: skip
"""Modules that could speak to a network. `socket` is loaded by the process pool, which uses pipes only."""


def is_own_network(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address lies in a private network, and may be one that a person names for this program to reach.

    An IPv4 address that is written as one of IPv6 counts as what it is.
    """
    plain = getattr(address, "ipv4_mapped", None) or address
    return plain.is_private and not (plain.is_unspecified or plain.is_multicast)


def forbid_network() -> str:
    """Take the network away from this process and its children, for good; a second call changes nothing.

    Returns:
        One sentence that says what is in force, or that nothing is.
    """
    if not sys.platform.startswith("linux"):
        return sentence(
            "Not enforced: {platform} has no such barrier inside a program; use a firewall rule or no cable.",
            platform=sys.platform,
        )
    machine = seccomp.machine_name()
    if not machine:
        bits = 8 * struct.calcsize("P")
        return sentence(
            "Not enforced: there is no filter for a {bits}-bit program on {machine} yet.",
            bits=bits,
            machine=os.uname().machine,
        )
    libc = ctypes.CDLL(None, use_errno=True)
    if _is_in_force(libc):
        return IN_FORCE
    refused = seccomp.install(filter_program(machine), machine)
    if refused or not _is_in_force(libc):
        return sentence(
            "Not enforced: the kernel refused the filter ({reason}).", reason=refused or sentence("without effect")
        )
    return IN_FORCE


def is_forbidden() -> bool:
    """Whether the barrier is in force in this process, of whomever it came."""
    return sys.platform.startswith("linux") and _is_in_force(ctypes.CDLL(None, use_errno=True))


def network_state() -> tuple[tuple[str, str], ...]:
    """Facts about this process and the network, for `doctor`: (what, as found)."""
    loaded = [name for name in NETWORK_MODULES if name in sys.modules]
    return (
        ("seccomp", _seccomp_mode()),
        (sentence("internet socket"), _try_internet_socket()),
        (sentence("network modules loaded"), ", ".join(loaded) or sentence("none")),
    )


def filter_program(machine: str) -> bytes:
    """The filter as BPF instructions, for a machine of `uname`."""
    socket, socketpair = _SOCKET_CALLS[machine]
    return seccomp.assemble(
        (
            ("", seccomp.LOAD, seccomp.OFFSET_ARCHITECTURE, "", ""),
            ("", seccomp.JUMP_EQUAL, seccomp.MACHINES[machine].audit_architecture, "", "kill"),
            ("", seccomp.LOAD, seccomp.OFFSET_NUMBER, "", ""),
            ("", seccomp.JUMP_NOT_LESS, _X32_BIT, "refuse", ""),
            ("", seccomp.JUMP_EQUAL, _IO_URING_SETUP, "refuse", ""),
            ("", seccomp.JUMP_EQUAL, _PIDFD_GETFD, "refuse", ""),
            ("", seccomp.JUMP_EQUAL, socket, "family", ""),
            ("", seccomp.JUMP_EQUAL, socketpair, "family", "allow"),
            ("family", seccomp.LOAD, seccomp.offset_argument(0), "", ""),
            ("", seccomp.JUMP_EQUAL, _AF_UNIX, "allow", "refuse"),
            ("allow", seccomp.RETURN, seccomp.ALLOW, "", ""),
            ("refuse", seccomp.RETURN, seccomp.REFUSE, "", ""),
            ("kill", seccomp.RETURN, seccomp.KILL, "", ""),
        )
    )


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
    names = {"0": sentence("0 (no filter)"), "1": "1 (strict)", "2": sentence("2 (a filter is in force)")}
    return names.get(seccomp.own_status("Seccomp"), sentence("not known on this system"))


def _try_internet_socket() -> str:
    """Ask for an internet socket, without connecting it to anything."""
    if not sys.platform.startswith("linux"):
        return sentence("not tried: this system has no barrier inside a program")
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.socket(_AF_INET, _SOCK_DGRAM, 0)
    if descriptor < 0:
        return sentence("refused ({reason})", reason=os.strerror(ctypes.get_errno()))
    os.close(descriptor)
    return sentence("possible: nothing in this process refuses it")
