"""The canvas on which a WebP decoder draws, seen as it is: pixels without Pillow's own copy of them.

Pillow's plugin gets four bytes a pixel from the decoder, copies them into a picture of its own, and that is packed to
three. Here the decoder's bytes are packed at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL.WebPImagePlugin import WebPImageFile

from hashing.vision import first_three

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

_BYTES_A_PIXEL = 4


def opaque_canvas(image: Image.Image) -> NDArray[np.uint8] | None:
    """The one picture of an opened WebP file as height x width x 3, equal to what Pillow would load.

    The file stays as it was opened: it can still be loaded.

    Returns:
        None for other formats, animations and pictures with transparency, and where the decoder gives nothing: then
        loading it says why.

    Raises:
        OSError: what the decoder says of damage, as loading it would raise.
    """
    decoder = getattr(image, "_decoder", None)
    if not isinstance(image, WebPImageFile) or decoder is None or image.mode != "RGB" or image.n_frames != 1:
        return None
    shown = decoder.get_next()
    decoder.reset()
    if shown is None:
        return None
    return first_three(np.frombuffer(shown[0], dtype=np.uint8).reshape(image.height, image.width, _BYTES_A_PIXEL))
