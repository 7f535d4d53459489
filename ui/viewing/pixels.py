"""Raw pixels of a child as an image to paint, and the curve of levels. Nothing is decoded here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from forensicdesk.language import later
from forensicdesk.viewed import Pixels
from ui.models.looks import Blur, as_shown

if TYPE_CHECKING:
    from forensicdesk.viewed import Shown
    from ui.models.looks import Look

_NOTHING = Pixels(0, 0, b"")
MOST = 255
LINES_PX, SOFT_PX = 1280, 640
"""Outlines are drawn of a picture of this size at most, and a softly blurred one is enlarged to this: longest sides."""
HIDDEN = later("Pictures are hidden. F9 brings them back, blurred.")
"""Stands where a picture would be; nothing is decoded meanwhile."""


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A picture, page or frame ready to paint; `facts` without its pixels."""

    facts: Shown
    image: QImage


def ready(shown: Shown, look: Look) -> Ready:
    """What a child sent, in this look; called beside the event loop."""
    return Ready(replace(shown, pixels=_NOTHING), image_of(shown.pixels, look))


def image_of(pixels: Pixels, look: Look) -> QImage:
    """An image of its own memory, as it may be painted. Where it is blurred, finer pixels never left the child."""
    if not pixels.is_sound:
        return QImage()
    image = QImage(pixels.rgb, pixels.width, pixels.height, pixels.width * 3, QImage.Format.Format_RGB888)
    if look.clear:
        # Nothing but the colour goes; the large pictures of the viewer take the short way.
        shown = image.convertToFormat(QImage.Format.Format_Grayscale8) if look.grey else image
        return shown.convertToFormat(QImage.Format.Format_RGB888).copy()
    if look.lines and not look.blurred:
        image = _fitted(image, min(LINES_PX, max(image.width(), image.height())))
    shown = as_shown(image, look)
    if look.blurred and look.blur is not Blur.STRONG and not look.hidden:
        shown = _fitted(shown, SOFT_PX)
    return shown.convertToFormat(QImage.Format.Format_RGB888).copy()


def _fitted(image: QImage, longest_px: int) -> QImage:
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(longest_px, longest_px, keep, smooth)


@dataclass(frozen=True, slots=True)
class Levels:
    """What is shown as black and as white, 0 to 255, and the curve between them (above 1 lifts the dark)."""

    black: int = 0
    white: int = MOST
    gamma: float = 1.0

    @property
    def is_plain(self) -> bool:
        """Whether nothing is changed."""
        return self == Levels()

    def table(self) -> bytes:
        """What each of the 256 values becomes."""
        span = max(1, self.white - self.black)
        shares = (min(1.0, max(0.0, (value - self.black) / span)) for value in range(MOST + 1))
        return bytes(round(MOST * share ** (1.0 / self.gamma)) for share in shares)


def levelled(image: QImage, levels: Levels) -> QImage:
    """The image with its levels changed; it is RGB888."""
    if levels.is_plain or image.isNull():
        return image
    changed = bytes(image.constBits()).translate(levels.table())
    return QImage(changed, image.width(), image.height(), image.bytesPerLine(), QImage.Format.Format_RGB888).copy()
