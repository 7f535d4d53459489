"""Which copies of films are found: `python -m benchmarks.bench_film_copies FOLDER [PHOTOGRAPHS] [SPEED]...`.

From every photograph of the folder a moving film is made; a list carries its frames once a second. Each copy is looked
at as the standard recipe does, and, for comparison, with no more than its own frames of every second as they are shown.
Every film is also held against the lists of all others.
"""

from __future__ import annotations

import io
import math
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.film_edits import copies, encoded, moving
from forensicdesk.lists.values import ReferenceFilm
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.matching.video import FilmSearch
from hashing.analyse import analyse
from hashing.values import Film, Recipe

if TYPE_CHECKING:
    from hashing.values import FrameHash

SPEEDS = (0.05, 0.2, 0.5)
_WIDTH = 1200


def _film(data: bytes) -> Film:
    found = analyse(io.BytesIO(data), len(data), Recipe()).film
    if found is None:
        msg = "a film that was just written could not be read"
        raise RuntimeError(msg)
    return found


def _once_a_second(frames: tuple[FrameHash, ...]) -> tuple[FrameHash, ...]:
    first: dict[int, FrameHash] = {}
    for frame in frames:
        first.setdefault(math.floor(frame.time_s + 0.0005), frame)
    return tuple(replace(frame, count=1) for frame in first.values())


def _listed(number: int, film: Film) -> ReferenceFilm:
    frames = _once_a_second(film.frames)
    return ReferenceFilm(
        number,
        f"film {number}",
        "",
        np.frombuffer(b"".join(frame.pdq for frame in frames), dtype=np.uint8).reshape(-1, 32),
        np.array([frame.quality for frame in frames], dtype=np.int16),
        np.array([frame.time_s for frame in frames]),
    )


def photograph(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A photograph as RGB, 1200 pixels wide."""
    picture = cv2.imread(str(path))
    if picture is None:
        msg = f"{path.name} is no picture"
        raise ValueError(msg)
    picture = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    size = (_WIDTH, picture.shape[0] * _WIDTH // picture.shape[1])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _at_speed(paths: list[Path], speed: float) -> None:
    films = [moving(photograph(path), speed, number) for number, path in enumerate(paths)]
    known = [_film(encoded(frames)) for frames in films]
    search = FilmSearch([_listed(number, film) for number, film in enumerate(known)], DEFAULT_POLICY)
    found: dict[str, list[tuple[bool, bool]]] = {}
    wrong = kept = seconds = 0
    for number, frames in enumerate(films):
        for name, data in copies(frames).items():
            film = _film(data)
            sparse = Film(None, _once_a_second(film.frames))
            hits = [{hit.film for hit in search.find(one)} for one in (film, sparse)]
            found.setdefault(name, []).append((number in hits[0], number in hits[1]))
            wrong += len(hits[0] - {number})
            kept, seconds = kept + len(film.frames), seconds + math.ceil(film.frames[-1].time_s)
    print(f"\nspeed {speed}: {len(films)} films, {kept / seconds:.1f} frames kept a second, {wrong} wrong films met;")
    print(f"bars seen where there are none: {sum(bool(film.inner) for film in known)}")
    print(f"{'copies found':28} {'standard':>9} {'once a second':>14}")
    for name, rows in found.items():
        dense, sparse_share = (sum(row[at] for row in rows) / len(rows) for at in (0, 1))
        print(f"{name:28} {dense:9.2f} {sparse_share:14.2f}")


def main(folder: str, count: int = 10, *speeds: float) -> None:
    """Make the films, look at them, print a table for each speed."""
    paths = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
    for speed in speeds or SPEEDS:
        _at_speed(paths[:count], speed)


if __name__ == "__main__":
    main(sys.argv[1], *(int(one) for one in sys.argv[2:3]), *(float(one) for one in sys.argv[3:]))
