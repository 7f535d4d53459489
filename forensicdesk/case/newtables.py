"""The tables of a new case in a file, made at once by a script that the migrations wrote.

For a new case, loading Alembic and walking every revision took 0.15 s of a processor. The script gives the same tables
to the byte; a test holds it against the migrations, and `python -m tests.support.newest_tables` writes it anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.case.schema import REVISION

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCRIPT = Path(__file__).parent / "migrations" / "newest.sql"
BETWEEN = ";\n\n"
"""What stands behind each statement of the script, and in none."""


def make_tables(connection: Connection) -> None:
    """Make the empty tables of this program's revision, inside the connection's transaction: wholly or not at all."""
    for statement in SCRIPT.read_text(encoding="utf-8").split(BETWEEN)[:-1]:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (REVISION,))
