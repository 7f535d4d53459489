"""What counts as a match: every number in one place, with its reason, because reports print them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of matching. The defaults are those of the published methods; see `docs/matching.md`.

    Attributes:
        pdq_distance: largest number of differing bits of two PDQ hashes of pictures.
        pdq_quality: smallest PDQ quality on either side; below it hashes of equal pictures differ too much.
        pdq_firm_quality: below this quality a match is marked weak.
        frame_distance: largest number of differing bits of two film frames.
        frame_quality: smallest quality of a film frame on either side.
        film_percent: share of the considered frames of one film that has to be met by the other.
        film_frames: so many frames have to meet, or all considered frames of the side that passes if it has fewer.
        phash_distance, dhash_distance, ahash_distance, whash_distance: largest number of differing bits of 64.
        three_pdq_distance, three_small_distance: the same where PDQ, pHash and dHash of one entry all agree, and one of
            the last two within its own limit.
        small_hashes_agree: so many different hashes of one entry have to agree. The match is marked weak.
        photodna_distance: largest sum of squared differences of the 144 bytes of two carried values.
        photodna_variety: smallest share of neighbouring bytes that differ, on either side; flatter values say nothing.
        crowded_contents: an entry that is near more contents of the case than this makes weak matches.
        crowded_entries: a content that is near more entries of one list than this makes weak matches.
        nearest_distance: so many bits far the nearest entry is looked for that is no match.
        nearest_entries: lists with more PDQ hashes (of films: frames) are not asked for it.
        small_hash_distance: for the other hashes of 64 bits, shown when two files are compared.
    """

    pdq_distance: int = 31
    pdq_quality: int = 50
    pdq_firm_quality: int = 60
    frame_distance: int = 31
    frame_quality: int = 50
    film_percent: float = 80.0
    film_frames: int = 3
    phash_distance: int = 8
    dhash_distance: int = 8
    ahash_distance: int = 4
    whash_distance: int = 4
    three_pdq_distance: int = 72
    three_small_distance: int = 12
    small_hashes_agree: int = 2
    photodna_distance: int = 40_000
    photodna_variety: float = 0.7
    crowded_contents: int = 50
    crowded_entries: int = 50
    nearest_distance: int = 47
    nearest_entries: int = 250_000
    small_hash_distance: int = 8

    @property
    def id(self) -> str:
        """The first 16 hex digits of SHA-256 over all values: equal policies have equal ids on every workstation."""
        return policy_id(self.as_json())

    def as_json(self) -> str:
        """All values in one form only, as the case keeps them."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    def small_distance(self, algorithm: str) -> int:
        """The largest distance at which two hashes of 64 bits agree, for one of `SMALL_HASHES`."""
        return int(getattr(self, f"{algorithm}_distance"))

    def three_distance(self, algorithm: str) -> int:
        """The largest distance of "pdq", "phash" or "dhash" where all three agree."""
        return self.three_pdq_distance if algorithm == "pdq" else self.three_small_distance

    def threshold(self, algorithm: str) -> int:
        """The largest distance worth attention when two files are compared."""
        return self.pdq_distance if algorithm == "pdq" else _SHOWN_UP_TO.get(algorithm, self.small_hash_distance)


def policy_id(said: str) -> str:
    """The id of a policy by the JSON in which it was kept, whatever values its version knew."""
    return hashlib.sha256(said.encode()).hexdigest()[:16]


SMALL_HASHES = ("phash", "dhash", "ahash", "whash")
"""The hashes of 64 bits that lists carry, in the order in which cards name them."""

_SHOWN_UP_TO = MappingProxyType({"blockmean": 16, "marr_hildreth": 72, "colorhash": 2, "crop_resistant": 2})
"""Shown when two files are compared, like `small_hash_distance`; bits, of `crop_resistant` segments that are not met.

The first two lie between edited copies and different pictures (`python -m benchmarks.bench_invariance`). The others
cannot: different pictures share their colours, and few regions are soon met. They say little by themselves.
"""

DEFAULT_POLICY = Policy()
"""The policy of this version. Reports print every number of it, with the reason, in their own language."""
