"""Ways to say that one file is a copy of another. A way more is a row more in `METHODS`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.policy import DEFAULT_POLICY
from hashing.local.agreement import agree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from benchmarks.detection.records import Record

    Bits = NDArray[np.float32]

PDQ_DISTANCE = 31
SMALL_DISTANCE = 8
POLICY = DEFAULT_POLICY
PDQ_BITS, SMALL_BITS = 256, 64
FAR = 1_000
BLOCK = 2_048


@dataclass(frozen=True, slots=True)
class Method:
    """One way.

    Attributes:
        name: as the table shows it.
        matches: queries and references; True where query i is found to be a copy of reference j.
    """

    name: str
    matches: Callable[[Sequence[Record], Sequence[Record]], NDArray[np.bool_]]


def bits(values: Sequence[bytes], length: int) -> Bits:
    """Hashes as rows of -1 and 1."""
    if not values:
        return np.zeros((0, length), dtype=np.float32)
    packed = np.frombuffer(b"".join(values), dtype=np.uint8).reshape(len(values), -1)
    return np.unpackbits(packed, axis=1).astype(np.float32) * 2 - 1


def distances(one: Bits, other: Bits) -> NDArray[np.float32]:
    """Bits that differ, of every row with every row."""
    result: NDArray[np.float32] = (one.shape[1] - one @ other.T) / 2
    return result


def _nearest(asked: list[tuple[int, bytes]], count: int, targets: Sequence[bytes]) -> NDArray[np.bool_]:
    """For so many queries, whether any of a query's hashes comes close to each target."""
    found = np.zeros((count, len(targets)), dtype=np.bool_)
    rows = bits(targets, PDQ_BITS)
    for start in range(0, len(asked), BLOCK):
        block = asked[start : start + BLOCK]
        near = distances(bits([value for _, value in block], PDQ_BITS), rows) <= PDQ_DISTANCE
        for (owner, _), row in zip(block, near, strict=True):
            found[owner] |= row
    return found


def _by_pdq(
    queries: Sequence[Record], references: Sequence[Record], hashes: Callable[[Record], list[bytes]]
) -> NDArray[np.bool_]:
    asked = [(owner, value) for owner, query in enumerate(queries) for value in hashes(query)]
    good = np.array([bool(reference.whole) for reference in references])
    targets = [reference.whole[0] if reference.whole else bytes(PDQ_BITS // 8) for reference in references]
    found: NDArray[np.bool_] = _nearest(asked, len(queries), targets) & good
    return found


def _whole(queries: Sequence[Record], references: Sequence[Record]) -> NDArray[np.bool_]:
    return _by_pdq(queries, references, lambda query: list(query.whole[:1]))


def _turned(queries: Sequence[Record], references: Sequence[Record]) -> NDArray[np.bool_]:
    return _by_pdq(queries, references, lambda query: list(query.whole))


def _with_views(queries: Sequence[Record], references: Sequence[Record]) -> NDArray[np.bool_]:
    return _by_pdq(
        queries, references, lambda query: [*query.whole, *(value for view in query.views for value in view)]
    )


def _at_hand(queries: Sequence[Record], references: Sequence[Record]) -> NDArray[np.bool_]:
    """Views, or else local features: what can be found where both pictures are at hand."""
    found = _with_views(queries, references)
    for at, query in enumerate(queries):
        for number, reference in enumerate(references):
            if not found[at, number] and query.features is not None and reference.features is not None:
                agreement = agree(query.features, reference.features)
                found[at, number] = agreement is not None and agreement.is_match
    return found


def _phash(queries: Sequence[Record], references: Sequence[Record]) -> NDArray[np.bool_]:
    asked, held = [one.phash for one in queries], [one.phash for one in references]
    return distances(bits(asked, SMALL_BITS), bits(held, SMALL_BITS)) <= SMALL_DISTANCE


def _dhash(queries: Sequence[Record], references: Sequence[Record]) -> NDArray[np.bool_]:
    asked, held = [one.dhash for one in queries], [one.dhash for one in references]
    return distances(bits(asked, SMALL_BITS), bits(held, SMALL_BITS)) <= SMALL_DISTANCE


def _agreeing(queries: Sequence[Record], references: Sequence[Record]) -> NDArray[np.bool_]:
    """Views, or hashes of the whole or of one view that agree: what a list with PDQ, pHash and dHash finds."""
    found = _with_views(queries, references)
    for at, query in enumerate(queries):
        phash, dhash, pdq = together(query, references)
        one, other = phash <= POLICY.phash_distance, dhash <= POLICY.dhash_distance
        wide = np.maximum(phash, dhash) <= POLICY.three_small_distance
        found[at] |= (one & other | (one | other) & wide & (pdq <= POLICY.three_pdq_distance)).any(axis=0)
    return found


def together(query: Record, references: Sequence[Record]) -> tuple[NDArray[np.float32], ...]:
    """Distances of pHash, dHash and PDQ as they are, of the whole and every view (rows) to each reference (columns)."""
    blank = bytes(PDQ_BITS // 8)
    held = [one.phash for one in references], [one.dhash for one in references]
    near = [
        distances(bits([three[row] for three in query.together], SMALL_BITS), bits(values, SMALL_BITS))
        for row, values in enumerate(held)
    ]
    asked = [three[2] for three in query.together]
    pdqs = [(one.whole or (b"",))[0] for one in references]
    pdq = distances(bits([one or blank for one in asked], PDQ_BITS), bits([one or blank for one in pdqs], PDQ_BITS))
    pdq[[not one for one in asked]] = FAR
    pdq[:, [not one for one in pdqs]] = FAR
    return *near, pdq


METHODS: tuple[Method, ...] = (
    Method("PDQ", _whole),
    Method("PDQ, 8 orientations", _turned),
    Method("with views", _with_views),
    Method("views, or hashes that agree", _agreeing),
    Method("views or features", _at_hand),
    Method("pHash <= 8", _phash),
    Method("dHash <= 8", _dhash),
)
PROGRAM = "views, or hashes that agree"
"""The method whose share is held against the goal: what the program does against a list of hashes."""
