"""A picture in a row of bytes ends where its structure ends, whatever stands around it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from forensicdesk.evidence.containers.picture_ends import picture_end, pictures_in
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from collections.abc import Callable


def peek_of(data: bytes) -> Callable[[int, int], bytes]:
    return lambda offset, count: data[offset : offset + count]


def encoded(number: int, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg(number, 70, 50))) as picture:
        picture.save(out, form, **how)
    return out.getvalue()


def with_thumbnail(number: int) -> bytes:
    """A JPEG whose EXIF block holds another whole JPEG."""
    inner, whole = jpeg(number + 50, 30, 30), jpeg(number)
    block = b"Exif\0\0II*\0" + bytes(20) + inner
    return whole[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2) + block + whole[2:]


PICTURES = (
    jpeg(1), jpeg(2, 300, 200), with_thumbnail(3), encoded(4, "JPEG", progressive=True),
    encoded(5, "JPEG", quality=20, restart_marker_blocks=2), encoded(6, "PNG"), encoded(7, "JPEG") + b"",
)  # fmt: skip
NO_BEGINNING = st.binary(max_size=300).map(lambda data: data.replace(b"\xff", b"\xfe").replace(b"\x89", b"\x88"))


@given(st.lists(st.tuples(NO_BEGINNING, st.sampled_from(PICTURES)), max_size=8), NO_BEGINNING)
def test_every_picture_between_any_bytes_is_found_to_the_byte(parts: list[tuple[bytes, bytes]], last: bytes) -> None:
    data = b"".join(fill + picture for fill, picture in parts) + last

    found = [place for place in pictures_in(peek_of(data), len(data)) if place is not None]

    assert [data[offset : offset + length] for offset, length in found] == [picture for _, picture in parts]


@given(st.sampled_from(PICTURES), st.integers(1, 400))
def test_a_picture_that_is_cut_off_has_no_end(picture: bytes, missing: int) -> None:
    assert picture_end(picture) == len(picture)
    assert picture_end(picture[: -min(missing, len(picture) - 20)]) is None


def test_pictures_across_the_pieces_that_are_read() -> None:
    data = bytes((1 << 20) - 2) + jpeg(1) + bytes(1 << 20) + jpeg(2)

    found = [place for place in pictures_in(peek_of(data), len(data)) if place is not None]

    assert [data[offset : offset + length] for offset, length in found] == [jpeg(1), jpeg(2)]
