"""The synthetic exhibit: which file lies where. Everything in it is drawn; every name, place and device is invented."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image

from forensicdesk.demo.drawing import draw_scene
from forensicdesk.demo.films import Encoding, pan, write_film
from forensicdesk.demo.pictures import (
    Shot,
    animation,
    broken_header,
    encode,
    framed,
    photograph,
    screenshot,
    truncated,
)
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

CAMERA = Path("phone/DCIM/100EXMPL")
CHAT = Path("phone/Chat/Media")
PICTURES = Path("laptop/Pictures")
DOCUMENTS = Path("laptop/Documents")
RECOVERED = Path("laptop/Recovered")
FILMS = Path("laptop/Films")

SIZE = (1280, 960)
FILM_SCENES = (("town", 31), ("landscape", 32), ("rings", 33), ("blocks", 34))
SHORT_SCENES = (("blocks", 41), ("rings", 42))
NEWEST = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
"""Files carry times of change one hour apart, counted back from here."""

# Positions are in the open sea. The fifth picture is stored on its side, as phones do.
SHOTS = (
    ("landscape", 11, Shot("2025:06:14 09:31:00", "+02:00", 47.5013, -30.2507)),
    ("town", 12, Shot("2025:06:14 09:47:12", "+02:00", 47.5020, -30.2511)),
    ("blocks", 13, Shot("2025:06:15 18:02:44", "+02:00", 47.5104, -30.2630)),
    ("rings", 14, Shot("2025:07:02 07:15:09", "-03:00", -12.2501, 78.5003)),
    ("landscape", 15, Shot("2025:07:02 07:16:30", "-03:00", -12.2504, 78.5010, orientation=6)),
    ("town", 16, Shot("2025:08:20 21:40:55", "+02:00", 47.6001, -30.3002)),
)


def write_evidence(folder: Path) -> None:
    """Write the whole exhibit; see `forensicdesk.demo.make_evidence`.

    It is made beside its place and moved there when complete, so that an interrupted run leaves no half exhibit.
    """
    if folder.exists():
        msg = sentence("{folder} exists already; choose a new folder for the synthetic evidence.", folder=folder)
        raise UsageError(msg)
    draft = folder.with_name(folder.name + ".part")
    shutil.rmtree(draft, ignore_errors=True)
    for path, content in _still_files():
        _write(draft / path, content)
    _write_films(draft)
    _set_times(draft)
    draft.rename(folder)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _set_times(folder: Path) -> None:
    for hours, path in enumerate(sorted(entry for entry in folder.rglob("*") if entry.is_file())):
        moment = (NEWEST - timedelta(hours=hours)).timestamp()
        os.utime(path, (moment, moment))


def _still_files() -> Iterator[tuple[Path, bytes]]:
    photographs = [photograph(draw_scene(kind, seed, SIZE), shot) for kind, seed, shot in SHOTS]
    for number, content in enumerate(photographs, start=1):
        yield CAMERA / f"IMG_{number:04}.JPG", content
    yield from _chat_copies(photographs)
    yield from _laptop_pictures()
    yield from _documents(photographs[4])
    yield from _recovered(photographs)


def _chat_copies(photographs: list[bytes]) -> Iterator[tuple[Path, bytes]]:
    """What sending a picture through a chat does to it: metadata gone, smaller, coarser, turned."""
    first, second, third, fourth, _, sixth = (Image.open(BytesIO(content)).convert("RGB") for content in photographs)
    half = second.resize((SIZE[0] // 2, SIZE[1] // 2), Image.Resampling.LANCZOS)
    yield CHAT / "quality-50.jpg", encode(first, "JPEG", quality=50)
    yield CHAT / "half-size.jpg", encode(half, "JPEG", quality=80)
    yield CHAT / "mirrored.jpg", encode(third.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "JPEG", quality=85)
    yield CHAT / "turned.jpg", encode(fourth.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=85)
    yield CHAT / "sixth.webp", encode(sixth, "WEBP", quality=70, method=4)
    yield CHAT / "sixth.avif", encode(sixth, "AVIF", quality=60, speed=8, max_threads=1)
    yield CHAT / "framed.jpg", encode(framed(first.resize(half.size)), "JPEG", quality=85)
    yield CHAT / "screen.png", encode(screenshot(second), "PNG")
    yield CHAT / "sticker.webp", animation("WEBP")
    yield CHAT / "waving.gif", animation("GIF")


def _laptop_pictures() -> Iterator[tuple[Path, bytes]]:
    smaller = (800, 600)
    yield PICTURES / "Harbour/harbour.png", encode(draw_scene("town", 21, smaller), "PNG")
    yield PICTURES / "Harbour/harbour.tif", encode(draw_scene("town", 22, smaller), "TIFF", compression="tiff_lzw")
    yield PICTURES / "mosaic.bmp", encode(draw_scene("blocks", 23, (640, 480)), "BMP")
    yield PICTURES / "grey.jpg", encode(draw_scene("landscape", 24, smaller).convert("L"), "JPEG", quality=85)
    yield PICTURES / "Горы/перевал.jpg", encode(draw_scene("landscape", 25, smaller), "JPEG", quality=85)
    yield PICTURES / "praia ☀/círculos.png", encode(draw_scene("rings", 26, smaller), "PNG")


def _documents(photograph_content: bytes) -> Iterator[tuple[Path, bytes]]:
    """Files that are no media, media under a wrong name, and a wrong name without media."""
    yield DOCUMENTS / "recipes.txt", photograph_content
    yield DOCUMENTS / "holiday.jpg", b"This is a plain text file whose name says JPEG.\n" * 20
    yield DOCUMENTS / "letter.txt", b"Dear Examiner A,\n\nthis letter is not a picture.\n"
    yield DOCUMENTS / "expenses.csv", b"date,what,amount\n2025-06-14,ferry,12.50\n2025-06-15,bread,3.20\n"
    yield DOCUMENTS / "archive.zip", _archive()
    yield DOCUMENTS / "stream.m3u8", b"#EXTM3U\n#EXTINF:10,\nhttp://tracker.invalid/segment-1.ts\n#EXT-X-ENDLIST\n"
    yield DOCUMENTS / "empty.jpg", b""


def _archive() -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("readme.txt", (2025, 6, 14, 10, 0, 0)), "Nothing but text in this archive.\n")
    return target.getvalue()


def _recovered(photographs: list[bytes]) -> Iterator[tuple[Path, bytes]]:
    """What a carver brings up: files that begin well and end badly."""
    yield RECOVERED / "f0001.jpg", truncated(photographs[1], 0.6)
    yield RECOVERED / "f0002.jpg", broken_header(photographs[2])
    yield RECOVERED / "f0003.png", truncated(encode(draw_scene("rings", 51, (640, 480)), "PNG"), 0.02)


def _write_films(root: Path) -> None:
    for folder in (CAMERA, CHAT, FILMS, RECOVERED):
        (root / folder).mkdir(parents=True, exist_ok=True)
    dated = {"creation_time": "2025-06-14T09:52:00Z"}
    film = Encoding("libx264", (640, 360), {"preset": "ultrafast", "crf": "24"}, dated)
    write_film(root / FILMS / "crossing.mp4", pan(FILM_SCENES, 0, 24), film)
    clip = Encoding("libx264", (426, 240), {"preset": "ultrafast", "crf": "30"})
    write_film(root / CHAT / "clip.mp4", pan(FILM_SCENES, 7, 17), clip)
    # A motion photo: the film lies behind the picture in one file.
    still = photograph(draw_scene("landscape", 17, SIZE), SHOTS[1][2])
    _write(root / CAMERA / "MVIMG_0008.JPG", still + (root / CHAT / "clip.mp4").read_bytes())
    phone = Encoding(
        "mpeg4",
        (640, 360),
        {"b": "2000000"},
        {
            **dated,
            "com.apple.quicktime.make": "Exemplar",
            "com.apple.quicktime.model": "Exemplar One",
            "com.apple.quicktime.location.ISO6709": "+47.5013-030.2507/",
        },
        {"fflags": "+bitexact", "movflags": "+use_metadata_tags"},
    )
    write_film(root / CAMERA / "VID_0007.MOV", pan(SHORT_SCENES, 0, 5), phone)
    write_film(root / FILMS / "old.avi", pan(SHORT_SCENES, 6, 10), Encoding("mjpeg", (320, 180)))
    write_film(root / FILMS / "screen.mkv", pan(SHORT_SCENES, 2, 6), film)
    webm = Encoding("libvpx", (320, 180), {"b": "400000", "deadline": "realtime", "cpu-used": "8"})
    write_film(root / FILMS / "web.webm", pan(SHORT_SCENES, 4, 8), webm)
    (root / RECOVERED / "f0004.mp4").write_bytes(truncated((root / FILMS / "crossing.mp4").read_bytes(), 0.4))
