"""Tests of the facts about evidence by which two machines see that they have the same."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forensicdesk.cluster.samples import BLOCK_BYTES, BLOCKS, Sample, sample_facts

if TYPE_CHECKING:
    from pathlib import Path


def fact(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    ((_, said),) = sample_facts([Sample(os.fsencode(path), os.fsencode(path.name))])
    return said


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(size=st.integers(1, BLOCKS * BLOCK_BYTES), place=st.floats(0, 1, exclude_max=True))
def test_any_byte_of_a_small_file_counts(tmp_path: Path, size: int, place: float) -> None:
    content = bytearray(size)
    before = fact(tmp_path / "a", bytes(content))
    content[int(place * size)] ^= 1

    assert fact(tmp_path / "a", bytes(content)) != before


def test_of_a_long_file_the_length_and_sixteen_blocks_count_with_the_first_and_the_last() -> None:
    from forensicdesk.cluster.samples import _starts

    size = 10**9 + 7
    starts = list(_starts(size))

    assert len(starts) == BLOCKS
    assert starts[0] == 0
    assert starts[-1] == size - BLOCK_BYTES
    assert starts == sorted(set(starts))


def test_what_is_not_there_is_said_in_words_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    root = os.fsencode(tmp_path / "e")
    found = sample_facts([Sample(root, b"a.jpg"), Sample(root + b"x", b"a.jpg"), Sample(root, b"../a")])

    assert [said for _, said in found] == [
        "it cannot be read (No such file or directory)",
        "there is no such exhibit",
        "it cannot be read (Invalid argument)",
    ]


def test_a_segment_beside_an_image_is_found_beside_it(tmp_path: Path) -> None:
    (tmp_path / "i.E01").write_bytes(b"1")
    (tmp_path / "i.E02").write_bytes(b"22")

    ((_, said),) = sample_facts([Sample(os.fsencode(tmp_path / "i.E01"), b"i.E02", beside=True)])

    assert said.startswith("2 bytes")
