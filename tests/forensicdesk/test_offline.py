"""Tests of the guard against networks. Each runs in a process of its own, since the guard cannot be taken off."""

from __future__ import annotations

import subprocess
import sys
from ipaddress import ip_address

import pytest

from forensicdesk.offline import IN_FORCE, filter_program, is_own_network, network_state
from tests.support.shared import REPOSITORY

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the barrier exists on Linux only")

START = "import socket, errno\nfrom forensicdesk.offline import *\n"
REFUSED = """
def refused(make):
    try:
        make()
    except OSError as error:
        return error.errno == errno.EPERM
    return False
"""


def run(script: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", START + REFUSED + script], capture_output=True, text=True, check=False, cwd=REPOSITORY
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_socket_but_a_local_one_is_refused() -> None:
    assert run(
        "print(forbid_network())\n"
        "for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, 40):\n"
        "    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):\n"
        "        assert refused(lambda: socket.socket(family, kind)), (family, kind)\n"
        "assert refused(lambda: socket.socketpair(socket.AF_INET))\n"
        "socket.socket(socket.AF_UNIX).close()\n"
        "a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1))"
    ) == [
        IN_FORCE,
        "b'x'",
    ]


def test_nothing_reaches_a_listener_on_this_machine() -> None:
    with_listener = (
        "server = socket.create_server(('127.0.0.1', 0)); address = server.getsockname()\n"
        "socket.create_connection(address).close()\n"
        "forbid_network()\n"
        "import urllib.request\n"
        "print(refused(lambda: socket.create_connection(address)))\n"
        "try:\n"
        "    urllib.request.urlopen('http://127.0.0.1:%d/' % address[1])\n"
        "except OSError as error:\n"
        "    print('Operation not permitted' in str(error))"
    )
    assert run(with_listener) == ["True", "True"]


def test_io_uring_is_refused() -> None:
    assert run(
        "import ctypes\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "forbid_network()\n"
        "answer = libc.syscall(425, 8, ctypes.create_string_buffer(120))\n"
        "print(answer, ctypes.get_errno() in (errno.EPERM, errno.ENOSYS))"
    ) == ["-1 True"]


def test_a_second_call_changes_nothing() -> None:
    filters = "[line for line in open('/proc/self/status') if line.startswith('Seccomp_filters')]"
    assert run(
        f"one = forbid_network(); before = {filters}\n"
        f"two = forbid_network(); after = {filters}\n"
        "print(one == two, before == after)"
    ) == ["True True"]


def test_children_and_running_threads_are_bound_too() -> None:
    assert run(
        "import subprocess, sys, threading\n"
        "go, answers = threading.Event(), []\n"
        "def early():\n"
        "    go.wait(); answers.append(refused(lambda: socket.socket()))\n"
        "thread = threading.Thread(target=early); thread.start()\n"
        "forbid_network(); go.set(); thread.join()\n"
        "child = 'import socket\\ntry:\\n socket.socket()\\nexcept PermissionError: print(\"refused\")'\n"
        "print(answers, subprocess.run([sys.executable, '-c', child], capture_output=True, text=True).stdout.strip())"
    ) == ["[True] refused"]


def test_the_state_is_told_as_it_is() -> None:
    before, after = (
        dict(line.split("=", 1) for line in run(script + "for name, fact in network_state(): print(f'{name}={fact}')"))
        for script in ("", "forbid_network()\n")
    )

    assert before["internet socket"].startswith("possible")
    assert after["internet socket"] == "refused (Operation not permitted)"
    assert after["seccomp"] == "2 (a filter is in force)"
    assert "socket" in after["network modules loaded"]


def test_asking_for_the_state_changes_nothing() -> None:
    assert network_state() == network_state()


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_jump_of_the_filter_lands_inside_it(machine: str) -> None:
    content = filter_program(machine)

    lines = [content[at : at + 8] for at in range(0, len(content), 8)]
    assert all(at + 1 + max(line[2], line[3]) < len(lines) for at, line in enumerate(lines[:-1]))
    assert [line[0] for line in lines[-3:]] == [6, 6, 6]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("127.0.0.1", True), ("10.0.0.5", True), ("192.168.7.2", True), ("fd00::5", True), ("::ffff:10.0.0.5", True),
        ("8.8.8.8", False), ("::ffff:8.8.8.8", False), ("::ffff:0.0.0.0", False), ("::", False),
        ("224.0.0.1", False), ("ff02::1", False), ("100.64.0.1", False), ("2001:4860:4860::8888", False),
    ],
)  # fmt: skip
def test_only_private_addresses_are_of_the_own_network(text: str, own: bool) -> None:
    assert is_own_network(ip_address(text)) is own
