"""Damage files at random and analyse them: `python -m tests.fuzz.analyse --count 20000 --seed 1`.

Every input has a number; the same seed, number and files give the same input, which `--only NUMBER --keep FILE` writes
out. Without `--folder` the files are made on the spot, one or more of every format. `--as-is` takes the files of a
folder as they are, of any length. Ends with 1 if there was a fault.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.mutate import damaged
from tests.fuzz.running import in_words, run_inputs
from tests.fuzz.seeds import own_seeds, seeds_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.fuzz.running import Tally

_TELL_EVERY = 5_000


def main(arguments: Sequence[str]) -> int:
    """Run and print; gives the exit code."""
    chosen = _options(arguments)
    if chosen.as_is:
        inputs = _as_they_are(chosen.folder)
    else:
        files = [*(seeds_of(chosen.folder) if chosen.folder else own_seeds()).values()]
        if chosen.keep:
            chosen.keep.write_bytes(damaged(files, chosen.seed, chosen.only))
        numbers = range(chosen.count) if chosen.only is None else range(chosen.only, chosen.only + 1)
        inputs = damaged_inputs(files, chosen.seed, numbers)
    with tempfile.TemporaryDirectory() as folder:
        tally = run_inputs(inputs, Path(folder), chosen.workers, tell=_tell)
    print(in_words(tally))  # noqa: T201 - a program
    return 1 if tally.faults else 0


def damaged_inputs(files: Sequence[bytes], seed: int, numbers: range) -> Iterator[tuple[str, bytes]]:
    """Name and content of each input."""
    for number in numbers:
        yield f"seed {seed}, number {number}", damaged(files, seed, number)


def _as_they_are(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _tell(tally: Tally) -> None:
    if tally.inputs % _TELL_EVERY == 0:
        print(f"{tally.inputs:,} inputs, {len(tally.faults)} faults", file=sys.stderr, flush=True)  # noqa: T201


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.analyse", description=__doc__)
    parser.add_argument("--count", type=int, default=5_000, help="how many inputs")
    parser.add_argument("--seed", type=int, default=1, help="what decides the damage")
    parser.add_argument("--folder", type=Path, help="take the files of this folder instead of files made on the spot")
    parser.add_argument("--as-is", action="store_true", help="with --folder: no damage, every file once")
    parser.add_argument("--only", type=int, help="this one number only")
    parser.add_argument("--keep", type=Path, help="with --only: write the input to this file")
    parser.add_argument("--workers", type=int, default=2, help="child processes")
    chosen = parser.parse_args(arguments)
    if (chosen.as_is and not chosen.folder) or (chosen.keep and chosen.only is None):
        parser.error("--as-is needs --folder, and --keep needs --only")
    return chosen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
