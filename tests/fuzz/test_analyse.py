"""A fixed number of damaged files in every test run; `make fuzz` and docs/validation.md tell of longer runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hashing.values import Outcome
from tests.fuzz.analyse import damaged_inputs, main
from tests.fuzz.running import in_words, run_inputs
from tests.fuzz.seeds import own_seeds

if TYPE_CHECKING:
    from pathlib import Path

INPUTS = 2_000


def test_every_seed_is_a_whole_file_of_its_kind(tmp_path: Path) -> None:
    tally = run_inputs(own_seeds().items(), tmp_path, workers=2)

    assert tally.faults == []
    assert tally.issues.total() == tally.outcomes[Outcome.UNSUPPORTED], in_words(tally)
    assert tally.outcomes[Outcome.FAILED] == tally.outcomes[Outcome.NOT_MEDIA] == 0


def test_damaged_files_of_every_format_give_an_analysis_in_time(tmp_path: Path) -> None:
    files = [*own_seeds().values()]

    tally = run_inputs(damaged_inputs(files, seed=2026, numbers=range(INPUTS)), tmp_path, workers=2)

    assert tally.inputs == INPUTS
    assert tally.faults == [], in_words(tally)
    assert tally.outcomes[Outcome.ANALYSED] > INPUTS // 4
    assert tally.outcomes[Outcome.FAILED] > INPUTS // 10


def test_the_same_seed_and_number_give_the_same_input(tmp_path: Path) -> None:
    files = [*own_seeds().values()]
    (_, kept), (_, other) = damaged_inputs(files, 7, range(41, 43))

    code = main(["--seed", "7", "--only", "41", "--keep", str(tmp_path / "kept"), "--workers", "1"])

    assert code == 0
    assert (tmp_path / "kept").read_bytes() == kept != other
