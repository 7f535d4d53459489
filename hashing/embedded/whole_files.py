"""Whether a whole picture or film begins at a place in a file, and where it ends by its own structure."""

from __future__ import annotations

import io

from hashing.metadata.boxes import Window, boxes
from hashing.metadata.jpeg_segments import jpeg_end
from hashing.metadata.png_chunks import png_blocks

_JPEG, _PNG, _RIFF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
_FILM_BOXES = {
    b"moov",
    b"mdat",
    b"ftyp",
    b"free",
    b"skip",
    b"wide",
    b"uuid",
    b"moof",
    b"mfra",
    b"sidx",
    b"meta",
    b"udta",
}
_MATROSKA = b"\x1a\x45\xdf\xa3"


def looks_like(data: bytes, place: int) -> str:
    """What begins there: "JPEG", "PNG", "GIF", "film", "RIFF", or "" for nothing known."""
    head = data[place : place + 12]
    if head.startswith(_JPEG):
        return "JPEG"
    if head.startswith(_PNG):
        return "PNG"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "GIF"
    if head[4:8] == b"ftyp":
        return "film"
    if head.startswith(_RIFF):
        return "RIFF"
    return "Matroska" if head.startswith(_MATROSKA) else ""


def _film_end(data: bytes, place: int, end: int) -> int | None:
    """The end of the last box in a row; a last box that goes beyond `end` ends there (the film was cut)."""
    last = None
    piece = Window(io.BytesIO(memoryview(data)[place:end]))
    for box in boxes(piece, 0, piece.size):
        if box.name not in _FILM_BOXES:
            break
        last = min(box.end, piece.size)
    return None if last is None else place + last


def whole_end(data: bytes, place: int, end: int) -> int | None:
    """Where the picture or film that begins at `place` ends, at most at `end`; None if none begins there."""
    what = looks_like(data, place)
    found: int | None = None
    if what == "JPEG":
        found = jpeg_end(data, place)
    elif what == "PNG":
        found = png_blocks(data, place).end
    elif what == "film":
        found = _film_end(data, place, end)
    elif what == "RIFF":
        found = place + 8 + int.from_bytes(data[place + 4 : place + 8], "little")
    elif what in {"GIF", "Matroska"}:
        found = end
    if found is not None and place < found <= end:
        return found
    # A cut picture is told from four bytes that are like its beginning by the name of its first segment.
    cut = what not in {"JPEG", ""} or data[place + 6 : place + 10] in {b"JFIF", b"Exif"}
    return end if cut and what else None
