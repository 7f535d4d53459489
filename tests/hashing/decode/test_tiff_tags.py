"""Directories of TIFF structures are read within bounds, whatever their counts and places say."""

from __future__ import annotations

import io
import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from hashing.decode.tiff_tags import directories, first_directory, read_directory
from tests.hashing.decode.camera import directory


def _file(order: str = "<") -> bytes:
    magic = b"II*\x00" if order == "<" else b"MM\x00*"
    tags: list[tuple[int, int, bytes | tuple[int, ...]]] = [
        (0x0100, 3, (7,)),
        (0x0101, 4, (70_000,)),
        (0x010F, 2, b"Example \x00left over"),
        (0x0111, 4, (1, 2, 3)),
    ]
    return magic + struct.pack(f"{order}I", 8) + directory(tags, 8, order)


def test_numbers_and_texts_are_read_in_both_byte_orders() -> None:
    for order in "<>":
        found = first_directory(io.BytesIO(_file(order)))
        assert found is not None
        assert (found.number(0x0100), found.number(0x0101), found.text(0x010F)) == (7, 70_000, b"Example")
        assert found.numbers(0x0111) == (1, 2, 3)
        assert (found.numbers(0x9999), found.text(0x9999)) == ((), b"")


def test_a_chain_that_bites_its_own_tail_ends() -> None:
    loop = b"II*\x00" + struct.pack("<I", 8) + directory([(0x0100, 3, (1,))], 8, following=8)

    assert len(list(directories(io.BytesIO(loop)))) <= 2


def test_a_long_chain_is_cut_off() -> None:
    parts = [b"II*\x00" + struct.pack("<I", 8)]
    for number in range(500):
        place = 8 + 18 * number
        parts.append(directory([(0x0100, 3, (1,))], place, following=place + 18))

    assert len(list(directories(io.BytesIO(b"".join(parts))))) <= 65


def test_a_directory_outside_the_file_is_none() -> None:
    assert read_directory(io.BytesIO(b"II*\x00" + b"\xff" * 8), 1 << 31, "<") is None
    assert first_directory(io.BytesIO(b"no TIFF at all")) is None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_directories_or_none(rest: bytes) -> None:
    for found in directories(io.BytesIO(b"II*\x00" + rest)):
        for tag in found.entries:
            assert len(found.numbers(tag)) <= 1 << 16
            assert len(found.text(tag)) <= 256


def test_a_place_beyond_every_file_holds_nothing() -> None:
    found = first_directory(io.BytesIO(_file()))
    assert found is not None
    assert (found.read(8, 2), found.read((1 << 64) - 1, 2)) == (b"\x04\x00", b"")
