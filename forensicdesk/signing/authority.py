"""The only part of the program that opens a network connection: the child that asks the unit's time-stamp authority.

It runs in a process of its own, which is started only when a person names the authority (`--timestamp-url`), before the
barrier of `forensicdesk.offline` goes up around everything else. It connects to the one address it was started with
and to no other, asks no name server, follows no redirection, and sends nothing but requests of RFC 3161, which hold a
SHA-256 and a random number. See docs/adr/0012.
"""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from forensicdesk.signing.address import Address

TIMEOUT_S = 20.0
MAX_REPLY = 1 << 20
MAX_REQUEST = 1 << 12


def serve(address: Address, pipe: Connection) -> None:
    """Answer each request that comes through the pipe, until it is closed: (b"" or the reply, what went wrong)."""
    with pipe:
        while True:
            try:
                request = pipe.recv_bytes(MAX_REQUEST)
            except (EOFError, OSError):
                return
            try:
                reply, trouble = exchange(address, request), ""
            except (OSError, ValueError) as error:
                reply, trouble = b"", str(error) or type(error).__name__
            pipe.send_bytes(trouble.encode("utf-8", "backslashreplace"))
            pipe.send_bytes(reply)


def exchange(address: Address, request: bytes) -> bytes:
    """Send one request by HTTP; gives the body of the answer.

    Raises:
        OSError: no connection, or it broke.
        ValueError: the answer is no time-stamp reply.
    """
    head = (
        f"POST {address.path} HTTP/1.0\r\nHost: {address.host}:{address.port}\r\n"
        f"Content-Type: application/timestamp-query\r\nContent-Length: {len(request)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((address.host, address.port), TIMEOUT_S) as connection:
        connection.sendall(head.encode("ascii") + request)
        answer = bytearray()
        while block := connection.recv(1 << 16):
            answer += block
            if len(answer) > MAX_REPLY:
                msg = sentence("the answer is longer than {max_reply} bytes", max_reply=MAX_REPLY)
                raise ValueError(msg)
    return _body(bytes(answer))


def _body(answer: bytes) -> bytes:
    head, gap, body = answer.partition(b"\r\n\r\n")
    first, *fields = head.split(b"\r\n")
    if not gap or re.match(rb"HTTP/1\.[01] 200( |$)", first) is None:
        msg = sentence("the answer is {decode!r}, not 200", decode=first[:60].decode("ascii", "backslashreplace"))
        raise ValueError(msg)
    names = {name.strip().lower(): value.strip().lower() for name, _, value in (one.partition(b":") for one in fields)}
    if names.get(b"content-type") != b"application/timestamp-reply":
        msg = sentence("the answer is no time-stamp reply")
        raise ValueError(msg)
    length = names.get(b"content-length", str(len(body)).encode())
    if not length.isdigit() or int(length) != len(body):
        msg = sentence("the answer is cut off")
        raise ValueError(msg)
    return body
