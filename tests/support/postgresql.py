"""A PostgreSQL server of its own: Debian's, as an unprivileged account, on a socket in a folder for the moment."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_MEMORY = "/dev/shm"  # noqa: S108 - Linux keeps it in memory, and a hundred cases are many files
_ACCOUNTS = ("postgres", "nobody")
_PR_SET_PDEATHSIG = 1
_SETTINGS = {
    "listen_addresses": "127.0.0.1", "fsync": "off", "full_page_writes": "off", "shared_buffers": "32MB",
    "max_connections": "60", "autovacuum": "off", "jit": "off", "log_min_messages": "fatal",
}  # fmt: skip


def program(name: str) -> Path | None:
    """A program of PostgreSQL's server: what `pg_config` says, the newest that Debian has, or what PATH has."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    config = shutil.which("pg_config")
    if config:
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        folders += [Path(said)] if said else []
    found = next((folder / name for folder in folders if (folder / name).is_file()), None)
    return found or (Path(str(shutil.which(name))) if shutil.which(name) else None)


@dataclass(slots=True)
class Server:
    """A server that runs.

    Attributes:
        folder: where its data and its socket are.
        port: where it listens on 127.0.0.1, and part of its socket's name.
        process: the server itself.
    """

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def url(self, database: str = "desk") -> str:
        """The address of a database, as `--store` takes it."""
        return f"postgresql://desk@/{database}?host={self.folder}&port={self.port}"

    def network_url(self) -> str:
        """The same by the network."""
        return f"postgresql://desk@127.0.0.1:{self.port}/desk"

    def run(self, statement: str, database: str = "desk") -> list[tuple[object, ...]]:
        """Rows of a statement, outside of any case."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def go_away(self) -> None:
        """End it at once, as a machine that stops; all it has stored stays."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)

    def come_back(self) -> None:
        """Start it again where it was."""
        self.process = _begun(self.folder, self.port)
        _wait(self)

    def stop(self) -> None:
        """End it, and remove everything of it."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Server | None:
    """Start a server; None where PostgreSQL is not installed."""
    initdb = program("initdb")
    if initdb is None or program("postgres") is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="fd-pg-", dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None))
    account = _account()
    if account is not None:
        os.chown(folder, *account)
    folder.chmod(0o755)
    data = folder / "data"
    made = (str(initdb), "-D", str(data), "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    subprocess.run([*made, "--no-instructions"], check=True, stdout=subprocess.DEVNULL, **_as(account))  # type: ignore[call-overload]
    port = _free_port()
    server = Server(folder, port, _begun(folder, port))
    _wait(server)
    server.run("CREATE DATABASE desk", "postgres")
    return server


def _begun(folder: Path, port: int) -> subprocess.Popen[bytes]:
    settings = [word for key, value in _SETTINGS.items() for word in ("-c", f"{key}={value}")]
    said = [str(program("postgres")), "-D", str(folder / "data"), "-k", str(folder), "-p", str(port), *settings]
    begun: subprocess.Popen[bytes] = subprocess.Popen(said, preexec_fn=_die_with_parent, **_as(_account()))  # type: ignore[call-overload]  # noqa: PLW1509 - one call to the kernel
    return begun


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait(server: Server) -> None:
    import psycopg

    for _ in range(600):
        try:
            server.run("SELECT 1", "postgres")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    server.stop()
    msg = "the PostgreSQL server for the tests did not start"
    raise RuntimeError(msg)


def _account() -> tuple[int, int] | None:
    """User and group to run as, as PostgreSQL refuses to run as root; None for the own."""
    if os.getuid() != 0:
        return None
    known = {one.pw_name: one for one in pwd.getpwall()}
    found = next(known[name] for name in _ACCOUNTS if name in known)
    return found.pw_uid, found.pw_gid


def _as(account: tuple[int, int] | None) -> dict[str, object]:
    if account is None:
        return {"cwd": "/"}
    return {"user": account[0], "group": account[1], "extra_groups": (), "cwd": "/"}


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)
