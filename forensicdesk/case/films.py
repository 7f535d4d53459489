"""Films as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from forensicdesk.case import rows
from forensicdesk.case.schema import FRAMES
from hashing.values import Film

if TYPE_CHECKING:
    from forensicdesk.case.database import Database
    from hashing.values import FrameHash


def read_film(database: Database, content_id: int, duration_s: float | None) -> Film:
    """A film with its frames in order."""
    query = select(FRAMES).where(FRAMES.c.content_id == content_id).order_by(FRAMES.c.number)
    with database.reading() as connection:
        frames: dict[bool, list[FrameHash]] = {False: [], True: []}
        for row in connection.execute(query):
            frames[row.is_inner].append(rows.frame_of(row))
    return Film(duration_s, tuple(frames[False]), tuple(frames[True]))
