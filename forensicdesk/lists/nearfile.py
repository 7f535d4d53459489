"""The near tables of a list: made once, when it is imported, kept beside it, and mapped when it is asked.

The folder `<id>.pdq.near` holds the tables as `forensicdesk.hamming` writes them. Where the PDQ of the list are rows of
its SQLite file, a copy of them that can be mapped lies there, too.
"""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from sqlalchemy import select

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.hamming import HammingIndex
from forensicdesk.language import sentence
from forensicdesk.lists import querying
from forensicdesk.lists.pdqfile import PDQ, PdqFile, write_copy
from forensicdesk.lists.schema import about
from forensicdesk.lists.sidefile import damaged
from forensicdesk.lists.values import NearEntries

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from forensicdesk.lists.sidefile import U8
    from forensicdesk.lists.sorting import SideFiles
    from forensicdesk.lists.values import HashEntries

NEAR_FROM = 50_000
"""Lists of so many PDQ keep their tables; those of shorter ones are made within a tenth of a second when asked for."""

KIND = querying.PDQ
RADIUS = 31
"""The distance in bits for which tables are cut; any other can be asked."""

FACT = f"near_{KIND}"
"""The key under which a list keeps the SHA-256 of its tables; only lists that have any have it."""

SUFFIX = ".near"
_COPY = "hashes.bin"
_READ = 1 << 22


def near_path(path: Path) -> Path:
    """Where the near tables of a stored list lie."""
    return path.with_name(f"{path.stem}.{KIND}{SUFFIX}")


class NearTables:
    """The near tables of one import, under a temporary name beside its temporary list file."""

    def __init__(self, temporary: Path) -> None:
        self.folder = temporary.with_name(f"{temporary.stem}-near.tmp")
        self.kept = False

    def build(self, connection: Connection, path: Path, side: SideFiles) -> NearEntries:
        """The PDQ of the list with their index: on disk where the list is long enough, else in memory.

        Args:
            connection: to the list that is being imported.
            path: its file.
            side: its side files, finished.

        Raises:
            EnvironmentProblem: the tables cannot be written.
        """
        aside = side.pdq()
        stored = aside.mapped() if aside else querying.hashes(connection, path, KIND)
        if len(stored.numbers) < NEAR_FROM:
            return NearEntries(stored, HammingIndex.build(_values(stored), RADIUS))
        try:
            self.folder.mkdir(mode=0o700)
            if aside is None:
                write_copy(self.folder / _COPY, stored)
                stored = PdqFile(self.folder / _COPY).mapped()
            index = HammingIndex.build_into(self.folder, stored.values, RADIUS)
        except OSError as error:
            msg = sentence(
                "The near tables of the list cannot be stored in {parent}: {strerror}; make room or choose "
                "another folder.",
                parent=self.folder.parent,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error
        self.kept = True
        return NearEntries(stored, index)

    def facts(self) -> dict[str, str]:
        """The SHA-256 of the tables, as it is kept with the list."""
        return {FACT: sha256_of(self.folder)} if self.kept else {}

    def discard(self) -> None:
        """Remove what still has a temporary name."""
        shutil.rmtree(self.folder, ignore_errors=True)


def has_tables(connection: Connection) -> bool:
    """Whether a stored list keeps its near tables; shorter ones and those of old layouts do not."""
    return connection.execute(select(about.c.key).where(about.c.key == FACT)).first() is not None


def open_near(connection: Connection, path: Path, radius: int = RADIUS) -> NearEntries:
    """The PDQ of a stored list with their index: mapped where the list keeps its tables, else built in memory.

    Args:
        connection: to the list.
        path: its file.
        radius: the distance in bits that will mostly be asked, for an index that is built now.

    Raises:
        ListError: a file of the list is missing or damaged.
    """
    if not has_tables(connection):
        stored = querying.hashes(connection, path, KIND)
        return NearEntries(stored, HammingIndex.build(_values(stored), radius))
    folder = near_path(path)
    stored = (querying.pdq_file(connection, path) or PdqFile(folder / _COPY)).mapped()
    try:
        return NearEntries(stored, HammingIndex.open(folder, stored.values))
    except ValueError as error:
        raise damaged(
            folder,
            sentence("does not hold the list's near tables ({partition})", partition=str(error).partition(";")[0]),
        ) from error


def same_as_rows(connection: Connection, path: Path) -> bool:
    """Whether the copy of the PDQ that near search uses says what the rows say; true where there is no copy."""
    if not (near_path(path) / _COPY).exists():
        return True
    copy, rows = PdqFile(near_path(path) / _COPY).mapped(), querying.hashes(connection, path, KIND)
    pairs = ((copy.numbers, rows.numbers), (copy.values, rows.values), (copy.qualities, rows.qualities))
    return all(one.shape == other.shape and bool((one == other).all()) for one, other in pairs)


def sha256_of(folder: Path) -> str:
    """SHA-256 over every file of near tables, in order of name, in hexadecimal digits.

    Raises:
        ListError: the folder or a file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        for file in sorted(folder.iterdir()):
            digest.update(f"{file.name} {file.stat().st_size}\n".encode())
            with file.open("rb") as stream:
                while block := stream.read(_READ):
                    digest.update(block)
    except OSError as error:
        raise damaged(folder, sentence("cannot be read ({strerror})", strerror=error.strerror)) from error
    return digest.hexdigest()


def _values(stored: HashEntries) -> U8:
    """The values as rows of 32 bytes, also where there are none."""
    return stored.values if len(stored.values) else stored.values.reshape(0, PDQ)
