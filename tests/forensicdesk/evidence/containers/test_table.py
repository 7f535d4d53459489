"""Which reader bytes belong to: all kinds of volumes are asked for at once, and the answer is that of asking each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import Head
from forensicdesk.evidence.containers.table import READERS, recognise

MARKS = (
    (0, b"LUKS\xba\xbe"), (0, b"XFSB\0"), (3, b"NTFS    "), (3, b"EXFAT   "), (3, b"ReFS\0"), (32, b"NXSB"),
    (1024, b"H+\x00\x04"), (1024, b"BD"), (1080, b"\x53\xef"), (4086, b"SWAPSPACE2"), (0x8001, b"CD001"),
    (0x8001, b"NSR02"), (510, b"\x55\xaa"), (257, b"ustar\0"), (0, b"PK\x03\x04"), (0, b"%PDF-1.4"),
    (8192 + 1372, b"\x54\x19\x01\x00"), (0, b"SQLite format 3\0"), (0, b"\xeb\x3c\x90"),
)  # fmt: skip


def head_of(data: bytes, name: bytes) -> Head:
    return Head(data[:65536], data[-4096:], len(data), name, lambda offset, count: data[offset : offset + count])


@given(
    marks=st.lists(st.sampled_from(MARKS), max_size=3),
    size=st.sampled_from((64, 4096, 40_000, 1 << 20)),
    name=st.sampled_from((b"disk.dd", b"disk.001", b"disk.002", b"letter.eml")),
    fill=st.sampled_from((b"\0", b"\1", b"\xff")),
)
def test_the_reader_is_the_first_that_recognises_the_bytes(
    marks: list[tuple[int, bytes]], size: int, name: bytes, fill: bytes
) -> None:
    data = bytearray(fill * size)
    for place, mark in marks:
        data[place : place + len(mark)] = mark
    head = head_of(bytes(data), name)

    assert recognise(head) is next((reader for reader in READERS if reader.recognise(head)), None)
