"""Copies are made in the children that analyse them: in memory, several at a time, from pixels decoded once.

The parent hands out small files that name a base and what is to be done to it; the child makes the copy and analyses
its bytes as it analyses any file. What is no such order is analysed as it is. An order begins with a word drawn anew
for each validation, so that no picture of a folder can pass for one.
"""

from __future__ import annotations

import io
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from PIL import Image

from forensicdesk.validating import films
from forensicdesk.validating.bases import QUALITY
from forensicdesk.validating.pack import PACK
from forensicdesk.validating.saving import jpeg
from forensicdesk.workers.child import full_analysis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hashing.values import Analysis, Recipe

FILM_EDITS = (films.ORIGINAL, *films.EDITS)
"""The original first, then every way to make a copy."""

ORIGINAL = -1
"""The number of the edit that leaves a picture as it was drawn."""


def order_of_picture(word: str, base: Path, size: tuple[int, int], seed: list[int], edit: int) -> bytes:
    """The order for a copy of a picture.

    Args:
        word: of the validation.
        base: a file with the picture's pixels, RGB.
        size: its width and height.
        seed: what the copy is drawn from.
        edit: number in `PACK`, or `ORIGINAL`.
    """
    return _order(word, {"base": str(base), "size": size, "seed": seed, "edit": edit})


def order_of_film(word: str, number: int, seed: int, edit: int) -> bytes:
    """The order for a copy of the film `number` of a seed; `edit` is a number in `FILM_EDITS`."""
    return _order(word, {"film": number, "seed": seed, "edit": edit})


def make_and_analyse(word: str, stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:
    """What a child does: make what is ordered and analyse it; analyse what is no order."""
    head = word.encode("ascii")
    is_order = stream.read(len(head)) == head
    if not is_order:
        stream.seek(0)
        return full_analysis(stream, size, recipe)
    wanted = json.loads(stream.read(size))
    content = _film(wanted) if "film" in wanted else _picture(wanted)
    return full_analysis(io.BytesIO(content), len(content), recipe)


def _order(word: str, wanted: dict[str, Any]) -> bytes:
    return word.encode("ascii") + json.dumps(wanted).encode("ascii")


def _picture(wanted: dict[str, Any]) -> bytes:
    wide, tall = wanted["size"]
    picture = _base(wanted["base"], wide, tall)
    if wanted["edit"] == ORIGINAL:
        return jpeg(picture, QUALITY)
    made: bytes = PACK[wanted["edit"]].edit.make(picture, np.random.default_rng(wanted["seed"]), ())
    return made


def _film(wanted: dict[str, Any]) -> bytes:
    target = io.BytesIO()
    films.write_copy(target, _frames(wanted["film"], wanted["seed"]), FILM_EDITS[wanted["edit"]])
    return target.getvalue()


@lru_cache(maxsize=1)
def _base(path: str, wide: int, tall: int) -> Image.Image:
    """The pixels of the base that this child works on."""
    return Image.frombytes("RGB", (wide, tall), Path(path).read_bytes())


@lru_cache(maxsize=1)
def _frames(number: int, seed: int) -> list[NDArray[np.uint8]]:
    return films.frames_of(number, seed)
