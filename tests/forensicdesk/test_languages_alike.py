"""What is stored, exported or printed as JSON is the same in whatever language a person is spoken to."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from forensicdesk.cli.main import cli
from forensicdesk.decisions import ActKind
from forensicdesk.language import Marks, speak, spoken, write_numbers
from forensicdesk.model import Role
from forensicdesk.session import Session, find_category_scheme
from tests.support.evidence import write_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.events import Event

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FORMATS = ("html", "json", "csv", "xlsx", "hashes")


def ignore(_event: Event) -> None:
    """Nobody listens."""


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    speak("en")
    write_numbers(Marks())


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """Two pictures, one of them cut off, an empty file and one that is none."""
    folder = tmp_path / "evidence"
    for number in (1, 2):
        write_picture(folder / f"{number}.jpg", number)
    (folder / "2.jpg").write_bytes((folder / "2.jpg").read_bytes()[:4_000])
    (folder / "empty.jpg").touch()
    (folder / "letter.txt").write_text("no picture\n" * 200, "ascii")
    return folder


def test_a_case_worked_on_in_spanish_is_byte_for_byte_that_worked_on_in_english(
    evidence: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hits = tmp_path / "hits.csv"
    hits.write_text(f"md5,name\n{'0' * 32},other.jpg\nnot a hash,bad\n", "ascii")
    made = {}
    for language, marks in (("en", Marks()), ("es", Marks(".", ","))):
        home = tmp_path / "home"
        monkeypatch.setenv("FORENSICDESK_HOME", str(home))
        speak(language)
        write_numbers(marks)
        made[language] = _worked(evidence, hits, tmp_path / "c.fdcase", tmp_path / "report")
        assert spoken() == language
        for folder in (home, tmp_path / "c.fdcase", tmp_path / "report"):
            shutil.rmtree(folder)

    assert made["en"].keys() == made["es"].keys()
    assert [name for name in made["en"] if made["en"][name] != made["es"][name]] == ["told a person"]
    assert "No intacto" in str(made["es"]["told a person"])


def _worked(evidence: Path, hits: Path, case: Path, out: Path) -> dict[str, str | bytes]:
    """A case made, matched, decided on, reported and damaged; everything it left, and what commands print of it."""
    with Session.create(case, "2026-001", "Examiner A", clock=lambda: NOON) as session:
        session.add_source(evidence, ignore)
        session.process(ignore, workers=1)
        session.match([session.library.import_file(hits, role=Role.NOTABLE, now=NOON)], ignore)
        session.choose_scheme(find_category_scheme(Path("neutral")))
        session.decide(ActKind.CATEGORY, "1", [1])
        session.report(out, FORMATS)
    left: dict[str, str | bytes] = {f"report/{path.name}": path.read_bytes() for path in sorted(out.iterdir())}
    left["audit"] = (case / "audit.jsonl").read_bytes()
    with closing(sqlite3.connect(case / "case.db")) as database:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        for (table,) in database.execute(query).fetchall():
            left[f"table {table}"] = repr(database.execute(f'SELECT * FROM "{table}"').fetchall())  # noqa: S608
    left |= {" ".join(map(str, order)): _printed(order) for order in (("items", case), ("list", "ls"))}
    (out / "added.txt").write_text("later", "ascii")
    (case / "audit.jsonl").write_bytes(b"torn")
    left |= {f"verify {path.name}": _printed(("verify", path)) for path in (out, case)}
    left["told a person"] = CliRunner().invoke(cli, ["verify", str(out)]).stdout
    assert all("[]" not in str(left[f"verify {path.name}"]) for path in (out, case)), "a difference has to be found"
    return left


def _printed(order: tuple[object, ...]) -> str:
    done = CliRunner().invoke(cli, [*map(str, order), "--json"])
    assert done.stdout, done.exception
    assert json.loads(done.stdout.splitlines()[0] if order[0] == "items" else done.stdout)
    return done.stdout
