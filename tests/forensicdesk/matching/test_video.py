"""Films are compared frame by frame, in both directions and in eight orientations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.lists.values import ReferenceFilm
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.matching.video import FilmSearch, compare_films, film_match
from hashing.values import ORIENTATIONS, Film, FrameHash
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARED = shared_data()


def hashes(seed: int, count: int) -> list[bytes]:
    return [row.tobytes() for row in np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)]


def film(values: Sequence[bytes], quality: int = 90, turn: int | None = None) -> Film:
    frames = []
    for at, value in enumerate(values):
        others = hashes(1000 + at, 8)
        if turn is not None:
            others[turn] = value
        orientations = tuple(others) if turn is not None else ()
        frames.append(FrameHash(float(at), others[0] if orientations else value, quality, orientations))
    return Film(float(len(values)), tuple(frames))


def listed(values: Sequence[bytes], quality: int = 90, number: int = 1) -> ReferenceFilm:
    rows = np.frombuffer(b"".join(values), dtype=np.uint8).reshape(-1, 32)
    return ReferenceFilm(
        number, f"film {number}", "", rows, np.full(len(rows), quality, np.int16), np.arange(len(rows), dtype=float)
    )


def test_a_clip_is_part_of_the_listed_film_and_both_percentages_are_told() -> None:
    whole = hashes(1, 20)
    (hit,) = FilmSearch([listed(whole)], DEFAULT_POLICY).find(film(whole[5:15]))
    assert (hit.query_percent, hit.reference_percent) == (100.0, 50.0)
    assert "is part of the listed film" in hit.relation
    assert (hit.frames_matched, hit.frames_considered) == (10, 10)
    assert (hit.reference_frames_matched, hit.reference_frames_considered) == (10, 20)
    match = film_match(3, hit, "list", listed(whole), DEFAULT_POLICY)
    assert (match.card.first_time_s, match.card.last_time_s, match.card.distance, match.weak) == (0.0, 9.0, 0, False)


def test_a_compilation_contains_the_listed_film() -> None:
    clip, rest = hashes(1, 5), hashes(2, 45)
    (hit,) = FilmSearch([listed(clip)], DEFAULT_POLICY).find(film([*rest[:20], *clip, *rest[20:]]))
    assert (hit.query_percent, hit.reference_percent) == (10.0, 100.0)
    assert "contains the listed film" in hit.relation
    assert (hit.first_time_s, hit.last_time_s) == (20.0, 24.0)


def test_equal_films_cover_each_other() -> None:
    (hit,) = FilmSearch([listed(hashes(1, 9))], DEFAULT_POLICY).find(film(hashes(1, 9)))
    assert "cover each other" in hit.relation


@pytest.mark.parametrize("turn", range(8))
def test_a_turned_film_is_found_as_a_whole(turn: int) -> None:
    (hit,) = FilmSearch([listed(hashes(1, 9))], DEFAULT_POLICY).find(film(hashes(1, 9), turn=turn))
    assert (hit.orientation, hit.query_percent) == (ORIENTATIONS[turn], 100.0)


def test_frames_in_different_orientations_do_not_add_up() -> None:
    known = hashes(1, 10)
    mixed = [film(known[:5], turn=1), film(known[5:], turn=4)]
    frames = tuple(
        replace(frame, time_s=float(at)) for at, frame in enumerate(frame for part in mixed for frame in part.frames)
    )
    assert FilmSearch([listed(known)], DEFAULT_POLICY).find(Film(None, frames)) == []


def test_79_percent_is_no_match_and_80_percent_is() -> None:
    known, other = hashes(1, 300), hashes(2, 100)
    search = FilmSearch([listed(known)], DEFAULT_POLICY)
    assert search.find(film([*known[:79], *other[:21]])) == []
    assert len(search.find(film([*known[:80], *other[:20]]))) == 1


@pytest.mark.parametrize(("ours", "theirs", "found"), [(90, 90, 1), (49, 90, 0), (90, 49, 0), (90, -1, 1)])
def test_the_quality_gate_stands_on_both_sides(ours: int, theirs: int, found: int) -> None:
    assert len(FilmSearch([listed(hashes(1, 9), theirs)], DEFAULT_POLICY).find(film(hashes(1, 9), ours))) == found


def test_a_common_title_makes_no_match_and_a_very_short_film_is_weak() -> None:
    title = hashes(1, 1)
    assert FilmSearch([listed([*title, *hashes(2, 30)])], DEFAULT_POLICY).find(film([*title, *hashes(3, 30)])) == []
    reference = listed([*title, *hashes(2, 30)])
    (hit,) = FilmSearch([reference], DEFAULT_POLICY).find(film(title))
    assert film_match(1, hit, "list", reference, DEFAULT_POLICY).weak


def test_still_scenes_are_counted_as_often_as_they_occur() -> None:
    still = hashes(1, 1) * 3000
    (hit,) = FilmSearch([listed(still)], DEFAULT_POLICY).find(film(still))
    assert (hit.frames_matched, hit.reference_frames_matched) == (3000, 3000)


def _dense(known: Sequence[bytes], seed: int) -> Film:
    """A film looked at four times a second, of which a list at one frame a second knows every fourth frame."""
    others = hashes(seed, 3 * len(known))
    values = [value for at, first in enumerate(known) for value in (first, *others[3 * at : 3 * at + 3])]
    return Film(None, tuple(FrameHash(at / 4, value, 90) for at, value in enumerate(values)))


def test_a_densely_hashed_clip_is_part_of_a_long_film_listed_once_a_second() -> None:
    known = hashes(1, 100)
    (hit,) = FilmSearch([listed(known)], DEFAULT_POLICY).find(_dense(known[30:40], 2))
    assert (hit.query_percent, hit.reference_percent) == (100.0, 10.0)
    assert (hit.frames_matched, hit.frames_considered) == (10, 10)
    assert (hit.ranges, hit.reference_ranges) == (((0.0, 9.0),), ((30.0, 39.0),))


def test_pruning_does_not_change_the_percentages() -> None:
    still, moving = hashes(1, 1), hashes(2, 20)
    unpruned = Film(None, tuple(FrameHash(float(at), value, 90) for at, value in enumerate([*still * 20, *moving])))
    pruned = Film(
        None,
        (
            FrameHash(0.0, still[0], 90, count=20),
            *(FrameHash(20.0 + at, value, 90) for at, value in enumerate(moving)),
        ),
    )
    search = FilmSearch([listed(moving)], DEFAULT_POLICY)
    for film_ in (unpruned, pruned):
        (hit,) = search.find(film_)
        assert (hit.query_percent, hit.frames_matched, hit.frames_considered) == (50.0, 20, 40)


def test_the_last_frame_counts_for_as_long_as_it_is_shown() -> None:
    film_ = Film(None, (*film(hashes(1, 10)).frames, FrameHash(10.0, hashes(2, 1)[0], 90, count=30)))
    (hit,) = FilmSearch([listed(hashes(2, 1) * 30)], DEFAULT_POLICY).find(film_)
    assert (hit.query_percent, hit.frames_matched, hit.frames_considered) == (75.0, 30, 40)
    assert hit.ranges == ((10.0, 39.0),)


def test_a_film_in_bars_is_found_by_its_inner_picture_and_the_card_says_so() -> None:
    known = hashes(1, 12)
    framed = Film(None, film(hashes(5, 12)).frames, film(known).frames)
    reference = listed(known)
    (hit,) = FilmSearch([reference], DEFAULT_POLICY).find(framed)
    assert (hit.view, hit.query_percent) == ("inner picture", 100.0)
    card = film_match(1, hit, "list", reference, DEFAULT_POLICY).card
    assert card.view == "inner picture"
    assert "0.0 to 11.0 s" in card.note
    agreement = compare_films(film(known), framed, DEFAULT_POLICY)
    assert (agreement.query_percent, agreement.view, agreement.reference_view) == (100.0, "", "inner picture")
    assert (agreement.ranges, agreement.reference_ranges) == (((0.0, 11.0),), ((0.0, 11.0),))


def test_a_shared_logo_that_is_a_small_part_of_both_is_no_match() -> None:
    logo = FrameHash(0.0, hashes(1, 1)[0], 95, count=16)
    rest = [FrameHash(4.0 + at, value, 90) for at, value in enumerate(hashes(2, 30))]
    known = listed([*hashes(1, 1) * 4, *hashes(3, 30)])
    assert FilmSearch([known], DEFAULT_POLICY).find(Film(None, (logo, *rest))) == []


def test_a_match_that_rests_on_one_still_picture_is_weak() -> None:
    still = listed(hashes(1, 1) * 60)
    (hit,) = FilmSearch([still], DEFAULT_POLICY).find(Film(None, (FrameHash(0.0, hashes(1, 1)[0], 95, count=240),)))
    assert film_match(1, hit, "list", still, DEFAULT_POLICY).weak


def test_times_without_end_do_not_cost_time_or_memory() -> None:
    known = hashes(1, 4)
    frames = tuple(FrameHash(at * 1e12, value, 90, count=2) for at, value in enumerate(known))
    (hit,) = FilmSearch([listed(known)], DEFAULT_POLICY).find(Film(None, frames))
    assert hit.query_percent == 100.0


def test_among_many_films_only_the_right_one_is_found() -> None:
    films = [listed(hashes(at, 30), number=at) for at in range(200)]
    assert [hit.film for hit in FilmSearch(films, DEFAULT_POLICY).find(film(hashes(77, 30)))] == [77]


def test_films_at_hand_are_compared_whether_or_not_they_match() -> None:
    known, other = hashes(1, 10), hashes(2, 10)
    agreement = compare_films(film([*known[:5], *other[:5]]), film(known), DEFAULT_POLICY)
    assert (agreement.query_percent, agreement.matched, agreement.considered) == (50.0, 5, 10)
    assert compare_films(film(known), film(other), DEFAULT_POLICY).query_percent == 0.0
    assert compare_films(Film(None, ()), film(other), DEFAULT_POLICY).considered == 0


def test_real_films_meet_their_scaled_copies_and_no_others() -> None:
    folder = SHARED / "vpdq" / "expected-hashes" if SHARED else None
    if folder is None or not folder.is_dir():
        pytest.skip("the shared vPDQ hashes are not here")
    paths = sorted(folder.glob("*.txt"))
    lines = [[line.split(",") for line in path.read_text(encoding="ascii").split()] for path in paths]
    films = [
        ReferenceFilm(
            at,
            path.stem,
            "",
            np.frombuffer(b"".join(bytes.fromhex(row[2]) for row in rows), np.uint8).reshape(-1, 32),
            np.array([int(row[1]) for row in rows], np.int16),
            np.array([float(row[3]) for row in rows]),
        )
        for at, (path, rows) in enumerate(zip(paths, lines, strict=True))
    ]
    search = FilmSearch(films, DEFAULT_POLICY)
    for path, rows in zip(paths, lines, strict=True):
        frames = tuple(FrameHash(float(row[3]), bytes.fromhex(row[2]), int(row[1])) for row in rows[::30])
        scene = path.stem.split("-")[0]
        found = {films[hit.film].name for hit in search.find(Film(None, frames))}
        assert {path.stem, path.stem.removesuffix("-128x128")} <= found
        assert {name.split("-")[0] for name in found} == {scene}
