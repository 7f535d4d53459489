"""Pillow's own memory of a picture, seen through Arrow's C data interface: colour without Pillow's slow packing.

Pillow keeps RGB as four bytes a pixel. To hand it out as three it packs pixel by pixel and joins pieces, which costs as
much as all hashes together. Through Arrow the four bytes are seen where they lie, and OpenCV packs them at the speed of
memory. The interface is two structures of fixed layout: https://arrow.apache.org/docs/format/CDataInterface.html.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, cast

import numpy as np

from hashing.vision import first_three

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

_BYTES_A_PIXEL = 4


class _Array(ctypes.Structure):
    """`ArrowArray`."""


_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

_pointer_in = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_in.restype = ctypes.c_void_p
_pointer_in.argtypes = [ctypes.py_object, ctypes.c_char_p]


def packed(image: Image.Image) -> NDArray[np.uint8] | None:
    """A loaded picture in mode "RGB" as height x width x 3; None where its memory is not in one piece."""
    try:
        _, capsule = image.__arrow_c_array__()
    except ValueError:
        return None
    # The capsule keeps Pillow's memory until the end of this function; what is returned is a copy.
    place = _pointer_in(capsule, b"arrow_array")
    whole = _Array.from_address(cast("int", place))
    pixels = image.width * image.height
    if whole.length != pixels or whole.offset != 0 or whole.n_children != 1:
        return None
    inner = whole.children[0].contents
    length = pixels * _BYTES_A_PIXEL
    if inner.length != length or inner.offset != 0 or inner.n_buffers != 2:  # noqa: PLR2004 - validity, values
        return None
    values = (ctypes.c_uint8 * length).from_address(inner.buffers[1])
    return first_three(
        np.frombuffer(memoryview(values), dtype=np.uint8).reshape(image.height, image.width, _BYTES_A_PIXEL)
    )
