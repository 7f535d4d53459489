"""The records of a JSON document that is an array of objects, an object around such an array, or one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.lists.readers.json_stream import JsonStream

_MOST_NAMES = 10_000


def records(cursor: JsonStream, around: str = "") -> Iterator[tuple[int, Any]]:
    """Each record with its number, streamed.

    Args:
        cursor: at the beginning of the document.
        around: name of the array in an object around the records; "" if such an object is a record itself.

    Raises:
        ListError: the document is damaged.
    """
    if cursor.peek() == "[":
        yield from members(cursor)
    else:
        single: dict[str, Any] = {}
        found = False
        for key in cursor.names():
            if around and key == around and cursor.peek() == "[":
                found = True
                yield from members(cursor)
                continue
            single[key] = cursor.value()
            if len(single) > _MOST_NAMES:
                cursor.fail(sentence("a single object has more than {most_names:,} names", most_names=_MOST_NAMES))
        if not found:
            cursor.values += 1
            yield cursor.values, single
    cursor.finish()


def members_of(cursor: JsonStream, name: str) -> Iterator[tuple[int, Any]]:
    """Each member of the array of this name in the object that the document is, with its number; all else is left.

    Raises:
        ListError: the document is damaged.
    """
    for key in cursor.names():
        if key == name and cursor.peek() == "[":
            yield from members(cursor)
        else:
            cursor.value()
    cursor.finish()


def members(cursor: JsonStream) -> Iterator[tuple[int, Any]]:
    """Each member of the array that comes next, with its number."""
    for _ in cursor.members():
        record = cursor.value()
        cursor.values += 1
        yield cursor.values, record
