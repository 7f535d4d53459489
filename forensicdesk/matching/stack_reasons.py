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
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from forensicdesk.matching.stack_hashes import NearRule
    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.stacks import PictureTables
    from forensicdesk.relations import Matrix
    from hashing.local.agreement import Agreement

    Numbers = NDArray[np.int64]

_SECOND_NAMES = {PHASH: "phash", DHASH: "dhash", NO_HASH: ""}
_REASONS_AT_ONCE = 100_000
_BACK = {"rotate90": "rotate270", "rotate270": "rotate90"}
"""The orientations that are not their own opposite."""


def near_reasons(
    tables: PictureTables, rule: NearRule, numbers: Numbers, places: Numbers, policy: StackPolicy
) -> Iterator[Reason]:
    """The reasons of pairs that hashes made.

    Args:
        tables: the pictures.
        rule: by which the pairs met.
        numbers: of the pairs: that of the first row, times the rows of the table, and that of the second.
        places: the picture from which each is told, one of the two.
        policy: the limits.
    """
    owners, contents = tables.pdqs.owners, tables.contents
    for low in range(0, len(numbers), _REASONS_AT_ONCE):
        first, second = np.divmod(numbers[low : low + _REASONS_AT_ONCE], max(len(owners), 1))
        met = rule.best(first, second)
        columns = (first, second, met.distances, met.turns, met.seconds, met.second_distances)
        for at, (one, two, *how) in enumerate(np.stack(columns, axis=1).tolist(), low):
            views = tables.pdqs.views.get(one, ""), tables.pdqs.views.get(two, "")
            reason = _near_reason(int(contents[owners[two]]), how, views, policy)
            told = places[at] == owners[one]
            yield reason if told else reversed_reason(reason, int(contents[owners[one]]))


def _near_reason(other: int, how: Sequence[int], views: tuple[str, str], policy: StackPolicy) -> Reason:
    """A pair told from its first picture; `how` is what a `Meeting` says of it."""
    distance, turn, second, second_distance = how
    return Reason(
        other=other,
        algorithm="pdq",
        distance=distance,
        threshold=policy.matching.pdq_distance if second != NO_HASH else policy.view_distance,
        second=_SECOND_NAMES[second],
        second_distance=second_distance if second != NO_HASH else None,
        second_threshold={PHASH: policy.phash, DHASH: policy.dhash}.get(second),
        orientation=ORIENTATIONS[turn],
        view=views[0],
        other_view=views[1],
    )


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
