"""Where the tables of a case stand: in a file of its folder, or in a schema of a PostgreSQL server of the lab.

The folder of the latter has `store.json`: the address as it was given and the name of the schema, never a password.
That comes from where PostgreSQL's own programs take it: `.pgpass` (or the file that `passfile=` or PGPASSFILE names),
PGPASSWORD, a certificate, or the account of the operating system.
"""

from __future__ import annotations

import ipaddress
import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.errors import CaseError, EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.offline import is_own_network
from forensicdesk.whole import write_whole

if TYPE_CHECKING:
    from pathlib import Path

STORE = "store.json"
_SCHEMES = ("postgresql://", "postgres://")
_OURS = ("options", "service", "password", "application_name", "client_encoding", "fallback_application_name")
"""Parameters that the address may not have: they would lead elsewhere, hold a secret, or belong to this program."""
_NAME = re.compile(r"case_[a-z0-9_]{1,50}\Z")
_SECRET = re.compile("//[^/]*@")
"""Account and password, which messages about a wrong address leave out."""
_LONGEST_NUMBER = 30


@dataclass(frozen=True, slots=True)
class StorePlace:
    """A schema on a server.

    Attributes:
        url: the address, without a password.
        schema: name of the schema that holds this case alone.
    """

    url: str
    schema: str

    @property
    def label(self) -> str:
        """What messages call it."""
        return sentence("The schema {schema} at {url}", schema=self.schema, url=self.url)


def new_place(url: str, number: str) -> StorePlace:
    """A place for a new case; its schema is named after the case's number, and like no other.

    Raises:
        UsageError: the address cannot be used.
        EnvironmentProblem: the driver is not installed.
    """
    parameters_of(url)
    plain = re.sub(r"[^a-z0-9]+", "_", number.lower()).strip("_")[:_LONGEST_NUMBER]
    return StorePlace(url, "_".join(filter(None, ("case", plain, secrets.token_hex(4)))))


def write_place(folder: Path, place: StorePlace) -> None:
    """Note in a case folder where its tables are.

    Raises:
        OSError: the disk or its rights refuse.
    """
    text = json.dumps({"store": place.url, "schema": place.schema}, indent=2)
    write_whole(folder / STORE, text.encode("utf-8") + b"\n")


def read_place(folder: Path) -> StorePlace | None:
    """Where the tables of a case are; None if they are in the folder itself.

    Raises:
        CaseError: the file that says so is damaged, or says what it may not.
        EnvironmentProblem: it cannot be read.
    """
    file = folder / STORE
    try:
        if not file.is_file():
            return None
        said = json.loads(file.read_text(encoding="utf-8"))
        named = _NAME.fullmatch(said["schema"])
        place = StorePlace(str(said["store"]), named[0]) if named else None
    except OSError as error:
        msg = sentence(
            "{file} cannot be read: {error}. Check the rights on the case's folder.", file=file, error=error.strerror
        )
        raise EnvironmentProblem(msg) from error
    except (ValueError, KeyError, TypeError):
        place = None
    if place is None:
        msg = sentence(
            "{file} does not say where the tables of the case are. Restore that file from a backup.", file=file
        )
        raise CaseError(msg)
    return place


def parameters_of(url: str) -> dict[str, str]:
    """The parameters of a connection, as libpq takes them; nothing in the environment can make them lead elsewhere.

    Raises:
        UsageError: the address is none, holds a password, or is not of the lab's own network.
        EnvironmentProblem: the driver is not installed.
    """
    shown = _SECRET.sub("//", url)
    try:
        # Imported here: cases in a file do without it.
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        msg = sentence(
            "{shown} needs the PostgreSQL driver psycopg, which is not installed ({error}). Install it: pip "
            "install 'forensicdesk[postgresql]'",
            shown=shown,
            error=error,
        )
        raise EnvironmentProblem(msg) from error
    if not url.startswith(_SCHEMES):
        msg = sentence(
            "{shown} is no address of a store; write --store postgresql://USER@ADDRESS:PORT/DATABASE.", shown=shown
        )
        raise UsageError(msg)
    try:
        said = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.Error as error:
        msg = sentence(
            "{shown} cannot be read as an address of PostgreSQL: {error}.", shown=shown, error=str(error).strip()
        )
        raise UsageError(msg) from error
    _refuse_foreign(said)
    if not said.get("dbname"):
        msg = sentence("{shown} names no database; write --store postgresql://USER@ADDRESS:PORT/DATABASE.", shown=shown)
        raise UsageError(msg)
    return {"port": "5432", "gssencmode": "disable", "connect_timeout": "10"} | said | _address(url, said)


def is_network(url: str) -> bool:
    """Whether the address is one of a network, and not a socket of this workstation.

    Raises:
        UsageError, EnvironmentProblem: as `parameters_of`.
    """
    return bool(parameters_of(url)["hostaddr"])


def _refuse_foreign(said: dict[str, str]) -> None:
    if "password" in said:
        msg = sentence(
            "The address of a store holds no password, as it is kept in the case folder. Put the password into "
            ".pgpass or PGPASSWORD, or name a file of that form: ?passfile=FILE."
        )
        raise UsageError(msg)
    foreign = next((key for key in _OURS if key in said), None)
    if foreign is not None:
        msg = sentence("The address of a store cannot have the parameter {foreign}; leave it out.", foreign=foreign)
        raise UsageError(msg)


def _address(url: str, said: dict[str, str]) -> dict[str, str]:
    """Host and address, both said, so that no name is looked up and no variable of the environment counts."""
    host, address = said.get("host", ""), said.get("hostaddr", "")
    if host.startswith("/") and not address and "," not in host:
        return {"host": host, "hostaddr": ""}
    numbers = address or {"localhost": "127.0.0.1"}.get(host, host.strip("[]"))
    try:
        found = ipaddress.ip_address(numbers)
    except ValueError as error:
        msg = sentence(
            "{url} has to name its server by one IP address, or by a folder with the server's socket: looking "
            "up a name would ask another machine. A name for the certificate can stand beside it: "
            "postgresql://USER@NAME/DATABASE?hostaddr=ADDRESS&sslmode=verify-full.",
            url=url,
        )
        raise UsageError(msg) from error
    if not is_own_network(found):
        msg = sentence(
            "{numbers} is no address of the lab's own network; evidence is kept on no other.", numbers=numbers
        )
        raise UsageError(msg)
    return {"host": host or numbers, "hostaddr": numbers}
