"""A database of a case that is a schema on a PostgreSQL server, where several programs may write.

Each transaction that writes first takes the schema's advisory lock, so they come one after the other as in SQLite, and
numbers of rows and acts are one sequence. The server lets go of all locks of a program that is gone. A reader has one
snapshot. Nothing is stored that the server did not say it has on disk (`synchronous_commit`).
"""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

from forensicdesk.case.database import Database
from forensicdesk.case.early import CONNECTIONS, connection_to, has_early, take
from forensicdesk.case.pgerrors import problem_of
from forensicdesk.case.pgschema import build_schema, orphan_queries, table_names
from forensicdesk.case.place import STORE, parameters_of
from forensicdesk.errors import CaseLockedError, EnvironmentProblem
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    import psycopg
    from psycopg.abc import Buffer
    from psycopg.adapt import Loader
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import ExceptionContext

    from forensicdesk.case.place import StorePlace

WAIT_S = 30
"""How long a statement waits for another program's lock before it gives up."""

_SETTINGS = {
    "lock_timeout": f"{WAIT_S}s",
    "synchronous_commit": "on",
    "row_security": "off",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "TimeZone": "UTC",
    # A program that is cut off is noticed by the server within a minute, and its locks are free.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
_PLAIN = "forensicdesk_plain"
"""Option of a connection that does not wait for its turn to write."""
_WRITE, _WORK, _OPEN, _CLOSE = "write", "work", "open", "close"
_HOLDER = """
SELECT activity.application_name FROM pg_locks locks JOIN pg_stat_activity activity USING (pid)
WHERE locks.locktype = 'advisory' AND locks.granted AND locks.objsubid = 1
AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND ((locks.classid::bigint << 32) | locks.objid::bigint) = %s LIMIT 1
"""


class PostgresDatabase(Database):
    """A schema with one writing connection and as many reading ones as there are readers.

    Args:
        folder: the case folder.
        place: where the schema is.
        writable: whether `writing` may be used.
    """

    shared = True

    def __init__(self, folder: Path, place: StorePlace, *, writable: bool) -> None:
        connect = partial(connect_to, place)
        self.place = place
        writer = _engine(place, partial(connect, reading=False), _key(place, _WRITE)) if writable else None
        super().__init__(folder / STORE, place.label, _engine(place, partial(connect, reading=True), None), writer)
        self._bound: object = None

    @property
    def name(self) -> str:
        """See `Database.name`."""
        return self.place.schema

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """See `Database.writing`.

        Raises:
            EnvironmentProblem: also where the connection that holds this program's locks was lost.
        """
        with super().writing() as connection:
            self._require_bound(connection)
            yield connection

    def build(self) -> None:
        """Make the schema and its empty tables.

        Raises:
            EnvironmentProblem: the server or its rights refuse.
        """
        with self.writing() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                msg = sentence(
                    "The database at {url} has the encoding {encoding}; make one with the encoding UTF8.",
                    url=self.place.url,
                    encoding=encoding,
                )
                raise EnvironmentProblem(msg)
            build_schema(connection, self.place.schema)

    def remove(self) -> None:
        """Take away the schema of a case that could not be made."""
        with self.writing() as connection:
            connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{self.place.schema}" CASCADE')

    def revision(self) -> str | None:
        """See `Database.revision`."""
        with self.reading() as connection:
            noted = f'"{self.place.schema}".alembic_version'
            if connection.exec_driver_sql("SELECT to_regclass(%s)", (noted,)).scalar_one() is None:
                return None
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
        return None if revision is None else str(revision)

    def back_up(self, revision: str) -> str:
        """Copy every table into a schema beside this one; gives its name."""
        copy = f"{self.place.schema}_before_upgrade_{revision}"
        with self.writing() as connection:
            connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{copy}" CASCADE')
            connection.exec_driver_sql(f'CREATE SCHEMA "{copy}"')
            for table in (*table_names(), "alembic_version"):
                connection.exec_driver_sql(f'CREATE TABLE "{copy}".{table} AS TABLE {table}')
        return copy

    def check(self) -> tuple[str, ...]:
        """Read every value, so that the server's own checks of its pages speak, and follow every reference."""
        found = []
        with self.reading() as connection:
            for one, other, query in orphan_queries():
                if count := connection.exec_driver_sql(query).scalar_one():
                    what = sentence(
                        "{count} rows of {table} refer to missing rows of {other}", count=count, table=one, other=other
                    )
                    found.append(what)
        for _ in self.digests():
            pass  # reading is the check
        return tuple(found)

    def digests(self) -> Iterator[tuple[str, int, str]]:
        """Of every table its name, how many rows it has, and the SHA-256 over the SHA-256 of each, in a fixed order.

        A row counts as PostgreSQL writes it; rows are in the order of those texts' digests, which needs no key.
        """
        with self.reading() as connection:
            for table in table_names():
                digest, count = hashlib.sha256(), 0
                query = f"SELECT sha256(convert_to(one::text, 'UTF8')) FROM {table} AS one ORDER BY 1"  # noqa: S608 - ours
                found = connection.execution_options(stream_results=True, max_row_buffer=10_000).exec_driver_sql(query)
                for (row,) in found:
                    digest.update(row)
                    count += 1
                yield table, count, digest.hexdigest()

    # --- locks of this program ----------------------------------------------------------------------------------------

    def join(self) -> None:
        """Be one of the programs that have the case open for writing; waits while another seals it.

        Raises:
            EnvironmentProblem: that takes too long, or the server is gone.
        """
        self._hold("SELECT pg_advisory_lock_shared(%s)", _OPEN)

    def leave(self) -> bool:
        """No longer be one; gives whether this was the last, which then alone may seal the case until it closes.

        Until this program closes its connections, no other leaves: what it puts on record comes before a seal.
        """
        self._hold("SELECT pg_advisory_lock(%s)", _CLOSE)
        self._hold("SELECT pg_advisory_unlock_shared(%s)", _OPEN)
        return bool(self._hold("SELECT pg_try_advisory_lock(%s)", _OPEN))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """See `Database.alone`; afterwards this is one of the programs again that have the case open for writing."""
        is_alone = self.leave()
        try:
            if not is_alone:
                msg = sentence(
                    "{label} has to be upgraded, and other programs have it open. Close it there, then try again.",
                    label=self.label,
                )
                raise CaseLockedError(msg)
            yield
        finally:
            if is_alone:
                self._hold("SELECT pg_advisory_unlock(%s)", _OPEN)
            self._hold("SELECT pg_advisory_unlock(%s)", _CLOSE)
            self.join()

    def begin_work(self) -> None:
        """Be the one program that adds, analyses, matches or reports.

        Raises:
            CaseLockedError: another program is.
        """
        if self._hold("SELECT pg_try_advisory_lock(%s)", _WORK):
            return
        with self.reading() as connection:
            holder = connection.exec_driver_sql(_HOLDER, (_key(self.place, _WORK),)).scalar()
        who = f" ({holder})" if holder else ""
        msg = sentence(
            "Another program{who} is adding, analysing or reporting in the same case ({label}). Wait for it, then try "
            "again.",
            who=who,
            label=self.label,
        )
        raise CaseLockedError(msg)

    def end_work(self) -> None:
        """Let others work."""
        self._hold("SELECT pg_advisory_unlock(%s)", _WORK)

    def _hold(self, statement: str, purpose: str) -> object:
        """Take or release a lock that lasts as long as the writing connection."""
        if self._writer is None:
            return False
        with self._lock, self._writer.execution_options(**{_PLAIN: True}).connect() as connection:
            self._require_bound(connection)
            return connection.exec_driver_sql(statement, (_key(self.place, purpose),)).scalar_one()

    def _require_bound(self, connection: Connection) -> None:
        """The locks of this program hold as long as its one writing connection."""
        own = connection.connection.dbapi_connection
        if self._bound is None:
            self._bound = own
        elif self._bound is not own:
            msg = sentence(
                "The connection to {label} was lost for a moment, and with it the right to write. Open the "
                "case again; what was stored before is kept.",
                label=self.label,
            )
            raise EnvironmentProblem(msg)


class Work:
    """One act at a time, in this program and in all others; as a context manager."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self._own = threading.Lock()

    def __enter__(self) -> Self:
        self._own.acquire()
        try:
            if self._database.writable:
                self._database.begin_work()
        except BaseException:
            self._own.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._database.writable:
                self._database.end_work()
        finally:
            self._own.release()


def connect_to(place: StorePlace, *, reading: bool) -> psycopg.Connection[Any]:
    """A connection with the settings of this module.

    Raises:
        ForensicDeskError: it cannot be made.
    """
    connection = take(place.url) or connection_to(place.url)
    import psycopg  # there is a connection, so it is there

    try:
        settings = {"search_path": f'"{place.schema}"'} | _SETTINGS
        asked = ", ".join(["set_config(%s, %s, false)"] * len(settings))
        connection.execute(f"SELECT {asked}".encode(), [word for pair in settings.items() for word in pair])
        connection.commit()
        connection.adapters.register_loader("numeric", _whole_numbers())
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ if reading else None
        connection.read_only = True if reading else None
    except psycopg.Error as error:
        connection.close()
        raise (problem_of(error, place.label) or error) from error
    return connection


@cache
def _whole_numbers() -> type[Loader]:
    """What reads PostgreSQL's numbers of any length: sums and times here, all of them whole."""
    from psycopg.adapt import Loader  # see `connect_to`

    class WholeNumbers(Loader):
        """Digits to an integer."""

        def load(self, data: Buffer) -> int:
            """The number."""
            return int(bytes(data))

    return WholeNumbers


def _key(place: StorePlace, purpose: str) -> int:
    """The number of an advisory lock; all schemas of a database share one space of 64 bits."""
    digest = hashlib.sha256(f"forensicdesk {place.schema} {purpose}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _engine(place: StorePlace, creator: Callable[[], psycopg.Connection[Any]], lock: int | None) -> Engine:
    limited = has_early(place.url)
    readers = CONNECTIONS - 2 if limited else 4  # one writes, one is for the check of a seal
    try:
        engine = create_engine(
            "postgresql+psycopg://",
            creator=creator,
            poolclass=QueuePool,
            pool_size=readers if lock is None else 1,
            max_overflow=-1 if lock is None and not limited else 0,
            use_native_hstore=False,
        )
    except ImportError:
        parameters_of(place.url)
        raise

    if lock is not None:

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if not connection.get_execution_options().get(_PLAIN):
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (lock,))

    @event.listens_for(engine, "handle_error")
    def _explain(context: ExceptionContext) -> None:
        import psycopg

        if isinstance(context.original_exception, psycopg.Error):
            problem = problem_of(context.original_exception, place.label)
            if problem is not None:
                raise problem from context.original_exception

    return engine
