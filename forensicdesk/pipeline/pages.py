"""The case in pages of contents: what is stored of some contents comes together, and nothing else is in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from forensicdesk.matching.collection import FEATURES
from forensicdesk.matching.exact import STRONGEST_FIRST
from forensicdesk.matching.photodna import PHOTODNA
from forensicdesk.matching.policy import SMALL_HASHES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from forensicdesk.case.reader import CaseReader
    from forensicdesk.model import CarriedValue
    from hashing.values import Digests, Film, PerceptualHash

T = TypeVar("T")


class UpTo(Generic[T]):
    """Values that ascend by content, taken up to one content after the other."""

    def __init__(self, values: Iterable[T], content_of: Callable[[T], int]) -> None:
        self._values = iter(values)
        self._content_of = content_of
        self._next = next(self._values, None)

    def skip(self, last: int) -> None:
        """Pass over the values of contents up to this one."""
        while self._next is not None and self._content_of(self._next) <= last:
            self._next = next(self._values, None)

    def take(self, last: int) -> Iterator[T]:
        """The next values of contents up to this one; to be used up before the next call."""
        while self._next is not None and self._content_of(self._next) <= last:
            value, self._next = self._next, next(self._values, None)
            yield value


@dataclass(frozen=True, slots=True)
class Page:
    """What is stored of the contents from `first` to `last`; what is to be large is read as it is asked for."""

    first: int
    last: int
    digests: list[tuple[int, Digests]]
    pictures: list[tuple[int, PerceptualHash]]
    films: Iterator[tuple[int, Film]]
    small: list[tuple[int, PerceptualHash]]
    carried: list[CarriedValue]
    features: Iterator[tuple[int, bytes]]


def pages(reader: CaseReader, kinds: Collection[str], size: int, after: int = 0) -> Iterator[Page]:
    """The contents behind `after` in pages of at most `size`, ascending; only what lists of these kinds need is read.

    A page's films and features have to be used up before the next page is asked for.
    """
    wanted = set(kinds)
    digests = UpTo(reader.digests() if wanted & set(STRONGEST_FIRST) else (), _number)
    pictures = UpTo(reader.picture_hashes("pdq") if wanted & {"pdq", "vpdq"} else (), _number)
    films = UpTo(reader.films() if wanted & {"pdq", "vpdq"} else (), _number)
    small = UpTo(reader.picture_hashes(*SMALL_HASHES) if wanted & set(SMALL_HASHES) else (), _number)
    carried = UpTo(reader.judgements.carried(PHOTODNA) if PHOTODNA in wanted else (), lambda value: value.content_id)
    features = UpTo(reader.features() if FEATURES in wanted else (), _number)
    end = reader.last_content()
    for values in (digests, pictures, films, small, carried, features):
        values.skip(after)
    for first in range(after + 1, end + 1, size):
        last = min(first + size - 1, end)
        yield Page(
            first,
            last,
            list(digests.take(last)),
            list(pictures.take(last)),
            films.take(last),
            list(small.take(last)),
            list(carried.take(last)),
            features.take(last),
        )


def _number(pair: tuple[int, object]) -> int:
    return pair[0]
