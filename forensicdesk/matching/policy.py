"""What counts as a match: every number in one place, with its reason, because reports print them."""

from __future__ import annotations

from dataclasses import dataclass


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
        return self.pdq_distance if algorithm == "pdq" else self.small_hash_distance

    def explained(self) -> tuple[tuple[str, str, str], ...]:
        """Every setting as (name, value, reason) for reports."""
        return (
            (
                "Exact match",
                "equal SHA-256, SHA-1 or MD5",
                (
                    "The strongest digest that a list entry carries decides. An entry with MD5 alone, or with digests "
                    "that contradict each other, gives a match that is marked weak."
                ),
            ),
            (
                "PDQ distance",
                f"at most {self.pdq_distance} of 256 bits",
                (
                    "The starting point that the authors of PDQ publish. Among 42,076,551 pairs of 9,174 unrelated "
                    "photographs, 4 pairs lay within 31 bits, all of them true near-duplicates."
                ),
            ),
            (
                "PDQ quality",
                f"at least {self.pdq_quality} of 100 on both sides",
                (
                    "Below 50 the hash of the same picture moves by up to 144 bits between correct programs. A list "
                    "entry that states no quality is compared, and its match says so."
                ),
            ),
            (
                "PDQ quality of a firm match",
                f"at least {self.pdq_firm_quality} of 100",
                "Close to the gate the hash is less stable; such a match is kept and marked weak.",
            ),
            (
                "Orientations",
                "all eight rotations and mirrors of the case's picture or film",
                "PDQ is not invariant to rotation and mirroring, and lists carry one orientation only.",
            ),
            (
                "Film frame distance and quality",
                f"at most {self.frame_distance} bits, quality at least {self.frame_quality} on both sides",
                "The published setting of vPDQ: frames are compared as pictures are.",
            ),
            (
                "Film pass rule",
                f"at least {self.film_percent:g} % of the considered frames of one of the two films",
                (
                    "If the case's film reaches it, it is part of the listed film; if the listed film does, the "
                    "case's film contains it. Both percentages are always given."
                ),
            ),
            (
                "Least number of film frames",
                f"{self.film_frames}, or all considered frames of a shorter film",
                (
                    "A single common frame, such as a title or a logo, makes no match of long films. A match on fewer "
                    f"than {self.film_frames} frames is marked weak."
                ),
            ),
        )


DEFAULT = Policy()
"""The policy of this version."""

DEFAULT_POLICY = DEFAULT
"""The same policy by its longer name, for modules where "default" alone would not say of what."""
