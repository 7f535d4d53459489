"""`thumbnails.db`: the two small pictures of each content, in a database of their own, addressed by SHA-256."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, LargeBinary, MetaData, Table, select
from sqlalchemy.dialects.sqlite import insert

from forensicdesk.case.database import Database, create_database
from forensicdesk.errors import CaseError
from hashing.values import Thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

APPLICATION_ID = 0x46444354
"""`PRAGMA application_id` of a thumbnail database: "FDCT"."""

VERSION = 1
"""`PRAGMA user_version`: the layout of the table."""

_METADATA = MetaData()

THUMBNAILS = Table(
    "thumbnails",
    _METADATA,
    Column("sha256", LargeBinary, primary_key=True),
    Column("preview", LargeBinary, nullable=False),
    Column("mosaic", LargeBinary, nullable=False),
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

    def __init__(self, path: Path, *, writable: bool) -> None:
        self.database = Database(path, writable=writable)
        self.changed = False
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
            msg = f"{path} is no thumbnail database of a case. Restore it from a backup."
            raise CaseError(msg)
        if version > VERSION:
            msg = f"{path} was written by a newer version of ForensicDesk (layout {version}); use that version."
            raise CaseError(msg)

    def get(self, sha256: bytes) -> Thumbnail | None:
        """The thumbnail of the content with this SHA-256, None if there is none."""
        query = select(THUMBNAILS.c.preview, THUMBNAILS.c.mosaic).where(THUMBNAILS.c.sha256 == sha256)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return Thumbnail(row.preview, row.mosaic) if row else None

    def put(self, thumbnails: Mapping[bytes, Thumbnail]) -> None:
        """Store thumbnails by SHA-256, in one transaction; one that is there is replaced."""
        if not thumbnails:
            return
        self.changed = True
        rows = [{"sha256": key, "preview": value.preview, "mosaic": value.mosaic} for key, value in thumbnails.items()]
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


def create_thumbnails(path: Path) -> None:
    """Make an empty thumbnail database."""
    create_database(path, APPLICATION_ID)
    database = Database(path, writable=True)
    try:
        with database.writing() as connection:
            _METADATA.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
    finally:
        database.close()
