"""GIF files are composed as browsers show them."""

from __future__ import annotations

import configparser
import io
import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hashing.decode.frames import Budget, DamagedFrame, Frame
from hashing.decode.gif import Canvas, GifError, canvas_size, further_frames, images
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_PALETTE = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0])
_RED, _GREEN, _BLUE, _WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def _block(
    indices: list[list[int]], place: tuple[int, int], disposal: int = 1, transparent: int | None = None
) -> bytes:
    """An image with its control block, shown for 0.2 s."""
    pixels = np.array(indices, dtype=np.uint8)
    picture = Image.fromarray(pixels)
    picture.putpalette(_PALETTE)
    target = io.BytesIO()
    picture.save(target, "GIF", optimize=False)
    (image,) = images(target.getvalue())
    flags = disposal << 2 | (transparent is not None)
    control = b"!\xf9\x04" + struct.pack("<BHBB", flags, 20, transparent or 0, 0)
    size = (pixels.shape[1], pixels.shape[0])
    return control + b"," + struct.pack("<HHHHB", *place, *size, 0x00) + bytes([image.bits]) + image.data


def _file(width: int, height: int, *blocks: bytes) -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x81, 0, 0) + _PALETTE + b"".join(blocks) + b";"


def _shown(data: bytes) -> list[NDArray[np.uint8]]:
    canvas, frames = Canvas(*canvas_size(data)), []
    for image in images(data):
        assert canvas.show(image) is None
        frames.append(canvas.picture())
    return frames


def _row(frame: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    return [tuple(int(part) for part in pixel) for pixel in frame[0]]


def test_each_disposal_leaves_what_it_says() -> None:
    base = _block([[0, 0, 0]], (0, 0))
    after = _block([[2]], (2, 0))

    shown = {how: _shown(_file(3, 1, base, _block([[1]], (1, 0), how), after)) for how in (1, 2, 3)}

    assert [_row(frames[1]) for frames in shown.values()] == [[_RED, _GREEN, _RED]] * 3
    assert _row(shown[1][2]) == [_RED, _GREEN, _BLUE]
    assert _row(shown[2][2]) == [_RED, _WHITE, _BLUE]
    assert _row(shown[3][2]) == [_RED, _RED, _BLUE]


def test_transparent_pixels_keep_what_lies_below_and_nothing_is_white() -> None:
    first = _block([[0, 1]], (0, 0), transparent=1)
    second = _block([[2, 1]], (1, 0), transparent=1)

    frames = _shown(_file(3, 1, first, second))

    assert _row(frames[0]) == [_RED, _WHITE, _WHITE]
    assert _row(frames[1]) == [_RED, _BLUE, _WHITE]


def test_images_that_reach_beyond_the_canvas_are_cut_off() -> None:
    frames = _shown(_file(2, 1, _block([[0, 0]], (0, 0)), _block([[1, 1, 1]], (1, 0)), _block([[2]], (9, 9))))

    assert [frame.shape for frame in frames] == [(1, 2, 3)] * 3
    assert _row(frames[2]) == [_RED, _GREEN]


def test_frames_have_numbers_from_two_and_times_from_the_delays_before() -> None:
    data = _file(1, 1, *(_block([[number]], (0, 0)) for number in range(3)))

    frames = [one for one in further_frames(data, Budget()) if isinstance(one, Frame)]

    assert [(one.number, one.time_s) for one in frames] == [(2, 0.2), (3, 0.4)]
    assert [_row(one.pixels)[0] for one in frames] == [_GREEN, _BLUE]


def test_damage_in_a_frame_ends_the_animation_with_its_number() -> None:
    broken = b"," + struct.pack("<HHHHB", 0, 0, 2, 2, 0) + b"\x02\x01\xff\x00"
    data = _file(2, 2, _block([[0, 0], [0, 0]], (0, 0)), _block([[1, 1], [1, 1]], (0, 0)), broken)

    frames = list(further_frames(data, Budget()))

    assert [type(one) for one in frames] == [Frame, DamagedFrame]
    assert frames[1].number == 3


@pytest.mark.parametrize("data", [b"GIF89a", b"GIF89a" + bytes(7), b"GIF89a" + bytes(7) + b";", _file(2, 2)])
def test_a_file_without_an_image_is_no_picture(data: bytes) -> None:
    with pytest.raises(GifError):
        canvas_size(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_behind_the_signature_are_passed_over_without_an_exception(rest: bytes) -> None:
    data = b"GIF89a\x04\x00\x04\x00\x81\x00\x00" + _PALETTE + rest

    for image in images(data):
        Canvas(4, 4).show(image)


_DIFFER_BY_DESIGN = {
    "images-combine": "images without a delay are frames of their own here, one picture there",
    "images-overlap": "the same",
    "high-color": "the same",
    "animation-multi-image": "the same",
    "animation-multi-image-explicit-zero-delay": "the same",
    "dispose-restore-previous": "the same",
    "image-zero-height": "nothing to show is no picture here, an empty one there",
    "image-zero-size": "the same",
    "no-data": "the same",
    "invalid-code": "the damage is told, there is no frame to compare with",
    "overflow-codes": "the same",
    "overflow-codes-max": "the same",
    "invalid-colors": "colours that the table lacks are black here, refused there",
    "plain-text": "there is no frame to compare with",
}
_WITHOUT_PIXELS = {"max-width", "max-height", "max-size"}
"""Their expected pixels are not among the shared data."""


def _expected(folder: Path, described: configparser.ConfigParser) -> list[NDArray[np.uint8]]:
    """The frames of the suite, laid over white."""
    width, height = described.getint("config", "width"), described.getint("config", "height")
    frames = []
    for name in filter(None, described["config"]["frames"].split(",")):
        pixels = np.fromfile(folder / described[name]["pixels"], dtype=np.uint8).reshape(height, width, 4)
        alpha = pixels[:, :, 3:].astype(np.uint16)
        over = (pixels[:, :, :3] * alpha + 255 * (255 - alpha) + 127) // 255
        frames.append(over.astype(np.uint8))
    return frames


def test_every_frame_of_the_pygif_suite_is_as_expected() -> None:
    shared = shared_data()
    folder = shared / "formats/gif/pygif" if shared else None
    if folder is None or not folder.is_dir():
        pytest.skip("the shared data are not here")
    compared = 0
    for path in sorted(folder.glob("*.conf")):
        described = configparser.ConfigParser(interpolation=None)
        described.read(path)
        size = described.getint("config", "width") * described.getint("config", "height")
        if path.stem in _DIFFER_BY_DESIGN or path.stem in _WITHOUT_PIXELS or size == 0:
            continue
        expected = _expected(folder, described)
        shown = _shown((folder / described["config"]["input"]).read_bytes())
        assert len(shown) == len(expected), path.stem
        assert all(np.array_equal(*pair) for pair in zip(shown, expected, strict=True)), path.stem
        compared += 1
    assert compared >= 60
