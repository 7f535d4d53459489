"""Digests do not depend on how a file was cut into pieces."""

from __future__ import annotations

import hashlib
import io

from hypothesis import given
from hypothesis import strategies as st

from hashing.digests import chunks_of, digest, read_up_to


@given(st.lists(st.binary(max_size=50), max_size=20))
def test_pieces_and_whole_have_equal_digests(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)

    found = digest(pieces)

    assert found.sha256 == hashlib.sha256(whole).digest()
    assert found == digest([whole]) == digest(chunks_of(io.BytesIO(whole)))


@given(st.binary(max_size=100), st.integers(0, 150))
def test_reading_stops_at_the_count_or_at_the_end(data: bytes, count: int) -> None:
    assert read_up_to(io.BytesIO(data), count) == data[:count]
