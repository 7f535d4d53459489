"""How fast films are analysed, beside their bare decoding: `python -m benchmarks.bench_films [SECONDS] [ROUNDS]`.

Each round decodes the film with PyAV and does nothing with the frames, then analyses it with two recipes; everything
is one process and one thread, and times are those of its processor. Ratios are medians over the rounds.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hashing.values import Analysis, Recipe

SECONDS, ROUNDS = 60, 5
TARGETS = {"standard": "≥ 10 times real time, ≥ 0.85 of bare decoding", "key frames": "≥ 200 times real time"}


def _bare(data: bytes) -> int:
    # Late imports, here and below: the number of threads is to be set before NumPy is loaded.
    import av

    with av.open(io.BytesIO(data), mode="r") as container:
        track = container.streams.video[0]
        track.codec_context.thread_count = 1
        return sum(1 for _ in container.decode(track))


def _analysed(data: bytes, recipe: Recipe) -> Analysis:
    from hashing.analyse import analyse

    return analyse(io.BytesIO(data), len(data), recipe)


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main(seconds: int = SECONDS, rounds: int = ROUNDS) -> None:
    """Make the film, run the rounds, print the table."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = "1"  # as in the program's own children
    from benchmarks.moving import write_film
    from hashing.values import PROFILES, Recipe

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "moving.mp4")
        write_film(path, seconds)
        data = path.read_bytes()
    recipes = {profile.name: profile for profile in PROFILES if profile.decode}
    recipes["key frames"] = Recipe(name="key frames", perceptual=("pdq",), frame_interval_s=None)
    recipes["standard without inner"] = replace(recipes["standard"], inner=False)
    works: dict[str, Callable[[], object]] = {"bare decode": lambda: _bare(data)}
    works |= {name: lambda recipe=recipe: _analysed(data, recipe) for name, recipe in recipes.items()}  # type: ignore[misc]
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].append(_timed(work))
    print(f"{seconds} s of 1920 x 1080 at 30 a second, H.264, {len(data):,} bytes; medians of {rounds} rounds.\n")
    print("| recipe | times real time | times bare decoding | target | frames kept |\n|---|---|---|---|---|")
    for name in works:
        speed = statistics.median(seconds / spent for spent in times[name])
        ratio = statistics.median(bare / spent for bare, spent in zip(times["bare decode"], times[name], strict=True))
        film = _analysed(data, recipes[name]).film if name in recipes else None
        kept = len(film.frames) if film else ""
        print(f"| {name} | {speed:.1f} | {ratio:.2f} | {TARGETS.get(name, '')} | {kept} |")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
