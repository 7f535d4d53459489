"""Pages of a TIFF file: through Pillow, or read here where Pillow would refuse or misread them (see `tiff_plain`)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from hashing.decode import kinds
from hashing.decode.flatten import as_pixels, flatten
from hashing.decode.frames import DamagedFrame, Frame
from hashing.decode.sequences import further_of, tiff_page
from hashing.decode.still import Still, decode_still, partly, refused, shrunk, too_large
from hashing.decode.tiff_plain import layout, plain_picture
from hashing.decode.tiff_tags import chain, first_directory, leads_outside
from hashing.decode.trouble import DECODER_ERRORS, in_words
from hashing.phrases import phrase
from hashing.values import Issue, IssueCode, Stage
from hashing.vision import upright

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from hashing.decode.frames import Budget
    from hashing.decode.tiff_plain import Layout
    from hashing.decode.tiff_tags import Directory

_ORIENTATION = 0x0112
_SUBFILE_TYPE = 0x00FE
_REDUCED = 1
_COMPRESSION = 0x0103
_UNREAD = {
    33003: "JPEG 2000",
    33005: "JPEG 2000",
    34661: "JBIG",
    34712: "JPEG 2000",
    34887: "LERC",
    50001: "WebP",
    50002: "JPEG XL",
    52546: "JPEG XL",
}
"""Compressions of TIFF that the libtiff in use does not read."""


def _read(directory: Directory, plan: Layout) -> tuple[NDArray[np.uint8], str | None]:
    picture, damage = plain_picture(directory, plan)
    return upright(as_pixels(flatten(picture)), directory.number(_ORIENTATION) or 1), damage


def _opened(stream: BinaryIO) -> Image.Image | None:
    """The file as Pillow opens it; None where it refuses the first page."""
    stream.seek(0)
    try:
        return Image.open(stream, formats=("TIFF",))
    except DECODER_ERRORS:
        return None  # pages that are read here need no Pillow, the others are reported one by one


def _first(stream: BinaryIO, directory: Directory, plan: Layout, max_pixels: int) -> Still:
    size = (plan.width, plan.height)
    if size[0] * size[1] > max_pixels:
        return too_large(size, max_pixels)
    try:
        pixels, damage = _read(directory, plan)
    except DECODER_ERRORS as error:
        return refused(error, kinds.TIFF, size)
    small = shrunk(pixels)
    return Still(pixels, small, *size, image=_opened(stream), issue=partly(damage) if damage else None)


def _page(number: int, directory: Directory, plan: Layout) -> Frame | DamagedFrame:
    try:
        pixels, _damage = _read(directory, plan)
    except DECODER_ERRORS as error:
        return DamagedFrame(number, in_words(error))
    return Frame(number, pixels, minor=bool((directory.number(_SUBFILE_TYPE) or 0) & _REDUCED))


def _pages(stream: BinaryIO, image: Image.Image | None, budget: Budget) -> Iterator[Frame | DamagedFrame]:
    number = 0
    for number, directory in enumerate(chain(stream), start=1):
        if number == 1:
            continue
        plan = layout(directory)
        if plan is None:
            page = tiff_page(image, number, budget)
            if page is None:
                return
            yield page
        elif budget.allows(plan.width, plan.height):
            yield _page(number, directory, plan)
        else:
            return
    if number and leads_outside(directory):
        yield DamagedFrame(number + 1, phrase("the file ends before it"))


def _rest(stream: BinaryIO, directory: Directory, still: Still, max_pixels: int) -> Still:
    """What can be had of a first page that Pillow refused: strips and tiles that are whole; else a clear reason."""
    plan = layout(directory, refused=True)
    if plan is not None:
        shown = _first(stream, directory, plan, max_pixels)
        if shown.pixels is not None and bool((shown.pixels != shown.pixels[0, 0]).any()):
            return shown
    name = _UNREAD.get(directory.number(_COMPRESSION) or 0)
    if name is None:
        return still
    reason = phrase("TIFF with {name} compression is not decoded", name=name)
    return replace(still, issue=Issue(Stage.DECODE, IssueCode.DECODER_REFUSED, reason))


def decode_tiff(stream: BinaryIO, max_pixels: int) -> Still:
    """Decode a TIFF file: the first page is the picture, the others are looked at beside it.

    Raises:
        MemoryError: if the picture does not fit.
    """
    directory = first_directory(stream)
    plan = layout(directory) if directory is not None else None
    if directory is not None and plan is not None:
        still = _first(stream, directory, plan, max_pixels)
    else:
        still = decode_still(stream, kinds.TIFF, max_pixels)
        if directory is not None and still.issue is not None and still.issue.code is IssueCode.DECODER_REFUSED:
            still = _rest(stream, directory, still, max_pixels)
    if directory is None and still.image is not None:  # BigTIFF
        return replace(still, further=further_of(still.image, kinds.TIFF))
    return replace(still, further=partial(_pages, stream, still.image))
