"""What is kept of comparisons with lists: which calibration of chance matches, and how many hashes took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from forensicdesk.case.audit import as_utc
from forensicdesk.case.dialect import insert
from forensicdesk.case.schema import CALIBRATIONS, COMPARISONS, PERCEPTUAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forensicdesk.case.database import Database


def record_comparisons(
    database: Database, list_ids: Sequence[str], calibration: tuple[str, str], quality: int, now: datetime
) -> int:
    """Note that the case as it stands is being compared with lists; gives how many PDQ hashes take part.

    It is noted before matching: should matching be interrupted, bounds are too large rather than too small.

    Args:
        database: the case's, open for writing.
        list_ids: the lists.
        calibration: id and text of the calibration.
        quality: PDQ of a lower quality are not compared.
        now: the time.
    """
    usable = (PERCEPTUAL.c.algorithm == "pdq") & (PERCEPTUAL.c.quality >= quality) & ~PERCEPTUAL.c.weak
    kept = {"id": calibration[0], "calibration": calibration[1], "first_used_at": as_utc(now)}
    with database.writing() as connection:
        hashes = int(connection.execute(select(func.count()).select_from(PERCEPTUAL).where(usable)).scalar_one())
        connection.execute(insert(CALIBRATIONS).values(kept).on_conflict_do_nothing())
        for list_id in list_ids:
            values = {"calibration_id": calibration[0], "hashes": hashes}
            new = insert(COMPARISONS).values(list_id=list_id, **values)
            connection.execute(new.on_conflict_do_update(index_elements=[COMPARISONS.c.list_id], set_=values))
    return hashes


def read_comparisons(database: Database) -> dict[str, tuple[str, int]]:
    """For each list that was compared: the text of the calibration, and how many hashes took part."""
    query = select(COMPARISONS.c.list_id, CALIBRATIONS.c.calibration, COMPARISONS.c.hashes).join_from(
        COMPARISONS, CALIBRATIONS
    )
    with database.reading() as connection:
        return {row.list_id: (row.calibration, row.hashes) for row in connection.execute(query)}
