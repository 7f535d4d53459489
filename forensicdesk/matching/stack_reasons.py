"""Why a content belongs to a stack, put into values that can be stored, shown and checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.stack_hashes import DHASH, NO_HASH, PHASH
from forensicdesk.relations import Reason
from hashing.local.agreement import DEFAULT_AGREEMENT_POLICY
from hashing.values import ORIENTATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from forensicdesk.matching.stack_hashes import NearPairs
    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.stacks import PictureTables
    from forensicdesk.relations import Matrix
    from hashing.local.agreement import Agreement

_SECOND_NAMES = {PHASH: "phash", DHASH: "dhash", NO_HASH: ""}
_BACK = {"rotate90": "rotate270", "rotate270": "rotate90"}
"""The orientations that are not their own opposite."""


def near_reason(tables: PictureTables, pairs: NearPairs, at: int, place: int, policy: StackPolicy) -> Reason:
    """The reason of a pair that hashes made, told from the picture at `place`, which is one of the two."""
    second = int(pairs.seconds[at])
    row, other_row = pairs.rows[at].tolist()
    reason = Reason(
        other=int(tables.contents[pairs.second[at]]),
        algorithm="pdq",
        distance=int(pairs.distances[at]),
        threshold=policy.matching.pdq_distance if second != NO_HASH else policy.view_distance,
        second=_SECOND_NAMES[second],
        second_distance=int(pairs.second_distances[at]) if second != NO_HASH else None,
        second_threshold={PHASH: policy.phash, DHASH: policy.dhash}.get(second),
        orientation=ORIENTATIONS[int(pairs.turns[at])],
        view=tables.pdqs.views.get(row, ""),
        other_view=tables.pdqs.views.get(other_row, ""),
    )
    if place == int(pairs.first[at]):
        return reason
    return reversed_reason(reason, int(tables.contents[pairs.first[at]]))


def alike_reason(other: int, distances: NDArray[np.int64], policy: StackPolicy) -> Reason:
    """The reason of a pair in a cluster: both small hashes, the pictures as they are."""
    return Reason(
        other=other,
        algorithm="phash",
        distance=int(distances[0]),
        threshold=policy.cluster_phash,
        second="dhash",
        second_distance=int(distances[1]),
        second_threshold=policy.cluster_dhash,
        orientation=ORIENTATIONS[0],
    )


def feature_reason(other: int, found: Agreement) -> Reason:
    """The reason of a pair that local features made, told from the first picture."""
    return Reason(
        other=other,
        algorithm="local-features",
        distance=found.matched,
        threshold=DEFAULT_AGREEMENT_POLICY.fewest_matched,
        coverage=found.coverage_a,
        other_coverage=found.coverage_b,
        alike=found.alike,
        mirrored=found.mirrored,
        transform=found.transform,
    )


def reversed_reason(reason: Reason, other: int) -> Reason:
    """The same pair told from the other side; `other` is the content that told it so far."""
    return replace(
        reason,
        other=other,
        orientation=_BACK.get(reason.orientation, reason.orientation),
        view=reason.other_view,
        other_view=reason.view,
        coverage=reason.other_coverage,
        other_coverage=reason.coverage,
        transform=_back(reason.transform),
        percent=reason.other_percent,
        other_percent=reason.percent,
    )


def _back(transform: Matrix) -> Matrix:
    """The movement that leads back."""
    if not transform:
        return ()
    inverse = np.linalg.inv(np.array(transform))
    return tuple((float(a), float(b), float(c)) for a, b, c in inverse.tolist())
