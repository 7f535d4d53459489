"""What puts two contents of a case into one stack or one cluster: every number in one place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from forensicdesk.matching.film_features import STILL_PERCENT
from forensicdesk.matching.policy import DEFAULT_POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forensicdesk.matching.policy import Policy

VERSION = "3"
"""Of the way from hashes to stacks; raised whenever the same hashes and numbers would give other stacks."""


@dataclass(frozen=True, slots=True)
class StackPolicy:
    """The numbers of stacks and clusters. How they were chosen stands in `docs/matching.md`.

    Attributes:
        matching: thresholds and gates of PDQ and of films, the same as against lists.
        phash, dhash: beside PDQ one of these has to agree, in the orientation in which PDQ met.
        view_distance: where the picture inside a picture met there is no second hash, so PDQ has to be closer.
        cluster_phash, cluster_dhash: both have to agree (the public rule of GLEAPP for its looser clusters).
        covered: share of the head's picture that local features have to cover: with more than half, any two members of
            a stack have something of it in common.
        rare: words of features that more pictures have are left out of the search for candidates.
        shared_words: so many words two pictures have to share to be held against each other.
        candidates: so many pictures each is held against, those with the rarest shared words first.
        film_words: one word in so many is taken of films, to find those that are held against each other by features.
        film_still: films that hardly show different pictures belong together if this share of both agrees, in percent.
        alike: so many pictures that look alike each is held against by local features, the closest first.
    """

    matching: Policy = DEFAULT_POLICY
    phash: int = 10
    dhash: int = 10
    view_distance: int = 24
    cluster_phash: int = 10
    cluster_dhash: int = 12
    covered: float = 0.5
    rare: int = 32
    shared_words: int = 2
    candidates: int = 20
    alike: int = 20
    film_words: int = 8
    film_still: float = STILL_PERCENT

    def numbers(self) -> Mapping[str, object]:
        """All numbers by name, for records."""
        own = {name: value for name, value in asdict(self).items() if name != "matching"}
        return own | {f"matching_{name}": value for name, value in asdict(self.matching).items()}


DEFAULT_STACK_POLICY = StackPolicy()
