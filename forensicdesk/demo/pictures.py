"""Pictures as files: encoded, tagged like a phone's, and spoiled on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ExifTags, Image, ImageDraw, ImageFont

from forensicdesk.demo.drawing import draw_scene

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAKE, MODEL = "Exemplar", "Exemplar One"
"""An invented maker and an invented phone."""

SMALL_SEED = 900
"""Seeds from here on are for frames of the small animation, below it for full pictures."""


@dataclass(frozen=True, slots=True)
class Shot:
    """What the invented phone notes when it takes a picture: local time, zone, and degrees north and east."""

    taken: str
    zone: str
    north: float
    east: float
    orientation: int = 1


def encode(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as bytes of a format that Pillow writes.

    Args:
        picture: what to encode.
        kind: Pillow's name of the format.
        options: what Pillow's writer of that format takes.
    """
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def photograph(picture: Image.Image, shot: Shot) -> bytes:
    """A JPEG as the invented phone writes it, with EXIF and GPS."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = MAKE, MODEL
    exif[ExifTags.Base.Software] = "Exemplar Camera 2.1"
    exif[ExifTags.Base.Orientation] = shot.orientation
    exif[ExifTags.Base.DateTime] = shot.taken
    exif.get_ifd(ExifTags.IFD.Exif).update(_exposure(shot, picture.size))
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(_position(shot))
    return encode(picture, "JPEG", quality=90, exif=exif)


def _exposure(shot: Shot, size: tuple[int, int]) -> Mapping[int, object]:
    return {
        ExifTags.Base.DateTimeOriginal: shot.taken,
        ExifTags.Base.DateTimeDigitized: shot.taken,
        ExifTags.Base.OffsetTimeOriginal: shot.zone,
        ExifTags.Base.ExposureTime: 1 / 125,
        ExifTags.Base.FNumber: 1.8,
        ExifTags.Base.ISOSpeedRatings: 100,
        ExifTags.Base.ExifImageWidth: size[0],
        ExifTags.Base.ExifImageHeight: size[1],
    }


def _position(shot: Shot) -> Mapping[int, object]:
    return {
        ExifTags.GPS.GPSVersionID: b"\x02\x03\x00\x00",
        ExifTags.GPS.GPSLatitudeRef: "N" if shot.north >= 0 else "S",
        ExifTags.GPS.GPSLatitude: _sexagesimal(abs(shot.north)),
        ExifTags.GPS.GPSLongitudeRef: "E" if shot.east >= 0 else "W",
        ExifTags.GPS.GPSLongitude: _sexagesimal(abs(shot.east)),
        ExifTags.GPS.GPSMapDatum: "WGS-84",
    }


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(round(degrees * 3600), 60)
    whole, minutes = divmod(minutes, 60)
    return float(whole), float(minutes), float(seconds)


def animation(kind: str) -> bytes:
    """Six small pictures as one animated GIF or WebP."""
    frames: Sequence[Image.Image] = [draw_scene("rings", SMALL_SEED + number, (320, 240)) for number in range(6)]
    return encode(frames[0], kind, save_all=True, append_images=frames[1:], duration=400, loop=0)


def framed(picture: Image.Image) -> Image.Image:
    """The picture in a white border, twice as wide below."""
    edge = picture.width // 20
    frame = Image.new("RGB", (picture.width + 2 * edge, picture.height + 3 * edge), "white")
    frame.paste(picture, (edge, edge))
    return frame


def screenshot(picture: Image.Image) -> Image.Image:
    """The picture as a dark phone shows it: a bar with a title above it, keys below."""
    screen = Image.new("RGB", (1080, 1920), (18, 18, 20))
    shown = picture.resize((1080, 1080 * picture.height // picture.width), Image.Resampling.LANCZOS)
    screen.paste(shown, (0, (1920 - shown.height) // 2))
    pen = ImageDraw.Draw(screen)
    pen.text((60, 110), "Example Chat", (235, 235, 235), ImageFont.load_default(44))
    for left in (180, 500, 820):
        pen.rounded_rectangle((left, 1780, left + 80, 1840), 20, outline=(190, 190, 190), width=6)
    return screen


def truncated(content: bytes, share: float) -> bytes:
    """The first part of a file, as a carver or a broken transfer leaves it."""
    return content[: int(len(content) * share)]


def broken_header(content: bytes) -> bytes:
    """A JPEG that is still recognised by its first bytes, while the segments after them make no sense."""
    return content[:20] + bytes(0x5A ^ byte for byte in content[20:2000]) + content[2000:]
