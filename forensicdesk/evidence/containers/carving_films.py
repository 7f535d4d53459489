"""Where films of the families of MP4, AVI and Matroska end, and pictures of the same structures (HEIC, AVIF, WebP)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.spans import Span

_BOXES = frozenset(
    {
        b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"meta", b"moof", b"mfra", b"styp", b"sidx", b"ssix",
        b"uuid", b"pnot", b"udta", b"pdin", b"prft", b"emsg", b"idat", b"thum", b"mvex", b"sefd", b"mpvd", b"PICT",
    }
)  # fmt: skip
_PICTURES = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
_MOST_FTYP = 4096
_RIFF_FORMS = {b"WEBP": "webp", b"AVI ": "avi"}
_SEGMENT = b"\x18\x53\x80\x67"
_CLUSTER = b"\x1f\x43\xb6\x75"
_LEVEL_ONE = frozenset(
    {
        _CLUSTER, b"\x11\x4d\x9b\x74", b"\x15\x49\xa9\x66", b"\x16\x54\xae\x6b", b"\x1c\x53\xbb\x6b",
        b"\x19\x41\xa4\x69", b"\x10\x43\xa7\x70", b"\x12\x54\xc3\x67",
    }
)  # fmt: skip
_IN_CLUSTER = frozenset({0xE7, 0xA3, 0xA0, 0xA7, 0xAB, 0xAF})
_VOID, _CRC = 0xEC, 0xBF


def end_of_boxes(span: Span) -> tuple[str, int] | None:
    """A file of boxes that begins with `ftyp`, to the end of the last box that is known.

    Without a description (moov, meta, moof) in the range nothing could be shown of it, and it is left.
    """
    first = int.from_bytes(span.peek(0, 4), "big")
    brand = span.peek(8, 4)
    if not 16 <= first <= _MOST_FTYP or first % 4 or not all(32 <= byte < 127 for byte in brand):  # noqa: PLR2004 - text
        return None
    what = "heif" if brand in _PICTURES else "movie"
    place, described = 0, False
    while place + 8 <= span.size:
        head = span.peek(place, 16)
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if kind not in _BOXES or size < 8 or (kind == b"ftyp" and place):  # noqa: PLR2004 - the head of a box
            break
        described = described or kind in {b"moov", b"meta", b"moof"}
        if place + size > span.size:
            # The range ends before the box does: what is there can be shown if the description came first.
            place = span.size if kind == b"mdat" else place
            break
        place += size
    return (what, place) if described else None


def end_of_riff(span: Span) -> tuple[str, int] | None:
    """A WebP picture or an AVI film, the further parts of a long film included."""
    head = span.peek(0, 16)
    what = _RIFF_FORMS.get(head[8:12])
    end = _riff_end(head)
    if what is None or not end or end > span.size or not _is_code(head[12:16]):
        return None
    while what == "avi":
        head = span.peek(end, 16)
        more = _riff_end(head)
        if head[:4] != b"RIFF" or head[8:12] != b"AVIX" or end + more > span.size:
            break
        end += more
    return what, end


def _riff_end(head: bytes) -> int:
    size = int.from_bytes(head[4:8], "little")
    return 8 + size + size % 2 if size > 12 else 0  # noqa: PLR2004 - at least one chunk


def _is_code(code: bytes) -> bool:
    return len(code) == 4 and all(32 <= byte < 127 for byte in code)  # noqa: PLR2004 - printable


def end_of_matroska(span: Span) -> tuple[str, int] | None:
    """A Matroska or WebM film: to the end of its segment or, where that is unknown, of its last whole part."""
    size, place = _size(span, 4)
    if size is None or place + size > span.size:
        return None
    header = span.peek(place, min(size, 4096))
    if b"matroska" not in header and b"webm" not in header:
        return None
    place += size
    if span.peek(place, 4) != _SEGMENT:
        return None
    size, place = _size(span, place + 4)
    if size is not None and place + size <= span.size:
        return "matroska", place + size
    return _segment(span, place)


def _segment(span: Span, place: int) -> tuple[str, int] | None:
    """The parts of a segment, one by one."""
    has_cluster = False
    while place < span.size:
        code = span.peek(place, 4)
        if code in _LEVEL_ONE:
            size, start = _size(span, place + 4)
            has_cluster = has_cluster or code == _CLUSTER
            if size is None:
                place = start
                continue
        elif code and code[0] in {_VOID, _CRC} | _IN_CLUSTER:
            size, start = _size(span, place + 1)
        else:
            break
        if size is None or start + size > span.size:
            break
        place = start + size
    return ("matroska", place) if has_cluster else None


def _size(span: Span, place: int) -> tuple[int | None, int]:
    """A size of variable length, None if it is unknown or none, and where it ends."""
    head = span.peek(place, 8)
    if not head or not head[0]:
        return None, place + 1
    length = 9 - head[0].bit_length()
    value = int.from_bytes(head[:length], "big") & ((1 << 7 * length) - 1)
    return (None if value == (1 << 7 * length) - 1 else value), place + length
