"""Small whole files of every kind that is decoded, from which damaged ones are made."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, PngImagePlugin

from tests.hashing.decode.raster import apple_png, photoshop_document, tiff_in_parts
from tests.hashing.making import deep_photoshop, encoded, film, photoshop, scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_SEED = 300_000
_WIDTH, _HEIGHT = 96, 72
_XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Example" xmp:CreateDate="2026-01-02T03:04:05"/>'
    b'</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
_ANIMATED = {"GIF": {}, "PNG": {}, "WEBP": {}, "AVIF": {}, "TIFF": {"compression": "tiff_lzw"}}


def own_seeds() -> dict[str, bytes]:
    """Name to content; the same on every run with the same libraries."""
    return dict(_pictures()) | dict(_moving()) | dict(_films())


def seeds_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder that is not too long, in the order of its path."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if 0 < path.stat().st_size <= LONGEST_SEED
    }


def _pictures() -> Iterator[tuple[str, bytes]]:
    picture = scene(width=_WIDTH, height=_HEIGHT)
    grey, palette, cmyk = picture.convert("L"), picture.quantize(64), picture.convert("CMYK")
    clear = picture.convert("RGBA")
    clear.putalpha(grey)
    deep = Image.fromarray((np.asarray(grey, dtype=np.uint16) * 257).astype(np.uint16))
    yield "exif.jpg", encoded(picture, "JPEG", exif=_exif(), xmp=_XMP, comment=b"a comment")
    yield "progressive.jpg", encoded(picture, "JPEG", progressive=True)
    yield "restarts.jpg", encoded(picture, "JPEG", restart_marker_blocks=1)
    yield "cmyk.jpg", encoded(cmyk, "JPEG")
    yield "mpo.jpg", encoded(picture, "MPO", save_all=True, append_images=[picture.rotate(90)])
    yield "text.png", encoded(picture, "PNG", pnginfo=_png_texts(), exif=_exif())
    yield "palette.png", encoded(palette, "PNG")
    yield "deep.png", encoded(deep, "PNG")
    yield "clear.png", encoded(clear, "PNG")
    yield "palette.gif", encoded(palette, "GIF", comment=b"a comment")
    yield "lossy.webp", encoded(picture, "WEBP", exif=_exif(), xmp=_XMP)
    yield "lossless.webp", encoded(clear, "WEBP", lossless=True)
    yield "plain.bmp", encoded(picture, "BMP")
    yield "palette.bmp", encoded(palette, "BMP")
    yield "plain.avif", encoded(picture, "AVIF", exif=_exif())
    yield "plain.jp2", encoded(picture, "JPEG2000", irreversible=True)
    yield "icon.ico", encoded(clear.resize((32, 32)), "ICO", sizes=[(16, 16), (32, 32)])
    yield "merged.psd", photoshop(picture)
    yield "deep.psd", deep_photoshop(picture, packed=True)
    planes = [np.asarray(band) for band in clear.split()]
    yield "masked.psd", photoshop_document([*planes, planes[0]], 3, packed=True, width=picture.width)
    yield "apple.png", apple_png(np.asarray(clear))
    yield "ahead.tiff", tiff_in_parts(np.asarray(picture), photometric=2, rows=9, ahead=1000)
    grades = np.asarray(picture.convert("L"), dtype=np.float32)[:, :, None] / 255
    yield "tiles.tiff", tiff_in_parts(grades, tile=64, predictor=3)
    yield "double.tiff", tiff_in_parts(grades.astype(np.float64), big=True)
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"):
        yield f"{compression}.tiff", encoded(picture, "TIFF", compression=compression)
    yield "deep.tiff", encoded(deep, "TIFF")
    yield "group4.tiff", encoded(picture.convert("1"), "TIFF", compression="group4")


def _moving() -> Iterator[tuple[str, bytes]]:
    frames = [scene(name, 64, 48) for name in ("scatter", "tiles", "rings")]
    for format_name, options in _ANIMATED.items():
        target = io.BytesIO()
        extra = {} if format_name == "TIFF" else {"duration": 100}
        frames[0].save(target, format_name, save_all=True, append_images=frames[1:], **extra, **options)
        yield f"several.{format_name.lower()}", target.getvalue()


def _films() -> Iterator[tuple[str, bytes]]:
    made = {
        "mp4": ("mp4", "libx264"), "hevc.mp4": ("mp4", "libx265"), "mov": ("mov", "mpeg4"), "3gp": ("3gp", "h263"),
        "webm": ("webm", "libvpx"), "mkv": ("matroska", "libx264"), "avi": ("avi", "mjpeg"),
        "xvid.avi": ("avi", "mpeg4"),
        "flv": ("flv", "flv"), "ts": ("mpegts", "mpeg2video"), "mpg": ("mpeg", "mpeg1video"), "wmv": ("asf", "wmv2"),
    }  # fmt: skip
    for name, (container, codec) in made.items():
        # h263 knows a few sizes only.
        yield f"film.{name}", film(container, codec, width=128, height=96)


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0131] = "Example Works", "Model 1", 6, "Editor 1"
    exif.get_ifd(0x8769)[0x9003] = "2026:01:02 03:04:05"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (51.0, 30.0, 0.0), "E", (4.0, 15.0, 0.0)
    return exif.tobytes()


def _png_texts() -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "plain")
    texts.add_text("Description", "squeezed " * 20, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", _XMP.decode("ascii"))
    return texts
