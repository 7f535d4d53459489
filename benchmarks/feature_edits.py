"""What people do to pictures, for measuring local features: each edit is a function from picture to picture."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

if TYPE_CHECKING:
    from collections.abc import Callable

    Edit = Callable[[Image.Image], Image.Image]

WHITE = "white"


def cropped(picture: Image.Image, kept: float, across: float = 0.5, down: float = 0.5) -> Image.Image:
    """`kept` of each side; `across` and `down` say where: 0 at the left or top, 1 at the right or bottom."""
    width, height = round(picture.width * kept), round(picture.height * kept)
    left, top = round((picture.width - width) * across), round((picture.height - height) * down)
    return picture.crop((left, top, left + width, top + height))


def resized(picture: Image.Image, factor: float) -> Image.Image:
    """Both sides by a factor."""
    sides = (max(8, round(picture.width * factor)), max(8, round(picture.height * factor)))
    return picture.resize(sides, Image.Resampling.LANCZOS)


def thumbnail(picture: Image.Image) -> Image.Image:
    """160 pixels on the longer side."""
    copy = picture.copy()
    copy.thumbnail((160, 160), Image.Resampling.LANCZOS)
    return copy


def caption(picture: Image.Image) -> Image.Image:
    """A white bar with text above."""
    bar = picture.height // 6
    wider = Image.new("RGB", (picture.width, picture.height + bar), WHITE)
    wider.paste(picture, (0, bar))
    _write(wider, (picture.width // 20, bar // 5), "WHEN YOU SEE IT", picture.height // 10, "black")
    return wider


def watermark(picture: Image.Image) -> Image.Image:
    """Half-transparent large text across the middle."""
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    place = (picture.width * 0.2, picture.height * 0.45)
    _write(layer, place, "SAMPLE", picture.width // 6, (255, 255, 255, 140))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def letterbox(picture: Image.Image) -> Image.Image:
    """Black bars above and below."""
    bar = picture.height // 6
    return ImageOps.expand(picture, (0, bar, 0, bar), "black")


def screenshot(picture: Image.Image) -> Image.Image:
    """In a phone's chat, with the same messages around every picture."""
    screen = Image.new("RGB", (540, 1170), "#efe7dd")
    drawn = ImageDraw.Draw(screen)
    drawn.rectangle((0, 0, 540, 100), fill="#075e54")
    _write(screen, (20, 10), "12:45", 22, WHITE)
    _write(screen, (420, 10), "LTE 84%", 22, WHITE)
    drawn.ellipse((20, 45, 70, 95), fill="#ccaa88")
    _write(screen, (90, 50), "Family group", 28, WHITE)
    drawn.rounded_rectangle((15, 120, 400, 190), 15, fill=WHITE)
    _write(screen, (30, 135), "Did you get the photos?", 24, "black")
    shown = resized(picture, min(480 / picture.width, 560 / picture.height))
    screen.paste(shown, (30, 220))
    top = 240 + shown.height
    drawn.rounded_rectangle((120, top, 525, top + 110), 15, fill="#dcf8c6")
    _write(screen, (135, top + 12), "Yes thank you so much\nthey look great  12:47", 26, "black")
    drawn.rounded_rectangle((15, top + 130, 420, top + 200), 15, fill=WHITE)
    _write(screen, (30, top + 145), "See you tomorrow then", 26, "black")
    drawn.rounded_rectangle((15, 1090, 450, 1155), 30, fill=WHITE)
    _write(screen, (60, 1105), "Message", 28, "gray")
    return screen


def viewer(picture: Image.Image) -> Image.Image:
    """On a phone's black screen, with the same name above and buttons below every picture."""
    screen = Image.new("RGB", (540, 1170), "black")
    _write(screen, (20, 10), "12:45", 22, WHITE)
    _write(screen, (60, 60), "IMG_2041.jpg", 28, WHITE)
    shown = resized(picture, min(540 / picture.width, 900 / picture.height))
    screen.paste(shown, ((540 - shown.width) // 2, (1170 - shown.height) // 2))
    for at, text in enumerate(("Share", "Edit", "Delete", "More")):
        _write(screen, (30 + at * 130, 1110), text, 24, WHITE)
    return screen


def _write(picture: Image.Image, place: tuple[float, float], text: str, size: int, colour: object) -> None:
    font = ImageFont.load_default(max(10, size))
    ImageDraw.Draw(picture).multiline_text(place, text, fill=colour, font=font)  # type: ignore[arg-type]  # a colour


def _toned(picture: Image.Image, gamma: float) -> Image.Image:
    return picture.point([round(255 * (level / 255) ** gamma) for level in range(256)] * 3)


EDITS: dict[str, Edit] = {
    "resize 50 %": partial(resized, factor=0.5),
    "resize 25 %": partial(resized, factor=0.25),
    "thumbnail 160 px": thumbnail,
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "blur": lambda picture: picture.filter(ImageFilter.GaussianBlur(max(picture.size) / 200)),
    "brightness +30 %": lambda picture: ImageEnhance.Brightness(picture).enhance(1.3),
    "contrast +50 %": lambda picture: ImageEnhance.Contrast(picture).enhance(1.5),
    "gamma 1.8": partial(_toned, gamma=1.8),
    "stretch to square": lambda picture: picture.resize((600, 600)),
    "watermark": watermark,
    "rotate 90": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "rotate 180": lambda picture: picture.transpose(Image.Transpose.ROTATE_180),
    "flip": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "letterbox": letterbox,
    "border 3 %": lambda picture: ImageOps.expand(picture, round(max(picture.size) * 0.03), "black"),
    "caption": caption,
    "screenshot": screenshot,
    "viewer": viewer,
    "rotate 2°": lambda picture: picture.rotate(2, Image.Resampling.BICUBIC),
    "crop 5 %": partial(cropped, kept=0.95),
    "crop 10 %": partial(cropped, kept=0.9),
    "crop 10 % a side": partial(cropped, kept=0.8),
    "crop 25 %": partial(cropped, kept=0.75),
    "crop 25 % a side": partial(cropped, kept=0.5),
    "corner crop": partial(cropped, kept=0.75, across=1.0, down=1.0),
    "corner crop to half": partial(cropped, kept=0.5, across=0.0, down=1.0),
    "crop and flip": lambda picture: ImageOps.mirror(cropped(picture, 0.7, 0.3, 0.6)),
    "crop in screenshot": lambda picture: screenshot(cropped(picture, 0.7)),
}
"""Every picture is compressed as JPEG of quality 85 after its edit."""

SAME_AROUND = ("screenshot", "viewer", "caption", "watermark", "letterbox", "border 3 %")
"""Edits that put the same around, or over, different pictures: two results of one must not match."""
