"""Every kind of picture to its decoder, and what lies beside the picture in the file."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from hashing.decode import apng, gif, kinds
from hashing.decode.apple_png import ordinary
from hashing.decode.cut_short import KINDS as CUT_SHORT
from hashing.decode.cut_short import alone, completed, whole_frames
from hashing.decode.jpeg_marks import why_refused
from hashing.decode.kinds import Decoder
from hashing.decode.mpf import secondary_pictures
from hashing.decode.psd_deep import UNREAD_BITS, deep_header, in_8_bits, stated_bits
from hashing.decode.sequences import ANIMATIONS, PAGED, further_of
from hashing.decode.still import (
    Still,
    decode_still,
    nothing_of_it,
    open_picture,
    orientation_of,
    partly,
    refused,
    shrunk,
    texts_of,
    too_large,
)
from hashing.decode.tiff_kind import tiff_kind_of
from hashing.decode.tiff_pages import decode_tiff
from hashing.decode.trouble import DECODER_ERRORS
from hashing.phrases import phrase
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from PIL import Image

    from hashing.decode.kinds import Kind
    from hashing.values import Embedded


def settled_kind(stream: BinaryIO, kind: Kind) -> Kind:
    """The kind, looked at again with the whole file at hand: the directory of a raw file may lie far from its head."""
    return tiff_kind_of(stream) if kind is kinds.TIFF else kind


def _jpeg(stream: BinaryIO, max_pixels: int) -> Still:
    still = decode_still(stream, kinds.JPEG, max_pixels)
    if still.pixels is None and (still.issue is None or still.issue.code is IssueCode.DECODER_REFUSED):
        reason = why_refused(stream)
        if reason is not None:
            return replace(still, issue=Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, reason))
    return still if still.image is None else replace(still, embedded=_secondary(stream, still.image))


def _secondary(stream: BinaryIO, image: Image.Image) -> tuple[Embedded, ...]:
    if "mp" not in image.info:  # Pillow found no index: the usual photograph is not searched again
        return ()
    return secondary_pictures(stream, stream.seek(0, io.SEEK_END))


def _opened(stream: BinaryIO) -> Image.Image | None:
    """The picture as Pillow opens it, for what it says about itself; None where Pillow does not."""
    try:
        return open_picture(stream, kinds.GIF)
    except DECODER_ERRORS:
        return None  # the canvas decides what can be seen; that much is reported


def _gif(stream: BinaryIO, max_pixels: int) -> Still:
    stream.seek(0)
    data = stream.read()
    try:
        size = gif.canvas_size(data)
    except gif.GifError as error:
        return refused(error, kinds.GIF)
    if size[0] * size[1] > max_pixels:
        return too_large(size, max_pixels)
    if 0 in size:
        return refused(
            gif.GifError(phrase("the file declares {width} x {height} pixels", width=size[0], height=size[1])),
            kinds.GIF,
        )
    canvas = gif.Canvas(*size)
    damage = canvas.show(next(gif.images(data)))
    pixels, image = canvas.picture(), _opened(stream)
    del canvas  # as large as the picture
    said = (*size, b"", texts_of(image) if image is not None else (), image)
    if damage is not None and bool((pixels == pixels[0, 0]).all()):
        return Still(None, None, *said, nothing_of_it(damage))
    small = shrunk(pixels)
    if damage is not None:
        return Still(pixels, small, *said, partly(damage))
    return Still(pixels, small, *said, further=partial(gif.further_frames, data))


def _refused(still: Still) -> bool:
    return still.pixels is None and still.issue is not None and still.issue.code is IssueCode.DECODER_REFUSED


def _png(stream: BinaryIO, max_pixels: int) -> Still:
    still = _animated_png(stream, max_pixels)
    if not _refused(still):
        return still
    apple = _apple_png(stream, max_pixels)
    if apple is not None:
        return apple
    # Pillow refuses a picture whose texts or profile inflate to more than it likes; the picture needs neither.
    stream.seek(0)
    bare = apng.without_texts(stream.read())
    shown = _animated_png(io.BytesIO(bare), max_pixels) if bare is not None else still
    return shown if shown.pixels is not None else still


def _apple_png(stream: BinaryIO, max_pixels: int) -> Still | None:
    try:
        plain = ordinary(stream, max_pixels)
    except DECODER_ERRORS:
        return None  # the refusal that was met first stands
    if plain is None:
        return None
    made, missing, whole = plain
    still = decode_still(made, kinds.PNG, max_pixels)
    if not missing or still.pixels is None:
        return still
    damage = phrase("{missing} of {count} bytes are missing", missing=missing, count=whole)
    return replace(still, issue=partly(damage))


def _animated_png(stream: BinaryIO, max_pixels: int) -> Still:
    still = decode_still(stream, kinds.PNG, max_pixels)
    if still.image is not None and still.issue is None:
        animation = apng.find_animation(stream)
        if animation is None:
            return still
        orientation = orientation_of(still.image)
        return replace(still, further=partial(apng.further_frames, stream, animation, still.image, orientation))
    if still.issue is None or not _refused(still):
        return still
    stream.seek(0)
    plain = apng.without_animation(stream.read())
    shown = decode_still(io.BytesIO(plain), kinds.PNG, max_pixels) if plain is not None else still
    if shown.pixels is None:
        return still
    detail = phrase(
        "the animation is damaged, only the picture beside it was decoded: {reason}", reason=still.issue.detail
    )
    return replace(shown, issue=Issue(Stage.DECODE, IssueCode.TRUNCATED, detail))


def _photoshop(stream: BinaryIO, max_pixels: int) -> Still:
    header = deep_header(stream)
    if header is None:
        still, bits = decode_still(stream, kinds.PSD, max_pixels), stated_bits(stream)
        if not _refused(still) or bits not in UNREAD_BITS:
            return still
        reason = phrase("Photoshop documents of {bits} bits per number are not decoded", bits=bits)
        return replace(still, issue=Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, reason))
    size = (header.width, header.height)
    if size[0] * size[1] > max_pixels:
        return too_large(size, max_pixels)
    try:
        plain, missing = in_8_bits(stream, header)
    except ValueError as error:
        return refused(error, kinds.PSD, size)
    still = decode_still(plain, kinds.PSD, max_pixels)
    if not missing or still.pixels is None:
        return still
    rows = header.height * header.read_channels
    return replace(still, issue=partly(phrase("{missing} of {count} rows are missing", missing=missing, count=rows)))


def _cut_short(stream: BinaryIO, kind: Kind, still: Still, max_pixels: int) -> Still:
    """What can be had of a file that its decoder refuses because it ends too early, or another begins behind it."""
    first = alone(stream)
    if first is not None:
        shown = decode_still(first, kind, max_pixels)
        return shown if shown.pixels is not None else still
    frames = whole_frames(stream)
    made = frames or completed(stream)
    if made is None or still.issue is None:
        return still
    shown = decode_still(made[0], kind, max_pixels)
    if shown.pixels is None or bool((shown.pixels == shown.pixels[0, 0]).all()):
        return still
    damage = phrase("the last {missing} bytes are missing", missing=made[1])
    further = further_of(shown.image, kind) if frames is not None and shown.image is not None else None
    return replace(shown, issue=partly(damage), further=further)


def _icon(stream: BinaryIO, max_pixels: int) -> Still:
    # Late import: few files need it.
    from hashing.decode.icon import decode_icon

    return decode_icon(stream, max_pixels)


_OWN_WAYS = {
    kinds.JPEG: _jpeg,
    kinds.GIF: _gif,
    kinds.PNG: _png,
    kinds.TIFF: decode_tiff,
    kinds.ICON: _icon,
    kinds.PSD: _photoshop,
}


def decode_picture(stream: BinaryIO, kind: Kind, max_pixels: int) -> Still:
    """Decode the picture of a file. Bad content gives a `Still` with an issue, never an exception.

    Raises:
        MemoryError: if the picture does not fit; the caller says so beside the digests.
    """
    if kind in _OWN_WAYS:
        return _OWN_WAYS[kind](stream, max_pixels)
    if kind.decoder is Decoder.RAW:
        # Late import: LibRaw takes a moment to load.
        from hashing.decode.raw import decode_raw

        return decode_raw(stream, kind, max_pixels)
    still = decode_still(stream, kind, max_pixels)
    if kind in CUT_SHORT and _refused(still):
        return _cut_short(stream, kind, still, max_pixels)
    readable = still.image is not None and (still.issue is None or kind in PAGED)
    if still.image is not None and readable and kind in ANIMATIONS + PAGED:
        return replace(still, further=further_of(still.image, kind))
    return still
