"""Tables of what was found and of what should not have been."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.detection.methods import (
    FAR,
    METHODS,
    PDQ_BITS,
    PDQ_DISTANCE,
    POLICY,
    PROGRAM,
    bits,
    distances,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from benchmarks.detection.records import Record

    Found = Mapping[str, NDArray[np.bool_]]
    Goals = Mapping[str, float | None]

ORIGINAL = 0
PDQ_BYTES, SMALL_BYTES = 32, 8
BLOCK = 1_024


def matches(files: Sequence[Record], references: Sequence[Record]) -> Found:
    """What each method finds: files and references, True where a file is found to be a copy of a reference."""
    return {method.name: method.matches(files, references) for method in METHODS}


def recall_table(found: Found, queries: Sequence[Record], own: Sequence[int], goals: Goals) -> list[str]:
    """One row for each edit: share found by each method.

    Args:
        found: what `matches` gives of files of which the copies are the first.
        queries: the copies.
        own: which reference each is a copy of.
        goals: the share that is to be found, by edit.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for place, query in enumerate(queries):
        rows[query.edit].append(place)
    lines = [
        "| edit | copies | " + " | ".join(method.name for method in METHODS) + " | goal | reached |",
        "|---" * (len(METHODS) + 4) + "|",
    ]
    for edit, places in rows.items():
        shares = {name: float(np.mean([table[place, own[place]] for place in places])) for name, table in found.items()}
        goal = goals.get(edit)
        verdict = "" if goal is None else ("yes" if shares[PROGRAM] >= goal else "NO")
        hits = round(shares[PROGRAM] * len(places))
        columns = " | ".join(f"{shares[method.name]:.3f}" for method in METHODS)
        stated = "" if goal is None else f"{goal:.2f}"
        lines.append(f"| {edit} | {hits} of {len(places)} | {columns} | {stated} | {verdict} |")
    return lines


def missed(
    found: Found, queries: Sequence[Record], own: Sequence[int], references: Sequence[Record], goals: Goals
) -> list[str]:
    """One line for each copy that the program misses of an edit with a goal: how far its hashes are from the listed."""
    lines = []
    for at, query in enumerate(queries):
        if goals.get(query.edit) is None or found[PROGRAM][at, own[at]]:
            continue
        reference = references[own[at]]
        phash, dhash, pdq = (table.astype(int)[:, 0].tolist() for table in together(query, [reference]))
        rows = [f"{p}/{d}/{'-' if q == FAR else q}" for p, d, q in zip(phash, dhash, pdq, strict=True)]
        turned = [value for eight in (query.whole, *query.views) for value in eight]
        least = distances(bits(turned, PDQ_BITS), bits(reference.whole[:1], PDQ_BITS)).min(initial=FAR)
        lines.append(f"{query.edit}, photograph {own[at]}: PDQ {least:.0f}; pHash/dHash/PDQ as it is {', '.join(rows)}")
    return lines


def false_matches(found: Found, files: Sequence[Record], references: Sequence[Record]) -> list[str]:
    """Unrelated pairs that a method takes for copies: every file against every photograph that is not in it."""
    apart = np.array([[not (one.shows & reference.shows) for reference in references] for one in files])
    return [
        f"{name}: {int((table & apart).sum())} of {int(apart.sum())} unrelated pairs" for name, table in found.items()
    ]


def false_views(files: Sequence[Record]) -> tuple[int, int, int]:
    """Every hash of every file (whole and views, eight orientations) against every hash of unrelated files.

    Returns:
        False pairs of hashes, pairs of hashes in all, the smallest distance of an unrelated pair.
    """
    owners = [number for number, one in enumerate(files) for _ in ([one.whole] * bool(one.whole)) + list(one.views)]
    hashes = [eight for one in files for eight in ([one.whole] * bool(one.whole)) + list(one.views)]
    apart = np.array([[not (one.shows & other.shows) for other in files] for one in files])
    owner = np.array(owners, dtype=np.intp)
    held = bits([eight[ORIGINAL] for eight in hashes], PDQ_BITS)
    turned = [bits([eight[turn] for eight in hashes], PDQ_BITS) for turn in range(8)]
    wrong, pairs, least = 0, 0, FAR
    for start in range(0, len(hashes), BLOCK):
        rows = slice(start, start + BLOCK)
        nearest: NDArray[np.float32] = np.minimum.reduce([distances(held[rows], other) for other in turned])
        unrelated = apart[owner[rows]][:, owner]
        unrelated &= np.arange(len(hashes))[None, :] > np.arange(start, start + unrelated.shape[0])[:, None]
        pairs += int(unrelated.sum())
        wrong += int(((nearest <= PDQ_DISTANCE) & unrelated).sum())
        if unrelated.any():
            least = min(least, int(nearest[unrelated].min()))
    return wrong, pairs, least


def false_agreements(files: Sequence[Record]) -> tuple[int, int, int]:
    """pHash, dHash and PDQ as they are of every whole and view against those of unrelated files.

    Returns:
        Pairs that agree by pHash and dHash, pairs that agree by all three, pairs in all.
    """
    owner = np.array([number for number, one in enumerate(files) for _ in one.together], dtype=np.intp)
    photographs = sorted(frozenset[int]().union(*(one.shows for one in files)))
    shown = np.array([[number in one.shows for number in photographs] for one in files], dtype=np.float32)
    phash, dhash, pdq = (
        np.frombuffer(b"".join(three[row] or bytes(size) for one in files for three in one.together), np.uint64)
        for row, size in enumerate((SMALL_BYTES, SMALL_BYTES, PDQ_BYTES))
    )
    words = pdq.reshape(len(owner), -1)
    known: NDArray[np.bool_] = np.any(words, axis=1)
    two = three = pairs = 0
    for start in range(0, len(owner), BLOCK):
        rows = slice(start, start + BLOCK)
        apart = (shown[owner[rows]] @ shown.T == 0)[:, owner]
        apart &= np.arange(len(owner))[None] > np.arange(len(owner))[rows, None]
        pairs += int(apart.sum())
        low, high = _sorted(phash[rows, None] ^ phash[None], dhash[rows, None] ^ dhash[None])
        apart &= (low <= POLICY.phash_distance) & (high <= POLICY.three_small_distance)
        two += int((apart & (high <= POLICY.phash_distance)).sum())
        ones, others = np.nonzero(apart & known[rows, None] & known[None])
        distance = np.bitwise_count(words[rows][ones] ^ words[others]).sum(axis=1)
        three += int((distance <= POLICY.three_pdq_distance).sum())
    return two, three, pairs


def _sorted(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """How many bits are set, the smaller and the larger of two numbers."""
    bits_of = np.bitwise_count(one), np.bitwise_count(other)
    return np.minimum(*bits_of), np.maximum(*bits_of)
