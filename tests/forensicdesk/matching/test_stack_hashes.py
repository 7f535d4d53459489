"""Pairs of near pictures are complete beside brute force, need two hashes, and hold in all eight orientations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from benchmarks.stack_tables import planted
from forensicdesk.matching.pairs import Pairs
from forensicdesk.matching.side_by_side import go_on
from forensicdesk.matching.stack_hashes import (
    DHASH,
    INNER,
    PHASH,
    WHOLE,
    NearRule,
    PdqTable,
    SmallTable,
)
from forensicdesk.matching.stack_policy import DEFAULT_STACK_POLICY
from forensicdesk.matching.stack_search import AlikeSearch, NearSearch
from forensicdesk.matching.turning import turned_dhash, turned_phash
from hashing.perceptual.dhash import dhash
from hashing.perceptual.phash import phash_bits
from hashing.values import ORIENTATIONS
from tests.support.evidence import texture

if TYPE_CHECKING:
    from forensicdesk.matching.pairs import PairSource
    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.stacks import PictureTables

POLICY = DEFAULT_STACK_POLICY
TURNS = {
    "rotate90": Image.Transpose.ROTATE_90,
    "rotate180": Image.Transpose.ROTATE_180,
    "rotate270": Image.Transpose.ROTATE_270,
    "flipx": Image.Transpose.FLIP_TOP_BOTTOM,
    "flipy": Image.Transpose.FLIP_LEFT_RIGHT,
    "flip_plus1": Image.Transpose.TRANSPOSE,
    "flip_minus1": Image.Transpose.TRANSVERSE,
}


def bits(one: np.ndarray, two: np.ndarray) -> int:
    return int(np.bitwise_count(one ^ two).sum())


def by_brute_force(tables: PictureTables, policy: StackPolicy) -> dict[tuple[int, int], int]:
    """Every pair that passes, with its distance, written down as the rule says it."""
    pdqs, turned = tables.pdqs, np.asarray(tables.pdqs.turned)
    found: dict[tuple[int, int], int] = {}
    for one, first in enumerate(pdqs.owners.tolist()):
        for two, second in enumerate(pdqs.owners.tolist()):
            if first >= second:
                continue
            for turn in range(8):
                apart = bits(turned[one, turn], turned[two, 0])
                if apart > policy.matching.pdq_distance:
                    continue
                if pdqs.kinds[one] == pdqs.kinds[two] == WHOLE:
                    small = bits(turned_phash(tables.phashes.values[[first]], turn), tables.phashes.values[second])
                    rows = turned_dhash(tables.dhashes.values[[first]], turn)
                    passed = small <= policy.phash or (
                        rows is not None and bits(rows, tables.dhashes.values[second]) <= policy.dhash
                    )
                else:
                    passed = apart <= policy.view_distance
                if passed:
                    found[first, second] = min(apart, found.get((first, second), apart))
    return found


def all_of(source: PairSource) -> Pairs:
    """Every pair, ordered."""
    none = np.empty(0, np.int64)
    pieces = [Pairs(none, none, none, np.empty(0, np.bool_))]
    source.every(pieces.append)
    pairs = Pairs(*(np.concatenate(column) for column in zip(*pieces, strict=True)))
    return pairs.where(np.lexsort((pairs.second, pairs.first)))


def near_pairs(pdqs: PdqTable, phashes: SmallTable, dhashes: SmallTable, policy: StackPolicy) -> Pairs:
    """Every pair of rows that are near."""
    rule = NearRule(pdqs, phashes, dhashes, policy)
    return all_of(NearSearch(rule, policy.matching.pdq_distance, go_on))


def found_by(tables: PictureTables) -> dict[tuple[int, int], int]:
    near = near_pairs(tables.pdqs, tables.phashes, tables.dhashes, POLICY)
    return dict(zip(zip(near.first.tolist(), near.second.tolist(), strict=True), near.distances.tolist(), strict=True))


@pytest.mark.parametrize("seed", [1, 2])
def test_pairs_are_those_of_brute_force(seed: int) -> None:
    tables, originals, copies = planted(160, 60, seed)

    found = found_by(tables)

    assert found == by_brute_force(tables, POLICY)
    assert set(zip(originals.tolist(), copies.tolist(), strict=True)) <= set(found)


def test_the_index_of_a_large_case_finds_every_planted_copy() -> None:
    tables, originals, copies = planted(6_000, 600)

    found = found_by(tables)

    assert set(zip(originals.tolist(), copies.tolist(), strict=True)) <= set(found)


def test_pdq_alone_makes_no_pair() -> None:
    tables, _, _ = planted(60, 30)
    other = SmallTable(np.random.default_rng(5).integers(0, 256, (60, 8), dtype=np.uint8), tables.phashes.forms)

    near = near_pairs(tables.pdqs, other, tables.dhashes, POLICY)

    assert len(near.first) == 0


def test_a_picture_without_the_second_hash_or_of_another_version_is_in_no_pair() -> None:
    tables, _, _ = planted(60, 30)
    missing = replace(tables.phashes, forms=np.full(60, -1, np.int32))
    newer = replace(tables.pdqs, forms=np.arange(60, dtype=np.int32))

    assert len(near_pairs(tables.pdqs, missing, tables.dhashes, POLICY).first) == 0
    assert len(near_pairs(newer, tables.phashes, tables.dhashes, POLICY).first) == 0


def views(distance: int, kind: int) -> PdqTable:
    """Two pictures whose wholes are far apart; a view of the first is `distance` bits from the second."""
    random = np.random.default_rng(9)
    turned = random.integers(0, 256, (3, 8, 32), dtype=np.uint8)
    turned[1, 0] = turned[2, 0] ^ np.packbits(np.arange(256) < distance)
    kinds = np.array([WHOLE, kind, WHOLE], dtype=np.uint8)
    return PdqTable(np.array([0, 0, 1]), turned, kinds, np.zeros(3, np.int32), {1: "a view"})


@pytest.mark.parametrize(("distance", "pairs"), [(24, 1), (25, 0)])
def test_a_view_has_no_second_hash_and_has_to_be_closer(distance: int, pairs: int) -> None:
    small = SmallTable(np.zeros((2, 8), np.uint8), np.full(2, -1, np.int32))

    near = near_pairs(views(distance, INNER), small, small, POLICY)

    assert len(near.first) == pairs
    assert near.agreed.tolist() == [False] * pairs


def test_clusters_need_both_small_hashes() -> None:
    forms = np.zeros(3, np.int32)
    phashes = np.zeros((3, 8), np.uint8)
    dhashes = np.zeros((3, 8), np.uint8)
    phashes[1] = np.packbits(np.arange(64) < POLICY.cluster_phash)
    dhashes[1] = np.packbits(np.arange(64) < POLICY.cluster_dhash)
    phashes[2], dhashes[2] = phashes[1], np.packbits(np.arange(64) >= 30)

    search = AlikeSearch(SmallTable(phashes, forms), SmallTable(dhashes, forms), POLICY, go_on)
    first, second, distances, _ = all_of(search)

    assert (first.tolist(), second.tolist()) == ([0], [1])
    assert distances.tolist() == [POLICY.cluster_phash + POLICY.cluster_dhash]
    assert search.apart(first, second).tolist() == [[POLICY.cluster_phash, POLICY.cluster_dhash]]


@pytest.mark.parametrize("name", TURNS)
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_turned_pictures_small_hashes_are_foretold_within_the_limits(name: str, seed: int) -> None:
    plain = Image.fromarray(texture(seed)).convert("L")
    turned = plain.transpose(TURNS[name])
    at = ORIENTATIONS.index(name)

    expected = turned_phash(np.packbits(phash_bits(plain).ravel())[None], at)
    assert bits(expected, np.packbits(phash_bits(turned).ravel())) <= POLICY.phash
    rows = turned_dhash(np.frombuffer(dhash(plain), np.uint8)[None], at)
    if rows is not None:
        assert bits(rows, np.frombuffer(dhash(turned), np.uint8)) <= POLICY.dhash


def test_the_second_hash_that_agreed_is_named() -> None:
    tables, _, _ = planted(40, 20)

    for order, second in (((tables.phashes, tables.dhashes), PHASH), ((tables.dhashes, tables.phashes), DHASH)):
        pairs = near_pairs(tables.pdqs, *order, POLICY)
        met = NearRule(tables.pdqs, *order, POLICY).best(pairs.first, pairs.second)
        assert set(met.seconds.tolist()) <= {second}
        assert met.passed.all()
        assert met.distances.tolist() == pairs.distances.tolist()


def test_a_case_without_hashes_has_no_pairs() -> None:
    none = PdqTable(
        np.empty(0, np.int64), np.empty((0, 8, 32), np.uint8), np.empty(0, np.uint8), np.empty(0, np.int32), {}
    )
    small = SmallTable(np.empty((0, 8), np.uint8), np.empty(0, np.int32))

    assert len(near_pairs(none, small, small, POLICY).first) == 0
    assert len(all_of(AlikeSearch(small, small, POLICY, go_on)).first) == 0
