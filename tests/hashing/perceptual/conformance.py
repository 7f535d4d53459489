"""What every perceptual hash has to show, in one table: whoever adds an algorithm adds a row."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Conformance:
    """What one algorithm claims, in the unit of its distance, for drawn scenes.

    Attributes:
        resize, recompression, brightness: at most so far from the original, whatever the picture.
        mirror: at least so far from its mirror image in the median; 0 where it is not meant to notice.
        other: at least so far from every other picture; 0 where it is not meant to tell them apart.
        colour: at least so far from its grey form in the median; 0 where only luminance counts.
    """

    resize: int
    recompression: int
    brightness: int
    mirror: int
    other: int
    colour: int = 0


CONFORMANCE: Mapping[str, Conformance] = MappingProxyType(
    {
        "pdq": Conformance(resize=31, recompression=10, brightness=20, mirror=100, other=90),
        "phash": Conformance(resize=4, recompression=4, brightness=8, mirror=20, other=12),
        "dhash": Conformance(resize=4, recompression=4, brightness=8, mirror=20, other=12),
        "ahash": Conformance(resize=4, recompression=4, brightness=8, mirror=16, other=8),
        "whash": Conformance(resize=4, recompression=4, brightness=8, mirror=16, other=8),
        "colorhash": Conformance(resize=6, recompression=8, brightness=10, mirror=0, other=0, colour=2),
        "crop_resistant": Conformance(resize=4, recompression=6, brightness=21, mirror=3, other=1),
        "blockmean": Conformance(resize=10, recompression=8, brightness=16, mirror=80, other=40),
        "marr_hildreth": Conformance(resize=60, recompression=36, brightness=36, mirror=200, other=150),
    }
)

EDITS_OF_CLAIMS: Mapping[str, str] = MappingProxyType(
    {
        "resize 50 %": "resize",
        "resize 25 %": "resize",
        "JPEG quality 50": "recompression",
        "JPEG quality 20": "recompression",
        "brightness +20 %": "brightness",
        "brightness -20 %": "brightness",
    }
)
"""Which edit of `benchmarks.bench_invariance` each claim is measured by."""

CHILD = """
import sys
from hashing.known_answers.pictures import draw
from hashing.perceptual.pictures import picture_hashes
from hashing.values import EVERY_ALGORITHM
for name, width, height in (("scatter", 700, 520), ("rings", 97, 333), ("tiles", 1030, 515)):
    pixels = draw(name, width, height)
    for found in picture_hashes(pixels, pixels, EVERY_ALGORITHM):
        print(name, found.algorithm, found.value.hex(), found.quality, *(one.hex() for one in found.orientations))
"""
"""A program that prints every hash of three pictures."""

SURROUNDINGS: tuple[Mapping[str, str], ...] = (
    {"PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    {
        "PYTHONHASHSEED": "2",
        "OPENBLAS_NUM_THREADS": "2",
        "OMP_NUM_THREADS": "2",
        # Another processor, as far as the libraries can be told: those that do not know a name say so and go on.
        "OPENBLAS_CORETYPE": "Nehalem",
        "OPENCV_CPU_DISABLE": "AVX512-SKX,AVX2,FP16,AVX",
        "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL",
        "LC_ALL": "C",
    },
)
"""Environments of two processes that must compute the same."""

SIZES = ((1, 1), (1, 700), (5, 5), (8, 16), (3000, 2), (301, 299))
"""Odd shapes (width, height) that every algorithm has to get through."""
