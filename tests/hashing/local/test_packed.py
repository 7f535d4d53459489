"""The compact form: what goes in comes out, and damage is refused."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hashing.local.agreement import agree
from hashing.local.extraction import MOST_KEPT, extract
from hashing.local.packed import MOST_FEATURES, pack, unpack
from hashing.local.words import WORD_BITS, words
from tests.hashing.local.scenes import quick_features, scene

HEAD_AND_SKETCH = 15 + 1600
WHOLE = quick_features(scene(30))


@st.composite
def any_features(draw: st.DrawFn) -> bytes:
    """Well-formed bytes of any content."""
    count = draw(st.integers(1, 40))
    sides = st.one_of(st.integers(1, 4000), st.integers(1, 2**31 - 1))
    head = b"FDLF\x01" + count.to_bytes(2) + draw(sides).to_bytes(4) + draw(sides).to_bytes(4)
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    rest = random.integers(0, draw(st.sampled_from((2, 256))), 1600 + 22 * count, dtype=np.uint8).tobytes()
    return head + rest


@given(any_features())
@settings(max_examples=60, deadline=None)
def test_every_well_formed_value_reads_back_to_the_same_bytes(data: bytes) -> None:
    assert pack(unpack(data)) == data


@given(any_features(), any_features())
@settings(max_examples=120, deadline=None)
def test_well_formed_bytes_of_any_content_are_compared_without_an_error(one: bytes, two: bytes) -> None:
    for a, b in ((one, two), (one, one), (one, WHOLE), (WHOLE, one)):
        found = agree(a, b)
        assert found is None or (np.isfinite(found.transform).all() and np.isfinite(found.outline).all())
        assert len(words(a)) <= 2 * len(unpack(a))


@given(st.binary(max_size=60), st.integers(0, len(WHOLE)))
@settings(max_examples=200, deadline=None)
def test_damaged_bytes_are_refused(junk: bytes, at: int) -> None:
    damaged = WHOLE[:at] + junk if junk else WHOLE[: min(at, len(WHOLE) - 1)]
    if len(damaged) == len(WHOLE) and damaged[:15] == WHOLE[:15]:
        return
    with pytest.raises(ValueError, match="local features"):
        unpack(damaged)


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, b"X"), (4, b"\x02"), (5, b"\x00\x00"), (5, b"\xff\xff"), (7, bytes(4)), (11, b"\xff\xff\xff\xff")],
    ids=["magic", "version", "no feature", "too many", "no width", "height"],
)
def test_each_wrong_field_is_refused(at: int, value: bytes) -> None:
    with pytest.raises(ValueError, match="local features"):
        unpack(WHOLE[:at] + value + WHOLE[at + len(value) :])


def test_too_many_features_are_not_packed() -> None:
    found = unpack(WHOLE)
    many = replace(found, places=np.repeat(found.places, 9, axis=0))

    with pytest.raises(ValueError, match="cannot be packed"):
        pack(many)


def test_a_picture_takes_less_than_eight_kilobytes() -> None:
    assert len(WHOLE) == HEAD_AND_SKETCH + 22 * MOST_KEPT
    assert len(WHOLE) <= 8192
    assert HEAD_AND_SKETCH + 22 * MOST_FEATURES <= 16384


def test_another_process_computes_the_same_bytes() -> None:
    program = (
        "import hashlib; from tests.hashing.local.scenes import quick_features, scene;"
        "print(hashlib.sha256(quick_features(scene(30))).hexdigest())"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == hashlib.sha256(WHOLE).hexdigest()


@pytest.mark.parametrize("shape", [(15, 400), (400, 15), (300, 300), (1, 1), (40, 5000)])
def test_pictures_that_say_nothing_have_no_features(shape: tuple[int, int]) -> None:
    assert extract(np.full((*shape, 3), 90, dtype=np.uint8)) is None
    assert extract(np.full(shape, 90, dtype=np.uint8)) is None


def test_features_are_spread_over_the_picture() -> None:
    picture = np.asarray(scene(31)).copy()
    picture[:240, :320] = np.random.default_rng(1).integers(0, 256, (240, 320, 3))
    data = extract(picture)
    assert data is not None

    places = unpack(data).places

    in_noise = (places[:, 0] < 0.5) & (places[:, 1] < 0.5)
    assert in_noise.mean() < 0.5


def test_words_of_a_copy_are_shared_and_those_of_the_mirrored_copy_by_the_mirrored_question() -> None:
    picture = scene(32)
    small = picture.resize((400, 300))
    stored = set(words(quick_features(small)))
    turned = set(words(quick_features(small.transpose(Image.Transpose.FLIP_LEFT_RIGHT))))
    query, other = quick_features(picture), quick_features(scene(33))

    assert len(stored & set(words(query))) > 10 * len(stored & set(words(other)))
    assert len(turned & set(words(query, mirrored=True))) > 10 * len(turned & set(words(query)))
    assert all(0 <= word < 2**WORD_BITS for word in stored)
