"""Small pictures that differ: numbers in, bytes out."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image


def jpeg(number: int, width: int = 96, height: int = 80) -> bytes:
    """A JPEG file of coloured noise; the same number gives the same bytes."""
    noise = np.random.default_rng(number).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
    return out.getvalue()
