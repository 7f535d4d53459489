"""Pictures in a PDF: each different one once, JPEG as it is, everything else as plain colours without transparency."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from reports.pdf_file import PdfFile

_SPACES = {"RGB": "/DeviceRGB", "L": "/DeviceGray"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture in the file: the number of its object, and its size in pixels."""

    number: int
    width: int
    height: int


class Images:
    """The pictures of one file."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._placed: dict[bytes, Placed] = {}

    def place(self, content: bytes) -> Placed | None:
        """Put a picture into the file if it is not there yet; None if it cannot be read."""
        digest = hashlib.sha256(content).digest()
        if digest not in self._placed:
            try:
                with Image.open(io.BytesIO(content)) as image:
                    image.load()
                    self._placed[digest] = self._written(image, content)
            except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
                return None
        return self._placed[digest]

    def _written(self, image: Image.Image, content: bytes) -> Placed:
        number = self._file.reserve()
        as_it_is = image.format == "JPEG" and image.mode in _SPACES
        shown = image if as_it_is else _opaque(image)
        about = (
            f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height}"
            f" /ColorSpace {_SPACES[shown.mode]} /BitsPerComponent 8"
        )
        if as_it_is:
            self._file.stream(number, content, f"{about} /Filter /DCTDecode", compress=False)
        else:
            self._file.stream(number, shown.tobytes(), about)
        return Placed(number, image.width, image.height)


def _opaque(image: Image.Image) -> Image.Image:
    """The picture on white paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    colours = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(colours, mask=colours.getchannel("A"))
    return paper
