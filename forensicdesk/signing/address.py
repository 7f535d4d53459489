"""Where the unit's time-stamp authority is: an IP address of its own network, named by a person, never looked up."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.offline import is_own_network

_URL = re.compile(r"http://(?P<host>\[[0-9a-fA-F:.]+\]|[0-9.]+)(:(?P<port>[0-9]{1,5}))?(?P<path>/[!-~]*)?")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the authority is: an address of the unit's own network, never a name."""

    host: str
    port: int
    path: str


def parse_address(url: str) -> Address:
    """The address in a URL such as `http://10.0.0.5:318/tsa`.

    Raises:
        UsageError: it is no such URL, names a host by a name, or an address outside private networks.
    """
    match = _URL.fullmatch(url)
    try:
        host = ipaddress.ip_address(match["host"].strip("[]")) if match else None
    except ValueError:
        host = None
    if match is None or host is None:
        msg = sentence(
            "{url!r} is no address of a time-stamp authority; write http://, its IP address, and its "
            "port and path, such as http://10.0.0.5:318/tsa. A name is not taken: looking it up would "
            "ask another machine.",
            url=url,
        )
        raise UsageError(msg)
    if not is_own_network(host):
        msg = sentence(
            "{host} lies outside the unit's own network; only private addresses are asked for a time stamp.", host=host
        )
        raise UsageError(msg)
    port = int(match["port"] or 80)
    if not 0 < port < 1 << 16:
        msg = sentence("{port} is no port; give one between 1 and 65535.", port=port)
        raise UsageError(msg)
    return Address(str(host), port, match["path"] or "/")
