"""Frames of an animated PNG are composed as the specification says."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from hashing.decode import kinds
from hashing.decode.apng import find_animation
from hashing.decode.frames import Budget, DamagedFrame, Frame
from hashing.decode.pictures import decode_picture
from hashing.values import IssueCode
from tests.hashing.making import encoded, further, run, scene
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RED, _GREEN, _BLUE, _CLEAR = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (0, 0, 0, 0)
_KEEP, _BACKGROUND, _PREVIOUS = 0, 1, 2
_SOURCE, _OVER = 0, 1

Colour = tuple[int, int, int, int]


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _data(colour: Colour, width: int) -> bytes:
    return zlib.compress(b"\x00" + bytes(colour) * width)


def _control(left: int, width: int, dispose: int = _KEEP, blend: int = _SOURCE) -> bytes:
    return _chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, width, 1, left, 0, 1, 4, dispose, blend))


def _apng(first: bytes, *frames: tuple[bytes, Colour, int]) -> bytes:
    """A picture of 3 x 1 pixels in red, before it perhaps a control chunk, behind it frames of one colour."""
    parts = [b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 1, 8, 6, 0, 0, 0))]
    parts += [_chunk(b"acTL", struct.pack(">II", len(frames) + bool(first), 0)), first]
    parts += [_chunk(b"IDAT", _data(_RED, 3))]
    for control, colour, width in frames:
        parts += [control, _chunk(b"fdAT", bytes(4) + _data(colour, width))]
    return b"".join((*parts, _chunk(b"IEND", b"")))


def _frames(data: bytes) -> list[Frame | DamagedFrame]:
    still = decode_picture(io.BytesIO(data), kinds.PNG, 1 << 30)
    return list(still.further(Budget())) if still.further is not None else []


def _rows(data: bytes) -> list[str]:
    names = {(255, 0, 0): "r", (0, 255, 0): "g", (0, 0, 255): "b", (255, 255, 255): "w", (0, 0, 0): "k"}
    return ["".join(names[tuple(pixel)] for pixel in _pixels(one)[0].tolist()) for one in _frames(data)]


def _pixels(one: Frame | DamagedFrame) -> NDArray[np.uint8]:
    assert isinstance(one, Frame)
    return one.pixels


@pytest.mark.parametrize(("dispose", "after"), [(_KEEP, "rgb"), (_BACKGROUND, "rwb"), (_PREVIOUS, "rrb")])
def test_each_disposal_leaves_what_it_says(dispose: int, after: str) -> None:
    data = _apng(_control(0, 3), (_control(1, 1, dispose), _GREEN, 1), (_control(2, 1), _BLUE, 1))

    assert _rows(data) == ["rgr", after]


def test_blending_over_keeps_what_lies_below_transparent_pixels_and_source_does_not() -> None:
    over = _apng(_control(0, 3), (_control(0, 3, blend=_OVER), _CLEAR, 3))
    source = _apng(_control(0, 3), (_control(0, 3, blend=_SOURCE), _CLEAR, 3))

    assert (_rows(over), _rows(source)) == (["rrr"], ["www"])


def test_the_first_frame_taken_back_leaves_nothing() -> None:
    data = _apng(_control(0, 3, _PREVIOUS), (_control(1, 1), _GREEN, 1))

    assert _rows(data) == ["wgw"]


def test_a_picture_that_is_no_part_of_the_animation_is_not_counted_and_its_first_frame_is_kept() -> None:
    apart = _apng(b"", (_control(0, 3), _GREEN, 3), (_control(0, 3), _BLUE, 3))
    within = _apng(_control(0, 3), (_control(0, 3), _GREEN, 3), (_control(0, 3), _BLUE, 3))

    times = [(one.number, one.time_s) for one in _frames(apart) if isinstance(one, Frame)]
    assert times == [(1, 0.0), (2, 0.25)]
    assert [one.number for one in _frames(within)] == [2, 3]
    assert [view.name for view in further(run(apart))] == ["frame 1", "frame 2"]
    assert [view.name for view in further(run(within))] == ["frame 2", "frame 3"]


def test_damaged_and_misplaced_frames_are_told_and_end_the_animation() -> None:
    good = (_control(0, 3), _GREEN, 3)
    misplaced = _apng(_control(0, 3), good, (_control(2, 2), _BLUE, 2), good)
    damaged = _apng(_control(0, 3), good, (_control(0, 3), _BLUE, 1), good)

    for data in (misplaced, damaged):
        assert [type(one) for one in _frames(data)] == [Frame, DamagedFrame]
        found = run(data)
        assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]
        assert "frame 3" in found.issues[0].detail


def test_a_picture_whose_animation_is_damaged_is_decoded_without_it() -> None:
    data = encoded(scene(), "PNG")
    broken = data[:33] + _chunk(b"acTL", struct.pack(">II", 2, 0)) + _chunk(b"fcTL", bytes(26)) * 2 + data[33:]

    found = run(broken)

    assert found.perceptual == run(data).perceptual
    assert [issue.code for issue in found.issues] in ([], [IssueCode.TRUNCATED])


def test_a_plain_picture_has_no_animation() -> None:
    data = encoded(scene(), "PNG")

    assert find_animation(io.BytesIO(data)) is None
    assert further(run(data)) == ()


def test_deep_grey_and_palettes_are_animated_too() -> None:
    grey = np.asarray(scene().convert("L"), dtype=np.uint16) * 257
    deep = Image.fromarray(grey)
    palette = scene().quantize(64)

    for picture in (deep, palette):
        other = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        found = run(encoded(picture, "PNG", save_all=True, append_images=[other], duration=50))
        assert [view.name for view in further(found)] == ["frame 2"]
        assert found.issues == ()


_LAST = {
    "blend_op_over": [0, 255, 0],
    "blend_op_source_solid": [0, 255, 0],
    "blend_op_source_transparent": [255, 255, 255],
    "dispose_op_background": [255, 255, 255],
    "dispose_op_background_final": [0, 255, 0],
    "dispose_op_none": [0, 255, 0],
    "dispose_op_none_region": [0, 255, 0],
    "dispose_op_previous": [0, 255, 0],
    "dispose_op_previous_final": [0, 255, 0],
    "dispose_op_previous_first": [255, 255, 255],
    "dispose_op_previous_region": [0, 255, 0],
    "fctl_actl": [0, 255, 0],
    "mode_palette": [0, 255, 0],
    "split_fdat": [0, 255, 0],
}


def test_the_last_frames_of_the_shared_animations_have_one_colour_as_their_specification_says() -> None:
    shared = shared_data()
    if shared is None or not (shared / "formats/apng").is_dir():
        pytest.skip("the shared data are not here")
    for name, colour in _LAST.items():
        frame = _pixels(_frames((shared / f"formats/apng/{name}.png").read_bytes())[-1])
        assert np.unique(frame.reshape(-1, 3), axis=0).tolist() == [colour], name
