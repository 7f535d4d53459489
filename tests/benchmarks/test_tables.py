"""What `make bench` writes is what was measured."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from benchmarks.bench_run import DOCUMENT
from benchmarks.peers import PEERS
from benchmarks.photographs import noted
from benchmarks.tables import BEGIN, END, comparison, write
from benchmarks.timing import Program, Times, interleaved, peer
from tests.hashing.making import encoded, run, scene

if TYPE_CHECKING:
    from pathlib import Path


def _times(name: str, files: int, *seconds: float, trouble: str = "") -> Times:
    return Times(
        Program(name, ("true",), (DOCUMENT,) * files), list(seconds), [2 * one for one in seconds], "", trouble
    )


def test_ratios_are_of_rates_from_the_median_round() -> None:
    ours, fewer = _times("ours", 10, 4.0, 2.0, 1.0), _times("peer", 2, 1.0, 9.0, 1.0)

    table = comparison((ours, fewer), {"peer": 1.8})

    assert "| ours | 10 | 2.00 | 5.0 |  |  | 400.0 |  |" in table
    assert "| peer | 2 | 1.00 | 2.0 | 2.50 | ≥ 1.8 | 1000.0 | 2.50 |" in table


def test_a_program_that_could_not_run_is_named_with_its_trouble() -> None:
    table = comparison((_times("ours", 1, 1.0), _times("peer", 1, trouble="No module named 'peer'")), {})

    assert "| peer | 1 | not measured: No module named 'peer' |" in table


def test_only_the_place_between_the_marks_is_written(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")

    write(document, "new")
    write(document, "newer")

    assert document.read_text(encoding="utf-8") == f"before\n{BEGIN}\n\nnewer\n\n{END}\nafter\n"
    document.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        write(document, "new")


def test_the_shipped_document_has_a_place_for_the_tables() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    assert text.count(BEGIN) == text.count(END) == 1


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG"])
def test_copies_show_the_same_picture_in_other_bytes(form: str) -> None:
    original = encoded(scene(), form)

    copies = {noted(original, text) for text in (b"one", b"two")}

    assert len(copies | {original}) == 3
    for copy in copies:
        with Image.open(io.BytesIO(original)) as one, Image.open(io.BytesIO(copy)) as other:
            assert one.tobytes() == other.tobytes()
        assert run(copy).issues == ()


def test_a_peer_runs_over_the_files_and_one_that_is_missing_is_trouble(tmp_path: Path) -> None:
    path = tmp_path / "one.jpg"
    path.write_bytes(encoded(scene(), "JPEG"))
    missing = Program("missing", (sys.executable, "-c", "import nothing_of_that_name"), (path,))

    digests, none = interleaved((peer("digests", [path], 1, "digests"), missing), 1)

    assert digests.trouble == ""
    assert len(digests.seconds) == 1
    assert "nothing_of_that_name" in none.trouble
    assert "digests" in PEERS
