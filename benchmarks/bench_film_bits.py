"""By how many bits the fast ways move the hashes of film frames: `python -m benchmarks.bench_film_bits FILM...`.

Every fifth frame of each film, quality 50 and better: its luminance halved before PDQ's smoothing against the whole
frame, in its own size and enlarged; and the frame decoded without the loop filter where no frame refers to it against
the frame decoded with it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np

from hashing.decode.luma import luma_of
from hashing.perceptual.distance import hamming
from hashing.perceptual.folding import SHORTEST_SIDE, shrink_fast
from hashing.perceptual.pdq import pdq_of
from hashing.perceptual.smoothing import shrink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hashing.perceptual.pdq import Pdq

SIZES = ((1920, 1080), (3840, 2160))
_EVERY, _GATE = 5, 50


def _frames(path: str, options: dict[str, str]) -> Iterator[NDArray[np.uint8]]:
    with av.open(path, mode="r") as container:
        track = container.streams.video[0]
        context: Any = track.codec_context
        context.options = options
        for number, frame in enumerate(container.decode(track)):
            if number % _EVERY == 0:
                yield luma_of(frame, 1).pixels


def _enlarged(pixels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    yield pixels
    for size in SIZES:
        yield np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _print(name: str, pairs: list[tuple[Pdq, Pdq]]) -> None:
    bits = [hamming(exact.value, fast.value) for exact, fast in pairs if exact.quality >= _GATE]
    if bits:
        far = np.percentile(bits, 99)
        print(f"{name:32} {len(bits):6} frames: mean {np.mean(bits):.2f}, 99 % within {far:.1f}, at most {max(bits)}")


def main(*paths: str) -> None:
    """Measure all films, print two lines."""
    halved: list[tuple[Pdq, Pdq]] = []
    unfiltered: list[tuple[Pdq, Pdq]] = []
    for path in paths:
        for with_filter, without in zip(_frames(path, {}), _frames(path, {"skip_loop_filter": "noref"}), strict=True):
            unfiltered.append((pdq_of(shrink(with_filter)), pdq_of(shrink(without))))
            sizes = [pixels for pixels in _enlarged(with_filter) if max(pixels.shape) >= 2 * SHORTEST_SIDE]
            halved += [(pdq_of(shrink(pixels)), pdq_of(shrink_fast(pixels))) for pixels in sizes]
    _print("halved first", halved)
    _print("without loop filter", unfiltered)


if __name__ == "__main__":
    main(*sys.argv[1:])
