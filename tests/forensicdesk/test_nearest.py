"""What is said of contents without a match: how far the nearest entry is, or why that is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.lists.library import Library
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.model import ItemFilter, Role
from forensicdesk.pipeline.match import match_lists
from forensicdesk.reporting.building import build_model
from hashing.values import PerceptualHash
from tests.forensicdesk.test_match import NOW, film, ignore, make_case, pdq, picture, take

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import HashList, Nearest
    from hashing.values import Analysis

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def away(seed: int, bits: int) -> bytes:
    """A hash that differs from that of a seed in so many bits, spread over it."""
    mask = np.zeros(256, np.uint8)
    mask[np.random.default_rng(seed).permutation(256)[:bits]] = 1
    return (np.frombuffer(pdq(seed), np.uint8) ^ np.packbits(mask)).tobytes()


def showing(number: int, value: bytes) -> Analysis:
    """The analysis of a picture with this hash."""
    return replace(picture(number), perceptual=(PerceptualHash("pdq", "1", "64x64-dct16", value, 90),))


def said(store: CaseStore) -> dict[int, tuple[Nearest, ...]]:
    """What items say, by content."""
    return {item.content_id or 0: item.nearest for item in store.reader.items(ItemFilter())}


def run(store: CaseStore, library: Library, *lists: HashList, policy: Policy = DEFAULT_POLICY) -> None:
    for _ in match_lists(store, library, lists, ignore, now=NOW, policy=policy):
        pass


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "lists")


def test_up_to_47_bits_the_nearest_entry_is_named_and_beyond_it_that_there_is_none(
    library: Library, tmp_path: Path
) -> None:
    used = take(library, tmp_path, "near", f"{pdq(1).hex()}\n{pdq(2).hex()}\n{pdq(3).hex()}\n", "pdq")
    pictures = [showing(1, away(1, 31)), showing(2, away(2, 47)), showing(3, away(3, 48)), picture(4, quality=38)]
    with make_case(tmp_path / "a.fdcase", pictures) as store:
        run(store, library, used)
        matched, near, far, gated = (said(store)[number] for number in range(1, 5))
        kept = list(store.reader.judgements.nearest(used.id))

    assert matched == ()
    assert [(one.distance, one.threshold, one.entry, one.note) for one in near] == [(47, 31, "line 2", "")]
    assert [(one.distance, one.note) for one in far] == [(None, "No entry within 47 of 256 bits.")]
    assert [(one.distance, one.note) for one in gated] == [(None, "Not compared: quality 38 under the gate 50.")]
    assert kept == [*near, *gated]


def test_a_list_that_is_too_long_says_that_it_was_not_asked_and_why(library: Library, tmp_path: Path) -> None:
    used = take(library, tmp_path, "long", f"{pdq(1).hex()}\n{pdq(2).hex()}\n", "pdq")
    with make_case(tmp_path / "a.fdcase", [showing(1, away(1, 40))]) as store:
        run(store, library, used, policy=replace(DEFAULT_POLICY, nearest_entries=1))
        ((one,),) = said(store).values()
        texts = {
            language: " ".join(build_model(store, variant="court", language=language, made_at=NOON).negative)
            for language in ("en", "es", "pt")
        }

    assert one.distance is None
    assert one.note == (
        "Nearest entry not computed: the list has 2 PDQ hashes, and lists of more than 1 are not asked "
        "(`nearest_entries` of the policy)."
    )
    assert "was not computed, as the list has 2 hashes or frames and lists of more than 1 are not asked" in texts["en"]
    assert "no se calculó" in texts["es"]
    assert "não foi calculada" in texts["pt"]
    assert "looked for up to" not in texts["en"]


def test_a_report_says_how_far_was_looked(library: Library, tmp_path: Path) -> None:
    used = take(library, tmp_path, "near", pdq(1).hex(), "pdq")
    with make_case(tmp_path / "a.fdcase", [showing(1, away(1, 40)), showing(2, pdq(9))]) as store:
        run(store, library, used)
        negative = build_model(store, variant="court", language="en", made_at=NOON).negative

    assert "looked for up to 47 of 256 bits; where none is named, none lies within that." in " ".join(negative)
    assert "the nearest entry of 1 is known; the closest lies at 40 of 256 bits, threshold 31." in " ".join(negative)


def test_of_a_film_the_listed_film_that_came_closest_is_named_with_its_percentages(
    library: Library, tmp_path: Path
) -> None:
    rows = [("partly", 500), ("partly", 501), *(("partly", seed) for seed in range(700, 706)), ("far", 800)]
    text = "film,frame,pdq,quality\n" + "".join(
        f"{name},{at},{pdq(seed).hex()},100\n" for at, (name, seed) in enumerate(rows)
    )
    used = take(library, tmp_path, "films", text)
    none = film(101, range(600, 605))
    close = film(102, range(610, 615))
    assert close.film is not None
    frames = (replace(close.film.frames[0], pdq=away(800, 42)), *close.film.frames[1:])
    films = [film(100, range(500, 510)), none, replace(close, film=replace(close.film, frames=frames))]
    with make_case(tmp_path / "a.fdcase", [*films, showing(4, away(800, 45))]) as store:
        run(store, library, used)
        partly, far, nearly, still = (said(store)[number] for number in range(1, 5))

    (one,) = partly
    assert (one.algorithm, one.entry, one.distance, one.threshold) == ("vpdq", "partly", 0, 31)
    assert one.note == (
        "20 % of the case's film and 25 % of the listed film meet; a match needs 80 % of one of them, on at least "
        "3 frames."
    )
    assert [(one.algorithm, one.note) for one in far] == [("vpdq", "No entry within 47 of 256 bits.")]
    assert [(one.entry, one.distance) for one in nearly] == [("far", 42)]
    assert nearly[0].note == "No frame lies within 31 bits; the distance is that of the closest two frames."
    assert [(one.algorithm, one.entry, one.distance) for one in still] == [("pdq", "far", 45)]


def test_frames_of_films_are_held_against_listed_pictures(library: Library, tmp_path: Path) -> None:
    used = take(library, tmp_path, "pictures", f"{away(503, 40).hex()}\n{pdq(9).hex()}\n", "pdq")
    with make_case(tmp_path / "a.fdcase", [film(100, range(500, 510)), film(101, range(600, 605))]) as store:
        run(store, library, used)
        near, far = said(store)[1], said(store)[2]

    assert [(one.distance, one.entry, one.note) for one in near] == [(40, "line 1", "By frame at 3.00 s.")]
    assert [(one.distance, one.note) for one in far] == [(None, "No entry within 47 of 256 bits.")]


def test_nothing_is_said_of_a_list_that_was_not_put_to_everything(library: Library, tmp_path: Path) -> None:
    used = take(library, tmp_path, "near", pdq(1).hex(), "pdq")
    with make_case(tmp_path / "a.fdcase", [showing(2, pdq(9))]) as store:
        assert store.writer is not None
        store.writer.record_list(used, NOW)
        assert said(store) == {1: ()}
        run(store, library, used)
        assert [one.distance for one in said(store)[1]] == [None]


def test_a_list_of_100_000_entries_is_asked_for_its_nearest_entry(library: Library, tmp_path: Path) -> None:
    values = np.random.default_rng(3).integers(0, 256, (100_000, 32), dtype=np.uint8)
    values[77_000] = np.frombuffer(away(1, 47), np.uint8)
    path = tmp_path / "large.txt"
    path.write_text("".join(f"{value.tobytes().hex()}\n" for value in values), encoding="utf-8")
    used = library.import_file(path, role=Role.NOTABLE, now=NOW, hash_type="pdq")
    with make_case(tmp_path / "a.fdcase", [showing(1, pdq(1)), showing(2, pdq(2))]) as store:
        run(store, library, used)
        (one,) = said(store)[1]
        (none,) = said(store)[2]

    assert (one.distance, one.threshold, one.entry) == (47, 31, "line 77001")
    assert none.note == "No entry within 47 of 256 bits."
