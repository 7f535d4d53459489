"""The benchmark of near search runs the programs that it names."""

from __future__ import annotations

import re

from benchmarks.bench_near import pairs_line, rows


def test_the_table_has_a_row_for_each_program_and_all_found_the_same_pairs() -> None:
    table = rows(entries=20_000, rounds=1)

    assert table.startswith("20,000 hashes of 256 bits, distance ≤ 31.\nBuilt at ")
    row = r"^\| (.+?) \| ([\d,]+) \| ([\d.]*) \| [\d,]+ \| [\d.]* \| (\d+) \| [\d,]+ \|$"
    found = re.findall(row, table, re.MULTILINE)
    assert [name for name, *_ in found][:2] == ["ForensicDesk, all cores", "NumPy, every entry, one thread"]
    assert {int(pairs) for *_, pairs in found} == {int(found[0][3])}
    assert 10 < int(found[0][3]) < 64
    assert float(found[1][2]) > 1


def test_all_pairs_are_counted() -> None:
    line = pairs_line(entries=10_000)

    assert line.startswith("All pairs within 31 bits among 10,000 hashes")
    assert 700 < int(line.partition("(")[2].split()[0].replace(",", "")) < 860
