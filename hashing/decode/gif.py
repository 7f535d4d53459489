"""GIF as browsers show it: every image laid on the canvas, then disposed of as its control block says.

After the specification of 1989. Where nothing was drawn the canvas is transparent, thus white; "restore to background"
clears to transparency, too, as every browser does and the background colour of the header does not say.
Decompression is Pillow's.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from hashing.decode.frames import DamagedFrame, Frame
from hashing.decode.trouble import DECODER_ERRORS, in_words
from hashing.phrases import phrase
from hashing.vision import first_three

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hashing.decode.frames import Budget

    Packed = NDArray[np.uint32]

_HEADER_BYTES = 13
_TRAILER, _EXTENSION, _IMAGE = 0x3B, 0x21, 0x2C
_GRAPHIC_CONTROL = 0xF9
_KEEP, _CLEAR, _PREVIOUS = 1, 2, 3
_COLOURS = 256
_WHITE = np.uint32(0xFFFFFFFF)


class GifError(ValueError):
    """The file is no GIF that shows anything."""


@dataclass(frozen=True, slots=True)
class _Control:
    """A graphic control block."""

    disposal: int = _KEEP
    delay_s: float = 0.0
    transparent: int | None = None


@dataclass(frozen=True, slots=True)
class GifImage:
    """One image of the file: its place on the canvas, its colours and its compressed data."""

    box: tuple[int, int, int, int]
    interlaced: bool
    palette: Packed
    control: _Control
    bits: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    height: int
    palette: Packed
    end: int


def _packed(colours: NDArray[np.uint8]) -> Packed:
    """256 colours (256 x 3) with the three bytes of each in one number: such are moved four times as fast."""
    padded = np.zeros((_COLOURS, 4), dtype=np.uint8)
    padded[:, :3] = colours
    return padded.view(np.uint32).reshape(_COLOURS)


def _grey_ramp() -> Packed:
    return _packed(np.repeat(np.arange(_COLOURS, dtype=np.uint8)[:, np.newaxis], 3, axis=1))


def _palette(data: bytes, place: int, flags: int) -> tuple[Packed | None, int]:
    """The colour table that begins at a place, filled up with black, and where it ends; None where there is none."""
    if not flags & 0x80:
        return None, place
    end = place + (6 << (flags & 7))
    colours = np.zeros((_COLOURS, 3), dtype=np.uint8)
    stored = np.frombuffer(data[place : min(end, len(data))], dtype=np.uint8)
    colours.reshape(-1)[: stored.size] = stored
    return _packed(colours), end


def _header(data: bytes) -> _Header:
    if len(data) < _HEADER_BYTES:
        msg = phrase("the header is cut short")
        raise GifError(msg)
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    palette, end = _palette(data, _HEADER_BYTES, flags)
    return _Header(width, height, _grey_ramp() if palette is None else palette, end)


def _blocks_end(data: bytes, place: int) -> int:
    """Where a chain of sub-blocks ends, its end mark included."""
    while place < len(data) and data[place]:
        place += data[place] + 1
    return place + 1


def _control(data: bytes, place: int) -> _Control:
    if place + 6 > len(data):
        return _Control()
    flags, delay, transparent = struct.unpack_from("<BHB", data, place + 1)
    disposal = min(flags >> 2 & 7, _PREVIOUS)
    return _Control(disposal, delay / 100, transparent if flags & 1 else None)


def _image(data: bytes, place: int, colours: Packed, control: _Control) -> tuple[GifImage | None, int]:
    """The image whose descriptor begins at a place, and where it ends; None where its data are missing."""
    if place + 11 > len(data):
        return None, len(data)
    left, top, width, height, flags = struct.unpack_from("<HHHHB", data, place + 1)
    own, place = _palette(data, place + 10, flags)
    if place >= len(data):
        return None, len(data)
    end = _blocks_end(data, place + 1)
    palette = colours if own is None else own
    box = (left, top, width, height)
    return GifImage(box, bool(flags & 0x40), palette, control, data[place], data[place + 1 : end]), end


def images(data: bytes) -> Iterator[GifImage]:
    """The images of a GIF file in order. Ends quietly where the file ends or what follows is no block."""
    header = _header(data)
    place, control = header.end, _Control()
    while place < len(data) and data[place] != _TRAILER:
        if data[place] == _EXTENSION:
            if data[place + 1 : place + 2] == bytes([_GRAPHIC_CONTROL]):
                control = _control(data, place + 2)
            place = _blocks_end(data, place + 2)
        elif data[place] == _IMAGE:
            image, place = _image(data, place, header.palette, control)
            control = _Control()
            if image is not None:
                yield image
        else:
            place += 1  # as every reader: what is no block is passed over


def canvas_size(data: bytes) -> tuple[int, int]:
    """Width and height of what is shown: the stated canvas, or the first image where that is larger.

    Raises:
        GifError: if the header is cut short or there is no image.
    """
    header, first = _header(data), next(images(data), None)
    if first is None:
        msg = phrase("the file holds no image")
        raise GifError(msg)
    _left, _top, width, height = first.box
    return max(header.width, width), max(header.height, height)


@dataclass(slots=True)
class Canvas:
    """What is on show, transparency already laid over white."""

    width: int
    height: int
    _shown: Packed = field(init=False)
    _undo: tuple[slice, slice, Packed | np.uint32] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._shown = np.full((self.height, self.width), _WHITE, dtype=np.uint32)

    def picture(self) -> NDArray[np.uint8]:
        """A copy in RGB, height x width x 3."""
        return first_three(self._shown.view(np.uint8).reshape(self.height, self.width, 4))

    def show(self, image: GifImage) -> str | None:
        """Dispose of the image before and draw this one; the reason, in words, if only a part of it was there."""
        if self._undo is not None:
            rows, columns, before = self._undo
            self._shown[rows, columns] = before
        left, top, width, height = image.box
        rows, columns = slice(top, min(top + height, self.height)), slice(left, min(left + width, self.width))
        region = self._shown[rows, columns]
        disposal = image.control.disposal
        self._undo = None
        if disposal >= _CLEAR:
            self._undo = (rows, columns, _WHITE if disposal == _CLEAR else region.copy())
        indices, reason = _indices(image)
        _draw(region, indices[: region.shape[0], : region.shape[1]], image)
        return reason


def _indices(image: GifImage) -> tuple[NDArray[np.uint8], str | None]:
    """The decompressed image as far as it goes; what is missing is transparent if the image can be, else colour 0."""
    _left, _top, width, height = image.box
    picture = Image.new("P", (width, height), image.control.transparent or 0)
    reason = None
    if width and height:
        try:
            picture.frombytes(image.data, "gif", (image.bits, int(image.interlaced), -1))
        except DECODER_ERRORS as error:
            reason = in_words(error)
    return np.asarray(picture, dtype=np.uint8).reshape(height, width), reason


def _draw(region: Packed, indices: NDArray[np.uint8], image: GifImage) -> None:
    colours = np.take(image.palette, indices)
    transparent = image.control.transparent
    if transparent is None:
        region[...] = colours
    else:
        np.copyto(region, colours, where=indices != transparent)


def further_frames(data: bytes, budget: Budget) -> Iterator[Frame | DamagedFrame]:
    """The second and every following frame of an animation, on one canvas that is drawn on and on."""
    canvas: Canvas | None = None
    time_s = 0.0
    for number, image in enumerate(images(data), start=1):
        if canvas is None:
            canvas = Canvas(*canvas_size(data))
            canvas.show(image)
            time_s = image.control.delay_s
            continue
        if not budget.allows(canvas.width, canvas.height):
            return
        reason = canvas.show(image)
        if reason is not None:
            yield DamagedFrame(number, reason)
            return
        yield Frame(number, canvas.picture(), time_s)
        time_s += image.control.delay_s
