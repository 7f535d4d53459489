"""A file inside a file is read where it lies, and nothing beside it."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.opening import open_evidence
from forensicdesk.evidence.ranges import RangeFile, length_of
from forensicdesk.model import Location, Step, embedded_range, embedded_step
from hashing.values import Embedded, EmbeddedKind

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = bytes(range(256)) * 4
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.integers(-1, 300)),
        st.tuples(st.just("seek"), st.integers(0, 400)),
        st.tuples(st.just("back"), st.integers(-20, 0)),
    ),
    max_size=12,
)
NO_RANGES = [b"", b"x", b"x@1", b"x@1+0", b"x@01+5", b"x@-1+5", b"X@1+5", b"x@1+5\n", b"x@1+99999999999999999999"]


def inside(*parts: tuple[int, int]) -> Location:
    steps = [embedded_step(Embedded(EmbeddedKind.EXIF_THUMBNAIL, offset, length)) for offset, length in parts]
    return Location((Step("file", b"a.jpg"), *steps))


@settings(max_examples=200)
@given(offset=st.integers(0, 1000), length=st.integers(1, 600), moves=MOVES)
def test_a_range_behaves_like_a_file_with_only_its_bytes(
    offset: int, length: int, moves: list[tuple[str, int]]
) -> None:
    length = min(length, max(1, len(CONTENT) - offset))
    oracle = io.BytesIO(CONTENT[offset : offset + length])
    part = cast("BinaryIO", RangeFile(io.BytesIO(CONTENT), offset, length))

    for move, amount in moves:
        if move == "read":
            assert part.read(amount) == oracle.read(amount)
        elif move == "seek":
            assert part.seek(amount) == oracle.seek(amount)
        elif oracle.getbuffer().nbytes + amount >= 0:
            assert part.seek(amount, io.SEEK_END) == oracle.seek(amount, io.SEEK_END)
        assert part.tell() == oracle.tell()


def test_ranges_inside_ranges_are_counted_from_the_inner_one(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(CONTENT)

    with open_evidence(os.fsencode(tmp_path), inside((100, 200), (10, 20))) as file:
        assert length_of(file) == 20
        assert file.read() == CONTENT[110:130]


@pytest.mark.parametrize("parts", [((1000, 100),), ((0, 1025),), ((100, 200), (190, 11))])
def test_a_range_that_reaches_over_the_end_cannot_be_opened(tmp_path: Path, parts: tuple[tuple[int, int], ...]) -> None:
    (tmp_path / "a.jpg").write_bytes(CONTENT)

    with pytest.raises(OSError, match="shorter"):
        open_evidence(os.fsencode(tmp_path), inside(*parts))


@given(kind=st.sampled_from(EmbeddedKind), offset=st.integers(0, 2**62), length=st.integers(1, 2**62))
def test_a_step_names_its_range_and_back(kind: EmbeddedKind, offset: int, length: int) -> None:
    assert embedded_range(embedded_step(Embedded(kind, offset, length))) == (kind.value, offset, length)


@pytest.mark.parametrize("path", NO_RANGES)
def test_a_step_of_another_form_names_no_range(tmp_path: Path, path: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(CONTENT)

    with pytest.raises(OSError, match="no range"):
        open_evidence(os.fsencode(tmp_path), Location((Step("file", b"a.jpg"), Step("embedded", path))))
