"""Tests of the guard that holds a process to one address. Each runs in a process of its own: it cannot be taken off."""

from __future__ import annotations

import subprocess
import sys

from tests.support.shared import REPOSITORY

START = """
import socket
from forensicdesk.cluster.only import ElsewhereError, permit_only

server = socket.create_server(("127.0.0.1", 0))
other = socket.create_server(("127.0.0.1", 0))
permit_only(*server.getsockname())

def refused(make):
    try:
        make()
    except ElsewhereError:
        return True
    return False
"""


def run(script: str) -> None:
    line = [sys.executable, "-c", START + script]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr


def test_the_one_address_is_reached_and_every_other_port_host_and_name_is_refused() -> None:
    run(
        "socket.create_connection(server.getsockname()).close()\n"
        "assert refused(lambda: socket.create_connection(other.getsockname()))\n"
        "assert refused(lambda: socket.socket().connect(('127.0.0.2', server.getsockname()[1])))\n"
        "assert refused(lambda: socket.socket(type=socket.SOCK_DGRAM).connect(('8.8.8.8', 80)))\n"
        "assert refused(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53)))\n"
        "assert refused(lambda: socket.getaddrinfo('example.org', 80))\n"
        "assert refused(lambda: socket.gethostbyname('example.org'))\n"
        "assert refused(lambda: socket.socket().bind(('127.0.0.1', 0)))\n"
    )


def test_local_sockets_which_are_no_network_go_on() -> None:
    run("a, b = socket.socketpair(); a.send(b'x'); assert b.recv(1) == b'x'")
