"""Decoding of pictures: once, in one documented way, shared by every hash and the thumbnail.

The steps are part of the algorithms' version: a JPEG is decoded at 1/2, 1/4 or 1/8 by its own transform as long as its
shorter side keeps 1024 pixels; of animations and multi-picture files the first picture is taken; it is flattened (see
`flatten`), and its EXIF orientation is undone once. Embedded colour profiles are not applied.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, ImageChops, ImageFile, UnidentifiedImageError

from hashing.decode.canvas import opaque_canvas
from hashing.decode.flatten import as_pixels, flatten
from hashing.decode.kinds import Decoder
from hashing.decode.trouble import DECODER_ERRORS, in_words
from hashing.phrases import phrase
from hashing.values import Issue, IssueCode, Stage
from hashing.vision import halved, upright

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hashing.decode.frames import Further
    from hashing.decode.kinds import Kind
    from hashing.values import Embedded

# The limit on pixels comes with the recipe; Pillow's own would be a second, hidden one.
Image.MAX_IMAGE_PIXELS = None
# What Pillow would log about damaged files becomes an issue; nothing is printed.
logging.getLogger("PIL").setLevel(logging.CRITICAL + 1)

SHORTEST_SCALED_SIDE = 1024
SHORTEST_SMALL_SIDE = 512
LONGEST_SIDE = 500_000
"""A picture of one pixel by millions costs a hash far more than its pixels; no real one is as long as this."""
_JPEG_SCALES = (8, 4, 2)
_ORIENTATION = 0x0112
_BITS_PER_SAMPLE = 0x0102
_WIDTH, _HEIGHT = 0x0100, 0x0101
_DEEP = 16
_SPREAD = {"L;2": 85, "L;4": 17}
_BLOCK_BYTES = 8 << 20
"""The decoder is fed in pieces of this length. Pillow's own 64 KiB cost a large photograph about a millisecond."""


@dataclass(frozen=True, slots=True)
class Still:
    """A decoded picture.

    Attributes:
        pixels: upright, 8 bits, grey (height x width) or RGB (height x width x 3); None if it could not be decoded.
        small: the same, shrunk by a whole number (box average) as long as its shorter side keeps 512 pixels.
        width, height: as stored, before orientation and scaling; None if not even that could be read.
        exif: the EXIF block as the decoder found it, b"" if there is none.
        texts: text fields of the format itself (PNG text, comments).
        image: the opened picture, for the second metadata reader.
        issue: what went wrong, if anything. With `pixels` present: the readable part was decoded.
        embedded: pictures that lie inside the file as files of their own.
        further: gives the frames or pages beside this one; None where there are none.
    """

    pixels: NDArray[np.uint8] | None
    small: NDArray[np.uint8] | None = None
    width: int | None = None
    height: int | None = None
    exif: bytes = b""
    texts: tuple[tuple[str, str | bytes], ...] = ()
    image: Image.Image | None = None
    issue: Issue | None = None
    embedded: tuple[Embedded, ...] = ()
    further: Further | None = None


def open_picture(stream: BinaryIO, kind: Kind) -> Image.Image:
    """Open with the formats of this kind only: a file is never handed to a plugin that merely might take it."""
    if kind.decoder is Decoder.HEIF:
        # Late import: few files need it.
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
    stream.seek(0)
    image = Image.open(stream, formats=kind.formats)
    if isinstance(image, ImageFile.ImageFile):
        image.decodermaxblock = _BLOCK_BYTES
        _spread_transparency(image)
    return image


def _spread_transparency(image: ImageFile.ImageFile) -> None:
    """Grey of 2 and 4 bits is spread over 8 on loading, but its transparent value is not: that is done here."""
    transparent = image.info.get("transparency")
    if image.mode == "L" and isinstance(transparent, int) and image.tile and isinstance(image.tile[0].args, str):
        image.info["transparency"] = transparent * _SPREAD.get(image.tile[0].args, 1)


def _scale(image: Image.Image) -> None:
    """Let a JPEG decode at a fraction of its size."""
    width, height = image.size
    for scale in _JPEG_SCALES:
        if min(width, height) // scale >= SHORTEST_SCALED_SIDE:
            image.draft(None, (width // scale, height // scale))
            return


def _stored_size(image: Image.Image) -> tuple[int, int]:
    """Width and height before orientation. Pillow turns TIFF sizes on opening; the tags keep the stored ones."""
    tags = getattr(image, "tag_v2", None)
    if tags is not None and isinstance(tags.get(_WIDTH), int) and isinstance(tags.get(_HEIGHT), int):
        return tags[_WIDTH], tags[_HEIGHT]
    return image.size


def _grey_bits(image: Image.Image) -> int:
    tags = getattr(image, "tag_v2", None)
    bits = tags.get(_BITS_PER_SAMPLE, (_DEEP,)) if tags is not None else (_DEEP,)
    first = bits[0] if isinstance(bits, tuple) and bits else bits
    return first if isinstance(first, int) and 8 < first < _DEEP else _DEEP  # noqa: PLR2004 - between the usual depths


def orientation_of(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; 1 where it is absent or unreadable (the metadata reader reports that)."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except DECODER_ERRORS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1  # noqa: PLR2004 - the eight values of EXIF


def _load(image: Image.Image, stream: BinaryIO, kind: Kind) -> tuple[Image.Image, str | None]:
    """The loaded picture, and the reason if only its readable part could be had."""
    _scale(image)
    try:
        image.load()
    except DECODER_ERRORS as error:
        reason = in_words(error)
    else:
        return image, None
    image = open_picture(stream, kind)
    _scale(image)
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return image, reason


def texts_of(image: Image.Image) -> tuple[tuple[str, str | bytes], ...]:
    """Text fields of the format itself."""
    ordered = sorted(image.info.items(), key=lambda entry: str(entry[0]))
    texts = tuple(
        (str(name), value)
        for name, value in ordered
        if (isinstance(value, str) and not (name == "compression" and image.format == "TIFF"))  # Pillow's own word
        or (name == "comment" and isinstance(value, bytes))
    )
    # The HEIC decoder turns the picture and sets the tag to 1; what the file said is kept here.
    stated = image.info.get("original_orientation")
    return (*texts, ("EXIF orientation stated", str(stated))) if isinstance(stated, int) else texts


def _exif(image: Image.Image) -> bytes:
    block = image.info.get("exif", b"")
    return block if isinstance(block, bytes) else b""


def refused(error: BaseException, kind: Kind, size: tuple[int, int] | None = None) -> Still:
    """A picture of which the decoder could make nothing."""
    width, height = size or (None, None)
    unclear = isinstance(error, UnidentifiedImageError)
    detail = phrase("the {name} decoder could make nothing of the file", name=kind.name) if unclear else in_words(error)
    return Still(None, None, width, height, issue=Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, detail))


def too_large(size: tuple[int, int], most: int) -> Still:
    """A picture that was not decoded for its size."""
    detail = phrase(
        "{width} x {height} pixels, the limit is {max_pixels} pixels", width=size[0], height=size[1], max_pixels=most
    )
    return Still(None, None, *size, issue=Issue(Stage.DECODE, IssueCode.TOO_MANY_PIXELS, detail))


def shrunk(pixels: NDArray[np.uint8], flat: Image.Image | None = None) -> NDArray[np.uint8]:
    """Averages of whole boxes. Both libraries round alike; for the frequent factor 2 OpenCV is three times as fast.

    Args:
        pixels: the picture.
        flat: the same as Pillow has it, if it has it: from an array Pillow makes a copy first.
    """
    height, width = pixels.shape[:2]
    factor = min(height, width) // SHORTEST_SMALL_SIDE
    if factor <= 1:
        return pixels
    if factor == 2:  # noqa: PLR2004 - halves
        return halved(pixels)
    whole = (0, 0, width // factor * factor, height // factor * factor)
    return as_pixels((flat or Image.fromarray(pixels)).reduce(factor, whole))


def _blank(flat: Image.Image) -> bool:
    grey = flat.convert("L").getextrema()
    return grey[0] == grey[1]


def _meant(image: Image.Image) -> Image.Image:
    """A Photoshop document's merged picture stands on white already; its fourth channel is as often a saved mask.

    Its bitmaps have ones where they are black, and Pillow takes them for white.
    """
    if image.format == "PSD" and image.mode == "1":
        return ImageChops.invert(image)
    return image.convert("RGB") if image.format == "PSD" and image.mode == "RGBA" else image


def upright_pixels(image: Image.Image) -> NDArray[np.uint8]:
    """A loaded picture flattened and with its EXIF orientation undone: what every hash is made from."""
    return upright(as_pixels(flatten(_meant(image), _grey_bits(image))), orientation_of(image))


def partly(damage: str) -> Issue:
    """The issue of a picture of which a part was decoded."""
    detail = phrase("only a part of the picture could be decoded: {reason}", reason=damage)
    return Issue(Stage.DECODE, IssueCode.TRUNCATED, detail)


def nothing_of_it(damage: str) -> Issue:
    """The issue of a picture whose decoder gave nothing but one colour before it met damage."""
    detail = phrase("no part of the picture could be decoded: {reason}", reason=damage)
    return Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, detail)


def _decoded(opened: Image.Image, stream: BinaryIO, kind: Kind, size: tuple[int, int]) -> Still:
    canvas = opaque_canvas(opened)
    if canvas is not None:
        return _said(opened, size, canvas, shrunk(canvas))
    image, damage = _load(opened, stream, kind)
    flat = flatten(_meant(image), _grey_bits(image))
    if damage is not None and _blank(flat):
        return Still(None, None, *size, _exif(image), texts_of(image), image, nothing_of_it(damage))
    pixels = as_pixels(flat)
    still = _said(image, size, pixels, shrunk(pixels, flat))
    return still if damage is None else replace(still, issue=partly(damage))


def _said(image: Image.Image, size: tuple[int, int], pixels: NDArray[np.uint8], small: NDArray[np.uint8]) -> Still:
    """The pixels turned upright, with what the file says beside them."""
    turn = orientation_of(image)
    return Still(upright(pixels, turn), upright(small, turn), *size, _exif(image), texts_of(image), image)


def decode_still(stream: BinaryIO, kind: Kind, max_pixels: int) -> Still:
    """Decode the first picture of a file. Bad content gives a `Still` with an issue, never an exception.

    Raises:
        MemoryError: if the picture does not fit; the caller says so beside the digests.
    """
    try:
        opened = open_picture(stream, kind)
        size = _stored_size(opened)
    except DECODER_ERRORS as error:
        return refused(error, kind)
    if size[0] * size[1] > max_pixels or opened.size[0] * opened.size[1] > max_pixels:
        return too_large(size, max_pixels)
    if max(size) > LONGEST_SIDE:
        detail = phrase(
            "{width} x {height} pixels, the limit for a side is {longest_side} pixels",
            width=size[0],
            height=size[1],
            longest_side=LONGEST_SIDE,
        )
        return Still(None, None, *size, issue=Issue(Stage.DECODE, IssueCode.TOO_MANY_PIXELS, detail))
    try:
        return _decoded(opened, stream, kind, size)
    except DECODER_ERRORS as error:
        return refused(error, kind, size)
