"""Counting: own originals are found, other originals are false matches, both by each threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.validating.pack import PACK
from forensicdesk.validating.scoring import Measured, close_originals, gated_originals, picture_methods
from hashing.values import Analysis, Outcome, PerceptualHash

if TYPE_CHECKING:
    from forensicdesk.validating.pack import Transformation
    from forensicdesk.validating.values import Method


def flipped(count: int, length: int = 32) -> bytes:
    """A hash with so many bits set from the left, behind a first byte that is never empty."""
    bits = ((1 << count) - 1) << (length * 8 - count) if count else 0
    return bits.to_bytes(length, "big")


def picture(  # noqa: PLR0913 - what a test may say of a file
    original: int,
    edit: Transformation | None,
    *,
    pdq: bytes,
    view: bytes | None = None,
    turned: bytes | None = None,
    small: int = 0,
    quality: int = 100,
) -> Measured:
    eight = (pdq, *([turned] if turned else []), *([pdq] * (6 if turned else 7)))
    hashes = [PerceptualHash("pdq", "1", "", pdq, quality, eight)]
    if view is not None:
        hashes.append(PerceptualHash("pdq", "1", "", view, 100, (view,) * 8, view="inner picture"))
    base = bytes([255 * (original % 2)]) * 8
    bits = (int.from_bytes(base, "big") ^ ((1 << small) - 1)).to_bytes(8, "big")
    hashes += [PerceptualHash(name, "1", "", bits) for name in ("phash", "dhash")]
    return Measured(original, edit, Analysis(Outcome.ANALYSED, "image/jpeg", 1, perceptual=tuple(hashes)))


ONE, OTHER = b"\xff" * 16 + bytes(16), bytes(16) + b"\xff" * 16
NEAR = (int.from_bytes(ONE, "big") ^ ((1 << 31) - 1)).to_bytes(32, "big")
FAR = (int.from_bytes(ONE, "big") ^ ((1 << 32) - 1)).to_bytes(32, "big")
ORIGINALS = [picture(0, None, pdq=ONE), picture(1, None, pdq=OTHER)]


def methods(*copies: Measured) -> dict[str, Method]:
    return {method.id: method for method in picture_methods([*ORIGINALS, *copies])}


@pytest.mark.parametrize(("value", "found"), [(NEAR, 1), (FAR, 0)])
def test_a_copy_is_found_up_to_the_threshold_in_force_and_not_beyond(value: bytes, found: int) -> None:
    row = methods(picture(0, PACK[0], pdq=value))["pdq-orientations"].in_force

    assert (row.threshold, row.detected.hits, row.detected.tries) == (f"{DEFAULT_POLICY.pdq_distance} bits", found, 1)
    assert (row.false.hits, row.false.tries) == (0, 4 - 1)


def test_a_wider_threshold_finds_what_the_one_in_force_misses() -> None:
    rows = methods(picture(0, PACK[0], pdq=FAR))["pdq-orientations"].thresholds

    assert [row.detected.hits for row in rows] == [0, 0, 0, 0, 0, 1, 1, 1]


def test_orientations_and_views_are_told_apart() -> None:
    turned = methods(picture(0, PACK[0], pdq=FAR, turned=ONE))
    inside = methods(picture(0, PACK[0], pdq=FAR, view=ONE))

    assert [turned[name].in_force.detected.hits for name in ("pdq-orientations", "pdq-views")] == [1, 1]
    assert [inside[name].in_force.detected.hits for name in ("pdq-orientations", "pdq-views")] == [0, 1]


def test_a_copy_that_lies_near_another_original_is_a_false_match() -> None:
    row = methods(picture(0, PACK[0], pdq=OTHER))["pdq-orientations"].in_force

    assert (row.detected.hits, row.false.hits) == (0, 1)


def test_a_hash_of_too_little_quality_is_a_miss_and_no_false_match() -> None:
    row = methods(picture(0, PACK[0], pdq=ONE, quality=49))["pdq-orientations"].in_force

    assert (row.detected.hits, row.detected.tries, row.false.hits) == (0, 1, 0)


def test_originals_of_too_little_quality_are_counted() -> None:
    files = [picture(0, None, pdq=ONE, quality=49), picture(1, None, pdq=OTHER), picture(0, PACK[0], pdq=ONE)]

    assert gated_originals(files) == 1


def test_both_small_hashes_have_to_agree() -> None:
    near = methods(picture(0, PACK[0], pdq=ONE, small=DEFAULT_POLICY.phash_distance))["phash-dhash"].in_force
    far = methods(picture(0, PACK[0], pdq=ONE, small=DEFAULT_POLICY.phash_distance + 1))["phash-dhash"].in_force

    assert (near.detected.hits, far.detected.hits) == (1, 0)


def test_each_transformation_is_counted_by_itself() -> None:
    found = methods(picture(0, PACK[0], pdq=ONE), picture(1, PACK[0], pdq=OTHER), picture(0, PACK[1], pdq=FAR))

    counted = [(name, one.hits, one.tries) for _, name, one in found["pdq-views"].by_edit]
    assert counted == [(PACK[0].name, 2, 2), (PACK[1].name, 0, 1)]


def test_originals_that_lie_close_are_named() -> None:
    files = [picture(0, None, pdq=ONE), picture(1, None, pdq=NEAR), picture(2, None, pdq=OTHER)]

    assert close_originals(files, ["a", "b", "c"]) == (("a", "b", 31),)
