"""A small case to look at: pictures, a mirrored copy, an animation, a film, a picture whose thumbnail differs."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from forensicdesk.model import ItemFilter
from forensicdesk.session import Session
from tests.support.evidence import texture, write_film

if TYPE_CHECKING:
    from pathlib import Path

FRAMES = 4
"""Frames of the animation."""
FILM_S, RATE = 3.0, 10


def write_things(folder: Path) -> None:
    """The evidence."""
    folder.mkdir(parents=True)
    picture = texture(3)
    Image.fromarray(picture).save(folder / "plain.png")
    Image.fromarray(np.ascontiguousarray(picture[:, ::-1])).save(folder / "mirrored.jpg", quality=92)
    Image.fromarray(texture(4)).save(folder / "other.jpg", quality=92)
    frames = [Image.fromarray(texture(number, 120, 90)) for number in range(10, 10 + FRAMES)]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:], duration=200)
    write_film(folder / "film.mp4", 6, FILM_S, RATE)
    Image.fromarray(texture(5)).save(folder / "edited.jpg", quality=92, exif=_exif_with(_jpeg(texture(77, 160, 120))))
    (folder / "note.txt").write_bytes(b"no picture\x00\xff")


def make_case(folder: Path) -> dict[str, int]:
    """The processed case `folder`/c.fdcase; gives the numbers of its items by name."""
    write_things(folder / "evidence")
    with Session.create(folder / "c.fdcase", "2026-001", "Examiner A") as session:
        session.add_source(folder / "evidence", lambda _: None)
        session.process(lambda _: None, workers=2)
        return names_of(session)


def names_of(session: Session) -> dict[str, int]:
    """The numbers of the items by file name."""
    records = session.items(ItemFilter(states=tuple(type(ItemFilter().states[0]))))
    return {record.location.steps[-1].path.decode(): record.id for record in records}


def _jpeg(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG")
    return out.getvalue()


def _exif_with(thumbnail: bytes) -> bytes:
    """An EXIF block with nothing but a thumbnail in its second directory."""
    second = 8 + 2 + 4
    start = second + 2 + 3 * 12 + 4
    fields = ((0x0103, 3, 6), (0x0201, 4, start), (0x0202, 4, len(thumbnail)))
    directory = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in fields)
    first = struct.pack("<HI", 0, second)
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + struct.pack("<H", 3) + directory + bytes(4) + thumbnail
