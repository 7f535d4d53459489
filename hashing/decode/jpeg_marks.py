"""The head of a JPEG file without decoding it: its size, and why a decoder may refuse it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from hashing.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

START = b"\xff\xd8\xff"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_LOSSLESS = frozenset({0xC3, 0xC7, 0xCB, 0xCF})
_HIERARCHICAL = frozenset({0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF})
_ARITHMETIC = frozenset({0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END = 0xDA, 0xD9
_JPEG_LS = 0xF7
_COMPONENTS = frozenset({1, 3, 4})
_EIGHT = 8
_MOST_SEGMENTS = 4096
_MOST_FILL_BYTES = 64


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """What a JPEG declares: the marker of its coding process, bits per sample, size in pixels, components."""

    marker: int
    bits: int
    width: int
    height: int
    components: int

    @property
    def lossless(self) -> bool:
        """Coded without loss, as in raw files; no ordinary picture."""
        return self.marker in _LOSSLESS


def _marker(stream: BinaryIO) -> int | None:
    if stream.read(1) != b"\xff":
        return None
    for _ in range(_MOST_FILL_BYTES):
        byte = stream.read(1)
        if byte != b"\xff":
            return byte[0] if byte else None
    return None


def segments(stream: BinaryIO, start: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Marker, place of the content and its first 16 bytes, of every segment up to the first scan."""
    stream.seek(start)
    if stream.read(2) != START[:2]:
        return
    for _ in range(_MOST_SEGMENTS):
        marker = _marker(stream)
        if marker is None or marker in {_SCAN, _END}:
            return
        if marker in _BARE:
            continue
        head = stream.read(2)
        length = struct.unpack(">H", head)[0] if len(head) == 2 else 0  # noqa: PLR2004 - the length field
        if length < 2:  # noqa: PLR2004 - it counts itself
            return
        content = stream.tell()
        yield marker, content, stream.read(min(length - 2, 16))
        stream.seek(content + length - 2)


def frame_header(stream: BinaryIO, start: int = 0) -> FrameHeader | None:
    """What the JPEG file that begins at `start` declares; None where there is no such file or no frame in it."""
    for marker, _place, content in segments(stream, start):
        if marker in _FRAMES and len(content) >= 6:  # noqa: PLR2004 - the fields up to the components
            bits, height, width, components = struct.unpack_from(">BHHB", content)
            return FrameHeader(marker, bits, width, height, components)
    return None


def why_refused(stream: BinaryIO) -> str | None:
    """The reason why this JPEG is of a kind that is not decoded, in words; None where its kind is an ordinary one."""
    header = frame_header(stream)
    if header is None:
        is_ls = any(marker == _JPEG_LS for marker, _place, _content in segments(stream))
        return phrase("JPEG-LS is not decoded") if is_ls else None
    reasons = (
        (header.lossless, phrase("lossless JPEG ({bits} bits) is not decoded", bits=header.bits)),
        (header.marker in _HIERARCHICAL, phrase("hierarchical JPEG is not decoded")),
        (
            header.bits != _EIGHT,
            phrase("JPEG with {bits} bits per sample is not decoded, only 8 bits are", bits=header.bits),
        ),
        (
            header.components not in _COMPONENTS,
            phrase("JPEG with {components} components is not decoded", components=header.components),
        ),
        (
            header.width * header.height == 0,
            phrase("the JPEG declares {width} x {height} pixels", width=header.width, height=header.height),
        ),
        (header.marker in _ARITHMETIC, phrase("JPEG with arithmetic coding could not be decoded")),
    )
    return next((reason for applies, reason in reasons if applies), None)
