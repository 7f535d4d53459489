"""Counting pairs, samples and calibration files."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.calibrating import OWN, calibration_in_force, keep_calibration, write_calibration
from forensicdesk.chance.calibration import calibration_from_json, read_calibration, shipped_calibration
from forensicdesk.chance.counting import BITS, LOOK, count_pairs
from forensicdesk.chance.expecting import expect
from forensicdesk.chance.sampling import About, ClosePair, Sampled, calibrate_sample
from forensicdesk.chance.telling import in_words
from forensicdesk.chance.writing import about, at_most
from forensicdesk.errors import UsageError
from forensicdesk.language import Marks, retold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forensicdesk.chance.calibration import Calibration

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ABOUT = About("textures", "made up", NOW, "ForensicDesk", "2", 50)


def hashes(seed: int, number: int) -> list[tuple[bytes, ...]]:
    made = np.random.default_rng(seed).integers(0, 256, (number, 8, BITS // 8), dtype=np.uint8)
    return [tuple(turn.tobytes() for turn in one) for one in made]


def sample(seed: int = 1, number: int = 200) -> list[Sampled]:
    return [Sampled(f"{at:04}.jpg", at.to_bytes(32), value) for at, value in enumerate(hashes(seed, number))]


def made(
    pictures: Sequence[Sampled], same: Sequence[tuple[str, str]] = ()
) -> tuple[Calibration, tuple[ClosePair, ...]]:
    return calibrate_sample(pictures, Counter(), same, ABOUT)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 60), st.integers(0, 40))
def test_counts_wedges_and_close_pairs_are_those_of_brute_force(seed: int, number: int, disturbed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.integers(0, 256, (number, 8, BITS // 8), dtype=np.uint8)
    values[1, 0] = values[0, 3]
    values[1, 0, : disturbed // 8] ^= 0xFF

    found = count_pairs(values)

    distances = {
        (a, b): min(int(np.unpackbits(turn ^ values[b, 0]).sum()) for turn in values[a])
        for a in range(number)
        for b in range(a + 1, number)
    }
    assert found.counts.tolist() == [list(distances.values()).count(d) for d in range(BITS + 1)]
    for d in (0, 30, 60, 100, 110, BITS):
        near = [pair for pair, at in distances.items() if at <= d]
        assert found.wedges[d] == sum(one != other and bool({*one} & {*other}) for one in near for other in near)
    close = sorted((at, *pair) for pair, at in distances.items() if at <= LOOK)
    assert [(at, a, b) for a, b, at in found.close] == close


def test_blocks_are_joined_without_a_pair_lost_or_counted_twice() -> None:
    values = np.random.default_rng(3).integers(0, 256, (1_030, 2, BITS // 8), dtype=np.uint8)

    found = count_pairs(values)

    bits = np.unpackbits(values, axis=2).astype(np.int16)
    counts = Counter[int]()
    for at in range(1_029):
        counts.update((bits[at][:, None] != bits[at + 1 :, 0][None]).sum(axis=2).min(axis=0).tolist())
    assert {d: n for d, n in enumerate(found.counts.tolist()) if n} == counts
    assert found.wedges[-1] == 1_030 * 1_029 * 1_028


def test_the_order_in_which_pictures_come_changes_nothing() -> None:
    pictures = sample()

    assert made(pictures) == made(pictures[::-1])
    assert made(pictures)[0].id != made(sample(2))[0].id


def test_equal_bytes_count_once_and_confirmed_pairs_leave_one_of_each_group() -> None:
    pictures = sample(number=204)
    twin = Sampled("copy.jpg", pictures[0].sha256, pictures[0].orientations)
    near = Sampled("again.jpg", b"\xff" * 32, pictures[5].orientations)

    before, close = made([*pictures, twin, near])
    same = [("again.jpg", "0005.jpg"), ("0005.jpg", pictures[9].sha256.hex())]
    after, rest = made([*pictures, twin, near], same)

    assert (before.pictures, before.seen(31), close) == (205, 1, (ClosePair("0005.jpg", "again.jpg", 0),))
    assert dict(before.left_out) == {"equal bytes": 1}
    assert (after.pictures, after.seen(31), rest) == (203, 0, ())
    assert dict(after.left_out) == {"equal bytes": 1, "same picture or scene, confirmed": 2}
    assert len(after.same) == 2


def test_a_sample_that_says_too_little_is_refused() -> None:
    with pytest.raises(UsageError, match=r"at least 200 different pictures .* and 199 were found"):
        made(sample(number=199))
    with pytest.raises(UsageError, match=r"has no picture 'nobody\.jpg'"):
        made(sample(), [("nobody.jpg", "0001.jpg")])
    alike = [Sampled(f"{at}", at.to_bytes(32), hashes(1, 1)[0]) for at in range(500)]
    with pytest.raises(UsageError, match="no sample of unrelated pictures"):
        made(alike)


def test_a_calibration_is_read_as_it_was_written(tmp_path: Path) -> None:
    one, other = made(sample())[0], made(sample(2))[0]
    path = tmp_path / "one.json"

    write_calibration(one, path)

    assert read_calibration(path) == one
    with pytest.raises(UsageError, match="exists already"):
        write_calibration(other, path)
    assert calibration_in_force(tmp_path) == shipped_calibration()
    assert keep_calibration(other, tmp_path / "new").name == OWN
    keep_calibration(one, tmp_path / "new")
    assert calibration_in_force(tmp_path / "new") == one
    assert calibration_in_force(tmp_path / "new", path) == one


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"format": "other/1"}, "format is not"),
        ({"pictures": 199}, "fewer than 200"),
        ({"pictures": 201}, "do not add up"),
        ({"pictures": True}, "pictures is no number"),
        ({"counts": [1, 2]}, "do not add up"),
        ({"counts": [-1] * 257}, "no list of counts"),
        ({"wedges": "many"}, "no list of counts"),
        ({"algorithm": "phash"}, "do not add up"),
        ({"name": 7}, "name is no text"),
        ({"same": [["a"]]}, "no list of pairs"),
        ({"more": 1}, "missing or unknown: more"),
    ],
)
def test_a_file_that_is_no_calibration_is_refused(tmp_path: Path, changes: dict[str, Any], complaint: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(json.loads(made(sample())[0].as_json()) | changes), encoding="utf-8")

    with pytest.raises(UsageError, match=complaint):
        read_calibration(path)


@given(st.binary(max_size=200))
def test_any_other_text_is_refused_with_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        calibration_from_json(content.decode("latin-1"))


def test_missing_unreadable_and_endless_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "long.json").write_bytes(b" " * (1 << 21))

    with pytest.raises(UsageError, match="cannot be read"):
        read_calibration(tmp_path / "none.json")
    with pytest.raises(UsageError, match="too long"):
        read_calibration(tmp_path / "long.json")


def test_what_is_expected_grows_with_list_case_and_distance() -> None:
    calibration = made(sample())[0]

    one = expect(calibration, 100, 1_000, 31)

    assert (one.seen, one.expected) == (0, 0.0)
    assert one.upper == pytest.approx(100 * 1_000 * calibration.upper(31))
    assert expect(calibration, 200, 1_000, 31).upper == pytest.approx(2 * one.upper)
    assert expect(calibration, 100, 1_000, 110).upper > one.upper
    at_all = expect(calibration, 100, 1_000, 256)
    assert (at_all.expected, at_all.upper) == (100_000, 100_000)
    bounds = [calibration.upper(distance) for distance in range(BITS + 1)]
    assert all(bound <= 1 for bound in bounds)


def test_the_shipped_calibration_is_whole_and_says_what_it_is_made_of() -> None:
    shipped = shipped_calibration()

    assert shipped.pictures >= 800
    assert shipped.seen(31) == 0
    assert "drawn" in shipped.note
    assert calibration_from_json(shipped.as_json()) == shipped


@pytest.mark.parametrize(
    ("number", "bound", "measured"),
    [
        (0, "0.000001", "0"),
        (0.00321, "0.0033", "0.0032"),
        (1.0, "1.0", "1.0"),
        (9.96, "10", "10"),
        (47.1, "48", "47"),
        (1_234_567, "1 300 000", "1 200 000"),
    ],
)
def test_bounds_are_rounded_up_and_no_number_looks_more_precise_than_it_is(
    number: float, bound: str, measured: str
) -> None:
    assert (at_most(number), about(number)) == (bound, measured)


@pytest.mark.parametrize(
    ("upper", "told"),
    [(0.0029001, "como máximo 0,0030 coincidencias"), (1_234_567, "como máximo 1.300.000 coincidencias")],
)
def test_the_sentence_is_kept_in_english_and_retold_with_the_numbers_of_the_language(upper: float, told: str) -> None:
    chance = replace(expect(shipped_calibration(), 100, 2_000, 31), upper=upper)

    assert "at most 0.0030 matches" in in_words(chance) or "at most 1,300,000 matches" in in_words(chance)
    assert told in retold(in_words(chance), "es", Marks(".", ","))
    assert str(in_words(replace(chance, seen=3, expected=0.021))).count(", which would be 0.021 matches") == 1
