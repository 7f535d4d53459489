"""The one address that a process may connect to, held where Python opens connections.

It holds libraries to what they are to do. Code that is hostile itself gets around it; that is kept out by TLS.
"""

from __future__ import annotations

import sys

_LOOK_UPS = frozenset({"socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})
_TO_AN_ADDRESS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class ElsewhereError(PermissionError):
    """A connection, or a look-up, that nobody asked for."""


def permit_only(host: str, port: int) -> None:
    """Refuse, from here on and for good, every connection of this process but to one address."""

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if not event.startswith("socket."):
            return
        if event in _TO_AN_ADDRESS and _is_foreign(arguments[1], host, port):
            msg = f"a connection to {arguments[1]!r} was refused; only {host} port {port} is asked"
            raise ElsewhereError(msg)
        if event in _LOOK_UPS or (event == "socket.getaddrinfo" and arguments[0] != host):
            msg = f"the name {arguments[0]!r} was not looked up; only {host} is asked"
            raise ElsewhereError(msg)
        if event == "socket.bind" and isinstance(arguments[1], tuple):
            msg = f"listening on {arguments[1]!r} was refused; nothing connects to this process"
            raise ElsewhereError(msg)

    sys.addaudithook(audit)


def _is_foreign(address: object, host: str, port: int) -> bool:
    """Whether it is an address of a network, and not the one that is allowed. Local sockets have a path or nothing."""
    return isinstance(address, tuple) and address[:2] != (host, port)
