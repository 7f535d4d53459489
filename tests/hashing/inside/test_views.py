"""The picture inside the picture: found where it stands, and nothing found where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from hashing.decode.flatten import as_pixels
from hashing.inside.views import MOST_INNER, MOST_TILES, upright_size
from hashing.perceptual.distance import hamming
from hashing.perceptual.pictures import pdq_hash
from hashing.values import Recipe, ViewKind
from tests.hashing.inside.making import (
    BLACK,
    WHITE,
    captioned,
    closest,
    framed,
    inside,
    looked_at,
    photograph,
    screen,
)
from tests.hashing.making import encoded, run
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from tests.hashing.inside.making import (
        Box,
        Colour,
    )

PRECISE = 0.01


@pytest.mark.parametrize("colour", [WHITE, BLACK, (40, 120, 200)])
@pytest.mark.parametrize("widths", [(20, 20, 20, 20), (0, 80, 0, 80), (100, 0, 100, 0), (0, 0, 0, 60), (14, 30, 0, 9)])
def test_a_uniform_border_is_taken_off(colour: Colour, widths: Box) -> None:
    page, box = framed(photograph(), colour, widths)

    found = inside(page)

    assert closest(found, box) <= PRECISE
    assert all(view.kind is ViewKind.INNER for view in found.views)


def test_two_nested_borders_are_taken_off() -> None:
    thin, _ = framed(photograph(1), WHITE, (6, 6, 6, 6))
    page, _ = framed(thin, BLACK, (30, 30, 30, 30))

    assert closest(inside(page), (36, 36, 640, 480)) <= PRECISE


def test_round_corners_do_not_hide_the_picture() -> None:
    picture = photograph(2)
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 639, 479), 25, fill=255)
    page = Image.new("RGB", (700, 540), WHITE)
    page.paste(picture, (30, 30), mask)

    assert closest(inside(page), (30, 30, 640, 480)) <= PRECISE


@pytest.mark.parametrize(("ground", "ink"), [(WHITE, BLACK), (BLACK, WHITE)])
def test_a_caption_is_taken_off(ground: Colour, ink: Colour) -> None:
    page, box = captioned(photograph(3), 90, ground, ink)

    assert closest(inside(page), box) <= PRECISE


@pytest.mark.parametrize(("ground", "ink"), [((250, 250, 250), (20, 20, 20)), ((18, 18, 18), (230, 230, 230))])
def test_the_picture_on_a_phones_screen_is_found(ground: Colour, ink: Colour) -> None:
    page, box = screen(photograph(4), ground, ink)

    assert closest(inside(page), box) <= PRECISE


def test_bars_filled_with_the_blurred_picture_are_taken_off() -> None:
    picture = photograph(5, 480, 480)
    page = ImageOps.fit(picture, (800, 480)).filter(ImageFilter.GaussianBlur(20))
    page.paste(picture, (160, 0))

    assert closest(inside(page), (160, 0, 480, 480)) <= PRECISE


@pytest.mark.parametrize("gap", [0, 6])
def test_the_tiles_of_a_collage_are_found(gap: int) -> None:
    page = Image.new("RGB", (800 + gap, 600 + gap), WHITE)
    boxes = [(left * (400 + gap), top * (300 + gap), 400, 300) for top in range(2) for left in range(2)]
    for number, (left, top, width, height) in enumerate(boxes):
        page.paste(photograph(number + 8, width, height), (left, top))

    found = inside(page)

    assert max(closest(found, box) for box in boxes) <= PRECISE
    assert sum(view.kind is ViewKind.TILE for view in found.views) >= 4


def _one_above_the_other(lower: Image.Image, gutter: Colour, gap: int) -> tuple[Image.Image, Box, Box]:
    upper = photograph(0, lower.width, lower.height)
    page = Image.new("RGB", (lower.width, 2 * lower.height + gap), gutter)
    page.paste(upper, (0, 0))
    page.paste(lower, (0, lower.height + gap))
    return page, (0, 0, *upper.size), (0, lower.height + gap, *lower.size)


def test_a_tile_that_begins_in_the_colour_of_the_gutter_is_found() -> None:
    gutter, picture = (200, 180, 150), photograph(1)
    fading = Image.linear_gradient("L").resize(picture.size).point(lambda value: min(255, value * 3))
    lower = Image.composite(picture, Image.new("RGB", picture.size, gutter), fading)
    page, above, below = _one_above_the_other(lower, gutter, 3)

    found = inside(page)

    assert closest(found, above) <= PRECISE
    assert closest(found, below) <= PRECISE


def test_a_tile_that_ends_in_a_plain_surface_is_found_whole_too() -> None:
    lower = photograph(1)
    lower.paste((96, 92, 80), (0, 360, 640, 480))
    page, above, below = _one_above_the_other(lower, WHITE, 8)

    found = inside(page)

    assert closest(found, above) <= PRECISE
    assert closest(found, below) <= PRECISE


def test_the_view_has_the_hash_of_what_stands_inside() -> None:
    picture = photograph()
    page, _ = framed(picture, BLACK, (0, 100, 0, 100))

    analysis = run(encoded(page, "JPEG", quality=90))
    whole = pdq_hash(as_pixels(picture)).value

    (view,) = analysis.views
    found = next(one for one in analysis.perceptual if one.view == view.name and one.algorithm == "pdq")
    assert view.detail == "uniform surroundings taken off: 100 px above, 100 px below"
    assert hamming(found.value, whole) <= 16
    assert hamming(analysis.perceptual[0].value, whole) > 31


@pytest.mark.parametrize("size", [(300, 225), (900, 675), (2400, 1800)])
def test_the_view_has_the_small_hashes_of_what_stands_inside_where_the_recipe_has_them(size: tuple[int, int]) -> None:
    picture = photograph(0, *size)
    page, _ = framed(picture, BLACK, (0, 100, 0, 100))

    analysis = run(encoded(page, "PNG"))
    alone = {one.algorithm: one for one in run(encoded(picture, "PNG")).perceptual}

    (view,) = analysis.views
    small = {one.algorithm: one for one in analysis.perceptual if one.view == view.name and one.algorithm != "pdq"}
    assert {*small} == {"phash", "dhash"}
    for name, found in small.items():
        assert (found.version, found.parameters) == (alone[name].version, alone[name].parameters)
        assert hamming(found.value, alone[name].value) <= 2

    without = run(encoded(page, "PNG"), Recipe(perceptual=("pdq", "dhash")))
    assert {one.algorithm for one in without.perceptual if one.view} == {"pdq", "dhash"}


def test_boxes_are_given_at_the_stored_size_of_the_upright_picture() -> None:
    page, _ = framed(photograph(0, 2400, 1800), WHITE, (0, 300, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = page.transpose(Image.Transpose.ROTATE_90)

    analysis = run(encoded(turned, "JPEG", quality=90, exif=exif.tobytes()))

    assert (analysis.width, analysis.height) == turned.size
    boxes = [view.box for view in analysis.views if view.box is not None]
    assert any(np.abs(np.subtract(box, (0, 300, 2400, 1800))).max() <= 8 for box in boxes)


def test_nothing_is_looked_for_where_the_recipe_says_so() -> None:
    page, _ = framed(photograph(), WHITE, (20, 20, 20, 20))
    data = encoded(page, "PNG")

    assert run(data).views
    assert run(data, Recipe(inner=False)).views == ()


def flat_ish() -> dict[str, Image.Image]:
    ramp = np.linspace(60, 220, 600)[:, None] + np.zeros((600, 800))
    sky = ramp + np.random.default_rng(1).normal(0, 2, ramp.shape)
    page = Image.new("L", (800, 1000), 250)
    draw = ImageDraw.Draw(page)
    for line in range(40):
        draw.text((60, 40 + 23 * line), "some words of a letter that says nothing " * 2, 20, font_size=15)
    round_one = Image.new("RGB", (600, 600), WHITE)
    ImageDraw.Draw(round_one).ellipse((150, 150, 450, 450), fill=(180, 40, 40))
    made = {"gradient": ramp, "sky": sky, "sideways": ramp.T}
    return {
        "document": page.convert("RGB"),
        "ball": round_one,
        **{name: Image.fromarray(values.clip(0, 255).astype(np.uint8)).convert("RGB") for name, values in made.items()},
    }


@pytest.mark.parametrize("name", sorted(flat_ish()))
def test_flat_pictures_have_nothing_inside(name: str) -> None:
    assert inside(flat_ish()[name]).views == ()


# Number 0 and 4 are towns of drawn houses, whose walls are as straight as no camera sees them.
@pytest.mark.parametrize("number", [1, 2, 3, 5, 6, 7])
def test_a_plain_picture_has_nothing_inside(number: int) -> None:
    assert inside(photograph(number, 1280, 960)).views == ()


def test_plain_photographs_have_nothing_inside() -> None:
    folder = shared_data()
    if folder is None:
        pytest.skip("the shared test data are not here")
    names = sorted((folder / "exif" / "jpg" / "exif-org").glob("*.jpg")) + sorted((folder / "neardup/bases").glob("*"))
    seen = {path.name: run(path.read_bytes()).views for path in names}

    assert len(seen) > 20
    assert [name for name, views in seen.items() if views] == []


def test_a_picture_that_is_all_border_says_so() -> None:
    plain = Image.new("RGB", (400, 300), (90, 120, 30))
    nested, _ = framed(plain, WHITE, (30, 30, 30, 30))

    assert inside(plain).is_all_border
    assert inside(nested).is_all_border
    assert inside(nested).views == ()
    assert not inside(photograph()).is_all_border
    assert not inside(framed(photograph(), WHITE, (30, 30, 30, 30))[0]).is_all_border


def test_the_same_picture_gives_the_same_views() -> None:
    page, _ = screen(photograph(7), (240, 240, 245), BLACK)

    assert inside(page) == inside(page)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 7),
    st.tuples(st.integers(200, 700), st.integers(200, 700)),
    st.tuples(*[st.sampled_from((0, 12, 40, 150))] * 4).filter(any),
    st.sampled_from((WHITE, BLACK, (200, 30, 90))),
)
def test_borders_of_any_width_on_any_side_are_found(
    number: int, size: tuple[int, int], widths: tuple[int, int, int, int], colour: Colour
) -> None:
    page, box = framed(photograph(number, *size), colour, widths)

    assert closest(inside(page, None), box) <= PRECISE


@settings(max_examples=40, deadline=None)
@given(
    arrays.arrays(
        np.uint8,
        st.one_of(
            st.tuples(st.integers(1, 90), st.integers(1, 90)),
            st.tuples(st.integers(64, 90), st.integers(64, 90), st.just(3)),
        ),
        elements=st.sampled_from((0, 1, 128, 255)),
        fill=st.sampled_from((0, 255)),
    )
)
def test_any_pixels_give_a_bounded_number_of_views(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    found = looked_at(pixels)

    assert len(found.views) == len(found.hashes) <= MOST_INNER + MOST_TILES


@pytest.mark.parametrize("shape", [(1, 1), (1, 10_000), (10_000, 1), (64, 20_000), (20_000, 64, 3), (5, 5, 3)])
def test_strange_shapes_are_no_trouble(shape: tuple[int, ...]) -> None:
    noise = np.random.default_rng(3).integers(0, 256, shape, dtype=np.uint8)

    assert looked_at(noise).views == ()
    assert looked_at(np.zeros(shape, dtype=np.uint8)).views == ()


def test_stripes_and_checks_are_no_trouble() -> None:
    lines = np.zeros((700, 700), dtype=np.uint8)
    lines[::2] = 255
    checks = (np.indices((700, 700)) // 70).sum(axis=0) % 2 * 255

    for pixels in (lines, lines.T.copy(), checks.astype(np.uint8)):
        found = looked_at(pixels)
        assert len(found.views) <= MOST_INNER + MOST_TILES


def test_the_upright_size_follows_the_pixels() -> None:
    pixels = np.zeros((400, 300), dtype=np.uint8)

    assert upright_size(pixels, (4000, 3000)) == (3000, 4000)
    assert upright_size(pixels, (3000, 4000)) == (3000, 4000)
    assert upright_size(pixels, (None, None)) == (300, 400)
