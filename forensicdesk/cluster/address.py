"""Where the scheduler of a cluster is: an IP address of the lab's own network, with TLS, never looked up."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.offline import is_own_network

_URL = re.compile(r"tls://(?P<host>\[[0-9a-fA-F:.]+\]|[0-9.]+)(:(?P<port>[0-9]{1,5}))?")
_HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One end of a connection with TLS. The port 0 is any that is free."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Such as `tls://10.0.0.5:8786`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"tls://{host}:{self.port}"


def parse_endpoint(text: str, *, any_port: bool = False) -> Endpoint:
    """The address in a text such as `tls://10.0.0.5:8786`.

    Args:
        text: what a person wrote.
        any_port: the port may be left out; then it is 0.

    Raises:
        UsageError: it is no such address, one without TLS, one that has to be looked up, or one outside the lab.
    """
    if text.startswith("tcp://"):
        msg = sentence(
            "{text} would send evidence and results unencrypted, and to anybody; only tls:// is taken, with "
            "the lab's certificates. Start scheduler and workers with 'forensicdesk cluster'.",
            text=text,
        )
        raise UsageError(msg)
    match = _URL.fullmatch(text)
    try:
        host = ipaddress.ip_address(match["host"].strip("[]")) if match else None
    except ValueError:
        host = None
    if match is None or host is None or (match["port"] is None and not any_port):
        msg = sentence(
            "{text!r} is no address of a cluster; write tls://, an IP address and a port, such as "
            "tls://10.0.0.5:8786. A name is not taken: looking it up would ask another machine.",
            text=text,
        )
        raise UsageError(msg)
    if not is_own_network(host):
        msg = sentence(
            "{host} lies outside the lab's own network; a cluster runs on private addresses only.", host=host
        )
        raise UsageError(msg)
    port = int(match["port"] or 0)
    if port > _HIGHEST_PORT or not (port or any_port):
        msg = sentence("{port} is no port; give one between 1 and {highest}.", port=port, highest=_HIGHEST_PORT)
        raise UsageError(msg)
    return Endpoint(str(host), port)
