"""What counts as a match: every number in one place, with its reason, because reports print them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of matching. The defaults are those of the published methods.

    Attributes:
        pdq_distance: largest number of differing bits of two PDQ hashes of pictures.
        pdq_quality: smallest PDQ quality on either side; below it hashes of equal pictures differ too much.
        pdq_firm_quality: below this quality a match is marked weak.
        frame_distance: largest number of differing bits of two film frames.
        frame_quality: smallest quality of a film frame on either side.
        film_percent: share of the considered frames of one film that has to be met by the other.
        film_frames: so many frames have to meet, or all considered frames of the side that passes if it has fewer.
        small_hash_distance: for hashes of 64 bits, shown when two files are compared: they never make a match alone.
    """

    pdq_distance: int = 31
    pdq_quality: int = 50
    pdq_firm_quality: int = 60
    frame_distance: int = 31
    frame_quality: int = 50
    film_percent: float = 80.0
    film_frames: int = 3
    small_hash_distance: int = 8

    def threshold(self, algorithm: str) -> int:
        """The largest distance worth attention for a perceptual hash; only PDQ makes matches."""
        return self.pdq_distance if algorithm == "pdq" else _SHOWN_UP_TO.get(algorithm, self.small_hash_distance)


_SHOWN_UP_TO = MappingProxyType({"blockmean": 16, "marr_hildreth": 72, "colorhash": 2, "crop_resistant": 2})
"""Shown when two files are compared, like `small_hash_distance`; bits, of `crop_resistant` segments that are not met.

The first two lie between edited copies and different pictures (`python -m benchmarks.bench_invariance`). The others
cannot: different pictures share their colours, and few regions are soon met. They say little by themselves.
"""

DEFAULT_POLICY = Policy()
"""The policy of this version. Reports print every number of it, with the reason, in their own language."""
