"""A still is found among film frames, and the reverse, by the rule for pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.matching.frames import FRAME_OF_FILM_NOTE, FrameSearch, frame_hashes
from forensicdesk.matching.near import NearSearch, best_hits
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.model import MatchKind
from hashing.values import Film, FrameHash, PerceptualHash

if TYPE_CHECKING:
    import numpy.typing as npt

VALUES = [row.tobytes() for row in np.random.default_rng(9).integers(0, 256, (12, 32), dtype=np.uint8)]


@dataclass(frozen=True, eq=False)
class AListedFilm:
    number: int
    name: str
    label: str
    values: npt.NDArray[np.uint8]
    qualities: npt.NDArray[np.int16]
    times: npt.NDArray[np.float64]


def listed(number: int, values: list[bytes], quality: int = 100) -> AListedFilm:
    rows = np.frombuffer(b"".join(values), dtype=np.uint8).reshape(-1, 32)
    return AListedFilm(
        number,
        f"film {number}",
        "label",
        rows,
        np.full(len(values), quality, dtype=np.int16),
        np.arange(float(len(values))),
    )


def disturbed(value: bytes, bits: int) -> bytes:
    return (int.from_bytes(value) ^ ((1 << bits) - 1)).to_bytes(32)


def still(value: bytes, quality: int = 100, view: str = "") -> PerceptualHash:
    return PerceptualHash("pdq", "1", "64x64", value, quality, view=view)


def test_a_listed_picture_is_found_in_a_film_and_the_frame_is_named() -> None:
    frames = (FrameHash(0.0, VALUES[0], 100), FrameHash(12.5, disturbed(VALUES[1], 20), 100))
    film = Film(20.0, frames, inner=(FrameHash(12.5, disturbed(VALUES[1], 3), 100),))
    row = np.frombuffer(VALUES[1], np.uint8).reshape(1, 32)
    entries = NearSearch(np.array([7]), row, np.array([100], dtype=np.int16), DEFAULT_POLICY)

    (hit,) = entries.find([(4, value) for value in frame_hashes(film)])

    assert (hit.content_id, hit.number, hit.distance, hit.view) == (4, 7, 3, "inner picture at 12.50 s")


@pytest.mark.parametrize(
    ("bits", "quality", "found"), [(0, 100, True), (31, 50, True), (32, 100, False), (0, 49, False)]
)
def test_a_picture_is_found_among_the_frames_of_listed_films(bits: int, quality: int, found: bool) -> None:
    films = [listed(3, VALUES[:5]), listed(8, VALUES[5:])]
    search = FrameSearch(films, DEFAULT_POLICY)

    hits = best_hits(search.find([(4, still(disturbed(VALUES[6], bits), quality))]))

    assert [(hit.content_id, hit.number, hit.distance) for hit in hits] == ([(4, 8, bits)] if found else [])


def test_many_frames_of_one_film_make_one_match_with_the_closest() -> None:
    search = FrameSearch([listed(3, [disturbed(VALUES[0], bits) for bits in (9, 2, 5)])], DEFAULT_POLICY)

    (hit,) = best_hits(search.find([(4, still(VALUES[0], 55, "inner picture"))]))
    match = search.match(hit, "list")

    assert (match.kind, match.entry, match.label, match.weak) == (MatchKind.NEAR, "film 3", "label", True)
    assert (match.card.distance, match.card.view, match.card.note) == (2, "inner picture", FRAME_OF_FILM_NOTE)


def test_a_list_without_films_finds_nothing() -> None:
    assert FrameSearch([], DEFAULT_POLICY).find([(4, still(VALUES[0]))]) == []
