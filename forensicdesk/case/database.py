"""The database behind a case, whichever it is: connections that read, one that writes, and a check of what is stored.

`sqlite.py` is a file in the case folder, `postgres.py` a schema on a server of the lab. Both keep the same promises: a
reader sees one state for as long as it holds its connection, and never waits for the writer; what a transaction stored
survives a kill and a power cut; transactions that write come one after the other, whoever they belong to.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine


class Database(ABC):
    """An open database.

    Attributes:
        path: the file in the case folder that is it, or that says where it is.
        label: what messages call it.
        shared: whether other programs may write while this one has it open for writing.
    """

    shared = False

    def __init__(self, path: Path, label: str, readers: Engine, writer: Engine | None) -> None:
        self.path = path
        self.label = label
        self._readers = readers
        self._writer = writer
        self._lock = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database for as long as it is held; keep it short."""
        with self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: stored as a whole when the block ends, not at all if it raises.

        Raises:
            EnvironmentProblem: the database was opened for reading only, or the disk refuses.
        """
        if self._writer is None:
            msg = sentence("{path} was opened for reading only.", path=self.label)
            raise EnvironmentProblem(msg)
        with self._lock, self._writer.begin() as connection:
            yield connection

    @property
    def name(self) -> str:
        """What short messages call it."""
        return self.path.name

    @property
    def writable(self) -> bool:
        """Whether it was opened for writing."""
        return self._writer is not None

    @abstractmethod
    def check(self) -> tuple[str, ...]:
        """What the database's own checks find wrong; nothing if it is intact."""

    @abstractmethod
    def revision(self) -> str | None:
        """The revision noted in it; None if it is no case database of this program."""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other program out meanwhile.

        Raises:
            CaseLockedError: another has it open for writing.
        """
        yield  # where the case folder is locked, there is no other

    @abstractmethod
    def back_up(self, revision: str) -> str:
        """Keep a copy beside it, made while nobody else writes; gives its name.

        Raises:
            ForensicDeskError: the copy cannot be made.
        """

    def remove(self) -> None:  # noqa: B027 - most databases have nothing outside of the folder
        """Take away what a case that could not be made has left outside of its folder."""

    def close(self) -> None:
        """Close every connection; a second call does nothing."""
        self._readers.dispose()
        if self._writer is not None:
            self._writer.dispose()
