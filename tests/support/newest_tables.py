"""The script that makes the tables of a new case: `python -m tests.support.newest_tables` writes it anew.

It is to be written whenever a migration is added, and says what the migrations come to.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from forensicdesk.case.migrate import upgrade
from forensicdesk.case.newtables import BETWEEN, SCRIPT

Laid = list[tuple[str, str, str, str | None]]


def migrated(path: Path) -> Path:
    """A new database at this path, brought to the newest revision by every migration in turn."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    return path


def laid_out(path: Path) -> Laid:
    """Kind, name, table and statement of all that a database holds, in the order in which SQLite keeps them."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid").fetchall()


def script(laid: Laid) -> str:
    """The statements that make all of it. Tables that a virtual one keeps for itself come with that one."""
    virtual = tuple(f"{name}_" for _, name, _, said in laid if said and said.startswith("CREATE VIRTUAL"))
    statements = [said for _, name, _, said in laid if said and not name.startswith(virtual or "\0")]
    return "".join(said + BETWEEN for said in statements)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        SCRIPT.write_text(script(laid_out(migrated(Path(folder) / "migrated.db"))), encoding="utf-8", newline="\n")
