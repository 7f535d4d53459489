"""A strip of film frames fills the cell it is shown in; a picture is left as it is."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from hashing.thumbnail import film_thumbnail, picture_thumbnail
from ui.models.looks import Look
from ui.models.pictures import make_picture
from ui.models.strips import columns_for, frame_count, lay_out

OPEN = Look(blurred=False)


def frame(width: int, height: int, shade: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.full((height, width, 3), shade, dtype=np.uint8)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 6])
@pytest.mark.parametrize("size", [(256, 144), (256, 192), (144, 256), (256, 107), (96, 96)])
def test_the_frames_of_a_strip_are_counted_and_shown_larger(count: int, size: tuple[int, int]) -> None:
    width, height = size
    thumbnail = film_thumbnail([frame(width, height, 40 * number) for number in range(count)])
    strip = QImage.fromData(thumbnail.preview, "JPG")  # type: ignore[arg-type]
    mosaic = QImage.fromData(thumbnail.mosaic, "PNG")  # type: ignore[arg-type]

    assert frame_count(strip, mosaic) == count
    shown = make_picture(thumbnail, OPEN)
    assert shown.width() / shown.height() <= max(2.5, strip.width() / strip.height() / count)


@pytest.mark.parametrize("size", [(4000, 3000), (9000, 3000), (12000, 500), (300, 9000), (37, 11), (1, 1), (256, 1)])
def test_a_picture_is_never_taken_for_a_strip(size: tuple[int, int]) -> None:
    thumbnail = picture_thumbnail(frame(*size, 90))
    preview = QImage.fromData(thumbnail.preview, "JPG")  # type: ignore[arg-type]

    assert make_picture(thumbnail, OPEN).size() == preview.size()


def test_frames_read_like_text_and_none_is_lost() -> None:
    strip = QImage(6 * 32, 18, QImage.Format.Format_RGB32)
    for number in range(6):
        for x in range(32):
            for y in range(18):
                strip.setPixel(number * 32 + x, y, 0xFF000000 + 40 * number)
    sheet = lay_out(strip, 6)

    assert columns_for(6, 32, 18) == 2
    centres = [(column * 35 + 16, row * 21 + 9) for row in range(3) for column in range(2)]
    assert [sheet.pixelColor(x, y).blue() for x, y in centres] == [40 * number for number in range(6)]
    assert sheet.pixelColor(33, 9).alpha() == 0


def test_a_blurred_film_shows_its_mosaic_alone() -> None:
    thumbnail = film_thumbnail([frame(256, 144, 10 * number) for number in range(6)])

    assert make_picture(thumbnail, Look()).width() <= 12
