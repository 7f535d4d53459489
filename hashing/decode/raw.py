"""Camera raw files through LibRaw: one fixed way from sensor data to pixels.

The settings are part of the algorithms' version: half size (each 2 x 2 cell of the sensor becomes one pixel, nothing is
interpolated), the camera's white balance, no automatic brightness, sRGB with the usual curve, 8 bits, orientation as
the camera states it. A raw file that LibRaw refuses is represented by its largest embedded preview, and says so.

LibRaw takes a moment to load and few files need it: this module is imported late.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

import rawpy

from hashing.decode import kinds
from hashing.decode.raw_previews import listed_previews, located
from hashing.decode.still import Still, decode_still, partly, refused, shrunk, too_large
from hashing.decode.trouble import DECODER_ERRORS, in_words
from hashing.phrases import phrase
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hashing.decode.kinds import Kind
    from hashing.values import Embedded

RAW_ERRORS: tuple[type[Exception], ...] = (rawpy.LibRawError, rawpy.NotSupportedError, *DECODER_ERRORS)
_NO_MEMORY = (rawpy.LibRawUnsufficientMemoryError, rawpy.LibRawTooBigError)
LARGEST_BYTES = 1 << 30
"""LibRaw takes a file as a whole; a longer one is not handed to it."""


class RawError(ValueError):
    """Why a raw file was not developed."""


def _settings() -> rawpy.Params:
    return rawpy.Params(
        demosaic_algorithm=rawpy.DemosaicAlgorithm.LINEAR,
        half_size=True,
        use_camera_wb=True,
        output_color=rawpy.ColorSpace.sRGB,
        output_bps=8,
        no_auto_bright=True,
    )


def _preview(raw: rawpy.RawPy, data: bytes) -> tuple[Embedded, ...]:
    """The preview LibRaw knows of, where it is a JPEG that stands in the file."""
    try:
        thumb = raw.extract_thumb()
    except RAW_ERRORS:
        return ()  # none, or none that could be read: the raw data themselves are what counts
    found = located(thumb.data, data) if isinstance(thumb.data, bytes) else None
    return (found,) if found is not None else ()


def _developed(raw: rawpy.RawPy) -> NDArray[np.uint8]:
    raw.unpack()
    pixels = raw.postprocess(_settings())
    return pixels[:, :, 0].copy() if pixels.shape[2] == 1 else pixels


def _from_libraw(data: bytes, max_pixels: int, known: tuple[Embedded, ...]) -> Still:
    """The developed picture.

    Raises:
        LibRawError: one of `RAW_ERRORS`, if LibRaw does not recognise the file or has no memory for it.
    """
    with rawpy.RawPy() as raw:
        raw.open_buffer(io.BytesIO(data))
        sizes = raw.sizes
        stored, size = sizes.raw_width * sizes.raw_height, (sizes.width, sizes.height)
        if max(size[0] * size[1], stored) > max_pixels:
            return replace(too_large((sizes.raw_width, sizes.raw_height), max_pixels), embedded=known)
        embedded = known or _preview(raw, data)
        try:
            pixels = _developed(raw)
            still = Still(pixels, shrunk(pixels))
        except _NO_MEMORY:
            raise
        except rawpy.LibRawIOError as error:
            still = _readable_part(data, 2 * stored, error)
        except RAW_ERRORS as error:
            still = refused(error, kinds.RAW_TIFF)
    return replace(still, width=size[0], height=size[1], embedded=embedded)


def _readable_part(data: bytes, missing: int, damage: Exception) -> Still:
    """A file that ends too early is developed with zeros for what is missing, `missing` bytes at most."""
    try:
        with rawpy.RawPy() as raw:
            raw.open_buffer(io.BytesIO(data + bytes(missing)))
            pixels = _developed(raw)
    except _NO_MEMORY:
        raise
    except RAW_ERRORS as error:
        return refused(error, kinds.RAW_TIFF)
    if bool((pixels == pixels[0, 0]).all()):
        return refused(damage, kinds.RAW_TIFF)
    return Still(pixels, shrunk(pixels), issue=partly(in_words(damage)))


def _instead(stream: BinaryIO, kind: Kind, max_pixels: int, still: Still) -> Still:
    """The largest preview, else the first directory as a plain TIFF, in place of a raw file that was refused."""
    reason = still.issue.detail if still.issue is not None else phrase("it could not be developed")
    for preview in still.embedded:
        stream.seek(preview.offset)
        shown = decode_still(io.BytesIO(stream.read(preview.length)), kinds.JPEG, max_pixels)
        if shown.pixels is not None:
            return _represented(
                shown,
                still,
                phrase("its embedded preview of {width} x {height} pixels", width=shown.width, height=shown.height),
                reason,
            )
    if kind in kinds.TIFF_BASED_RAW:
        shown = decode_still(stream, kinds.TIFF, max_pixels)
        if shown.pixels is not None:
            return _represented(shown, still, phrase("the first picture of its TIFF structure"), reason)
    return still


def _represented(shown: Still, still: Still, what: str, reason: str) -> Still:
    detail = phrase(
        "the raw data could not be developed ({reason}); {what} was taken instead", reason=reason, what=what
    )
    issue = Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, detail)
    size = (still.width or shown.width, still.height or shown.height)
    return replace(shown, width=size[0], height=size[1], issue=issue, embedded=still.embedded)


def decode_raw(stream: BinaryIO, kind: Kind, max_pixels: int) -> Still:
    """Decode a camera's raw file. Bad content gives a `Still` with an issue, never an exception.

    Raises:
        MemoryError: if the picture does not fit.
    """
    size = stream.seek(0, io.SEEK_END)
    known = listed_previews(stream, kind, size)
    if size > LARGEST_BYTES:
        error = RawError(
            phrase(
                "the file has {size} bytes, the limit for raw files is {largest_bytes}",
                size=size,
                largest_bytes=LARGEST_BYTES,
            )
        )
        return _instead(stream, kind, max_pixels, replace(refused(error, kind), embedded=known))
    stream.seek(0)
    try:
        still = _from_libraw(stream.read(), max_pixels, known)
    except _NO_MEMORY as error:
        raise MemoryError from error
    except RAW_ERRORS as error:
        still = replace(refused(error, kind), embedded=known)
    too_many = still.issue is not None and still.issue.code is IssueCode.TOO_MANY_PIXELS
    return still if still.pixels is not None or too_many else _instead(stream, kind, max_pixels, still)
