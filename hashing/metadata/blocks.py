"""The blocks of metadata that stand in a file, before anybody reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

_T = TypeVar("_T")

MOST_BLOCKS = 64
"""At most so many blocks of one sort are kept of one file."""
MOST_BYTES = 16 * 1024 * 1024
"""A block is cut at this length; camera files stay far below it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of bytes.

    Attributes:
        data: the bytes.
        offset: where the first one stands in the file; None where they do not stand there in one piece.
    """

    data: bytes
    offset: int | None = None


@dataclass(slots=True)
class Blocks:
    """What a walk through a file's own structure came across.

    Attributes:
        exif: TIFF structures, beginning with their byte order mark (or with anything, where the file is damaged).
        xmp: XMP packets.
        iptc: IPTC-IIM records.
        resources: Photoshop image resource blocks.
        icc: the colour profile, b"" without one.
        texts: text fields of the format itself: PNG text, comments; name and text.
        credentials: C2PA stores (JUMBF).
        previews: pictures inside metadata that stand there as whole files.
        listed: where pictures begin that an MPF index lists; they are found where pictures are decoded.
        end: where the picture ends by its own structure; None where that is not known.
        stated: dates and other plain fields of the format, name and text, such as PNG's tIME.
        trouble: what was damaged, in words.
    """

    exif: list[Part] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    iptc: list[bytes] = field(default_factory=list)
    resources: list[Part] = field(default_factory=list)
    icc: bytes = b""
    texts: list[tuple[str, str]] = field(default_factory=list)
    credentials: list[bytes] = field(default_factory=list)
    previews: list[Part] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)
    end: int | None = None
    stated: list[tuple[str, str]] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


def keep(kept: list[_T], value: _T) -> None:
    """Append, as long as there are not too many."""
    if len(kept) < MOST_BLOCKS:
        kept.append(value)
