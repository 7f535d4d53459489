"""Film previews: a strip of frames side by side, laid out anew in rows so that it fills a cell of the gallery."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter

MOST_FRAMES = 6
"""A strip has no more frames than this."""

LEAST_MOSAIC_HEIGHT = 4
"""A mosaic of fewer rows tells too little about the shape of a frame."""

FURTHEST = 0.75
"""How far the strip's length may be from a whole number of frames; more, and it is shown as it is."""

CELL_WIDTH, CELL_HEIGHT = 4, 3
GAP_PX = 3


def frame_count(strip: QImage, mosaic: QImage) -> int:
    """How many frames stand side by side in a preview: 1 for anything that is no strip.

    The mosaic shows one frame, so its shape tells about how wide a frame is; frames are all of one width.
    """
    if strip.isNull() or mosaic.isNull() or mosaic.height() < LEAST_MOSAIC_HEIGHT:
        return 1
    frames = (strip.width() / strip.height()) / (mosaic.width() / mosaic.height())
    whole = [count for count in range(1, MOST_FRAMES + 1) if strip.width() % count == 0]
    nearest = min(whole, key=lambda count: abs(count - frames))
    return nearest if abs(nearest - frames) < FURTHEST else 1


def columns_for(frames: int, frame_width: int, frame_height: int) -> int:
    """In how many columns frames of this size become largest in a cell of the gallery."""

    def scale(columns: int) -> float:
        rows = -(-frames // columns)
        return min(CELL_WIDTH / (columns * frame_width), CELL_HEIGHT / (rows * frame_height))

    return max(range(1, frames + 1), key=scale)


def lay_out(strip: QImage, frames: int) -> QImage:
    """The frames of a strip in rows, read like text; what is left free is transparent."""
    if frames < 2:  # noqa: PLR2004 - one frame is a picture
        return strip
    width, height = strip.width() // frames, strip.height()
    columns = columns_for(frames, width, height)
    rows = -(-frames // columns)
    size = (columns * (width + GAP_PX) - GAP_PX, rows * (height + GAP_PX) - GAP_PX)
    sheet = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    sheet.fill(0)
    painter = QPainter(sheet)
    for number in range(frames):
        row, column = divmod(number, columns)
        place = QPoint(column * (width + GAP_PX), row * (height + GAP_PX))
        painter.drawImage(place, strip, QRect(number * width, 0, width, height))
    painter.end()
    return sheet
