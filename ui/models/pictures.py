"""Small pictures ready to paint: made off the event loop, kept within a limit of memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ui.models.looks import Blur, as_shown, cover
from ui.models.strips import frame_count, lay_out

if TYPE_CHECKING:
    from hashing.values import Thumbnail
    from ui.models.looks import Look

MIB = 1024 * 1024
LEAST_BYTES = 64


@dataclass(frozen=True, slots=True)
class PictureKey:
    """One content in one look."""

    content_id: int
    look: Look


def make_picture(thumbnail: Thumbnail | None, look: Look) -> QImage:
    """The picture to paint in this look; a null image where there is none.

    Hidden decodes nothing, and strongly blurred takes the mosaic alone: the preview is not even decoded. Both were
    made by this program in a child process; the formats are named so that nothing is guessed from content. The frames
    of a film are laid out in rows.
    """
    if thumbnail is None:
        return QImage()
    if look.hidden:
        return cover()
    mosaic = _read(thumbnail.mosaic, "PNG")
    if look.blurred and look.blur is Blur.STRONG:
        return as_shown(mosaic, look)
    preview = _read(thumbnail.preview, "JPG")
    frames = frame_count(preview, mosaic)
    return lay_out(as_shown(preview, look, frames), frames)


def _read(data: bytes, kind: str) -> QImage:
    return QImage.fromData(data, kind)  # type: ignore[arg-type]  # it takes str alone, whatever its stub says


class PictureCache:
    """Pictures by key; the ones used longest ago go first when the limit is reached."""

    def __init__(self, limit_mib: float = 64) -> None:
        self._limit_bytes = int(limit_mib * MIB)
        self._pictures: OrderedDict[PictureKey, QImage] = OrderedDict()
        self.used_bytes = 0

    def __len__(self) -> int:
        return len(self._pictures)

    def __contains__(self, key: PictureKey) -> bool:
        return key in self._pictures

    def get(self, key: PictureKey) -> QImage | None:
        """The picture, None if it is not here; a null image says that the content has none."""
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        return picture

    def put(self, key: PictureKey, picture: QImage) -> None:
        """Keep a picture; others may have to go."""
        self.used_bytes -= _cost(self._pictures.pop(key, None))
        self._pictures[key] = picture
        self.used_bytes += _cost(picture)
        while self.used_bytes > self._limit_bytes and len(self._pictures) > 1:
            _, gone = self._pictures.popitem(last=False)
            self.used_bytes -= _cost(gone)

    def clear(self) -> None:
        """Let go of everything."""
        self._pictures.clear()
        self.used_bytes = 0


def _cost(picture: QImage | None) -> int:
    return 0 if picture is None else LEAST_BYTES + picture.sizeInBytes()
