"""The thirteenth revision: the dates of each origin as numbers, derived from what was stored.

Beside the dates of the file system: those of EXIF, XMP and IPTC, of a film's container, and of programs. Nothing that
was stored changes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forensicdesk.case import codec
from forensicdesk.case.columns import Integer
from forensicdesk.case.deriving import origin_moments
from forensicdesk.case.moments import has_others

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAMES = ("exif_s", "container_s", "application_s")
AT_ONCE = 2000


def upgrade() -> None:
    """Add the columns, and derive what belongs there."""
    for table in ("items", "content_facts"):
        for name in NAMES:
            op.add_column(table, sa.Column(name, Integer))
    connection = op.get_bind()
    _derive(connection, "items", "items", "id", "dates IS NOT NULL")
    _derive(connection, "contents", "content_facts", "content_id", "dates <> '[]'")


def _derive(connection: sa.Connection, source: str, table: str, key: str, where: str) -> None:
    """Put what the dates of one table say into another, or the same."""
    query = sa.text(f"SELECT id, dates FROM {source} WHERE id > :last AND {where} ORDER BY id LIMIT :count")  # noqa: S608 - constants
    values = ", ".join(f"{name} = :{name}" for name in NAMES)
    update = sa.text(f"UPDATE {table} SET {values} WHERE {key} = :number")  # noqa: S608 - constants
    last = 0
    while rows := connection.execute(query, {"last": last, "count": AT_ONCE}).all():
        last = rows[-1].id
        found = [
            {"number": row.id} | origin_moments(codec.decode_dates(row.dates)) for row in rows if has_others(row.dates)
        ]
        if found:
            connection.execute(update, found)


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
