"""The benchmark of lists measures what it names, and the page has a place for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.bench_lists import DOCUMENT, MARKS, Settings, table
from benchmarks.tables import write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.soak
def test_every_program_gets_a_row_and_the_case_meets_what_was_put_into_it(tmp_path: Path) -> None:
    lines = table(Settings(150_000, (70_000, 60_000), 140_000, 200, 1), tmp_path).splitlines()
    assert {line.count("|") for line in lines} == {10}
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[2:]]
    ours = [row for row in rows if row[1].startswith("ForensicDesk")]
    assert [row[0] for row in ours[:-1]] == [
        "150,000 MD5, half present",
        "150,000 MD5, 1 % present",
        "140,000 MD5, half present",
        "140,000 MD5, 1 % present",
        "70,000 PDQ, distance ≤ 31",
        "60,000 PDQ, distance ≤ 31",
    ]
    assert "40 matches" in ours[-1][1]
    assert all(float(row[4]) < 24 for row in (ours[0], ours[2]))
    assert all(float(row[5]) > 0 and float(row[6].replace(",", "")) > 0 for row in ours[:-1])
    sqlite = next(row for row in rows if row[1].startswith("SQLite"))
    assert (sqlite[0], sqlite[7] != "") == ("140,000 MD5, half present", True)
    assert sum(row[1].startswith("NumPy") for row in rows) == 2
    assert not list(tmp_path.iterdir())


def test_the_page_has_a_place_for_the_table(tmp_path: Path) -> None:
    page = tmp_path / DOCUMENT.name
    page.write_text(DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    write(page, "| measured |", MARKS)
    before, after = DOCUMENT.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")
    assert re.search(rf"{MARKS[0]}\n\n\\| measured \\|\n\n{MARKS[1]}", after)
    assert after.partition(MARKS[0])[0] == before.partition(MARKS[0])[0]
    with pytest.raises(ValueError, match="no place for the tables"):
        write(page, "", ("<!-- a -->", "<!-- b -->"))
