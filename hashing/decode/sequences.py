"""Further frames and pages as Pillow's decoders give them: WebP, AVIF, pages of TIFF, pictures of HEIF.

Frames come composed, as they are shown. Nothing is counted beforehand: a file may declare more than it holds.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from hashing.decode import kinds
from hashing.decode.frames import DamagedFrame, Frame
from hashing.decode.still import upright_pixels
from hashing.decode.trouble import DECODER_ERRORS, in_words
from hashing.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from hashing.decode.frames import Budget, Further
    from hashing.decode.kinds import Kind

ANIMATIONS = (kinds.WEBP, kinds.AVIF)
PAGED = (kinds.TIFF, kinds.HEIC, kinds.HEIF)
_SUBFILE_TYPE = 0x00FE
_REDUCED = 1
_MILLISECONDS = 1000.0


def _duration_s(image: Image.Image) -> float:
    duration = image.info.get("duration", 0)
    return duration / _MILLISECONDS if isinstance(duration, (int, float)) and 0 <= duration < 1 << 40 else 0.0


def _reduced(image: Image.Image) -> bool:
    """A TIFF page that is a smaller rendering of another one."""
    tags = getattr(image, "tag_v2", None)
    kind = tags.get(_SUBFILE_TYPE) if tags is not None else None
    return isinstance(kind, int) and bool(kind & _REDUCED)


def _loaded(image: Image.Image, number: int, time_s: float | None) -> Frame | DamagedFrame:
    try:
        image.load()
        return Frame(number, upright_pixels(image), time_s, minor=_reduced(image))
    except DECODER_ERRORS as error:
        return DamagedFrame(number, in_words(error))


def _moved(image: Image.Image, index: int) -> str | bool:
    """Go to a frame: True if it is there, False if there are no more, the reason where the file breaks off."""
    try:
        image.seek(index)
    except EOFError:
        return False
    except DECODER_ERRORS as error:
        return in_words(error)
    return True


def _animation(image: Image.Image, budget: Budget) -> Iterator[Frame | DamagedFrame]:
    time_s = _duration_s(image)
    for index in range(1, getattr(image, "n_frames", 1)):
        if not budget.allows(*image.size):
            return
        moved = _moved(image, index)
        if moved is not True:
            yield DamagedFrame(index + 1, moved or phrase("the file ends before it"))
            return
        frame = _loaded(image, index + 1, time_s)
        yield frame
        if isinstance(frame, DamagedFrame):
            return
        time_s += _duration_s(image)


def tiff_page(image: Image.Image | None, number: int, budget: Budget) -> Frame | DamagedFrame | None:
    """One page, None where there are no more or the budget is used up.

    Args:
        image: the open file; None if it was refused from its first page on.
        number: from 1.
        budget: what may still be decoded.
    """
    if image is None:
        return DamagedFrame(number, phrase("it cannot be reached behind a first page that was refused"))
    moved = _moved(image, number - 1)
    if moved is not True:
        return DamagedFrame(number, str(moved)) if moved else None
    return _loaded(image, number, None) if budget.allows(*image.size) else None


def _tiff_pages(image: Image.Image, budget: Budget) -> Iterator[Frame | DamagedFrame]:
    for number in itertools.count(2):
        page = tiff_page(image, number, budget)
        if page is None:
            return
        yield page
        if isinstance(page, DamagedFrame) and image.tell() != number - 1:
            return


def _heif_pictures(image: Image.Image, budget: Budget) -> Iterator[Frame | DamagedFrame]:
    primary = image.tell()
    for index in range(getattr(image, "n_frames", 1)):
        if index == primary:
            continue
        moved = _moved(image, index)
        if moved is not True:
            yield DamagedFrame(index + 1, moved or phrase("it is not there"))
        elif not budget.allows(*image.size):
            return
        else:
            yield _loaded(image, index + 1, None)


def further_of(image: Image.Image, kind: Kind) -> Further | None:
    """What gives the frames or pages beside the one that is open; None where the format or the file has but one."""
    walk: Any = None
    if kind is kinds.TIFF:
        walk = _tiff_pages
    elif getattr(image, "n_frames", 1) > 1:
        walk = _animation if kind in ANIMATIONS else _heif_pictures if kind in PAGED else None
    return None if walk is None else lambda budget: walk(image, budget)
