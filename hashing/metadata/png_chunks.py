"""The chunks of a PNG file: text (inflated within bounds), EXIF, XMP, profile, time, and where the picture ends."""

from __future__ import annotations

import struct
import zlib

from hashing.metadata.blocks import MOST_BYTES, Blocks, Part, keep
from hashing.phrases import phrase

_SIGNATURE_BYTES = 8
_XMP = "XML:com.adobe.xmp"
_RAW = "Raw profile type "
_MOST_CHUNKS = 200_000
_MOST_TEXT = 1 << 20
_MOST_INFLATED = 8 << 20
_TIFF = (b"II", b"MM")


class _Texts:
    """Inflates with one allowance for the whole file."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.allowance = _MOST_INFLATED

    def inflated(self, raw: bytes) -> bytes:
        machine = zlib.decompressobj()
        try:
            text = machine.decompress(raw, max(1, min(self.allowance, _MOST_INFLATED)))
        except zlib.error as error:
            keep(self.blocks.trouble, phrase("a compressed PNG chunk: {error}", error=error))
            return b""
        if machine.unconsumed_tail:
            keep(self.blocks.trouble, phrase("a compressed PNG chunk is longer than is read"))
        self.allowance = max(0, self.allowance - len(text))
        return text

    def add(self, name: str, text: str) -> None:
        if name == _XMP:
            keep(self.blocks.xmp, text.encode("utf-8", "replace"))
        elif name.startswith(_RAW):
            self._raw_profile(name[len(_RAW) :].strip().lower(), text)
        else:
            keep(self.blocks.texts, (name, text))

    def _raw_profile(self, sort: str, text: str) -> None:
        """ImageMagick's way of keeping other formats' metadata: a name, a length, hexadecimal digits."""
        lines = text.lstrip().split("\n", 2)
        try:
            raw = bytes.fromhex("".join(lines[2].split()))[:MOST_BYTES]
        except (ValueError, IndexError):
            keep(self.blocks.trouble, phrase("the raw profile {sort!r} holds no hexadecimal digits", sort=sort))
            return
        if sort in {"exif", "app1"} and not raw.startswith(b"http"):
            keep(self.blocks.exif, Part(raw.removeprefix(b"Exif\x00\x00")))
        elif sort in {"xmp", "app1"}:
            keep(self.blocks.xmp, raw.rpartition(b"xap/1.0/\x00")[2])
        elif sort in {"iptc", "8bim"} and raw.startswith(b"\x1c"):
            keep(self.blocks.iptc, raw)
        elif sort in {"iptc", "8bim"}:
            keep(self.blocks.resources, Part(raw.removeprefix(b"Photoshop 3.0\x00")))


def _plain(texts: _Texts, body: bytes) -> None:
    name, found, text = body.partition(b"\x00")
    if found:
        texts.add(name.decode("latin-1"), _decoded(text))


def _decoded(raw: bytes) -> str:
    """The standard says Latin-1; most programs of today write UTF-8."""
    try:
        return raw[:_MOST_TEXT].decode("utf-8")
    except UnicodeDecodeError:
        return raw[:_MOST_TEXT].decode("latin-1")


def _compressed(texts: _Texts, body: bytes) -> None:
    name, found, rest = body.partition(b"\x00")
    if found and rest[:1] == b"\x00":
        texts.add(name.decode("latin-1"), _decoded(texts.inflated(rest[1:])))


def _international(texts: _Texts, body: bytes) -> None:
    name, found, rest = body.partition(b"\x00")
    parts = rest[2:].split(b"\x00", 2)
    if not found or len(parts) < 3:  # noqa: PLR2004 - language, translated name, text
        return
    text = texts.inflated(parts[2]) if rest[:1] == b"\x01" else parts[2]
    texts.add(name.decode("latin-1"), text[:_MOST_INFLATED].decode("utf-8", "replace"))


def _time(blocks: Blocks, body: bytes) -> None:
    if len(body) == 7:  # noqa: PLR2004 - year in two bytes, month, day, hour, minute, second
        year, *rest = struct.unpack(">H5B", body)
        month, day, hour, minute, second = rest
        keep(blocks.stated, ("tIME", f"{year:04d}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}:{second:02d}"))


def _chunk(kind: bytes, body: bytes, place: int, texts: _Texts) -> None:
    blocks = texts.blocks
    if kind == b"tEXt":
        _plain(texts, body)
    elif kind == b"zTXt":
        _compressed(texts, body)
    elif kind == b"iTXt":
        _international(texts, body)
    elif kind == b"eXIf" or (kind == b"zxIf" and body[:1] in {b"I", b"M"}):
        skipped = 6 if body.startswith(b"Exif\x00\x00") else 0
        keep(blocks.exif, Part(body[skipped:], place + skipped))
    elif kind == b"tIME":
        _time(blocks, body)
    elif kind == b"caBX":
        keep(blocks.credentials, body)
    elif kind == b"iCCP" and not blocks.icc:
        blocks.icc = texts.inflated(body.partition(b"\x00")[2][1:])


_WANTED = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"zxIf", b"tIME", b"caBX", b"iCCP"}


def png_blocks(data: bytes, start: int = 0) -> Blocks:
    """The blocks of the PNG that begins at `start`."""
    blocks = Blocks()
    texts = _Texts(blocks)
    place = start + _SIGNATURE_BYTES
    for _ in range(_MOST_CHUNKS):
        if place + 12 > len(data):
            return blocks
        length, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        if kind in _WANTED:
            _chunk(kind, data[place + 8 : place + 8 + min(length, MOST_BYTES)], place + 8, texts)
        place += 12 + length
        if kind == b"IEND":
            blocks.end = place if place <= len(data) else None
            return blocks
    return blocks
