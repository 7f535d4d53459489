"""Where two pictures agree, by their local features, and whether that is a match."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from hashing.local.geometry import Poses, Tolerance, common_movement
from hashing.local.packed import unpack
from hashing.local.pairing import mirrored, pairs
from hashing.local.polygons import UNIT_SQUARE, area, inside_square, inverse, moved, rectangle
from hashing.local.sketches import alike_unmoved, compare_sketches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hashing.local.geometry import Movement
    from hashing.local.packed import Features
    from hashing.local.polygons import Polygon
    from hashing.local.sketches import Alike

    Floats = NDArray[np.float64]

_COLLAPSED = 64.0
"""A movement that shrinks or stretches more than this is none."""
_SAME_PLACE = 2.0

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]


class Finding(StrEnum):
    """What an agreement amounts to."""

    MATCH = "match"
    FEW_FEATURES = "few-features"
    SMALL_PART = "small-part"
    DISTORTED = "distorted"
    REST_DIFFERS = "rest-differs"


@dataclass(frozen=True, slots=True)
class AgreementPolicy:
    """What counts as a match of local features: every number in one place.

    Attributes:
        ratio: a pair counts only if its distance is under this share of the second nearest's.
        most_bits: largest number of differing bits of two descriptors of a pair.
        fewest_reported: under so many features that follow one movement there is no agreement to report.
        fewest_matched: so many features at different places have to follow one movement.
        largest_part: the agreement has to cover this share of at least one of the pictures ...
        largest_span: the same where only the part that the features span is alike, and not the whole overlap ...
        smallest_part: ... and this share of the other.
        alike: share of the overlap that must not differ in the sketches; or of the part of it that the features span.
        structured_alike: the same, leaving out what is plain in both.
        fewest_cells: so many cells of the sketches have to show something in the overlap.
        stretch: the longer axis of a moved circle is at most so many times the shorter.
        scale: the picture is at most so many times larger or smaller in the other.
        tolerance: how far pairs may miss the movement.
    """

    ratio: float = 0.8
    most_bits: int = 40
    fewest_reported: int = 4
    fewest_matched: int = 5
    largest_part: float = 0.22
    largest_span: float = 0.45
    smallest_part: float = 0.04
    alike: float = 0.8
    structured_alike: float = 0.8
    fewest_cells: int = 25
    stretch: float = 2.0
    scale: float = 8.0
    tolerance: Tolerance = field(default_factory=Tolerance)

    def of_a_span(self) -> AgreementPolicy:
        """What holds where only a part of the overlap is alike: it may be the messages around two pictures."""
        return replace(self, largest_part=self.largest_span)


DEFAULT_AGREEMENT_POLICY = AgreementPolicy()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where two pictures agree. Places are shares (0 to 1) of width and height, from the upper left corner.

    Attributes:
        matched: features at different places that follow the movement.
        considered: pairs of features that look alike.
        coverage_a, coverage_b: share of each picture's area that the agreement covers.
        alike: share of what the overlap shows that is the same in both.
        transform: 3 x 3 matrix from places in A to places in B, row by row; its mirroring is included.
        mirrored: B shows A mirrored.
        outline: the four corners of A in B (upper left, upper right, lower right, lower left), also outside of B.
        region_a, region_b: the overlap, in A and in B.
        finding: what it amounts to.
    """

    matched: int
    considered: int
    coverage_a: float
    coverage_b: float
    alike: float
    transform: Matrix
    mirrored: bool
    outline: Polygon
    region_a: Polygon
    region_b: Polygon
    finding: Finding

    @property
    def is_match(self) -> bool:
        """True if the agreement passes every threshold of the policy; a lead, never an identity."""
        return self.finding is Finding.MATCH


def agree(a: bytes, b: bytes, policy: AgreementPolicy = DEFAULT_AGREEMENT_POLICY) -> Agreement | None:
    """How two pictures lie to each other, and where they agree; the first also mirrored.

    Args:
        a: compact local features, as `hashing.local.extraction.extract` gives them.
        b: those of the other picture.
        policy: the thresholds.

    Returns:
        None if no movement is followed by enough features to be worth a word.

    Raises:
        ValueError: either is damaged or of an unknown version.
    """
    one, two = unpack(a), unpack(b)
    straight = _found(one, two, policy, is_mirrored=False)
    turned = _found(mirrored(one), two, policy, is_mirrored=True)
    if straight is None or turned is None:
        return straight or turned
    return max(straight, turned, key=lambda found: (found.is_match, found.matched, not found.mirrored))


def unmoved(a: bytes, b: bytes, policy: AgreementPolicy = DEFAULT_AGREEMENT_POLICY) -> bool:
    """Whether two pictures show the same at the same places, by their sketches alone: as two frames of a title do.

    Args:
        a: compact local features.
        b: those of the other picture.
        policy: its shares that have to be alike.

    Raises:
        ValueError: either is damaged or of an unknown version.
    """
    return _is_alike(alike_unmoved(unpack(a).sketch, unpack(b).sketch), policy)


def _found(one: Features, two: Features, policy: AgreementPolicy, *, is_mirrored: bool) -> Agreement | None:
    paired = pairs(one.descriptors, two.descriptors, policy.ratio, policy.most_bits)
    if len(paired) < policy.fewest_reported:
        return None
    poses = _poses(one, two, paired)
    movement = common_movement(poses, policy.tolerance, policy.fewest_reported)
    if movement is None:
        return None
    return _described(one, two, poses, movement, policy, is_mirrored=is_mirrored)


def _poses(one: Features, two: Features, paired: NDArray[np.intp]) -> Poses:
    first, second = paired[:, 0], paired[:, 1]
    return Poses(
        from_places=one.places[first] * one.units,
        to_places=two.places[second] * two.units,
        from_sizes=one.sizes[first],
        to_sizes=two.sizes[second],
        from_angles=one.angles[first],
        to_angles=two.angles[second],
    )


def _described(
    one: Features, two: Features, poses: Poses, movement: Movement, policy: AgreementPolicy, *, is_mirrored: bool
) -> Agreement | None:
    if not np.isfinite(movement.matrix).all():
        return None
    axes: Floats = np.linalg.svd(movement.matrix[:, :2], compute_uv=False).astype(np.float64)
    if axes[1] <= 1.0 / _COLLAPSED or axes[0] >= _COLLAPSED:
        return None
    # From units to shares of width and height.
    matrix = movement.matrix / np.array(two.units)[:, None] * np.array([*one.units, 1.0])
    places = poses.from_places[movement.follows] / one.units, poses.to_places[movement.follows] / two.units
    compared = compare_sketches(one.sketch, two.sketch, matrix, places)
    is_whole = _is_alike(compared.whole, policy)
    alike = compared.whole if is_whole else compared.spanned
    region_b = inside_square(moved(UNIT_SQUARE, matrix)) if is_whole else rectangle(places[1])
    region_a = inside_square(moved(region_b, inverse(matrix)))
    matched = _different_places(poses, movement)
    covered = area(region_a), area(region_b)
    if is_mirrored:
        matrix = matrix * np.array([-1.0, 1.0, 1.0]) + np.outer(matrix[:, 0], (0.0, 0.0, 1.0))
        region_a = tuple((1.0 - x, y) for x, y in region_a)
    return Agreement(
        matched=matched,
        considered=len(poses.from_places),
        coverage_a=round(covered[0], 4),
        coverage_b=round(covered[1], 4),
        alike=round(min(alike.share, alike.structured_share), 4),
        transform=_as_matrix(matrix),
        mirrored=is_mirrored,
        outline=moved(UNIT_SQUARE, matrix),
        region_a=region_a,
        region_b=region_b,
        finding=_finding(matched, covered, axes, alike, policy if is_whole else policy.of_a_span()),
    )


def _is_alike(part: Alike, policy: AgreementPolicy) -> bool:
    return part.share >= policy.alike and part.structured_share >= policy.structured_alike


def _as_matrix(matrix: Floats) -> Matrix:
    (a, b, c), (d, e, f) = matrix.tolist()
    return ((a, b, c), (d, e, f), (0.0, 0.0, 1.0))


def _different_places(poses: Poses, movement: Movement) -> int:
    """Features that follow, counted once for each place in either picture: one place has often two directions."""
    counts = []
    for places in (poses.from_places, poses.to_places):
        coarse = np.rint(places[movement.follows] / _SAME_PLACE)
        counts.append(len(np.unique(coarse, axis=0)))
    return min(counts)


def _finding(
    matched: int, covered: tuple[float, float], axes: Floats, alike: Alike, policy: AgreementPolicy
) -> Finding:
    if axes[0] > policy.stretch * axes[1] or axes[0] > policy.scale or axes[1] * policy.scale < 1.0:
        return Finding.DISTORTED
    if matched < policy.fewest_matched or alike.structured < policy.fewest_cells:
        return Finding.FEW_FEATURES
    if not _is_alike(alike, policy):
        return Finding.REST_DIFFERS
    if max(covered) < policy.largest_part or min(covered) < policy.smallest_part:
        return Finding.SMALL_PART
    return Finding.MATCH
