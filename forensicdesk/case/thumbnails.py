"""`thumbnails.db`: the two small pictures of each content, in a database of their own, addressed by SHA-256."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, LargeBinary, MetaData, Table, select
from sqlalchemy.dialects.sqlite import insert

from forensicdesk.case.paging import in_pages
from forensicdesk.case.sqlite import SqliteDatabase, create_database
from forensicdesk.case.veil import new_veil, open_veil
from forensicdesk.errors import CaseError, UsageError
from forensicdesk.language import sentence
from hashing.values import Thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Row

    from forensicdesk.case.veil import Veil

LOCKED = (
    "The thumbnails of this case are encrypted, and are needed for this. Give their passphrase: on the terminal, by "
    "--thumbnails-passphrase-file, or in the desktop when the case is opened."
)

APPLICATION_ID = 0x46444354
"""`PRAGMA application_id` of a thumbnail database: "FDCT"."""

PLAIN, VEILED = 1, 2
"""`PRAGMA user_version`: pictures as they are, or encrypted with a key that the table `veil` holds."""

_METADATA = MetaData()

THUMBNAILS = Table(
    "thumbnails",
    _METADATA,
    Column("sha256", LargeBinary, primary_key=True),
    Column("preview", LargeBinary, nullable=False),
    Column("mosaic", LargeBinary, nullable=False),
)

VEIL = Table(
    "veil",
    _METADATA,
    Column("salt", LargeBinary, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)

PAGE = 1000


class ThumbnailStore:
    """The thumbnails of one case.

    Attributes:
        database: their database.
        changed: whether anything was put in since it was opened.

    Raises:
        CaseError: the file is no thumbnail database, or was written by a newer version.
    """

    def __init__(self, path: Path, *, writable: bool, shared: bool = False) -> None:
        self.database = SqliteDatabase(path, writable=writable, shared=shared)
        self.changed = False
        self._veil: Veil | None = None
        self._veiled = False
        try:
            self._check(path)
        except CaseError:
            self.database.close()
            raise

    def _check(self, path: Path) -> None:
        with self.database.reading() as connection:
            owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if owner != APPLICATION_ID:
            msg = sentence("{path} is no thumbnail database of a case. Restore it from a backup.", path=path)
            raise CaseError(msg)
        self._veiled = version == VEILED
        if version > VEILED:
            msg = sentence(
                "{path} was written by a newer version of ForensicDesk (layout {version}); use that version.",
                path=path,
                version=version,
            )
            raise CaseError(msg)

    @property
    def locked(self) -> bool:
        """Whether the thumbnails are encrypted and their passphrase was not given yet."""
        return self._veiled and self._veil is None

    def unlock(self, passphrase: str) -> None:
        """Open encrypted thumbnails.

        Raises:
            UsageError: the passphrase is wrong.
        """
        if self._veiled:
            with self.database.reading() as connection:
                row = connection.execute(select(VEIL.c.salt, VEIL.c.wrapped)).one()
            self._veil = open_veil(passphrase, row.salt, row.wrapped)

    def veil(self, passphrase: str) -> None:
        """Keep the thumbnails of a new case encrypted from now on.

        Raises:
            UsageError: the passphrase is too short, or there are thumbnails already.
        """
        if self._veiled or next(self.digests(), None) is not None:
            msg = sentence("The case has thumbnails already; they can be encrypted only from the beginning of a case.")
            raise UsageError(msg)
        salt, wrapped = new_veil(passphrase)
        with self.database.writing() as connection:
            VEIL.create(connection)
            connection.execute(insert(VEIL).values(salt=salt, wrapped=wrapped))
            connection.exec_driver_sql(f"PRAGMA user_version={VEILED}")
        self.changed = self._veiled = True
        self.unlock(passphrase)

    def get(self, sha256: bytes) -> Thumbnail | None:
        """The thumbnail of the content with this SHA-256, None if there is none, or as long as they are locked.

        Raises:
            CaseError: it is encrypted, and was altered.
        """
        return self.get_all([sha256]).get(sha256)

    def get_all(self, digests: Sequence[bytes]) -> dict[bytes, Thumbnail]:
        """The thumbnails of the contents with these SHA-256, of those that have one; none as long as they are locked.

        Raises:
            CaseError: one is encrypted, and was altered.
        """
        if self.locked:
            return {}
        rows: list[Row[Any]] = []
        with self.database.reading() as connection:
            for page in in_pages(digests, PAGE):
                rows += connection.execute(select(THUMBNAILS).where(THUMBNAILS.c.sha256.in_(page))).all()
        return {row.sha256: self._uncovered(row) for row in rows}

    def _uncovered(self, row: Row[Any]) -> Thumbnail:
        if self._veil is None:
            return Thumbnail(row.preview, row.mosaic)
        key, uncover = row.sha256, self._veil.uncover
        return Thumbnail(uncover(row.preview, key + b"preview"), uncover(row.mosaic, key + b"mosaic"))

    def put(self, thumbnails: Mapping[bytes, Thumbnail]) -> None:
        """Store thumbnails by SHA-256, in one transaction; one that is there is replaced.

        Raises:
            CaseError: they are locked.
        """
        if not thumbnails:
            return
        if self.locked:
            raise CaseError(LOCKED)
        self.changed = True
        rows = [{"sha256": key, "preview": value.preview, "mosaic": value.mosaic} for key, value in thumbnails.items()]
        if self._veil is not None:
            cover = self._veil.cover
            for row in rows:
                row |= {name: cover(row[name], row["sha256"] + name.encode("ascii")) for name in ("preview", "mosaic")}
        with self.database.writing() as connection:
            connection.execute(insert(THUMBNAILS).prefix_with("OR REPLACE"), rows)

    def digests(self) -> Iterator[bytes]:
        """The SHA-256 of every thumbnail that is there, ascending."""
        last = b""
        key = THUMBNAILS.c.sha256
        while True:
            with self.database.reading() as connection:
                page = connection.execute(select(key).where(key > last).order_by(key).limit(PAGE)).scalars().all()
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1]

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def create_thumbnails(path: Path, *, shared: bool = False) -> None:
    """Make an empty thumbnail database; `shared` where programs of several machines will have it open."""
    create_database(path, APPLICATION_ID, shared=shared)
    database = SqliteDatabase(path, writable=True, shared=shared)
    try:
        with database.writing() as connection:
            _METADATA.create_all(connection, tables=(THUMBNAILS,))
            connection.exec_driver_sql(f"PRAGMA user_version={PLAIN}")
    finally:
        database.close()
