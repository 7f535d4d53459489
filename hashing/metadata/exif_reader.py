"""exifread over one EXIF block: each directory and the maker note on its own, with a limit on the work.

exifread's own way in gives up a whole file at the first tag it cannot read, reads long values byte by byte, and follows
counts of any size. So its header class is driven from here: values come out of the block in memory, a tag that cannot
be read costs that tag only, and every look into the block is counted.
"""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

from exifread.core.exif_header import ExifHeader
from exifread.tags.fields import FieldType

from hashing.decode.trouble import in_words
from hashing.metadata.maker_notes import decode_more
from hashing.metadata.text import from_bytes
from hashing.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable

# exifread reports damage through logging; here it becomes an issue, and nothing is printed.
logging.getLogger("exifread").setLevel(logging.CRITICAL + 1)

_MOST_LOOKS = 150_000
"""Looks into one block. A camera's largest maker notes take about 10,000; all of these take about 0.2 s."""
_MOST_BYTES = 65_536
_MOST_DIRECTORIES = 16
_MOST_MAKER_TAGS = 500
_MOST_TROUBLE = 5
_LOOKS_PER_BYTE = 1 / 16
_BYTES = {FieldType.BYTE, FieldType.UNDEFINED}


class _TooMuchWork(Exception):  # noqa: N818 - it ends the reading, it is no fault of the program
    """The block makes its reader work without end."""


class Header(ExifHeader):
    """exifread's header over bytes in memory. `trouble` says what could not be read."""

    def __init__(self, data: bytes) -> None:
        endian = "I" if data[:1] == b"I" else "M"
        super().__init__(io.BytesIO(data), endian, 0, 0, strict=False, detailed=True)
        self.data = data
        self.trouble: list[str] = []
        self._looks = _MOST_LOOKS

    def _spend(self, looks: int) -> None:
        self._looks -= looks
        if self._looks < 0:
            msg = phrase("the EXIF block makes its reader work without end")
            raise _TooMuchWork(msg)

    def s2n(self, offset: int, length: int, signed: bool = False) -> int:  # noqa: FBT001, FBT002 - as exifread has it
        """A number at an offset; 0 where the block has ended."""
        self._spend(1)
        place = self.offset + offset
        if place < 0:
            return 0
        piece = self.data[place : place + length]
        order: Any = "little" if self.endian == "I" else "big"
        return int.from_bytes(piece, order, signed=signed) if len(piece) == length else 0

    def _raw(self, offset: int, count: int) -> bytes:
        length = min(count, _MOST_BYTES)
        self._spend(1 + int(length * _LOOKS_PER_BYTE))
        place = self.offset + offset
        return self.data[place : place + length] if place >= 0 else b""

    def _process_field(self, tag_name: str, count: int, field_type: Any, type_length: int, offset: int) -> list[Any]:  # noqa: ANN401 - as exifread has it
        if field_type in _BYTES:
            return list(self._raw(offset, count)) or [0] * min(count, 1)
        found: list[Any] = super()._process_field(tag_name, count, field_type, type_length, offset)
        return [value[0] if isinstance(value, tuple) else value for value in found]

    def _process_ascii_field(self, ifd_name: str, tag_name: str, count: int, offset: int) -> str:  # noqa: ARG002 - as exifread has it
        return from_bytes(self._raw(offset, count).split(b"\x00", 1)[0])

    def _process_tag(self, *arguments: Any) -> None:  # noqa: ANN401 - as exifread has it
        try:
            super()._process_tag(*arguments)
        except _TooMuchWork:
            raise
        except Exception as error:  # noqa: BLE001 - exifread raises anything on damaged input, assertions included
            self.complain(
                phrase("exifread, tag 0x{arguments:04X}: {reason}", arguments=arguments[4], reason=in_words(error))
            )

    def dump_ifd(self, ifd: int, ifd_name: str, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as exifread
        """Read a directory; a maker note that begins with an impossible number of entries is none."""
        if ifd_name == "MakerNote":
            count = self.s2n(ifd, 2)
            if count > _MOST_MAKER_TAGS or self.offset + ifd + 2 + 12 * count > len(self.data):
                return
        super().dump_ifd(ifd, ifd_name, *arguments, **options)

    def complain(self, trouble: str) -> None:
        """Note trouble, as long as there is not too much of it."""
        if len(self.trouble) < _MOST_TROUBLE:
            self.trouble.append(trouble)

    def attempt(self, work: Callable[[], None]) -> None:
        """Do a part of the reading; what it raises is trouble of that part."""
        offset, endian = self.offset, self.endian
        try:
            work()
        except Exception as error:  # noqa: BLE001 - exifread raises anything on damaged input, assertions included
            self.complain(f"exifread: {in_words(error)}")
        # exifread moves these while it reads a maker note and leaves them where it failed.
        self.offset, self.endian = offset, endian


def _first(header: Header, name: str) -> int:
    tag = header.tags.get(name)
    value = tag.values[0] if tag is not None and isinstance(tag.values, list) and tag.values else 0
    return value if isinstance(value, int) else 0


def _maker_note(header: Header) -> None:
    if not decode_more(header):
        header.decode_maker_note()


def _directories(header: Header) -> None:
    for number, place in enumerate(header.list_ifd()[:_MOST_DIRECTORIES]):
        name = "Image" if number == 0 else "Thumbnail" if number == 1 else f"IFD {number}"
        header.attempt(lambda place=place, name=name: header.dump_ifd(place, name))  # type: ignore[misc] # bound now


def read_block(data: bytes) -> Header:
    """Read a TIFF structure with exifread. `header.tags` has what was read up to any damage."""
    header = Header(data)
    header.attempt(lambda: _directories(header))
    place = _first(header, "Image ExifOffset")
    if place:
        header.attempt(lambda: header.dump_ifd(place, "EXIF"))
    if "EXIF MakerNote" in header.tags and "Image Make" in header.tags:
        header.attempt(lambda: _maker_note(header))
    return header
