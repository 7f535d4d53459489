"""Files of a zip archive that no directory has, found one after the other by their own headers.

The archive is cut off, as a rule; or files were taken out of its directory and left where they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.evidence.containers import unpacking, zip_records
from forensicdesk.evidence.containers.unpacked import Unpacker
from forensicdesk.evidence.containers.zip_content import METHODS, NO_CRC, STORED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from forensicdesk.evidence.containers.zip_records import Member

    Peek = Callable[[int, int], bytes]

_CHUNK_BYTES = 1024 * 1024


def local_members(peek: Peek, size: int, known: Mapping[int, int] | None = None) -> Iterator[Member | None]:
    """Every file whose header is found in the first `size` bytes; None now and then while it is searched for.

    `known`: files that the directory has, as offset of the header and length of the packed bytes; they are passed over.
    """
    place = 0
    while place < size:
        member = zip_records.local_at(peek, place)
        if member is None or not member.name:
            found, place = _next_mark(peek, place, size)
            if not found:
                yield None
            continue
        start = place + member.record_length
        if known and place in known:
            place = start + known[place]
            yield None
            continue
        if member.sizes_follow and not member.packed:
            for step in _measured(peek, member, start, size):
                yield None
                member = step or member
        yield member
        place = start + min(member.packed, max(0, size - start))


def _next_mark(peek: Peek, place: int, size: int) -> tuple[bool, int]:
    """Whether a header stands in the next piece, and where to go on."""
    piece = peek(place, _CHUNK_BYTES)
    at = piece.find(zip_records.LOCAL, 1)
    if at >= 0:
        return True, place + at
    # The mark may begin in the last bytes of the piece.
    return False, size if len(piece) < _CHUNK_BYTES else place + len(piece) - 3


def _measured(peek: Peek, member: Member, start: int, size: int) -> Iterator[Member | None]:
    """The file with the sizes that its bytes show, at last; None before."""
    if member.method in METHODS and not member.is_encrypted:
        unpacker = Unpacker(
            unpacking.DECODERS[METHODS[member.method]], lambda offset, count: peek(start + offset, count)
        )
        length = 0
        while (further := unpacker.advance()) is not None:
            length = further
            yield None
        yield _known(peek, member, start, unpacker.consumed, length)
        return
    end = start
    while end < size:
        piece = peek(end, _CHUNK_BYTES)
        at = piece.find(zip_records.DESCRIPTOR)
        if at >= 0:
            end += at
            break
        end = size if len(piece) < _CHUNK_BYTES else end + len(piece) - 3
        yield None
    packed = end - start
    yield _known(peek, member, start, packed, packed if member.method == STORED else 0)


def _known(peek: Peek, member: Member, start: int, packed: int, size: int) -> Member:
    """With sizes, and the CRC that stands behind the content, if it stands there."""
    raw = peek(start + packed, 8)
    has_crc = raw.startswith(zip_records.DESCRIPTOR) and len(raw) == 8  # noqa: PLR2004 - mark and CRC
    return zip_records.measured(member, packed, size, int.from_bytes(raw[4:], "little") if has_crc else NO_CRC)
