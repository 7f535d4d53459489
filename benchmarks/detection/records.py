"""What the engine says about a file, as far as finding copies is concerned."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.detection import collages, screens
from forensicdesk.validating import around, plain
from hashing.analyse import analyse
from hashing.values import Recipe

if TYPE_CHECKING:
    from benchmarks.detection.bases import Base
    from forensicdesk.validating.saving import Edit
    from hashing.values import PerceptualHash

LEAST_QUALITY = 50
EDITS: tuple[Edit, ...] = (*plain.EDITS, *around.EDITS, *screens.EDITS, *collages.EDITS)
OTHERS = 8
"""How many other photographs a collage may draw from."""


@dataclass(frozen=True, slots=True)
class Record:
    """One file as analysed.

    Attributes:
        shows: the photographs in it, by number.
        edit: how it was made; "" for a photograph of the reference list.
        whole: the eight orientations of its PDQ, empty where its quality is under 50.
        views: the same of every view inside it.
        phash, dhash: 8 bytes each.
        together: pHash, dHash and PDQ of the whole and of every view, as they are; PDQ empty where its quality is low.
        features: local features, None where the engine gives none.
    """

    shows: frozenset[int]
    edit: str
    whole: tuple[bytes, ...]
    views: tuple[tuple[bytes, ...], ...]
    phash: bytes
    dhash: bytes
    together: tuple[tuple[bytes, bytes, bytes], ...]
    features: bytes | None


def record(data: bytes, shows: frozenset[int], edit: str = "") -> Record:
    """Analyse a file with the default recipe, in this process."""
    analysis = analyse(io.BytesIO(data), len(data), Recipe(features=True))
    by_name = {(one.algorithm, one.view): one for one in analysis.perceptual}
    if ("pdq", "") not in by_name:
        msg = f"{edit or 'a photograph'} was not analysed: {analysis.issues}"
        raise ValueError(msg)
    views = tuple(_good(by_name["pdq", view.name]) for view in analysis.views if ("pdq", view.name) in by_name)
    return Record(
        shows,
        edit,
        _good(by_name["pdq", ""]),
        tuple(view for view in views if view),
        by_name["phash", ""].value,
        by_name["dhash", ""].value,
        tuple(
            (one.value, by_name["dhash", one.view].value, b"".join(_good(by_name["pdq", one.view])[:1]))
            for one in analysis.perceptual
            if one.algorithm == "phash"
        ),
        analysis.features,
    )


def _good(found: PerceptualHash) -> tuple[bytes, ...]:
    return found.orientations if (found.quality or 0) >= LEAST_QUALITY else ()


def chance(seed: int, edit: str, base: int, draw: int) -> np.random.Generator:
    """The source of chance of one copy: the same for the same arguments, whatever else is made."""
    return np.random.default_rng([seed, zlib.crc32(edit.encode()), base, draw])


def copy_of(number: int, bases: tuple[Base, ...], edit: Edit, seed: int, draw: int = 0) -> tuple[bytes, frozenset[int]]:
    """A copy of one photograph, and which photographs it shows."""
    random = chance(seed, edit.name, number, draw)
    beside: tuple[int, ...] = ()
    if edit.beside:
        pool = [other for other in range(len(bases)) if other != number]
        beside = tuple(int(one) for one in random.choice(pool, min(OTHERS, len(pool)), replace=False))
    data = edit.make(bases[number].picture, random, tuple(bases[other].picture for other in beside))
    return data, frozenset((number, *beside))
