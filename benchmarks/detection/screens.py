"""A phone's screen, a chat, a picture viewer and a web page around a photograph, drawn anew each time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from forensicdesk.validating.saving import Edit, near, passed_on
from forensicdesk.validating.texts import font, some_words, wrapped, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator

    from forensicdesk.validating.saving import Colour

    Screen = Callable[[Image.Image, Generator], Image.Image]

Others = tuple[Image.Image, ...]
LIGHT: tuple[Colour, ...] = ((255, 255, 255), (250, 250, 250), (242, 242, 247), (236, 229, 221), (230, 238, 245))
DARK: tuple[Colour, ...] = ((0, 0, 0), (18, 18, 18), (11, 20, 26), (28, 28, 30), (23, 33, 43))
BUBBLES_LIGHT: tuple[Colour, ...] = ((255, 255, 255), (217, 253, 211), (0, 132, 255), (229, 229, 234))
BUBBLES_DARK: tuple[Colour, ...] = ((32, 44, 51), (0, 92, 75), (38, 38, 41), (43, 82, 120))
WIDTHS = (540, 720, 828, 1080)


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and scale of one screen: `unit` is about a hundredth of its width."""

    ground: Colour
    ink: Colour
    unit: float
    dark: bool


def _look(random: Generator, width: int, *, dark: bool) -> Look:
    ground = (DARK if dark else LIGHT)[int(random.integers(0, 5))]
    return Look(ground, (235, 235, 235) if dark else (20, 20, 20), width / 100, dark)


def _blank(random: Generator, look: Look, width: int) -> Image.Image:
    return Image.new("RGB", (width, round(width * random.uniform(1.7, 2.2))), look.ground)


def _icons(draw: ImageDraw.ImageDraw, random: Generator, places: list[tuple[float, float]], look: Look) -> None:
    """Small outlines, such as buttons have."""
    size = look.unit * random.uniform(1.8, 2.8)
    for x, y in places:
        box = (x - size, y - size, x + size, y + size)
        shape = int(random.integers(0, 3))
        if shape == 0:
            draw.ellipse(box, outline=look.ink, width=max(1, int(look.unit / 2)))
        elif shape == 1:
            draw.rectangle(box, outline=look.ink, width=max(1, int(look.unit / 2)))
        else:
            draw.polygon([(x - size, y + size), (x, y - size), (x + size, y + size)], outline=look.ink)


def _status_bar(page: Image.Image, random: Generator, look: Look) -> float:
    """Clock and battery; gives the height."""
    draw = ImageDraw.Draw(page)
    height = look.unit * random.uniform(5, 8)
    if random.random() < 1 / 3:
        draw.rectangle((0, 0, page.width, height), fill=near(look.ground, random, 20))
    face = font(int(random.integers(0, 8)), max(9, int(look.unit * 3.4)))
    clock = f"{int(random.integers(0, 24))}:{int(random.integers(10, 60))}"
    draw.text((look.unit * 4, height / 2), clock, look.ink, face, anchor="lm")
    for number in range(int(random.integers(2, 5))):
        x = page.width - look.unit * (5 + 4.5 * number)
        draw.rectangle((x - look.unit * 1.4, height * 0.35, x + look.unit * 1.4, height * 0.65), outline=look.ink)
    return height


def _title_bar(page: Image.Image, random: Generator, look: Look, top: float) -> float:
    """The name of a person or place, perhaps with a portrait; gives the bar's lower end."""
    draw = ImageDraw.Draw(page)
    bottom = top + look.unit * random.uniform(11, 16)
    tinted = random.random() < 1 / 2
    if tinted:
        draw.rectangle((0, top, page.width, bottom), fill=near(look.ground, random, 30))
    middle = (top + bottom) / 2
    face = font(int(random.integers(0, 8)), max(10, int(look.unit * random.uniform(4, 5.5))))
    x = look.unit * random.uniform(4, 22)
    if random.random() < 1 / 2:
        draw.ellipse(
            (x, middle - look.unit * 4, x + look.unit * 8, middle + look.unit * 4), fill=near(look.ink, random)
        )
        x += look.unit * 11
    draw.text((x, middle), some_words(random, 2), look.ink, face, anchor="lm")
    _icons(draw, random, [(page.width - look.unit * 6, middle)], look)
    if not tinted and random.random() < 1 / 2:
        draw.line((0, bottom, page.width, bottom), near(look.ground, random, 40), max(1, int(look.unit / 4)))
    return bottom


def _bottom_bar(page: Image.Image, random: Generator, look: Look) -> float:
    """Navigation; gives its upper end."""
    draw = ImageDraw.Draw(page)
    top = page.height - look.unit * random.uniform(10, 16)
    if random.random() < 1 / 2:
        draw.rectangle((0, top, page.width, page.height), fill=near(look.ground, random, 20))
    count = int(random.integers(3, 6))
    places = [(page.width * (number + 0.5) / count, (top + page.height) / 2) for number in range(count)]
    _icons(draw, random, places, look)
    return top


def _fit(picture: Image.Image, width: float, height: float) -> Image.Image:
    """The photograph at the largest size that fits."""
    share = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _round_corners(size: tuple[int, int], radius: float) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius, fill=255)
    return mask


def _words(page: Image.Image, random: Generator, look: Look, top: float, bottom: float) -> None:
    """Lines of text below a photograph."""
    face = font(int(random.integers(0, 8)), max(9, int(look.unit * random.uniform(3.2, 4.5))))
    lines = wrapped(some_words(random, int(random.integers(3, 40))), face, page.width - look.unit * 8)
    step = look.unit * 6
    lines = lines[: max(0, int((bottom - top) / step) - 1)]
    box = (round(look.unit * 4), round(top + look.unit * 2), page.width, round(step * max(1, len(lines))))
    write(page, box, lines, face, look.ink, centred=False)


def _feed(picture: Image.Image, random: Generator, *, dark: bool) -> Image.Image:
    """Status bar, title, photograph over the width or nearly so, words, navigation."""
    width = WIDTHS[int(random.integers(0, len(WIDTHS)))]
    look = _look(random, width, dark=dark)
    page = _blank(random, look, width)
    top = _title_bar(page, random, look, _status_bar(page, random, look))
    bottom = _bottom_bar(page, random, look)
    margin = 0.0 if random.random() < 1 / 2 else look.unit * random.uniform(1, 6)
    top += look.unit * random.uniform(0, 8) * int(random.random() < 2 / 3)
    shown = _fit(picture, width - 2 * margin, (bottom - top) * 0.95)
    mask = _round_corners(shown.size, look.unit * random.uniform(1, 3)) if margin and random.random() < 1 / 2 else None
    page.paste(shown, ((width - shown.width) // 2, round(top)), mask)
    under = top + shown.height
    if under + look.unit * 10 < bottom and random.random() < 2 / 3:
        places = [(look.unit * (6 + 10 * number), under + look.unit * 6) for number in range(3)]
        _icons(ImageDraw.Draw(page), random, places, look)
        under += look.unit * 10
    _words(page, random, look, under, bottom)
    return page


def _viewer(picture: Image.Image, random: Generator) -> Image.Image:
    """The photograph in the middle of a black screen, some small buttons around it."""
    width = WIDTHS[int(random.integers(0, len(WIDTHS)))]
    look = Look((0, 0, 0), (230, 230, 230), width / 100, dark=True)
    page = _blank(random, look, width)
    draw = ImageDraw.Draw(page)
    shown = _fit(picture, page.width, page.height)
    page.paste(shown, ((page.width - shown.width) // 2, (page.height - shown.height) // 2))
    clear = (page.height - shown.height) // 2
    if clear > look.unit * 10:
        _status_bar(page, random, look)
    if clear > look.unit * 22:
        _icons(draw, random, [(look.unit * 6, look.unit * 14), (page.width - look.unit * 6, look.unit * 14)], look)
        count = int(random.integers(2, 6))
        y = page.height - look.unit * 10
        _icons(draw, random, [(page.width * (number + 0.5) / count, y) for number in range(count)], look)
    return page


def _pattern(page: Image.Image, random: Generator, look: Look) -> None:
    """Faint scribbles, as some chats have them behind the words."""
    draw = ImageDraw.Draw(page)
    shift = int(random.integers(5, 14)) * (1 if look.dark else -1)
    red, green, blue = (max(0, min(255, value + shift)) for value in look.ground)
    for _ in range(int(page.width * page.height / (look.unit * 9) ** 2)):
        x, y = random.uniform(0, page.width), random.uniform(0, page.height)
        size = look.unit * random.uniform(1.5, 4)
        start = int(random.integers(0, 360))
        box = (x, y, x + size, y + size)
        draw.arc(box, start, start + 250, (red, green, blue), max(1, int(look.unit / 3)))
        draw.line((x, y, x + size, y - size), (red, green, blue), max(1, int(look.unit / 3)))


def _bubble(page: Image.Image, random: Generator, look: Look, top: float) -> float:
    """A message of words on one side; gives its lower end."""
    draw = ImageDraw.Draw(page)
    inks = BUBBLES_DARK if look.dark else BUBBLES_LIGHT
    face = font(int(random.integers(0, 8)), max(9, int(look.unit * 4)))
    lines = wrapped(some_words(random, int(random.integers(1, 20))), face, page.width * 0.6)
    wide = max(face.getlength(line) for line in lines) + look.unit * 6
    tall = look.unit * (5.5 * len(lines) + 4)
    left = look.unit * 3 if random.random() < 1 / 2 else page.width - wide - look.unit * 3
    fill = inks[int(random.integers(0, len(inks)))]
    draw.rounded_rectangle((left, top, left + wide, top + tall), look.unit * 3, fill=fill)
    box = (round(left + look.unit * 3), round(top + look.unit), round(wide), round(tall - look.unit * 2))
    write(page, box, lines, face, look.ink, centred=False)
    return top + tall + look.unit * random.uniform(1.5, 4)


def _photo_bubble(page: Image.Image, random: Generator, look: Look, shown: Image.Image, top: float) -> float:
    """The photograph as a message, with or without a rim, its corners round; gives its lower end."""
    draw = ImageDraw.Draw(page)
    inks = BUBBLES_DARK if look.dark else BUBBLES_LIGHT
    rim = round(look.unit * random.uniform(0.5, 1.5)) * int(random.random() < 2 / 3)
    left = look.unit * 3 if random.random() < 1 / 2 else page.width - shown.width - 2 * rim - look.unit * 3
    words = look.unit * 7 * int(rim > 0 and random.random() < 1 / 3)
    radius = look.unit * random.uniform(1, 4)
    box = (left, top, left + shown.width + 2 * rim, top + shown.height + 2 * rim + words)
    if rim:
        draw.rounded_rectangle(box, radius, fill=inks[int(random.integers(0, len(inks)))])
    page.paste(shown, (round(left) + rim, round(top) + rim), _round_corners(shown.size, max(1.0, radius - rim)))
    if words:
        face = font(int(random.integers(0, 8)), max(9, int(look.unit * 4)))
        draw.text((left + look.unit * 3, box[3] - words / 2), some_words(random, 3), look.ink, face, anchor="lm")
    return box[3] + look.unit * random.uniform(1.5, 4)


def _chat(picture: Image.Image, random: Generator, *, dark: bool) -> Image.Image:
    """Messages, one of them the photograph."""
    width = WIDTHS[int(random.integers(1, len(WIDTHS)))]
    look = _look(random, width, dark=dark)
    page = _blank(random, look, width)
    if random.random() < 1 / 2:
        _pattern(page, random, look)
    top = _title_bar(page, random, look, _status_bar(page, random, look)) + look.unit * random.uniform(1, 5)
    bottom = page.height - look.unit * 14
    shown = _fit(picture, width * random.uniform(0.55, 0.8), (bottom - top) * 0.6)
    for _ in range(int(random.integers(0, 3))):
        if top + look.unit * 24 + shown.height < bottom:
            top = _bubble(page, random, look, top)
    top = _photo_bubble(page, random, look, shown, top)
    while top + look.unit * 30 < bottom:
        top = _bubble(page, random, look, top)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, bottom, page.width, page.height), fill=near(look.ground, random, 15))
    field = (look.unit * 5, bottom + look.unit * 3, page.width - look.unit * 16, page.height - look.unit * 3)
    draw.rounded_rectangle(field, look.unit * 4, outline=near(look.ink, random, 60))
    _icons(draw, random, [(page.width - look.unit * 8, (bottom + page.height) / 2)], look)
    return page


def _web_page(picture: Image.Image, random: Generator) -> Image.Image:
    """A browser's window on a wide screen: bars on top, a photograph between paragraphs."""
    width = int(random.integers(1000, 1500))
    look = Look(LIGHT[int(random.integers(0, 3))], (30, 30, 30), width / 200, dark=False)
    page = Image.new("RGB", (width, round(width * random.uniform(0.6, 0.75))), look.ground)
    draw = ImageDraw.Draw(page)
    bar = look.unit * random.uniform(10, 16)
    draw.rectangle((0, 0, width, bar), fill=near((222, 225, 230), random))
    _icons(draw, random, [(look.unit * (5 + 8 * number), bar / 2) for number in range(3)], look)
    draw.rounded_rectangle((look.unit * 30, bar * 0.25, width * 0.8, bar * 0.75), bar / 4, fill=(255, 255, 255))
    shown = _fit(picture, width * random.uniform(0.4, 0.65), (page.height - bar) * 0.75)
    left = round(width * random.uniform(0.05, 0.25))
    top = round(bar + look.unit * random.uniform(4, 16))
    page.paste(shown, (left, top))
    _words(page, random, look, top + shown.height, page.height)
    face = font(int(random.integers(0, 8)), max(9, int(look.unit * 3.5)))
    column = left + shown.width + look.unit * 6
    lines = wrapped(some_words(random, 60), face, width - column - look.unit * 4)[:12]
    write(page, (round(column), top, width, round(look.unit * 5 * len(lines))), lines, face, look.ink, centred=False)
    return page


def _made(screen: Screen, picture: Image.Image, random: Generator, _: Others) -> bytes:
    return passed_on(screen(picture, random), random)


_SCREENS: tuple[tuple[str, float | None, Screen], ...] = (
    ("screenshot light", 0.95, partial(_feed, dark=False)),
    ("screenshot dark", 0.95, partial(_feed, dark=True)),
    ("picture viewer", 0.95, _viewer),
    ("chat light", 0.95, partial(_chat, dark=False)),
    ("chat dark", 0.95, partial(_chat, dark=True)),
    ("web page", None, _web_page),
)

EDITS: tuple[Edit, ...] = tuple(Edit(name, goal, partial(_made, screen)) for name, goal, screen in _SCREENS)
