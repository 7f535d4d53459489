"""Cases of older versions are brought up to date, with a copy kept; those of newer versions are left alone."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine

from forensicdesk.case.migrate import SCRIPTS, head_revision
from forensicdesk.case.newtables import SCRIPT
from forensicdesk.case.opening import bring_to_revision
from forensicdesk.case.schema import APPLICATION_ID, METADATA, REVISION
from forensicdesk.case.sqlite import SqliteDatabase
from forensicdesk.errors import CaseError
from tests.forensicdesk.case.building import new_case, opened, source_with
from tests.support.newest_tables import laid_out, migrated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECOND = '''
"""A second revision."""
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.execute("ALTER TABLE sources ADD COLUMN seal TEXT")
    op.execute("CREATE TABLE decisions (id INTEGER PRIMARY KEY)")
    {more}
'''


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = new_case(tmp_path)
    with opened(path) as store:
        source_with(store, [b"a"])
    return path


@pytest.fixture
def database(case: Path) -> Iterator[SqliteDatabase]:
    with closing(database_of(case)) as opened_database:
        yield opened_database


def database_of(case: Path, *, writable: bool = True) -> SqliteDatabase:
    """The database of a case in a file."""
    return SqliteDatabase(case / "case.db", writable=writable, application_id=APPLICATION_ID)


def newer_scripts(folder: Path, more: str = "") -> Path:
    """The versions of a program that has one revision more than this one."""
    scripts = folder / "newer program" / "100% migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    text = SECOND.format(revision="9999", before=head_revision(), more=more)
    (scripts / "versions" / "r9999_second.py").write_text(text)
    return scripts


def test_an_older_case_is_copied_then_upgraded(case: Path, database: SqliteDatabase, tmp_path: Path) -> None:
    before = head_revision()

    upgraded = bring_to_revision(case, database, writable=True, scripts=newer_scripts(tmp_path))

    backup = case / f"case-before-upgrade-{before}.db"
    assert upgraded == ((("from", before), ("to", "9999"), ("backup", backup.name)),)
    assert database.revision() == "9999"
    with closing(sqlite3.connect(case / "case.db")) as new, closing(sqlite3.connect(backup)) as old:
        assert new.execute("SELECT label, seal FROM sources").fetchall() == [("phone", None)]
        assert old.execute("SELECT label FROM sources").fetchall() == [("phone",)]
        assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [(before,)]
        assert old.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with pytest.raises(sqlite3.OperationalError):
            old.execute("SELECT seal FROM sources")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert not list(case.glob("*.part*"))


def test_an_upgrade_that_fails_changes_nothing(case: Path, database: SqliteDatabase, tmp_path: Path) -> None:
    scripts = newer_scripts(tmp_path, more='raise RuntimeError("broken halfway")')

    with pytest.raises(RuntimeError, match="halfway"):
        bring_to_revision(case, database, writable=True, scripts=scripts)

    assert database.revision() == head_revision()
    assert database.check() == ()
    with closing(sqlite3.connect(case / "case.db")) as plain, pytest.raises(sqlite3.OperationalError):
        plain.execute("SELECT seal FROM sources")
    database.close()
    with opened(case) as store:
        assert store.reader.pending() == (1, 10)


def test_an_older_case_is_not_upgraded_by_reading(case: Path, tmp_path: Path) -> None:
    reading = database_of(case, writable=False)

    with closing(reading), pytest.raises(CaseError, match="has to be upgraded before it can be read"):
        bring_to_revision(case, reading, writable=False, scripts=newer_scripts(tmp_path))


@pytest.mark.parametrize("writable", [True, False])
def test_a_case_of_a_newer_version_is_refused_and_left_alone(
    case: Path, database: SqliteDatabase, tmp_path: Path, writable: bool
) -> None:
    bring_to_revision(case, database, writable=True, scripts=newer_scripts(tmp_path))
    database.close()

    with pytest.raises(CaseError, match=r"written by a newer version \(forensicdesk .*\); use that version") as caught:
        opened(case, writable=writable)

    assert caught.value.exit_code == 2


def test_the_schema_names_the_newest_revision() -> None:
    assert head_revision() == REVISION


def test_a_current_case_is_not_touched(case: Path, database: SqliteDatabase) -> None:
    assert bring_to_revision(case, database, writable=True) == ()
    assert not list(case.glob("*upgrade*"))


def test_the_migrations_build_exactly_the_tables_of_the_schema(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    METADATA.create_all(engine)
    engine.dispose()

    assert layout(migrated(tmp_path / "migrated.db")) == layout(tmp_path / "plain.db")


def layout(path: Path) -> dict[str, str]:
    """The statements that make tables and indexes, without regard to spaces."""
    named = {name: sql for _, name, _, sql in laid_out(path) if sql and not name.startswith("alembic")}
    return {name: re.sub(r"\s+", " ", sql).strip() for name, sql in named.items()}


def test_a_new_case_has_to_the_byte_the_tables_that_the_migrations_build(case: Path, tmp_path: Path) -> None:
    built = migrated(tmp_path / "migrated.db")

    assert laid_out(case / "case.db") == laid_out(built), "run `python -m tests.support.newest_tables`"
    assert noted(case / "case.db") == noted(built) == [(REVISION,)]


def noted(path: Path) -> list[tuple[str]]:
    """The revision that stands in a database."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchall()


def test_the_versions_are_package_data() -> None:
    names = {path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.py")}

    assert {"env.py", "versions/r0001_first.py"} <= names
    assert SCRIPT.is_relative_to(SCRIPTS)
