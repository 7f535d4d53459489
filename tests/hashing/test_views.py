"""Every frame and page is looked at; the first, the middle, the last and all that differ are kept."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image

from hashing.decode.frames import LARGEST_FRAME_PIXELS, MOST_FRAME_PIXELS, MOST_FRAMES, Budget
from hashing.decode.gif import further_frames
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import IssueCode, Outcome, Recipe, ViewKind
from hashing.views import MOST_VIEWS
from tests.hashing.making import encoded, further, further_hashes, run, scene
from tests.support.shared import shared_data

_A, _B, _C = (scene(name, 320, 240) for name in ("scatter", "tiles", "rings"))
_EXACT: dict[str, dict[str, Any]] = {
    "PNG": {"duration": 100},
    "WEBP": {"duration": 100, "lossless": True},
    "TIFF": {},
}


def _sequence(format_name: str, *pictures: Image.Image, **options: Any) -> bytes:  # noqa: ANN401 - encoder options
    return encoded(pictures[0], format_name, save_all=True, append_images=list(pictures[1:]), **options)


def _again(picture: Image.Image, number: int) -> Image.Image:
    """The picture with another corner: encoders join frames that are equal."""
    copy = picture.copy()
    copy.putpixel((0, 0), (number, 0, 0))
    return copy


def _distance(value: bytes, picture: Image.Image) -> int:
    return hamming(value, pdq(np.asarray(picture.convert("RGB"), dtype=np.uint8)).value)


@pytest.mark.parametrize("format_name", _EXACT)
def test_middle_last_and_what_differs_are_kept_with_their_hashes(format_name: str) -> None:
    pictures = (_A, _B, _A, _again(_A, 1), _C, _A)
    data = _sequence(format_name, *pictures, **_EXACT[format_name])

    found = run(data)

    kind = ViewKind.PAGE if format_name == "TIFF" else ViewKind.FRAME
    assert [(view.name, view.kind) for view in further(found)] == [
        (f"{kind} {number}", kind) for number in (2, 3, 5, 6)
    ]
    views = further_hashes(found)
    assert [one.view for one in views] == [view.name for view in further(found)]
    assert [_distance(one.value, picture) for one, picture in zip(views, (_B, _A, _C, _A), strict=True)] == [0] * 4
    assert all(one.algorithm == "pdq" and len(one.orientations) == 8 for one in views)
    assert found.issues == ()


def test_frames_of_a_gif_and_an_avif_sequence_are_looked_at() -> None:
    for format_name, options in (("GIF", {"duration": 100}), ("AVIF", {"duration": 100, "quality": 90})):
        found = run(_sequence(format_name, _A, _B, _A, _C, **options))
        assert [(view.name, view.time_s) for view in further(found)] == [("frame 2", 0.1), ("frame 4", 0.3)]
        assert [
            _distance(one.value, picture) <= 31 for one, picture in zip(further_hashes(found), (_B, _C), strict=True)
        ]


def test_the_first_picture_gives_every_hash_and_the_thumbnail_even_if_it_is_blank() -> None:
    blank = Image.new("RGB", _A.size, "white")

    found = run(_sequence("PNG", blank, _A, _again(_A, 1), duration=100))

    assert (found.perceptual[0].view, found.perceptual[0].quality) == ("", 0)
    assert [view.name for view in further(found)] == ["frame 2", "frame 3"]
    assert found.thumbnail is not None
    with Image.open(io.BytesIO(found.thumbnail.preview)) as preview:
        assert preview.convert("L").getextrema() == (255, 255)


def test_frames_without_structure_are_not_compared() -> None:
    blanks = [Image.new("RGB", _A.size, (shade, 0, 0)) for shade in range(10)]

    found = run(_sequence("PNG", _A, *blanks, _A, duration=100))

    assert [view.name for view in further(found)] == ["frame 6", "frame 12"]


def test_a_single_frame_has_no_views() -> None:
    for format_name in ("PNG", "GIF", "WEBP", "TIFF", "AVIF", "JPEG"):
        assert further(run(encoded(_A, format_name))) == ()


def test_the_number_of_views_is_bounded_and_that_is_said() -> None:
    generator = np.random.default_rng(3)
    noise = [generator.integers(0, 256, (12, 12, 3), dtype=np.uint8) for _ in range(MOST_VIEWS + 20)]
    frames = [Image.fromarray(one).resize((96, 96), Image.Resampling.BICUBIC) for one in noise]

    found = run(_sequence("WEBP", *frames, lossless=True, method=0, duration=40))

    assert MOST_VIEWS <= len(further(found)) <= MOST_VIEWS + 2
    assert further(found)[-1].name == f"frame {len(frames)}"
    assert [issue.code for issue in found.issues] == [IssueCode.FRAME_LIMIT]


def _endless_gif(width: int, height: int, frames: int) -> bytes:
    palette = bytes([0, 0, 0, 255, 255, 255])
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + palette
    frame = b"!\xf9\x04\x00\x01\x00\x00\x00," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b";"


@pytest.mark.parametrize("size", [(2, 2, MOST_FRAMES + 50), (10_001, 10_000, 3)])
def test_endless_and_huge_animations_end_and_say_so(size: tuple[int, int, int]) -> None:
    found = run(_endless_gif(*size))

    assert found.outcome is Outcome.ANALYSED
    assert [issue.code for issue in found.issues] == [IssueCode.FRAME_LIMIT]
    assert found.perceptual[0].view == ""


def test_an_animation_ends_where_the_pixels_of_all_frames_together_reach_their_limit() -> None:
    budget = Budget(pixels=25 * 100 * 100)

    frames = list(further_frames(_endless_gif(100, 100, 200), budget))

    assert [one.number for one in frames] == list(range(2, 27))
    assert budget.reached is not None


def test_the_budget_counts_frames_and_pixels() -> None:
    few, small = Budget(frames=2), Budget(pixels=100, largest=60)

    assert [few.allows(1, 1) for _ in range(3)] == [True, True, False]
    assert [small.allows(*size) for size in ((61, 1), (60, 1), (41, 1), (40, 1))] == [False, True, False, True]
    assert few.reached
    assert LARGEST_FRAME_PIXELS < MOST_FRAME_PIXELS


def test_a_cut_animation_keeps_the_frames_before_the_damage() -> None:
    data = _sequence("PNG", _A, _B, _C, _A, duration=100)

    found = run(data[: len(data) * 6 // 10])

    assert found.outcome is Outcome.ANALYSED
    assert further(found)[0].name == "frame 2"
    assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]


def test_a_damaged_page_does_not_hide_the_pages_behind_it() -> None:
    data = bytearray(_sequence("TIFF", _A, _B, _C, compression="tiff_adobe_deflate"))
    with Image.open(io.BytesIO(bytes(data))) as image:
        image.seek(1)
        place = image.tag_v2[273][0]  # type: ignore[attr-defined]
    data[place : place + 40] = bytes(40)

    found = run(bytes(data))

    assert [view.name for view in further(found)] == ["page 3"]
    assert _distance(found.perceptual[-1].value, _C) == 0
    assert [issue.code for issue in found.issues] == [IssueCode.TRUNCATED]
    assert "page 2" in found.issues[0].detail


def test_a_smaller_rendering_in_a_tiff_is_a_page_only_if_it_differs() -> None:
    def pages(second: Image.Image) -> bytes:
        small = second.resize((160, 120))
        small.encoderinfo = {"tiffinfo": {0x00FE: 1}}
        return _sequence("TIFF", _A, small)

    assert run(pages(_A)).views == ()
    assert [view.name for view in run(pages(_B)).views] == ["page 2"]


def test_the_threshold_is_the_recipes() -> None:
    near = scene("scatter", 320, 240)
    data = _sequence(
        "PNG", near, Image.blend(near, _B, 0.3), *(_again(near, number) for number in (1, 2, 3)), duration=100
    )

    strict, loose = run(data, Recipe(view_distance=0)), run(data, Recipe(view_distance=255))

    assert [view.name for view in loose.views] == ["frame 3", "frame 5"]
    assert [view.name for view in strict.views] == ["frame 2", "frame 3", "frame 5"]


def test_pictures_of_a_heif_file_beside_the_primary_one_are_pages() -> None:
    shared = shared_data()
    path = shared / "formats/heif/heif/zPug_3.heic" if shared else None
    if path is None or not path.is_file():
        pytest.skip("no HEIC picture can be made here and the shared data are not here")

    found = run(path.read_bytes())

    assert [(view.name, view.kind) for view in further(found)] == [("page 1", ViewKind.PAGE), ("page 3", ViewKind.PAGE)]
