"""Facts about this engine for reports and `doctor`: what it is made of, and whether it still computes as it should."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata, resources
from typing import TYPE_CHECKING

from hashing.values import EVERY_ALGORITHM

if TYPE_CHECKING:
    from collections.abc import Sequence

_LIBRARIES = (
    ("Pillow", "pillow", "MIT-CMU"),
    ("pi-heif (libheif, libde265)", "pi-heif", "BSD-3-Clause; libheif and libde265 LGPL-3.0"),
    ("PyAV", "av", "BSD-3-Clause"),
    ("OpenCV", "opencv-python", "Apache-2.0"),
    ("NumPy", "numpy", "BSD-3-Clause"),
    ("ImageHash", "imagehash", "BSD-2-Clause"),
    ("SciPy", "scipy", "BSD-3-Clause"),
    ("PyWavelets", "pywavelets", "MIT"),
    ("rawpy (LibRaw)", "rawpy", "MIT; LibRaw LGPL-2.1-only or CDDL-1.0"),
    ("ExifRead", "exifread", "BSD-3-Clause"),
    ("puremagic", "puremagic", "MIT"),
)
_FFMPEG_LICENCE = "LGPL-3.0-or-later, with x264 and x265 GPL-2.0-or-later in PyAV's wheel"
_VECTORS = "vectors.json"


@dataclass(frozen=True, slots=True)
class _Vector:
    """A picture given by a formula, and the hash it must have."""

    picture: str
    width: int
    height: int
    algorithm: str
    expected: str


@lru_cache(maxsize=1)
def libraries() -> tuple[tuple[str, str, str], ...]:
    """Name, version and licence of every library that decodes or hashes."""
    # Late import: only FFmpeg's own version needs it.
    import av

    found = [(name, metadata.version(package), licence) for name, package, licence in _LIBRARIES]
    versions = (f"{name} {'.'.join(map(str, number))}" for name, number in sorted(av.library_versions.items()))
    return (*found, ("FFmpeg", ", ".join(versions), _FFMPEG_LICENCE))


@lru_cache(maxsize=1)
def _vectors() -> tuple[_Vector, ...]:
    text = resources.files("hashing").joinpath("known_answers", _VECTORS).read_text(encoding="utf-8")
    return tuple(_Vector(**vector) for vector in json.loads(text)["vectors"])


def _vectors_of(algorithms: Sequence[str]) -> list[_Vector]:
    return [vector for vector in _vectors() if vector.algorithm in algorithms]


def known_answer_count(algorithms: Sequence[str] = EVERY_ALGORITHM) -> int:
    """How many known-answer vectors there are for these algorithms."""
    return len(_vectors_of(algorithms))


def check_known_answers(algorithms: Sequence[str] = EVERY_ALGORITHM) -> tuple[str, ...]:
    """Compute the vectors of these algorithms again; one sentence for each that differs."""
    failures = []
    chosen = _vectors_of(algorithms)
    # The vectors of one picture stand together, so that it is drawn once.
    for _, group in itertools.groupby(chosen, lambda vector: (vector.picture, vector.width, vector.height)):
        vectors = tuple(group)
        found = computed(vectors[0].picture, vectors[0].width, vectors[0].height, [one.algorithm for one in vectors])
        failures += [_sentence(one, value) for one, value in zip(vectors, found, strict=True) if value != one.expected]
    return tuple(failures)


def _sentence(vector: _Vector, found: str) -> str:
    return (
        f"{vector.algorithm} of the synthetic picture {vector.picture} ({vector.width} x {vector.height}) "
        f"is {found}, it must be {vector.expected}."
    )


def computed(picture: str, width: int, height: int, algorithms: Sequence[str]) -> tuple[str, ...]:
    """The hashes of a synthetic picture as the vectors file has them: hex, for PDQ with the quality behind a comma."""
    # Late imports: the desktop asks this module for versions without wanting OpenCV loaded.
    from hashing.known_answers.pictures import draw
    from hashing.perceptual.pictures import picture_hashes

    pixels = draw(picture, width, height)
    found = picture_hashes(pixels, pixels, tuple(algorithms))
    return tuple(one.value.hex() if one.quality is None else f"{one.value.hex()},{one.quality}" for one in found)
