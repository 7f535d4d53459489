"""A small valid camera raw file made on the spot: a DNG with a Bayer pattern, and perhaps a preview before it."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

_FORMS = {1: "B", 3: "H", 4: "I"}
_BLACK, _WHITE = 64, 4064
_SRGB_FROM_XYZ = (32406, -15372, -4986, -9689, 18758, 415, 557, -2040, 10570)
"""In ten thousandths: such a camera sees in sRGB, so its picture comes out as it went in."""

Tag = tuple[int, int, bytes | tuple[int, ...]]


def _encoded(kind: int, value: bytes | tuple[int, ...], order: str) -> tuple[bytes, int]:
    if isinstance(value, bytes):
        return value, len(value)
    if kind in {5, 10}:
        pairs = [number for one in value for number in (one, 10_000)]
        return struct.pack(f"{order}{len(pairs)}{'i' if kind == 10 else 'I'}", *pairs), len(value)
    return struct.pack(f"{order}{len(value)}{_FORMS[kind]}", *value), len(value)


def directory(tags: list[Tag], place: int, order: str = "<", following: int = 0) -> bytes:
    """A TIFF directory that stands at `place`, its longer values behind it."""
    head, tail = struct.pack(f"{order}H", len(tags)), b""
    behind = place + 2 + 12 * len(tags) + 4
    for tag, kind, value in sorted(tags, key=lambda one: one[0]):
        data, count = _encoded(kind, value, order)
        if len(data) <= 4:
            head += struct.pack(f"{order}HHI", tag, kind, count) + data.ljust(4, b"\x00")
        else:
            head += struct.pack(f"{order}HHII", tag, kind, count, behind + len(tail))
            tail += data + bytes(len(data) % 2)
    return head + struct.pack(f"{order}I", following) + tail


def bayer(picture: Image.Image) -> np.ndarray[tuple[int, int], np.dtype[np.uint16]]:
    """What a sensor with red top left would have recorded."""
    colours = np.asarray(picture.convert("RGB"), dtype=np.float64) / 255
    linear = np.where(colours < 0.081, colours / 4.5, ((colours + 0.099) / 1.099) ** 2.222)
    levels = np.round(linear * (_WHITE - _BLACK) + _BLACK).astype(np.uint16)
    mosaic = levels[:, :, 1].copy()
    mosaic[0::2, 0::2] = levels[0::2, 0::2, 0]
    mosaic[1::2, 1::2] = levels[1::2, 1::2, 2]
    return mosaic


@dataclass(frozen=True)
class Camera:
    """What to write into the file beside the sensor's data."""

    preview: bytes = b""
    orientation: int = 1
    sensor_compression: int = 1
    extra: list[Tag] = field(default_factory=list)


def dng(picture: Image.Image, camera: Camera | None = None) -> bytes:
    """A DNG file. With a preview, the first directory is the preview's and the sensor's hangs below it."""
    camera = camera or Camera()
    width, height = picture.size
    sensor = bayer(picture).tobytes()
    preview_place = 8 + len(sensor)
    place = preview_place + len(camera.preview) + len(camera.preview) % 2
    main: list[Tag] = [
        (0x00FE, 4, (0,)),
        (0x0100, 4, (width,)),
        (0x0101, 4, (height,)),
        (0x0102, 3, (16,)),
        (0x0103, 3, (camera.sensor_compression,)),
        (0x0106, 3, (32803,)),
        (0x0111, 4, (8,)),
        (0x0115, 3, (1,)),
        (0x0116, 4, (height,)),
        (0x0117, 4, (len(sensor),)),
        (0x828D, 3, (2, 2)),
        (0x828E, 1, (0, 1, 1, 2)),
        (0xC61A, 3, (_BLACK,)),
        (0xC61D, 3, (_WHITE,)),
    ]
    about: list[Tag] = [
        (0x010F, 2, b"Example\x00"),
        (0x0110, 2, b"Model A\x00"),
        (0x0112, 3, (camera.orientation,)),
        (0xC612, 1, (1, 4, 0, 0)),
        (0xC614, 2, b"Example Model A\x00"),
        (0xC621, 10, _SRGB_FROM_XYZ),
        (0xC628, 5, (10_000, 10_000, 10_000)),
        (0xC65A, 3, (21,)),
        *camera.extra,
    ]
    start = struct.pack("<2sHI", b"II", 42, place)
    body = start + sensor + camera.preview + bytes(len(camera.preview) % 2)
    if not camera.preview:
        return body + directory(main + about, place)
    below = directory(main, place)
    first: list[Tag] = [
        (0x00FE, 4, (1,)),
        (0x0100, 4, (width // 4,)),
        (0x0101, 4, (height // 4,)),
        (0x0102, 3, (8, 8, 8)),
        (0x0103, 3, (7,)),
        (0x0106, 3, (6,)),
        (0x0111, 4, (preview_place,)),
        (0x0115, 3, (3,)),
        (0x0116, 4, (height // 4,)),
        (0x0117, 4, (len(camera.preview),)),
        (0x014A, 4, (place,)),
    ]
    top = place + len(below)
    return struct.pack("<2sHI", b"II", 42, top) + body[8:] + below + directory(first + about, top)
