"""dHash as imagehash defines it: which of two neighbouring pixels of a row is the brighter, at 9 x 8 pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.perceptual.lanczos import reduced

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image


def dhash(grey: Image.Image, samples: NDArray[np.float32] | None = None) -> bytes:
    """The 8 bytes of `imagehash.dhash` in its standard parameters, for a picture in mode "L"; see `lanczos.reduced`."""
    small = reduced(grey, 9, 8, samples)
    return np.packbits(small[:, 1:] > small[:, :-1]).tobytes()
