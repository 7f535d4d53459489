"""What a look lets through of a picture, and what it does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from hashing.values import Thumbnail
from tests.ui.fakes import draw, make_thumbnail
from ui.models.looks import BLURS, Blur, Look, as_shown, cover, line_drawing, room_for
from ui.models.pictures import make_picture

NO_PREVIEW = Thumbnail(b"this is no picture", make_thumbnail(1).mosaic)


def picture(seed: int = 1) -> QImage:
    """A drawing as a Qt picture."""
    drawn = draw(seed)
    return QImage(drawn.tobytes(), drawn.width, drawn.height, drawn.width * 3, QImage.Format.Format_RGB888).copy()


def values(shown: QImage) -> np.ndarray:
    """Its colours as numbers."""
    plain = shown.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).astype(float)


def detail(shown: QImage) -> float:
    """How much neighbouring pixels differ, in the mean."""
    return float(np.abs(np.diff(values(shown), axis=1)).mean())


def test_hidden_and_strongly_blurred_pictures_never_decode_the_preview() -> None:
    assert not make_picture(NO_PREVIEW, Look()).isNull()
    assert make_picture(NO_PREVIEW, Look(hidden=True, blurred=False)) == cover()
    assert make_picture(NO_PREVIEW, Look(blurred=False)).isNull()


def test_a_stronger_blur_leaves_less_detail() -> None:
    plain = picture()
    left = [detail(as_shown(plain, Look(blur=blur)).scaled(plain.size())) for blur in (Blur.LIGHT, Blur.MEDIUM)]

    assert detail(plain) > left[0] > left[1]


@pytest.mark.parametrize("blur", list(Blur))
def test_a_blurred_picture_holds_no_more_than_its_few_pixels(blur: Blur) -> None:
    shown = as_shown(picture(), Look(blur=blur))
    few = as_shown(picture(2), Look(blur=Blur.STRONG))

    assert max(few.width(), few.height()) == BLURS[Blur.STRONG][0]
    if blur is not Blur.STRONG:
        assert shown.size() == picture().size()


def test_frames_of_a_film_are_blurred_one_by_one() -> None:
    strip = QImage(400, 100, QImage.Format.Format_RGB32)
    strip.fill(QColor("black"))
    for x in range(100, 200):
        for y in range(100):
            strip.setPixelColor(x, y, QColor("white"))

    shown = as_shown(strip, Look(), frames=4)

    assert (shown.width(), shown.height()) == (48, 12)
    assert QColor(shown.pixel(18, 6)).lightness() > 240
    assert QColor(shown.pixel(40, 6)).lightness() < 15


def test_lines_show_edges_and_no_colours() -> None:
    flat = QImage(64, 48, QImage.Format.Format_RGB32)
    flat.fill(QColor("#b04020"))
    assert values(line_drawing(flat)).min() == 255

    drawn = values(as_shown(picture(), Look(blurred=False, lines=True)))
    assert np.ptp(drawn, axis=2).max() == 0
    assert drawn.min() < 60
    assert np.median(drawn) > 200


def test_blurring_comes_before_lines_and_hiding_before_all() -> None:
    both = as_shown(picture(), Look(blurred=True, lines=True))

    assert both == as_shown(picture(), Look())
    assert as_shown(picture(), Look(blurred=False, lines=True, hidden=True)) == cover()
    assert [look.clear for look in (Look(), Look(blurred=False, lines=True), Look(blurred=False))] == [
        False, False, True,
    ]  # fmt: skip


def test_grey_pictures_have_no_colour_and_nothing_stays_nothing() -> None:
    assert np.ptp(values(as_shown(picture(), Look(blurred=False, grey=True))), axis=2).max() == 0
    assert as_shown(QImage(), Look()).isNull()


@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(0, 2000))
def test_no_picture_gets_more_room_than_the_limit(width: int, height: int, limit: int) -> None:
    area = QRect(7, 11, width, height)
    room = room_for(area, Look(limit_px=limit))

    assert area.contains(room)
    assert not limit or max(room.width(), room.height()) <= limit
    assert limit or room == area


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from(list(Blur)), st.booleans(), st.booleans())
def test_pictures_of_any_size_can_be_shown(width: int, height: int, blur: Blur, blurred: bool, lines: bool) -> None:
    small = QImage(width, height, QImage.Format.Format_RGB32)
    small.fill(QColor("#336699"))

    assert not as_shown(small, Look(blurred=blurred, lines=lines, blur=blur)).isNull()
