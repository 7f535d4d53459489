"""What is asked of a case to find what belongs together; contents are named by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from forensicdesk.relations import HashRow
    from hashing.values import Film, FrameFeatures, PerceptualHash


class Source(Protocol):
    """A case, as far as stacks are made of it. What is `Iterable` may be long, and is read once, in order."""

    def first_items(self) -> Iterable[tuple[int, int]]:
        """Every content, ascending, with its first item."""

    def sizes(self) -> Iterable[tuple[int, int]]:
        """Number and pixels of every content, ascending; 0 where the size in pixels is not known."""

    def hash_rows(self, algorithm: str) -> Iterable[HashRow]:
        """Every perceptual hash of an algorithm, by content and position."""

    def film_numbers(self) -> Iterable[int]:
        """The contents that are films, ascending."""

    def featured_films(self) -> Iterable[int]:
        """The contents that have featured frames."""

    def features_of(self, contents: Sequence[int]) -> Mapping[int, bytes]:
        """The local features of these contents, of those that have some."""

    def films_of(self, contents: Sequence[int]) -> Iterable[tuple[int, Film]]:
        """Those of these contents that are films, in the order given, with their frames."""

    def film_features_of(self, contents: Sequence[int]) -> Mapping[int, Sequence[FrameFeatures]]:
        """The featured frames of these contents, of those that have some, in order."""

    def pdqs_of(self, contents: Sequence[int]) -> Iterable[tuple[int, PerceptualHash]]:
        """PDQ of these contents, those of pictures and of their views, in the order given."""


def hash_row(content: int, value: PerceptualHash) -> HashRow:
    """A hash in memory as it would be stored."""
    turned = b"".join(value.orientations) or None
    return content, 0, value.version, value.parameters, value.value, value.quality, turned, value.view, value.weak
