"""How the contents of one case belong together: stacks, clusters, weaker links, and what exhibits share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HashRow = tuple[int, int, str, str, bytes, int | None, bytes | None, str, bool]
"""A perceptual hash as it is stored: content, position, version, parameters, value, quality, the orientations one after
the other, name of the view, whether it is weak."""

Matrix = tuple[tuple[float, float, float], ...]


class GroupKind(StrEnum):
    """What a group claims.

    A stack: one picture or film in several forms, by two hashes that agree, by local features, or by both films'
    frames. A cluster is looser: pictures that look alike by two small hashes, among them different ones.
    """

    STACK = "stack"
    CLUSTER = "cluster"


class LinkKind(StrEnum):
    """What ties two contents together without making them one stack.

    `PART`: a tile, frame or page of one shows the other. `FILM_PART`: one film lies within the other.
    `SAME_SCENE`: a picture is near a frame of a film.
    """

    PART = "part"
    FILM_PART = "film-part"
    SAME_SCENE = "same-scene"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two contents are held together: all that somebody else needs to check it. The first is the one described.

    Attributes:
        other: number of the content it was held against.
        algorithm: "pdq", "phash", "local-features", "vpdq" or "film-features".
        distance, threshold: of that algorithm, in bits; for local features the features that follow one movement, and
            the least number of them; for film-features the frames that agree, and the least number of them.
        second, second_distance, second_threshold: the hash that agrees; "" where one alone decided.
        orientation: how the content has to be turned to meet the other, one of `hashing.values.ORIENTATIONS`.
        view, other_view: what of each met; "" for the whole.
        coverage, other_coverage: share of each picture's area that local features cover.
        alike: share of what the overlap shows that is the same in both.
        mirrored: the other shows the content mirrored.
        transform: 3 x 3 matrix from places in the content to places in the other, as shares of width and height.
        percent, other_percent: share of each film's considered seconds and frames that meet. For film-features the
            frames that agree; coverage, alike and transform are those of the frames that agree best.
        time_s: time of the film's frame that met, of either; None where no film takes part.
    """

    other: int
    algorithm: str
    distance: int
    threshold: int
    second: str = ""
    second_distance: int | None = None
    second_threshold: int | None = None
    orientation: str = ""
    view: str = ""
    other_view: str = ""
    coverage: float | None = None
    other_coverage: float | None = None
    alike: float | None = None
    mirrored: bool = False
    transform: Matrix = ()
    percent: float | None = None
    other_percent: float | None = None
    time_s: float | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One content of a group; `reason` is None for the representative, to which the others lead."""

    content_id: int
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Group:
    """A stack or a cluster.

    Attributes:
        id: number within its kind, by the first item that has any of its contents; stable for equal input.
        media: "picture" or "film".
        representative: the content that all members are near to, directly or through one other member.
        members: ascending by content, the representative among them.
    """

    id: int
    kind: GroupKind
    media: str
    representative: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class ContentLink:
    """A weaker tie of two contents; the reason is told from the first."""

    first: int
    kind: LinkKind
    reason: Reason


@dataclass(frozen=True, slots=True)
class Relations:
    """All that was found among the contents of one case."""

    stacks: tuple[Group, ...] = ()
    clusters: tuple[Group, ...] = ()
    links: tuple[ContentLink, ...] = ()

    def __iter__(self) -> Iterator[Group | ContentLink]:
        """All of it, one after the other."""
        return chain(self.stacks, self.clusters, self.links)


@dataclass(frozen=True, slots=True)
class StackPlace:
    """The stack an item is in, and how many contents that stack has."""

    id: int
    size: int


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a content.

    Attributes:
        content_id: its number.
        film: whether it is a film.
        stack: number of its stack, None if it is in none.
        items: number of items of every exhibit that holds it, by source id.
    """

    content_id: int
    film: bool
    stack: int | None
    items: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class SharedThing:
    """One picture or film that several exhibits hold.

    Attributes:
        media: "picture" or "film".
        stack: number of the stack, None for a content that is in none.
        contents: the contents it has, ascending.
        items: (source id, number of items) of every exhibit that holds it, ascending.
        exact: at least two exhibits hold equal bytes of it.
    """

    media: str
    stack: int | None
    contents: tuple[int, ...]
    items: tuple[tuple[int, int], ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class SharedPair:
    """What two exhibits have in common.

    Attributes:
        first, second: source ids, the smaller first.
        exact: pictures of which both hold equal bytes.
        near: stacks of pictures of which both hold a form, without equal bytes.
        exact_films, near_films: the same of films.
        cameras: serial numbers of cameras that pictures or films of both name.
    """

    first: int
    second: int
    exact: int
    near: int
    exact_films: int
    near_films: int
    cameras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """What the exhibits of a case share: the things one by one, and the pairs with counts."""

    things: tuple[SharedThing, ...] = ()
    pairs: tuple[SharedPair, ...] = ()
