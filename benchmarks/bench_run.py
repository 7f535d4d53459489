"""Items per second of the whole `forensicdesk run`, beside imagehash.phash in a ProcessPoolExecutor.

Both run over the same files in turn (A B A B …), each as a program of its own with the same number of processes, with
the files in the system's cache. The run does everything: digests, three perceptual hashes, metadata, thumbnails, case,
list, matching, reports. The peer computes pHash only.

`python -m benchmarks.bench_run --help` shows the options; `make bench BENCH_ARGS="--count 60"` passes them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.photographs import make_photographs

LIST_ENTRIES = 10_000
SEED = 2026


@dataclass(frozen=True, slots=True)
class Measurement:
    """What came out; times are wall-clock seconds of whole programs, in the order of the rounds."""

    files: int
    megabytes: float
    processes: int
    machine: str
    ours_s: tuple[float, ...]
    peer_s: tuple[float, ...]

    @property
    def ours_per_second(self) -> float:
        """Files a second of the whole job, from the median round."""
        return self.files / statistics.median(self.ours_s)

    @property
    def peer_per_second(self) -> float:
        """Files a second of the peer, from the median round."""
        return self.files / statistics.median(self.peer_s)

    @property
    def ratio(self) -> float:
        """How many times the peer's speed ours is."""
        return self.ours_per_second / self.peer_per_second


def measure(folder: Path, work: Path, rounds: int, processes: int) -> Measurement:
    """Run both programs over the files of `folder` in turn.

    Args:
        folder: holds pictures only.
        work: an empty folder for cases and lists.
        rounds: how often each program runs.
        processes: child processes of each.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    size = sum(len(path.read_bytes()) for path in paths)  # reading them brings them into the cache
    hash_list = write_list(work / "list.csv")
    ours, peer = [], []
    for number in range(rounds):
        ours.append(time_ours(folder, hash_list, work / f"round-{number}", processes, len(paths)))
        peer.append(time_peer(paths, processes))
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return Measurement(len(paths), size / 1e6, processes, machine, tuple(ours), tuple(peer))


def time_ours(folder: Path, hash_list: Path, case: Path, processes: int, expected: int) -> float:
    """Seconds of one whole `forensicdesk run` on a new case."""
    command = [sys.executable, "-m", "forensicdesk", "run", folder, "--case", case, "--list", f"{hash_list}:notable"]
    environment = {**os.environ, "FORENSICDESK_HOME": str(case.with_name("home"))}
    started = time.perf_counter()
    done = subprocess.run(
        [*map(str, command), "--workers", str(processes), "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode != 0 or json.loads(done.stdout)["ledger"]["analysed"] != expected:
        sys.exit(f"bench: forensicdesk run did not analyse all {expected} files\n{done.stdout}\n{done.stderr}")
    shutil.rmtree(case.with_name(f"{case.name}.fdcase"))
    return seconds


def time_peer(paths: list[Path], processes: int) -> float:
    """Seconds of the peer over the same files."""
    command = [sys.executable, "-m", "benchmarks.peer_phash", str(processes)]
    started = time.perf_counter()
    done = subprocess.run(command, input="\n".join(map(str, paths)), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode != 0 or int(done.stdout) != len(paths):
        sys.exit(f"bench: the peer did not hash all {len(paths)} files\n{done.stderr}")
    return seconds


def write_list(path: Path) -> Path:
    """A list of random SHA-256 and PDQ values, so that matching has work to do."""
    values = np.random.default_rng(SEED).bytes(LIST_ENTRIES * 64).hex()
    rows = (f"{values[at : at + 64]},{values[at + 64 : at + 128]}" for at in range(0, LIST_ENTRIES * 128, 128))
    path.write_text("sha256,pdq\n" + "\n".join(rows) + "\n", encoding="ascii")
    return path


def show(measurement: Measurement) -> None:
    """Print the rounds and the medians as a table."""
    print(f"{measurement.files} files, {measurement.megabytes:,.0f} MB, {measurement.processes} processes each")
    print(measurement.machine)
    print(f"{'':24}{'forensicdesk run':>18}{'imagehash.phash':>18}")
    for number, (ours, peer) in enumerate(zip(measurement.ours_s, measurement.peer_s, strict=True), start=1):
        print(f"{f'round {number}, seconds':24}{ours:>18.2f}{peer:>18.2f}")
    print(f"{'median, files a second':24}{measurement.ours_per_second:>18.1f}{measurement.peer_per_second:>18.1f}")
    print(f"ratio {measurement.ratio:.2f} (above 1: the whole job is faster than the peer's one hash)")


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="pictures to use [drawn ones are made]")
    parser.add_argument("--count", type=int, default=120, help="how many pictures to draw [%(default)s]")
    parser.add_argument("--size", default="4000x3000", help="their width and height [%(default)s]")
    parser.add_argument("--rounds", type=int, default=3, help="how often each program runs [%(default)s]")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="child processes [%(default)s]")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of the table")
    return parser.parse_args()


def main() -> None:
    """Make the pictures if none are given, measure, print."""
    given = arguments()
    with tempfile.TemporaryDirectory(prefix="forensicdesk-bench-") as name:
        work = Path(name)
        folder = given.folder
        if folder is None:
            width, height = map(int, given.size.split("x"))
            folder = work / "photographs"
            make_photographs(folder, given.count, (width, height), given.processes)
        measurement = measure(folder.resolve(), work, given.rounds, given.processes)
    if given.json:
        derived = {name: getattr(measurement, name) for name in ("ours_per_second", "peer_per_second", "ratio")}
        print(json.dumps({**asdict(measurement), **derived}, indent=2))
    else:
        show(measurement)


if __name__ == "__main__":
    main()
