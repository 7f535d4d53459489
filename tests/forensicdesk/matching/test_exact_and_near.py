"""Exact and near matches carry cards that say how sure they are."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from forensicdesk.errors import ListError
from forensicdesk.hamming import HammingIndex
from forensicdesk.lists.values import Entry
from forensicdesk.matching.exact import exact_match
from forensicdesk.matching.near import NearSearch, best_hits, near_match
from forensicdesk.matching.policy import DEFAULT_POLICY
from hashing.values import ORIENTATIONS, Digests, PerceptualHash

DIGESTS = Digests(
    hashlib.md5(b"x", usedforsecurity=False).digest(),
    hashlib.sha1(b"x", usedforsecurity=False).digest(),
    hashlib.sha256(b"x").digest(),
)
OTHER = b"\x01" * 32


@pytest.mark.parametrize(
    ("entry", "algorithm", "weak", "note"),
    [
        (Entry(1, "line 1", md5=DIGESTS.md5, sha1=DIGESTS.sha1, sha256=DIGESTS.sha256), "sha256", False, ""),
        (Entry(1, "line 1", "a.jpg", md5=DIGESTS.md5, sha1=DIGESTS.sha1), "sha1", False, ""),
        (Entry(1, "line 1", md5=DIGESTS.md5), "md5", True, "MD5 only"),
        (Entry(1, "line 1", md5=DIGESTS.md5, sha1=OTHER[:20]), "md5", True, "SHA-1 of the entry differs"),
        (Entry(1, "line 1", md5=OTHER[:16], sha256=DIGESTS.sha256), "sha256", True, "MD5 of the entry differs"),
    ],
)
def test_the_strongest_equal_digest_decides(entry: Entry, algorithm: str, weak: bool, note: str) -> None:
    match = exact_match(7, DIGESTS, "list", entry)
    assert match is not None
    assert (match.card.algorithm, match.weak, match.card.distance) == (algorithm, weak, 0)
    assert note in match.card.note
    assert match.card.entry_name == entry.name
    assert match.card.query == match.card.reference == getattr(DIGESTS, algorithm).hex()


def test_no_equal_digest_is_no_match() -> None:
    assert exact_match(7, DIGESTS, "list", Entry(1, "line 1", md5=OTHER[:16])) is None
    assert exact_match(7, DIGESTS, "list", Entry(1, "line 1")) is None


def picture(quality: int | None, *orientations: bytes) -> PerceptualHash:
    return PerceptualHash("pdq", "1", "64x64", orientations[0], quality, orientations if len(orientations) > 1 else ())


def search(*entries: tuple[bytes, int]) -> NearSearch:
    values = np.frombuffer(b"".join(value for value, _ in entries), dtype=np.uint8).reshape(-1, 32)
    qualities = np.array([quality for _, quality in entries], dtype=np.int16)
    return NearSearch(np.arange(11, 11 + len(entries)), values, qualities, DEFAULT_POLICY)


def test_of_several_views_of_one_content_the_closest_is_named_and_counted_once() -> None:
    whole, inner, other = random_hashes(3)
    far = bytes([inner[0] ^ 0b111]) + inner[1:]
    views = [
        (5, picture(90, whole)),
        (5, replace(picture(90, far), view="tile 1")),
        (5, replace(picture(90, inner), view="inner picture")),
        (6, picture(90, other)),
    ]

    (hit,) = search((inner, 100)).find(views)

    assert (hit.content_id, hit.view, hit.distance) == (5, "inner picture", 0)
    card = near_match(hit, "list", Entry(11, "line 3"), DEFAULT_POLICY).card
    assert (card.view, card.query) == ("inner picture", inner.hex())


def test_a_value_that_is_flagged_weak_is_never_asked_for() -> None:
    (value,) = random_hashes(1)

    assert search((value, 100)).find([(5, replace(picture(90, value), weak=True))]) == []


def test_hits_of_one_content_from_several_batches_are_one() -> None:
    value = random_hashes(1)[0]
    near = bytes([value[0] ^ 1]) + value[1:]
    asked = search((value, 100))
    hits = [*asked.find([(5, replace(picture(90, near), view="tile 1"))]), *asked.find([(5, picture(90, value))])]

    (best,) = best_hits(hits)

    assert (len(hits), best.distance, best.view) == (2, 0, "")


def random_hashes(count: int) -> list[bytes]:
    return [row.tobytes() for row in np.random.default_rng(3).integers(0, 256, (count, 32), dtype=np.uint8)]


@pytest.mark.parametrize("turn", range(8))
def test_each_orientation_is_found_and_named(turn: int) -> None:
    variants = random_hashes(8)
    (hit,) = search((variants[turn], 100)).find([(5, picture(90, *variants))])
    assert (hit.content_id, hit.number, hit.orientation, hit.distance) == (5, 11, ORIENTATIONS[turn], 0)
    match = near_match(hit, "list", Entry(11, "line 3", "a.jpg", "label"), DEFAULT_POLICY)
    assert match.card.query == match.card.reference == variants[turn].hex()
    assert (match.entry, match.label, match.card.entry_name) == ("line 3", "label", "a.jpg")
    assert (match.card.threshold, match.card.quality, match.card.reference_quality, match.weak) == (31, 90, 100, False)


def test_of_several_orientations_the_closest_counts_once() -> None:
    value = random_hashes(1)[0]
    near = bytes([value[0] ^ 1]) + value[1:]
    variants = (near, value, *random_hashes(8)[2:])
    (hit,) = search((value, 100)).find([(5, picture(90, *variants))])
    assert (hit.orientation, hit.distance) == ("rotate90", 0)


@pytest.mark.parametrize(
    ("quality", "listed", "found", "weak"),
    [
        (50, 50, 1, True),
        (49, 100, 0, False),
        (100, 49, 0, False),
        (60, 60, 1, False),
        (70, -1, 1, False),
        (None, 90, 0, False),
    ],
)
def test_the_quality_gate_stands_on_both_sides(quality: int | None, listed: int, found: int, weak: bool) -> None:
    value = random_hashes(1)[0]
    hits = search((value, listed)).find([(1, picture(quality, value))])
    assert len(hits) == found
    for hit in hits:
        match = near_match(hit, "list", Entry(11, "line 1"), DEFAULT_POLICY)
        assert match.weak == weak
        assert ("quality unknown" in match.card.note) == (listed < 0)


def test_distance_31_is_near_and_32_is_not() -> None:
    value = random_hashes(1)[0]
    bits = np.unpackbits(np.frombuffer(value, np.uint8))
    for count, expected in ((31, 1), (32, 0)):
        turned = bits.copy()
        turned[:count] ^= 1
        assert len(search((value, 90)).find([(1, picture(90, np.packbits(turned).tobytes()))])) == expected


def test_hits_do_not_depend_on_the_order_of_pictures() -> None:
    values = random_hashes(40)
    asked = [(at, picture(90, value)) for at, value in enumerate(values)]
    index = search(*((value, 90) for value in values))
    assert index.find(asked) == index.find(asked[::-1])
    assert [hit.content_id for hit in index.find(asked)] == list(range(40))


def test_an_index_that_is_given_answers_as_one_that_is_built_and_the_gate_holds_for_both() -> None:
    values = random_hashes(3000)
    built = search(*((value, 40 + at % 20) for at, value in enumerate(values)))
    kept = HammingIndex.build(built._values, 31)
    given = NearSearch(built._numbers, built._values, built._qualities, DEFAULT_POLICY, kept)
    asked = [(at, picture(90, value)) for at, value in enumerate(values)]
    assert given.find(asked) == built.find(asked)
    assert [hit.content_id for hit in given.find(asked)] == [at for at in range(3000) if at % 20 >= 10]
    assert len(given) == 1500


def test_tables_that_name_no_entry_are_one_sentence() -> None:
    broken = search(*((value, 90) for value in random_hashes(6000)))
    for table in broken._index._tables:
        table.order[:] = 1 << 31
    with pytest.raises(ListError, match="remove that list and import it again"):
        broken.find([(1, picture(90, random_hashes(1)[0]))])


def test_only_pdq_has_a_threshold_that_makes_matches() -> None:
    assert (DEFAULT_POLICY.threshold("pdq"), DEFAULT_POLICY.threshold("phash")) == (31, 8)
