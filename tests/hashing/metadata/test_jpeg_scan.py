"""Where coded data of a JPEG ends, held against a search by expression over the whole of it."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from hashing.metadata.jpeg_scan import scan_end
from hashing.metadata.jpeg_segments import jpeg_end

_BYTES = st.lists(st.sampled_from(b"\xff\xff\x00\x00\x01\xd0\xd7\xd8\xd9\xda\xcf\xfe"), max_size=64).map(bytes)
_STUFFED = st.lists(st.sampled_from([b"\xff\x00", b"\x12", b"\x00", b"\xff\xd3", b"\xff\xff\x00"]), max_size=40)
_MARKERS = st.sampled_from([b"", b"\xff", b"\xff\xd9", b"\xff\xc4", b"\xff\xff\xd9"])
_CODED = st.builds(lambda parts, marker, more: b"".join(parts) + marker + more, _STUFFED, _MARKERS, _BYTES)


def searched(data: bytes, place: int) -> int | None:
    """The same by one expression."""
    found = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search(data, place)
    return None if found is None else found.start()


@given(_BYTES | _CODED | st.binary(max_size=64), st.integers(0, 70), st.sampled_from([2, 4, 6, 16, 1 << 17]))
@example(b"", 0, 2)
@example(b"\x00\xff\xd9", 0, 2)
@example(b"\x00\x00\x00\xff\x00\xff\xd9\x00\x00", 1, 4)
def test_it_ends_where_an_expression_finds_the_first_marker(data: bytes, place: int, piece: int) -> None:
    assert scan_end(data, place, piece) == searched(data, place)


def test_coded_data_of_many_pieces_ends_at_its_marker() -> None:
    coded = b"\x5a\xff\x00" * 200_000
    for shift in range(3):
        data = b"\xff\xd8\xff\xda\x00\x02" + b"\x00" * shift + coded + b"\xff\xd9" + coded
        assert jpeg_end(data) == data.index(b"\xff\xd9") + 2
        assert scan_end(data, 6) == searched(data, 6)
        assert scan_end(data[: 6 + shift + len(coded)], 6) is None
