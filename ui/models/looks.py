"""How a picture may be shown: hidden, blurred, as a line drawing, in shades of grey, no larger than wished.

Everything here works on a picture that is already small, off the event loop and before it is painted for the first
time, so that nothing clearer than what was asked for is ever on the screen. Every place that shows a picture asks
`as_shown` for it and `room_for` for how large it may be; both follow the `Look` that the window tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage

from forensicdesk.language import later

if TYPE_CHECKING:
    from numpy.typing import NDArray

COVER = QSize(4, 3)
COVER_COLOUR = "#8a929a"
FAINTEST = 6.0
"""Changes of brightness below this, of 255, make no line; else the grain of an even surface would be drawn."""
STRONGEST_SHARE = 97.0
"""Changes of brightness as strong as this percentile are drawn black."""


class Blur(StrEnum):
    """How strongly a picture is blurred."""

    STRONG = "strong"
    MEDIUM = "medium"
    LIGHT = "light"


BLURS = {
    Blur.STRONG: (12, later("Strong: coarse squares, nothing can be recognised")),
    Blur.MEDIUM: (20, later("Medium: soft shapes and colours")),
    Blur.LIGHT: (40, later("Light: people and scenes can be made out")),
}
"""To how many pixels the longest side of a picture is reduced, and what that means."""


@dataclass(frozen=True, slots=True)
class Look:
    """How pictures are shown. Blurred is the default everywhere.

    Attributes:
        blurred: blurred, as strongly as `blur` says.
        grey: in shades of grey.
        blur: see `Blur`.
        lines: as a line drawing, where they are not blurred.
        hidden: not at all; comes before everything else.
        limit_px: the longest side on the screen, 0 for no limit.
    """

    blurred: bool = True
    grey: bool = False
    blur: Blur = Blur.STRONG
    lines: bool = False
    hidden: bool = False
    limit_px: int = 0

    @property
    def clear(self) -> bool:
        """Whether pictures can be recognised as photographs."""
        return not (self.hidden or self.blurred or self.lines)

    @property
    def coarse_px(self) -> int:
        """To how many pixels on the longest side a child reduces what is shown large, 0 where it does not."""
        return BLURS[self.blur][0] if self.blurred else 0


def as_shown(picture: QImage, look: Look, frames: int = 1) -> QImage:
    """The picture as it may be shown; a null image stays one.

    Args:
        picture: a decoded picture, or frames of one width side by side.
        look: how.
        frames: how many frames stand side by side.
    """
    if picture.isNull():
        return picture
    if look.hidden:
        return cover()
    if look.blurred:
        made = _blurred(picture, BLURS[look.blur][0], frames, squares=look.blur is Blur.STRONG)
    elif look.lines:
        return line_drawing(picture)
    else:
        made = picture
    if look.grey:
        made = made.convertToFormat(QImage.Format.Format_Grayscale8)
    return made.convertToFormat(QImage.Format.Format_RGB32)


def cover() -> QImage:
    """What stands in the place of a hidden picture: one even colour."""
    made = QImage(COVER, QImage.Format.Format_RGB32)
    made.fill(QColor(COVER_COLOUR))
    return made


def room_for(area: QRect, look: Look) -> QRect:
    """The part of `area` in which a picture may be drawn: the middle of it, no longer than the limit."""
    if not look.limit_px:
        return area
    size = area.size().boundedTo(QSize(look.limit_px, look.limit_px))
    room = QRect(area.topLeft(), size)
    room.moveCenter(area.center())
    return room


def line_drawing(picture: QImage) -> QImage:
    """The outlines of a picture in black on white: where brightness changes, and how strongly."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = grey.width(), grey.height()
    rows = np.frombuffer(grey.constBits(), dtype=np.uint8).reshape(height, grey.bytesPerLine())
    smooth = _smoothed(rows[:, :width].astype(np.float32))
    down, right = np.gradient(smooth) if min(width, height) > 1 else (smooth * 0, smooth * 0)
    change = np.maximum(np.hypot(down, right) * 2 - FAINTEST, 0)
    strongest = float(np.percentile(change, STRONGEST_SHARE)) or 1.0
    ink = (255 - np.minimum(change / strongest, 1) * 255).astype(np.uint8)
    drawn = QImage(ink.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    return drawn.convertToFormat(QImage.Format.Format_RGB32)


def _smoothed(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of each pixel and its eight neighbours."""
    edged = np.pad(values, 1, mode="edge")
    smooth: NDArray[np.float32] = np.lib.stride_tricks.sliding_window_view(edged, (3, 3)).mean(axis=(2, 3))
    return smooth


def _blurred(picture: QImage, longest_px: int, frames: int, *, squares: bool) -> QImage:
    """Each frame reduced to so many pixels; enlarged again where it is not to be drawn as squares."""
    frame = QSize(max(1, picture.width() // frames), picture.height())
    size = frame.scaled(longest_px, longest_px, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    fit, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = picture.scaled(QSize(size.width() * frames, size.height()), fit, smooth)
    return small if squares else small.scaled(picture.size(), fit, smooth)
