"""The PDQ hashes of a case as plain rows, for a search through all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from forensicdesk.case.paging import rows_by_key
from forensicdesk.case.schema import FRAMES, PERCEPTUAL
from hashing.values import INNER_VIEW, PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.database import Database

Row = tuple[int, bytes, str, float | None]
"""Content, hash, name of the view ("" for the whole), presentation time of a film's frame."""


def picture_rows(database: Database, quality: int, version: str) -> Iterator[Row]:
    """The hashes of pictures and their views that are good enough, made by this version of the algorithm."""
    table = PERCEPTUAL.c
    query = select(table.content_id, table.position, table.value, table.view_name).where(
        table.algorithm == "pdq", table.quality >= quality, table.version == version, ~table.weak
    )
    for row in rows_by_key(database, query, table.content_id, table.position):
        yield row.content_id, row.value, row.view_name, None


def frame_rows(database: Database, quality: int) -> Iterator[Row]:
    """The hashes of film frames that are good enough; of a film with bars also those without."""
    table = FRAMES.c
    query = select(table.content_id, table.number, table.pdq, table.time_s, table.is_inner)
    query = query.where(table.quality >= quality)
    for row in rows_by_key(database, query, table.content_id, table.number):
        yield row.content_id, row.pdq[:PDQ_BYTES], INNER_VIEW if row.is_inner else "", row.time_s
