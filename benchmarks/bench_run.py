"""The whole `forensicdesk run` beside other programs, in one run over the same files: `make bench`.

Every program runs once a round, one after the other, with the same number of processes and with its files in the
system's cache; medians are compared. The run does everything the default recipe asks for, and matching and reports;
each peer does what its name says. Peers that are slower by far get fewer files, so rates are compared, not times.

`python -m benchmarks.bench_run --help` shows the options; `make bench BENCH_ARGS="--quick"` passes them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import photographs as make
from benchmarks.tables import comparison, machine, write
from benchmarks.timing import Watched, engine, interleaved, peer, whole_job
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.timing import Times

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
ENGINE = "the engine alone (`hashing.analyse`)"
TARGETS = {
    "pHash alone (imagehash)": 1.8,
    "the glued pipeline": 9,
    "PDQ alone (threatexchange)": 6,
    "PDQ alone (perception)": 6,
    "three digests alone": 0.2,
    ENGINE: 0.9,
}
"""From the project's targets for 12-megapixel photographs; for other pictures 1.5 against pHash and the pipeline."""
OTHER_TARGETS = {"pHash alone (imagehash)": 1.5, "the glued pipeline": 1.5, ENGINE: 0.9}


@dataclass(frozen=True, slots=True)
class Scope:
    """How much is measured.

    Attributes:
        photographs, slow, pictures, small: number of files: of photographs, of those for slow peers, of each other kind
            of picture, and of thumbnails in the longer of two runs.
        rounds: how often each program runs.
        film_s: length of the film, in seconds.
    """

    photographs: int
    slow: int
    pictures: int
    small: int
    rounds: int
    film_s: int


FULL = Scope(photographs=720, slow=16, pictures=960, small=6_000, rounds=3, film_s=60)
QUICK = Scope(photographs=96, slow=8, pictures=240, small=4_000, rounds=1, film_s=10)


def photographs(folder: Path, paths: Sequence[Path], work: Path, processes: int, scope: Scope) -> str:
    """The table of 12-megapixel photographs, or of a folder of one's own."""
    few, more = paths[: scope.slow], paths[: 4 * scope.slow]
    programs = [
        whole_job(folder, paths, work, processes),
        engine(paths, processes),
        peer("digests", paths, processes, "three digests alone"),
        peer("imagehash_phash", paths, processes, "pHash alone (imagehash)"),
        peer("perception_phash", more, processes, "pHash alone (perception)"),
        peer("glued_without_pdq", more, processes, "the glued pipeline without PDQ"),
        peer("glued", few, processes, "the glued pipeline"),
        peer("pdqhash_full", few, processes, "PDQ alone (pdqhash)"),
        peer("threatexchange_pdq", few, processes, "PDQ alone (threatexchange)"),
        peer("perception_pdq", few, processes, "PDQ alone (perception)"),
    ]
    return comparison(interleaved(programs, scope.rounds), TARGETS)


def other_pictures(name: str, paths: Sequence[Path], work: Path, processes: int, scope: Scope) -> str:
    """The table of one other kind of picture."""
    few = paths[: max(scope.slow, len(paths) // 4)]
    programs = [
        whole_job(paths[0].parent, paths, work, processes),
        engine(paths, processes),
        peer("imagehash_phash", paths, processes, "pHash alone (imagehash)"),
        peer("glued", few, processes, "the glued pipeline"),
    ]
    return f"### {name}\n\n{comparison(interleaved(programs, scope.rounds), OTHER_TARGETS)}"


def overhead(work: Path, processes: int, scope: Scope) -> str:
    """What an item costs around its analysis, from thumbnails: two lengths of run, so that fixed costs cancel out."""
    short = make.make_small(work / "few", scope.small // 10, processes)
    long = make.make_small(work / "many", scope.small, processes)
    runs = interleaved(
        (
            whole_job(short[0].parent, short, work, processes),
            whole_job(long[0].parent, long, work, processes),
            engine(short, processes),
            engine(long, processes),
        ),
        scope.rounds,
    )
    if any(run.trouble for run in runs):
        return f"not measured: {next(run.trouble for run in runs if run.trouble)}"
    span = len(long) - len(short)
    whole, bare = (_difference(*pair) / span * 1000 for pair in (runs[:2], runs[2:4]))
    peaks = [Watched(whole_job(paths[0].parent, paths, work, processes)) for paths in (short, long)]
    for watched in peaks:
        watched.run()
    memory = ", ".join(f"{one.parent} MiB" for one in peaks)
    return "\n".join(
        (
            "| measured on thumbnails of 64 x 48 pixels | value | target |",
            "|---|---|---|",
            f"| whole run of {len(short):,} items | {statistics.median(runs[0].seconds):.2f} s | |",
            f"| whole run of {len(long):,} items | {statistics.median(runs[1].seconds):.2f} s | |",
            f"| each further item, whole run, {processes} workers (wall clock) | {whole:.2f} ms | |",
            f"| each further item, engine alone | {bare:.2f} ms | |",
            f"| the program's share of an item | {whole - bare:.2f} ms | < 3 |",
            f"| peak memory of the parent, {len(short):,} and {len(long):,} items | {memory} | ≤ 400 at 1,000,000 |",
            f"| peak memory of a child | {max(one.child for one in peaks)} MiB | ≤ 500 |",
        )
    )


def _difference(short: Times, long: Times) -> float:
    return statistics.median(long.seconds) - statistics.median(short.seconds)


def workers(folder: Path, paths: Sequence[Path], work: Path, scope: Scope) -> str:
    """Two workers beside one, on photographs."""
    one, two = interleaved((whole_job(folder, paths, work, 1), whole_job(folder, paths, work, 2)), scope.rounds)
    if one.trouble or two.trouble:
        return f"not measured: {one.trouble or two.trouble}"
    gain = two.per_second / one.per_second
    return f"Two workers did {gain:.2f} times as many photographs a second as one (target ≥ 1.8 on two free cores)."


_SMALLEST_SAMPLE = 20_000
"""Smaller HEIC samples are test patterns that not every peer can read."""


def heic_samples() -> list[Path]:
    """HEIC files of the shared data: nothing that is installed can write that format."""
    data = shared_data()
    found = sorted(data.rglob("*.heic")) if data is not None else []
    return [path for path in found if "malformed" not in path.parts and path.stat().st_size >= _SMALLEST_SAMPLE]


def measure(given: argparse.Namespace, work: Path, say: Callable[[str], None]) -> str:
    """Everything, as the text of the document."""
    scope, processes = QUICK if given.quick else FULL, given.processes
    parts = [f"{given.date or 'undated'}. {machine()}. {processes} processes each, {scope.rounds} rounds."]
    folder = given.folder or work / "photographs"
    say("photographs")
    if given.folder is None:
        paths = make.make_photographs(folder, scope.photographs, make.PHOTOGRAPH, processes)
    else:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in paths)
    title = "12-megapixel photographs" if given.folder is None else "Photographs of a folder"
    table = photographs(folder.resolve(), paths, work, processes, scope)
    parts.append(f"### {title}: {len(paths)} files, {size / 1e6:,.0f} MB\n\n{table}")
    parts.append(workers(folder.resolve(), paths, work, scope))
    if given.folder is None:
        parts += _others(work, processes, scope, say)
    return "\n\n".join(parts)


def _others(work: Path, processes: int, scope: Scope, say: Callable[[str], None]) -> list[str]:
    count, parts = scope.pictures, []
    say("other pictures")
    kinds = {
        "Chat pictures (JPEG, 1600 x 1200)": make.make_chat(work / "chat", count, processes),
        "Screenshots (PNG, 1080 x 2400)": make.make_screenshots(work / "screenshots", count, processes),
        "WebP (1600 x 1200)": make.make_webp(work / "webp", count, processes),
    }
    samples = heic_samples()
    if samples:
        kinds["HEIC (samples of the shared data)"] = make.copies_of(samples, work / "heic", count // 2)
    parts += [other_pictures(name, paths, work, processes, scope) for name, paths in kinds.items()]
    say("overhead")
    parts.append(f"### Around an item\n\n{overhead(work, processes, scope)}")
    say("films")
    return [*parts, f"### Films, one thread\n\n{films(scope)}"]


def films(scope: Scope) -> str:
    """The table of `bench_films`, from a process of its own: the number of threads is set before NumPy is loaded."""
    command = [sys.executable, "-m", "benchmarks.bench_films", str(scope.film_s), str(scope.rounds)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=DOCUMENT.parents[1]).stdout.strip()


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--folder", type=Path, help="photographs to use instead of drawn ones (pictures only)")
    parser.add_argument("--quick", action="store_true", help="fewer files, one round: about three minutes")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="child processes [%(default)s]")
    parser.add_argument("--date", default="", help="the date to state above the tables")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    return parser.parse_args()


def main() -> None:
    """Make the pictures if none are given, measure, print, and write if asked."""
    given = arguments()
    with tempfile.TemporaryDirectory(prefix="forensicdesk-bench-") as name:
        text = measure(given, Path(name), lambda step: print(f"bench: {step}", file=sys.stderr))
    print(text)
    if given.write:
        write(DOCUMENT, text)


if __name__ == "__main__":
    main()
