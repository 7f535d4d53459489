"""The frames of an animated PNG, composed as the PNG specification (third edition) says.

Pillow composes them, too, but leaves wrong pixels behind frames that are taken back ("dispose: previous"); here it only
decodes the single frames. Sequence numbers and the declared count are not trusted and not needed: every frame whose
data stand in the file is looked at, in the order of the file.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from hashing.decode.flatten import as_pixels, deep_grey, flatten
from hashing.decode.frames import MOST_FRAMES, DamagedFrame, Frame
from hashing.decode.trouble import DECODER_ERRORS, in_words
from hashing.phrases import phrase
from hashing.vision import upright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hashing.decode.frames import Budget

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CONTROL = struct.Struct(">IIIIIHHBB")
_CLEAR, _PREVIOUS = 1, 2
_OVER = 1
_ANIMATION = {b"acTL", b"fcTL", b"fdAT"}
_TEXTS = {b"tEXt", b"zTXt", b"iTXt", b"iCCP"}
_SHARED = {b"PLTE", b"tRNS"}
_MOST_CHUNKS = 200_000
_MOST_SHARED_BYTES = 4096
_DEFAULT_DENOMINATOR = 100
_CLEAR_COLOUR = (0, 0, 0, 0)


@dataclass(slots=True)
class FrameSource:
    """One frame in the file: where it goes, how it is shown, and where its compressed data stand."""

    box: tuple[int, int, int, int]
    delay_s: float
    dispose: int
    blend: int
    parts: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Animation:
    """What was found in a PNG file.

    Attributes:
        header: content of its IHDR chunk.
        shared: the chunks every frame needs to be decoded: palette, transparent colour.
        first: how the picture itself is shown, None where it is no part of the animation.
        frames: the frames whose data follow the picture.
    """

    header: bytes = b""
    shared: bytes = b""
    first: FrameSource | None = None
    frames: list[FrameSource] = field(default_factory=list)


def png_chunks(stream: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and length of the content of every chunk, up to the end mark."""
    place = len(SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        stream.seek(place)
        head = stream.read(8)
        if len(head) < 8:  # noqa: PLR2004 - a length and a name
            return
        length, name = struct.unpack(">I4s", head)
        yield name, place + 8, length
        if name == b"IEND":
            return
        place += 12 + length


def _control(content: bytes) -> FrameSource | None:
    if len(content) < _CONTROL.size:
        return None
    _number, width, height, left, top, delay, unit, dispose, blend = _CONTROL.unpack_from(content)
    return FrameSource((left, top, width, height), delay / (unit or _DEFAULT_DENOMINATOR), dispose, blend)


def png_chunk(name: bytes, content: bytes) -> bytes:
    """A chunk with its check sum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def find_animation(stream: BinaryIO) -> Animation | None:
    """The animation in a PNG file; None where no frame stands beside the picture. Reads heads of chunks only."""
    found, pending = Animation(), None
    for name, place, length in png_chunks(stream):
        if name == b"IHDR":
            found.header = stream.read(min(length, 13))
        elif name in _SHARED and length <= _MOST_SHARED_BYTES:
            found.shared += png_chunk(name, stream.read(length))
        elif name == b"fcTL":
            pending = _control(stream.read(min(length, _CONTROL.size)))
        elif name == b"IDAT" and pending is not None:
            found.first, pending = pending, None
        elif name == b"fdAT" and length > 4:  # noqa: PLR2004 - behind a sequence number
            if pending is not None:
                found.frames.append(pending)
                pending = None
            if found.frames:
                found.frames[-1].parts.append((place + 4, length - 4))
        if len(found.frames) > MOST_FRAMES:
            break
    return found if found.frames and len(found.header) == 13 else None  # noqa: PLR2004 - the header chunk


def without_animation(data: bytes) -> bytes | None:
    """The file without the chunks that animate it; None if there are none."""
    return _without(data, _ANIMATION)


def without_texts(data: bytes) -> bytes | None:
    """The file without texts and colour profile, whose length can make a decoder refuse it; None if there are none."""
    return _without(data, _TEXTS)


def _without(data: bytes, names: set[bytes]) -> bytes | None:
    stream, kept, dropped = io.BytesIO(data), [SIGNATURE], False
    for name, place, length in png_chunks(stream):
        if name in names:
            dropped = True
        else:
            kept.append(data[place - 8 : place + length + 4])
    return b"".join(kept) if dropped else None


def _alone(stream: BinaryIO, animation: Animation, source: FrameSource) -> bytes:
    """One frame as a PNG file of its own."""
    data = []
    for place, length in source.parts:
        stream.seek(place)
        data.append(stream.read(length))
    header = struct.pack(">II", *source.box[2:]) + animation.header[8:]
    packed = png_chunk(b"IDAT", b"".join(data))
    return SIGNATURE + png_chunk(b"IHDR", header) + animation.shared + packed + png_chunk(b"IEND", b"")


def _with_alpha(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data), formats=("PNG",))
    image.load()
    return deep_grey(image).convert("RGBA")


class _Canvas:
    """What is on show, with transparency."""

    def __init__(self, width: int, height: int) -> None:
        self.shown = Image.new("RGBA", (width, height), _CLEAR_COLOUR)
        self._undo: tuple[Image.Image, tuple[int, int]] | None = None

    def show(self, frame: Image.Image, source: FrameSource, *, first: bool) -> None:
        """Take back what the frame before leaves behind, and draw this one."""
        if self._undo is not None:
            self.shown.paste(*self._undo)
        left, top, width, height = source.box
        region = self.shown.crop((left, top, left + width, top + height))
        self._undo = None
        if source.dispose == _CLEAR or (first and source.dispose == _PREVIOUS):
            self._undo = (Image.new("RGBA", region.size, _CLEAR_COLOUR), (left, top))
        elif source.dispose == _PREVIOUS:
            self._undo = (region, (left, top))
        drawn = Image.alpha_composite(region, frame) if source.blend == _OVER else frame
        self.shown.paste(drawn, (left, top))


def _fits(box: tuple[int, int, int, int], size: tuple[int, int]) -> bool:
    left, top, width, height = box
    return width > 0 and height > 0 and left + width <= size[0] and top + height <= size[1]


def further_frames(
    stream: BinaryIO, animation: Animation, picture: Image.Image, orientation: int, budget: Budget
) -> Iterator[Frame | DamagedFrame]:
    """The frames beside the picture, upright.

    Args:
        stream: the PNG file.
        animation: what was found in it.
        picture: the picture itself, loaded.
        orientation: EXIF orientation of the picture, which holds for its frames.
        budget: how much may be decoded.
    """
    canvas, time_s, number = _Canvas(*picture.size), 0.0, 0
    if animation.first is not None:
        number, time_s = 1, animation.first.delay_s
        canvas.show(deep_grey(picture).convert("RGBA"), animation.first, first=True)
    apart = animation.first is None
    for source in animation.frames:
        number += 1
        if not budget.allows(*picture.size):
            return
        if not _fits(source.box, picture.size):
            yield DamagedFrame(number, phrase("it does not lie on the picture"))
            return
        try:
            frame = _with_alpha(_alone(stream, animation, source))
        except DECODER_ERRORS as error:
            yield DamagedFrame(number, in_words(error))
            return
        canvas.show(frame, source, first=number == 1)
        pixels = upright(as_pixels(flatten(canvas.shown)), orientation)
        yield Frame(number, pixels, time_s, wanted=apart and number == 1)
        time_s += source.delay_s
