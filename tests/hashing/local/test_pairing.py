"""Pairs of features against a brute-force search, and the mirrored descriptor against a mirrored picture."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hashing.local.packed import unpack
from hashing.local.pairing import distances, mirrored, pairs
from tests.hashing.local.scenes import quick_features, scene

RATIO, MOST = 0.8, 40


def plain_pairs(one: list[bytes], two: list[bytes]) -> list[tuple[int, int]]:
    """The rule of `pairs`, in so many words."""

    def apart(a: bytes, b: bytes) -> int:
        return (int.from_bytes(a) ^ int.from_bytes(b)).bit_count()

    found = []
    for row, a in enumerate(one):
        ranked = sorted(range(len(two)), key=lambda at: (apart(a, two[at]), at))
        nearest = ranked[0]
        back = min(range(len(one)), key=lambda at: (apart(one[at], two[nearest]), at))
        distance = apart(a, two[nearest])
        clear = len(two) == 1 or distance < RATIO * apart(a, two[ranked[1]])
        if back == row and distance <= MOST and clear:
            found.append((row, nearest))
    return found


@given(st.integers(0, 2**32), st.integers(1, 25), st.integers(1, 25))
@settings(max_examples=60, deadline=None)
def test_pairs_are_those_of_a_brute_force_search(seed: int, ours: int, theirs: int) -> None:
    random = np.random.default_rng(seed)
    known = random.integers(0, 256, (6, 16), dtype=np.uint8)
    noise = random.integers(0, 256, (ours + theirs, 16), dtype=np.uint8)
    noise &= random.integers(0, 256, noise.shape, dtype=np.uint8) & random.integers(0, 256, noise.shape, dtype=np.uint8)
    rows = known[random.integers(0, 6, ours + theirs)] ^ noise
    one, two = rows[:ours], rows[ours:]

    found = pairs(one, two, RATIO, MOST)

    assert [tuple(pair) for pair in found.tolist()] == plain_pairs(
        [row.tobytes() for row in one], [row.tobytes() for row in two]
    )


def test_distances_serve_hashes_of_256_bits_too() -> None:
    rows = np.random.default_rng(2).integers(0, 256, (5, 32), dtype=np.uint8)
    plain = [[int(np.unpackbits(a ^ b).sum()) for b in rows] for a in rows]

    assert distances(rows, rows).tolist() == plain


def test_mirrored_features_are_those_of_the_mirrored_picture() -> None:
    picture = scene(40)
    computed = mirrored(unpack(quick_features(picture)))
    seen = unpack(quick_features(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))

    found = pairs(computed.descriptors, seen.descriptors, RATIO, MOST)

    apart = np.abs(computed.places[found[:, 0]] - seen.places[found[:, 1]]).max(axis=1)
    turned = np.abs((computed.angles[found[:, 0]] - seen.angles[found[:, 1]] + np.pi) % (2 * np.pi) - np.pi)
    assert len(found) >= 0.5 * len(computed)
    assert np.mean(apart <= 0.01) >= 0.9
    assert np.mean(turned <= 0.1) >= 0.9
