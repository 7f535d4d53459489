"""In a child: pages of a report's PDF as raw pixels. The document stays until another one is given.

The parent imports this module, too, to name its functions; so PDFium is imported inside them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from forensicdesk.language import sentence
from forensicdesk.viewed import MOST_PIXELS, NotShown, Pixels, Shown
from forensicdesk.workers.showing import guarded

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_PAGE = sentence("The report has no such page.")
NO_DOCUMENT = sentence("The pages of the report cannot be drawn: what was laid out is no PDF.")

_held: tuple[str, Any] | None = None


def hold(key: str, content: bytes) -> int | NotShown:
    """Take a document under a name, in place of the one before; gives its number of pages."""
    import pypdfium2

    def take() -> int | NotShown:
        global _held  # noqa: PLW0603 - one document for one child
        if _held is not None:
            _held[1].close()
            _held = None
        try:
            _held = (key, pypdfium2.PdfDocument(content))
        except pypdfium2.PdfiumError:
            return NotShown(NO_DOCUMENT)
        return len(_held[1])

    return guarded(take)


def drawn(key: str, number: int, width: int, coarse: int) -> Shown | NotShown | None:
    """A page, from 1, so many pixels wide; None where this child holds no document of that name.

    With `coarse` its pictures have so many squares on their longest side, and finer ones stay in the child; 0 for all.
    """
    if _held is None or _held[0] != key:
        return None
    document = _held[1]
    return guarded(lambda: _page(document, number, width, coarse))


def _page(document: Any, number: int, width: int, coarse: int) -> Shown | NotShown:  # noqa: ANN401 - pypdfium2 has no types
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    if not 1 <= number <= len(document):
        return NotShown(NO_PAGE)
    page = document[number - 1]
    wide, high = page.get_size()
    scale = min(max(1, width) / wide, math.sqrt(MOST_PIXELS / (wide * high)) * 0.99)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    picture = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    if coarse:
        for one in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = one.get_bounds()
            _coarsen(picture, (left * scale, (high - top) * scale, right * scale, (high - bottom) * scale), coarse)
    height, across = picture.shape[:2]
    page.close()
    return Shown(Pixels(across, height, picture.tobytes()), across, height, number, len(document))


def _coarsen(picture: NDArray[np.uint8], box: tuple[float, float, float, float], squares: int) -> None:
    """Make so many squares, on its longest side, of a part of a page."""
    height, width = picture.shape[:2]
    left, top = max(0, math.floor(box[0])), max(0, math.floor(box[1]))
    right, bottom = min(width, math.ceil(box[2])), min(height, math.ceil(box[3]))
    side = max(1, math.ceil(max(right - left, bottom - top) / squares))
    for y in range(top, bottom, side):
        for x in range(left, right, side):
            part = picture[y : min(y + side, bottom), x : min(x + side, right)]
            part[:] = part.mean(axis=(0, 1))
