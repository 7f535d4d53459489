"""Long lists of a report that are made while they are read: packed into a file, or changed one by one.

A report on a large case tells of tens of thousands of items, some kilobytes each. They lie packed in a file that is
given, some dozens together, and are made anew whenever they are read in order; so a model takes about as much memory
for many items as for few. Such a list is a sequence like a tuple and as little changed: a format need not know.
"""

from __future__ import annotations

import dataclasses
import marshal
import threading
import weakref
from collections.abc import Sequence
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_origin, get_type_hints, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

T = TypeVar("T")

TOGETHER = 64
"""So many values are packed into one piece of the file, and are in memory at once when it is read."""


class Lines(Sequence[T]):
    """Values that are made each time they are read, from the first on; equal to a tuple of equal ones."""

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...

    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        """One of them, or some in their order; all before them are read."""
        if isinstance(at, slice):
            return tuple(islice(self, *at.indices(len(self))))
        return next(islice(self, range(len(self))[at], None))

    def __eq__(self, other: object) -> bool:
        """Whether the other has equal values; it may be a tuple."""
        if not isinstance(other, Lines | tuple):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        """That of the tuple."""
        return hash(tuple(self))


class Room:
    """A file in which packed values lie. It is closed with the last list that reads from it.

    Args:
        file: can be written and read at any place; nobody else uses it.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._end = 0
        self._lock = threading.Lock()
        weakref.finalize(self, file.close)

    def put(self, content: bytes) -> tuple[int, int]:
        """Add a piece, and say where it lies: its place and length.

        Raises:
            OSError: the file cannot be written.
        """
        with self._lock:
            place = self._file.seek(self._end)
            self._file.write(content)
            self._end += len(content)
        return place, len(content)

    def get(self, place: int, length: int) -> bytes:
        """A piece.

        Raises:
            OSError: the file cannot be read.
        """
        with self._lock:
            self._file.seek(place)
            return self._file.read(length)


class Packing(Generic[T]):
    """A list that is being packed.

    Args:
        kind: the type of its values, a part of the model.
        room: where they are put.
    """

    def __init__(self, kind: type[T], room: Room) -> None:
        self._shape: _Shape[T] = _shape(kind)  # type: ignore[arg-type]  # any type is hashable
        self._room = room
        self._waiting: list[tuple[object, ...]] = []
        self._pieces: list[tuple[int, int, int]] = []

    def add(self, value: T) -> None:
        """Add a value behind the others.

        Raises:
            OSError: the file cannot be written.
        """
        self._waiting.append(self._shape.plain(value))
        if len(self._waiting) == TOGETHER:
            self._put()

    def done(self) -> Packed[T]:
        """All of them.

        Raises:
            OSError: the file cannot be written.
        """
        if self._waiting:
            self._put()
        return Packed(self._shape, self._room, tuple(self._pieces))

    def _put(self) -> None:
        self._pieces.append((*self._room.put(marshal.dumps(self._waiting)), len(self._waiting)))
        self._waiting.clear()


class Packed(Lines[T]):
    """A list that lies in a file; made by `Packing`.

    Args:
        shape: of its values.
        room: where they lie.
        pieces: place, length and number of values of each piece.
    """

    def __init__(self, shape: _Shape[T], room: Room, pieces: tuple[tuple[int, int, int], ...]) -> None:
        self._shape = shape
        self._room = room
        self._pieces = pieces
        self._length = sum(count for _, _, count in pieces)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        for place, length, _ in self._pieces:
            yield from map(self._shape.value, marshal.loads(self._room.get(place, length)))  # noqa: S302 - written above, in a file that nobody else has

    def before(self, other: Packed[T]) -> Packed[T]:
        """These, and behind them others of the same kind in the same file."""
        return Packed(self._shape, self._room, self._pieces + other._pieces)


class Changed(Lines[T]):
    """Another list, of which each value is changed when it is read.

    Args:
        lines: the other.
        change: gives the same for the same value.
    """

    def __init__(self, lines: Sequence[T], change: Callable[[T], T]) -> None:
        self._lines = lines
        self._change = change

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[T]:
        return map(self._change, self._lines)


def packed(kind: type[T], values: Iterable[T], room: Room) -> Packed[T]:
    """Values as a list that lies in a file.

    Raises:
        OSError: the file cannot be written.
    """
    packing = Packing(kind, room)
    for value in values:
        packing.add(value)
    return packing.done()


class _Shape(Generic[T]):
    """How a part of the model becomes a tuple of plain values, and such a tuple that part again."""

    def __init__(self, kind: type[T]) -> None:
        names = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]  # a part of the model
        hints = get_type_hints(kind)
        inner = [(at, get_args(hints[name])[0]) for at, name in enumerate(names) if get_origin(hints[name]) is tuple]
        self._kind = kind
        self._values = attrgetter(*names)
        parts = ((at, part) for at, part in inner if dataclasses.is_dataclass(part))
        self._parts = [(at, _shape(part)) for at, part in parts]  # type: ignore[arg-type]  # as above

    def plain(self, value: T) -> tuple[object, ...]:
        """The values of the fields; parts that stand in a tuple there are tuples of theirs."""
        fields = list(self._values(value))
        for at, shape in self._parts:
            fields[at] = tuple(map(shape.plain, fields[at]))
        return tuple(fields)

    def value(self, plain: tuple[Any, ...]) -> T:
        """What `plain` was given."""
        if self._parts:
            fields = list(plain)
            for at, shape in self._parts:
                fields[at] = tuple(map(shape.value, fields[at]))
            return self._kind(*fields)
        return self._kind(*plain)


@cache
def _shape(kind: Any) -> _Shape[Any]:  # noqa: ANN401 - a type of the model
    return _Shape(kind)
