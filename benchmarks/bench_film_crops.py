"""Which cropped films are found: `python -m benchmarks.bench_film_crops FOLDER`.

From every photograph of the folder a moving film is made, and copies of it from which something is cut away. All of
them are in one case of the profile `thorough`; half of the films begin with the same black and the same title. A copy
is found where it is in the stack of its original; "tied" counts those that are tied to it.
"""

from __future__ import annotations

import argparse
import io
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.bench_film_copies import photograph
from benchmarks.film_edits import HEIGHT, RATE, SECONDS, WIDTH, encoded, moving
from forensicdesk.matching.side_by_side import go_on
from forensicdesk.matching.stack_policy import DEFAULT_STACK_POLICY
from forensicdesk.matching.stack_tables import pdq_table, small_table
from forensicdesk.matching.stacks import PictureTables, find_relations
from hashing.analyse import analyse
from hashing.values import PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from forensicdesk.relations import Relations
    from hashing.values import Film, FrameFeatures, PerceptualHash

    Pixels = NDArray[np.uint8]

SPEEDS = (0.0, 0.05, 0.2, 0.5)
_TITLE_S = 1.5


@dataclass(frozen=True, slots=True)
class Films:
    """A case of nothing but films; contents are numbered from 0."""

    found: Sequence[Film]

    def features(self) -> Iterable[tuple[int, bytes]]:
        """There are no pictures; see `forensicdesk.matching.stacks.Evidence`, here and below."""
        return ()

    def features_of(self, contents: Sequence[int]) -> Mapping[int, bytes]:
        """There are no pictures."""
        return dict.fromkeys(contents, b"")

    def films(self) -> Iterable[tuple[int, Film]]:
        """All of them."""
        return enumerate(self.found)

    def film_features(self) -> Iterable[tuple[int, Sequence[FrameFeatures]]]:
        """Those that have featured frames."""
        return ((number, film.features) for number, film in enumerate(self.found) if film.features)

    def film_features_of(self, contents: Sequence[int]) -> Mapping[int, Sequence[FrameFeatures]]:
        """Those of some."""
        return {number: self.found[number].features for number in contents}

    def pictures(self) -> Iterable[tuple[int, PerceptualHash]]:
        """There are no pictures."""
        return ()

    def related(self) -> Relations:
        """What belongs together."""
        contents = np.arange(len(self.found))
        tables = PictureTables(
            contents, np.zeros_like(contents), pdq_table((), contents, {}, 0), *(small_table("", (), contents, {}),) * 2
        )
        return find_relations(tables, self, DEFAULT_STACK_POLICY, go_on)


def looked_at(data: bytes) -> Film:
    """A film as the thorough profile sees it."""
    film = analyse(io.BytesIO(data), len(data), PROFILES[-1]).film
    if film is None:
        msg = "a film that was just written could not be read"
        raise RuntimeError(msg)
    return film


def cropped(frame: Pixels, left: float, top: float, right: float, bottom: float) -> Pixels:
    """The frame without these shares of its width and height."""
    height, width = frame.shape[:2]
    rows = slice(round(top * height), height - round(bottom * height))
    return frame[rows, round(left * width) : width - round(right * width)]


def _turned(frame: Pixels) -> Pixels:
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 2, 1.08)
    return np.asarray(cv2.warpAffine(frame, matrix, (WIDTH, HEIGHT)), dtype=np.uint8)


def copies(frames: Sequence[Pixels], wanted: Sequence[str]) -> dict[str, bytes]:
    """Copies of a film by name, those of these names, or all; shares are of both sides together."""
    tenth = [cropped(frame, 0.05, 0.05, 0.05, 0.05) for frame in frames]
    edits: dict[str, Callable[[], bytes]] = {
        "crop 5 %": lambda: encoded([cropped(frame, 0.025, 0.025, 0.025, 0.025) for frame in frames]),
        "crop 10 %": lambda: encoded(tenth),
        "crop 10 %, one corner": lambda: encoded([cropped(frame, 0.1, 0.1, 0.0, 0.0) for frame in frames]),
        "crop 10 % on each side": lambda: encoded([cropped(frame, 0.1, 0.1, 0.1, 0.1) for frame in frames]),
        "crop 25 %": lambda: encoded([cropped(frame, 0.125, 0.125, 0.125, 0.125) for frame in frames]),
        "crop 10 %, mirrored": lambda: encoded([frame[:, ::-1] for frame in tenth]),
        "crop 10 %, recompressed": lambda: encoded(tenth, loss=35),
        "crop 10 %, 10 frames a second": lambda: encoded(tenth[::3], rate=10),
        "crop 10 %, trimmed by 17 frames": lambda: encoded(tenth[17:]),
        "crop 10 %, speed x 1.25": lambda: encoded(tenth, faster=1.25),
        "rotated by 2 degrees": lambda: encoded([_turned(frame) for frame in frames]),
    }
    return {name: make() for name, make in edits.items() if not wanted or name in wanted}


def titled(frames: Sequence[Pixels]) -> list[Pixels]:
    """The film with a second of black and the same title before it."""
    card = np.full((HEIGHT, WIDTH, 3), 32, dtype=np.uint8)
    for line, text in enumerate(("Example Films", "present", "a film for measuring")):
        cv2.putText(card, text, (60, 90 + 90 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (230, 210, 120), 3)
    black = np.zeros_like(card)
    return [*[black] * RATE, *[card] * round(_TITLE_S * RATE), *frames]


def _film_and_copies(number: int, path: Path, speed: float, wanted: Sequence[str]) -> dict[str, Film]:
    """A film, by the name "", and its copies, as they are seen."""
    frames = moving(photograph(path), speed, number)
    frames = titled(frames) if number % 2 else frames
    return {name: looked_at(data) for name, data in {"": encoded(frames), **copies(frames, wanted)}.items()}


def _at_speed(paths: list[Path], speed: float, options: argparse.Namespace) -> None:
    with ProcessPoolExecutor(options.processes) as pool:
        work = partial(_film_and_copies, speed=speed, wanted=options.edits)
        made = list(pool.map(work, range(len(paths)), paths))
    owners = [number for number, group in enumerate(made) for _ in group]
    edits = [edit for group in made for edit in group]
    films = [film for group in made for film in group.values()]
    started = time.monotonic()
    relations = Films(films).related()
    seconds = time.monotonic() - started
    stack = {member.content_id: one.id for one in relations.stacks for member in one.members}
    tied = {frozenset((link.first, link.reason.other)) for link in relations.links}
    together = [[member.content_id for member in one.members] for one in relations.stacks]
    wrong = sum(len({owners[at] for at in members}) - 1 for members in together)
    wrong_ties = sum(len({owners[at] for at in pair}) > 1 for pair in tied)
    print(f"\nspeed {speed}: {len(paths)} films of {SECONDS} s, {len(films)} files, {seconds:.1f} s for all pairs;")
    print(f"{wrong} films in a stack of another, {wrong_ties} wrong ties")
    print(f"{'copies found':32} {'in the stack':>12} {'or tied':>8}")
    for edit in dict.fromkeys(edits):
        places = [at for at, name in enumerate(edits) if name == edit and edit]
        originals = [next(o for o, own in enumerate(owners) if own == owners[at]) for at in places]
        pairs = list(zip(places, originals, strict=True))
        found = [at in stack and stack[at] == stack.get(origin) for at, origin in pairs]
        either = [ok or frozenset(pair) in tied for ok, pair in zip(found, pairs, strict=True)]
        if places:
            print(f"{edit:32} {sum(found) / len(found):12.2f} {sum(either) / len(either):8.2f}")


def main() -> None:
    """Make the films, look at them, print a table for each speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--films", type=int, default=10)
    parser.add_argument("--speeds", type=float, nargs="+", default=SPEEDS, help="widths of the photograph a second")
    parser.add_argument("--edits", nargs="+", default=(), help="only these copies, by name")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    paths = sorted(one for one in options.folder.iterdir() if one.suffix.lower() in {".jpg", ".jpeg", ".png"})
    for speed in options.speeds:
        _at_speed(paths[: options.films], speed, options)


if __name__ == "__main__":
    main()
