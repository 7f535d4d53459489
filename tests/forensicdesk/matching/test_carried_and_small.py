"""Carried PhotoDNA, 64-bit hashes, and the nearest entry: against brute force and by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import imagehash
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.lists.values import Entry
from forensicdesk.matching import photodna
from forensicdesk.matching.closest import ClosestSearch
from forensicdesk.matching.near import NearSearch
from forensicdesk.matching.photodna import PhotoDnaSearch, photodna_match
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.matching.small import SmallSearch, small_match
from forensicdesk.model import CarriedValue, MatchKind
from hashing.values import PerceptualHash
from tests.hashing.inside.making import framed, photograph
from tests.hashing.making import encoded, run

if TYPE_CHECKING:
    from forensicdesk.matching.policy import Policy

ENTRY = Entry(number=7, entry="line 8", name="a.jpg", label="category 2")


def rows(seed: int, count: int, width: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.random.default_rng(seed).integers(0, 256, (count, width), dtype=np.uint8)


# --- PhotoDNA ---------------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 40), st.integers(0, 40), st.integers(1, 3_000_000))
def test_squared_distances_are_those_of_comparing_one_by_one(
    seed: int, entries: int, queries: int, threshold: int
) -> None:
    values, asked = rows(seed, entries, 144), rows(seed + 1, queries, 144)
    expected = {
        (row, at, int(((one.astype(int) - other.astype(int)) ** 2).sum()))
        for row, one in enumerate(asked)
        for at, other in enumerate(values)
        if ((one.astype(int) - other.astype(int)) ** 2).sum() <= threshold
    }
    assert set(photodna.within(values, asked, threshold)) == expected


def test_the_largest_distance_there_can_be_is_exact() -> None:
    black, white = np.zeros((1, 144), np.uint8), np.full((1, 144), 255, np.uint8)
    assert list(photodna.within(black, white, 144 * 255 * 255)) == [(0, 0, 144 * 255 * 255)]
    assert list(photodna.within(white, white, 0)) == [(0, 0, 0)]


def test_values_at_the_threshold_match_and_beyond_it_do_not() -> None:
    value = rows(1, 1, 144) % 50
    near, far = value.copy(), value.copy()
    near[0, :4] += 100  # 4 x 100 squared is 40,000
    far[0, :4] += 100
    far[0, 10] += 1
    search = PhotoDnaSearch(np.array([7, 9]), np.concatenate([near, far]), DEFAULT_POLICY)

    (hit,) = search.find([CarriedValue(3, "photodna", value.tobytes(), "VICS case a.json")])

    assert (hit.number, hit.distance) == (7, 40_000)
    match = photodna_match(hit, "id", ENTRY, DEFAULT_POLICY)
    assert (match.card.version, match.card.threshold) == ("carried, not computed", 40_000)
    assert match.card.query == value.tobytes()[:8].hex()
    assert value.tobytes().hex()[:20] not in str(match)
    assert "VICS case a.json" in match.card.note


def test_flat_values_are_compared_on_neither_side() -> None:
    flat, varied = np.zeros((1, 144), np.uint8), rows(2, 1, 144)
    assert photodna.variety(flat)[0] == 0.0
    everything = replace(DEFAULT_POLICY, photodna_distance=144 * 255 * 255)
    for listed, asked in ((flat, varied), (varied, flat)):
        search = PhotoDnaSearch(np.array([1]), listed, everything)
        assert search.find([CarriedValue(1, "photodna", asked.tobytes(), "x")]) == []


# --- hashes of 64 bits ------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 50), st.integers(0, 50), st.integers(0, 16))
def test_small_hashes_within_a_radius_are_those_of_comparing_one_by_one(
    seed: int, entries: int, queries: int, radius: int
) -> None:
    values = rows(seed, entries, 8) & np.uint8(1)
    asked = rows(seed + 1, queries, 8) & np.uint8(5)
    expected = {
        (row, at + 1, distance)
        for row, one in enumerate(asked)
        for at, other in enumerate(values)
        if (distance := int(np.unpackbits(one ^ other).sum())) <= radius
    }
    policy = replace(DEFAULT_POLICY, small_hashes_agree=1, phash_distance=radius)
    search = SmallSearch({"phash": (np.arange(1, entries + 1), values)}, policy)
    hits = search.find([(row, hashed("phash", value.tobytes())) for row, value in enumerate(asked)])
    assert {(hit.content_id, hit.number, hit.agreed[0].distance) for hit in hits} == expected


def hashed(algorithm: str, value: bytes, view: str = "", *, weak: bool = False) -> PerceptualHash:
    return PerceptualHash(algorithm, "1", "8x8", value, view=view, weak=weak)


def pdq(value: bytes, quality: int = 90, view: str = "") -> PerceptualHash:
    return PerceptualHash("pdq", "1", "", value, quality, view=view)


def flipped(value: bytes, bits: int) -> bytes:
    return (int.from_bytes(value) ^ ((1 << bits) - 1)).to_bytes(len(value))


PHASH, DHASH = b"\x5a\x13\x77\x01\x80\xfe\x20\x39", b"\x01\x93\x56\x88\xaa\x10\x0f\xee"
LISTED = {
    name: (np.array([7]), np.frombuffer(value, np.uint8).reshape(1, 8))
    for name, value in (("phash", PHASH), ("dhash", DHASH))
}


def test_two_hashes_that_agree_are_a_weak_match_and_one_is_none() -> None:
    search = SmallSearch(LISTED, DEFAULT_POLICY)
    both = [(1, hashed("phash", flipped(PHASH, 8))), (1, hashed("dhash", flipped(DHASH, 8)))]
    one = [(2, hashed("phash", PHASH)), (2, hashed("dhash", flipped(DHASH, 9)))]

    (hit,) = search.find([*both, *one])

    match = small_match(hit, "id", ENTRY)
    assert (match.content_id, match.kind, match.weak) == (1, MatchKind.NEAR, True)
    assert (match.card.algorithm, match.card.distance, match.card.threshold) == ("phash+dhash", 16, 16)
    assert match.card.reference == PHASH.hex() + DHASH.hex()
    assert "version unknown" in match.card.note


def test_hashes_of_different_views_and_weak_ones_do_not_agree() -> None:
    search = SmallSearch(LISTED, DEFAULT_POLICY)
    assert search.find([(1, hashed("phash", PHASH, "tile 1")), (1, hashed("dhash", DHASH, "tile 2"))]) == []
    assert search.find([(1, hashed("phash", PHASH, weak=True)), (1, hashed("dhash", DHASH))]) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "names no version of these hashes (version unknown)"),
        ("imagehash", "version unknown"),
        ("VICS 2.0", "version unknown"),
        ("imagehash 4.3.2", "of imagehash 4.3.2, and names no parameters. Such"),
        (
            "imagehash 3.7",
            "names no parameters. That version wrote the bits of each byte in reverse",
        ),
    ],
)
def test_the_card_tells_the_version_that_the_list_says(said: str, told: str) -> None:
    old = {name: (numbers, turned(values)) for name, (numbers, values) in LISTED.items()}
    search = SmallSearch(old if said.endswith("3.7") else LISTED, DEFAULT_POLICY, said)
    (hit,) = search.find([(1, hashed("phash", PHASH)), (1, hashed("dhash", DHASH))])
    assert told in small_match(hit, "id", ENTRY).card.note


def turned(values: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Values as imagehash wrote them up to version 3.7, by its own reading of them."""
    found = [imagehash.old_hex_to_hash(value.tobytes().hex()).hash for value in values]
    back = np.stack([np.packbits(np.asarray(one).ravel()) for one in found])
    assert not (back == values).all()
    return back


def test_a_policy_can_show_single_hashes() -> None:
    (hit,) = SmallSearch(LISTED, replace(DEFAULT_POLICY, small_hashes_agree=1)).find([(2, hashed("phash", PHASH))])
    assert "alone says very little" in small_match(hit, "id", ENTRY).card.note


PDQ = bytes(range(100, 132))
THREE = {**LISTED, "pdq": (np.array([7]), np.frombuffer(PDQ, np.uint8).reshape(1, 32))}


def three(phash: int, dhash: int, pdq_: int, quality: int = 50, view: str = "") -> list[tuple[int, PerceptualHash]]:
    """The hashes of content 1, so many bits from the listed ones."""
    small = hashed("phash", flipped(PHASH, phash)), hashed("dhash", flipped(DHASH, dhash))
    return [(1, one) for one in (*small, pdq(flipped(PDQ, pdq_), quality, view))]


@pytest.mark.parametrize(("phash", "dhash", "threshold"), [(12, 8, 92), (8, 12, 92)])
def test_three_hashes_that_agree_may_be_farther_apart(phash: int, dhash: int, threshold: int) -> None:
    (hit,) = SmallSearch(THREE, DEFAULT_POLICY).find(three(phash, dhash, 72))

    match = small_match(hit, "id", ENTRY)
    assert (match.kind, match.weak, match.entry) == (MatchKind.NEAR, True, "line 8")
    assert (match.card.algorithm, match.card.distance, match.card.threshold) == ("pdq+phash+dhash", 92, threshold)
    assert match.card.reference == PDQ.hex() + PHASH.hex() + DHASH.hex()
    said = f"phash {phash} of 64 bits (threshold {phash}), dhash {dhash} of 64 bits (threshold {dhash})"
    assert f"Hashes of 64 bits agree: {said}." in match.card.note
    assert "PDQ agrees, too: 72 of 256 bits (threshold 72)." in match.card.note


@pytest.mark.parametrize(
    "asked",
    [
        three(12, 8, 73),
        three(13, 8, 0),
        three(8, 13, 0),
        three(9, 9, 0),
        three(12, 8, 0, quality=49),
        three(12, 8, 0, view="tile 1"),
        three(12, 8, 0)[1:],
        [*three(12, 8, 0)[:2], (2, pdq(PDQ))],
        [*three(12, 8, 0)[:2], (1, PerceptualHash("pdq", "1", "", PDQ, 90, weak=True))],
    ],
)
def test_three_hashes_of_one_view_have_to_agree_within_their_limits(asked: list[tuple[int, PerceptualHash]]) -> None:
    assert SmallSearch(THREE, DEFAULT_POLICY).find(asked) == []


def test_two_hashes_that_agree_make_no_use_of_a_third() -> None:
    (hit,) = SmallSearch(THREE, DEFAULT_POLICY).find(three(8, 8, 40))
    assert small_match(hit, "id", ENTRY).card.algorithm == "phash+dhash"
    assert SmallSearch(LISTED, DEFAULT_POLICY).find(three(12, 8, 0)) == []


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 40))
def test_three_hashes_find_what_comparing_one_by_one_finds(seed: int, entries: int, queries: int) -> None:
    random = np.random.default_rng(seed)
    widths = {"phash": 8, "dhash": 8, "pdq": 32}
    listed, asked = {}, {}
    for name, width in widths.items():
        kept = np.flatnonzero(random.random(entries) < 0.9)
        values = rows(seed + width, entries, width)[kept]
        asked[name] = rows(seed + width, entries, width)[random.integers(0, entries, queries)]
        asked[name] ^= np.packbits(random.random((queries, width * 8)) < random.uniform(0, 0.35), axis=1)
        listed[name] = (kept * 3, values)
    pictures = [
        (content, pdq(value.tobytes()) if name == "pdq" else hashed(name, value.tobytes()))
        for name, values in asked.items()
        for content, value in enumerate(values)
    ]

    found = SmallSearch(listed, DEFAULT_POLICY).find(pictures)

    by_number = {name: dict(zip(numbers.tolist(), values, strict=True)) for name, (numbers, values) in listed.items()}
    expected = set()
    for content in range(queries):
        for number in by_number["phash"].keys() & by_number["dhash"].keys():
            apart = {
                name: int(np.unpackbits(asked[name][content] ^ known[number]).sum())
                for name, known in by_number.items()
                if number in known
            }
            low, high = sorted((apart["phash"], apart["dhash"]))
            if high <= 8 or (low <= 8 and high <= 12 and apart.get("pdq", 256) <= 72):
                expected.add((content, number))
    assert {(hit.content_id, hit.number) for hit in found} == expected


# --- the nearest entry ------------------------------------------------------------------------------------------------


def names(numbers: object) -> dict[int, str]:
    return {int(number): f"line {number}" for number in numbers}  # type: ignore[attr-defined]


def searched(values: np.ndarray[tuple[int, int], np.dtype[np.uint8]], policy: Policy = DEFAULT_POLICY) -> ClosestSearch:
    numbers, qualities = np.arange(11, 11 + len(values)), np.full(len(values), 90, np.int16)
    return ClosestSearch(NearSearch(numbers, values, qualities, policy), len(values), policy)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 20))
def test_the_nearest_entry_is_that_of_comparing_one_by_one(seed: int, entries: int, queries: int) -> None:
    random = np.random.default_rng(seed)
    values = rows(seed, entries, 32)
    masks = np.packbits(random.random((queries, 256)) < random.uniform(0, 0.25, (queries, 1)), axis=1)
    asked = values[random.integers(0, entries, queries)] ^ masks
    search = searched(values)

    search.see([(content, pdq(value.tobytes())) for content, value in enumerate(asked)])

    counted = np.unpackbits(asked[:, None, :] ^ values[None, :, :], axis=2).sum(axis=2)
    expected = [
        (content, int(some.min()), f"line {11 + int(some.argmin())}")
        for content, some in enumerate(counted)
        if some.min() <= 47 and asked[content].any()
    ]
    found = [(one.content_id, one.distance, one.entry) for one in search.take_rejected("id", set(), names)]
    assert found == expected


@pytest.mark.parametrize(("bits", "told"), [(47, [(1, 47, "line 12")]), (48, [])])
def test_the_nearest_entry_is_looked_for_16_bits_beyond_the_threshold(bits: int, told: list[object]) -> None:
    values = rows(5, 3, 32)
    search = searched(values)
    search.see([(1, pdq(flipped(values[1].tobytes(), bits)))])
    assert [(one.content_id, one.distance, one.entry) for one in search.take_rejected("id", set(), names)] == told


def test_a_list_that_is_too_long_is_not_asked_for_its_nearest_entry() -> None:
    values = rows(5, 3, 32)
    search = searched(values, replace(DEFAULT_POLICY, nearest_entries=2))
    search.see([(1, pdq(flipped(values[1].tobytes(), 40)))])
    assert list(search.take_rejected("id", set(), names)) == []


def test_the_nearest_entry_and_what_was_not_compared_are_said() -> None:
    values = rows(5, 3, 32)
    asked = flipped(values[1].tobytes(), 40)
    search = searched(values)
    pictures = [(1, pdq(asked)), (1, pdq(flipped(asked, 3), view="tile 1")), (2, pdq(asked, 38)), (3, pdq(asked))]

    search.see([*pictures, (4, pdq(asked))], met={4})

    near, gated = search.take_rejected("id", {3}, names)
    assert (near.content_id, near.distance, near.threshold, near.entry) == (1, 37, 31, "line 12")
    assert near.note == "By tile 1."
    assert (gated.content_id, gated.distance) == (2, None)
    assert gated.note == "Not compared: quality 38 under the gate 50."
    assert list(search.take_rejected("id", set(), names)) == []


def test_a_picture_inside_another_is_found_by_its_small_hashes() -> None:
    picture = photograph(0, 640, 480)
    page, _ = framed(picture, (0, 0, 0), (40, 200, 40, 200))
    alone = {one.algorithm: one.value for one in run(encoded(picture, "PNG")).perceptual}
    listed = {name: (np.array([7]), np.frombuffer(alone[name], np.uint8).reshape(1, 8)) for name in ("phash", "dhash")}

    (hit,) = SmallSearch(listed, DEFAULT_POLICY).find([(3, one) for one in run(encoded(page, "PNG")).perceptual])

    assert (hit.content_id, hit.number, hit.view) == (3, 7, "inner picture")
    assert small_match(hit, "id", ENTRY).card.view == "inner picture"
