"""A thumbnail that shows something else is told; bars, turns, cuts and plain pictures are no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageOps

from tests.hashing.embedded.test_find import with_thumbnail
from tests.hashing.making import encoded, run, scene
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from hashing.values import Indicator


def _differs(data: bytes) -> list[Indicator]:
    return [one for one in run(data).indicators if one.code == "thumbnail-differs"]


def _thumbnail(picture: Image.Image, *, bars: bool = False) -> bytes:
    size = (160, 120)
    small = ImageOps.pad(picture, size, color="black") if bars else picture.resize(size)
    return encoded(small, "JPEG", quality=70)


@pytest.mark.parametrize("name", ["scatter", "tiles", "rings"])
def test_the_thumbnail_of_the_same_picture_is_no_difference(name: str) -> None:
    wide = scene(name, 600, 400)

    assert _differs(with_thumbnail(encoded(wide, "JPEG"), _thumbnail(wide))) == []
    assert _differs(with_thumbnail(encoded(wide, "JPEG"), _thumbnail(wide, bars=True))) == []
    middle = wide.crop((34, 0, 566, 400))
    assert _differs(with_thumbnail(encoded(wide, "JPEG"), _thumbnail(middle))) == []


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_picture_is_no_difference_whether_the_thumbnail_is_turned_or_not(orientation: int) -> None:
    picture = scene("scatter", 600, 400)
    turned = picture.rotate(90, expand=True)

    assert _differs(with_thumbnail(encoded(picture, "JPEG"), _thumbnail(picture), orientation=orientation)) == []
    tall = encoded(turned.resize((90, 135)), "JPEG")
    assert _differs(with_thumbnail(encoded(picture, "JPEG"), tall, orientation=orientation)) == []


def test_another_picture_is_a_difference_with_its_distances() -> None:
    data = with_thumbnail(encoded(scene("scatter"), "JPEG"), _thumbnail(scene("rings")))
    found = _differs(data)

    assert len(found) == 1
    assert found[0].text.startswith("the embedded thumbnail shows something else than the picture: PDQ ")
    assert found[0].text.endswith(" of 64; it may show the picture before editing")


def test_a_small_part_cut_out_is_a_difference() -> None:
    picture = scene("scatter", 800, 600)

    assert len(_differs(with_thumbnail(encoded(picture.crop((100, 80, 420, 320)), "JPEG"), _thumbnail(picture)))) == 1


def test_a_thumbnail_of_one_colour_says_nothing() -> None:
    black = encoded(Image.new("RGB", (160, 120)), "JPEG")

    assert _differs(with_thumbnail(encoded(scene(), "JPEG"), black)) == []


def test_no_shared_camera_picture_is_called_different() -> None:
    data = shared_data()
    paths = sorted(path for path in (data / "exif").rglob("*.jp*g")) if data else []
    if not paths:
        pytest.skip("the shared test material is not here")

    assert [path.name for path in paths if _differs(path.read_bytes())] == []
