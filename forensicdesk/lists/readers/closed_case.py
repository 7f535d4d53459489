"""What a closed case left behind for later ones: hashes with what was decided, one JSON object a line.

The first line says which case, the others are those of a reference collection, with the number of items that had these
bytes and what was decided of them. Neither imagery nor names nor paths are among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.collection import json_object, read_entries
from forensicdesk.lists.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

HEAD, VERSION = "forensicdesk_closed_case", 1
BEGIN = f'{{"{HEAD}":'
_LONGEST = 200


def recognise(sample: Sample) -> float:
    """Whether the first line says so."""
    return float(sample.text.startswith(BEGIN))


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - the table's form
    """Every picture and film of the case, labelled with where it was seen and what was decided.

    Raises:
        ListError: the file is cut off, or of a newer version.
    """
    head = json_object(source.readline())
    if head is None or head.get(HEAD) != VERSION:
        msg = sentence(
            "{file_name} is a closed case of another version than {version}; use the program that made it.",
            file_name=sample.file_name,
            version=VERSION,
        )
        raise ListError(msg)
    for key, fact in (("unit", "issuer"), ("id", "issued_version"), ("as_of", "issued_at")):
        if head.get(key):
            yield Fact(fact, _short(head[key]))
    seen = f"seen in {case_words(_short(head.get('number')))}"
    yield from read_entries(source, sample.file_name, lambda found: f"{seen}{_said(found)}")


def case_words(number: str) -> str:
    """The case as people call it: "Case 2026-001"."""
    return number if number.casefold().startswith("case") else f"Case {number}"


def _said(found: dict[str, Any]) -> str:
    """How many items it was, and what was decided of them, such as "(2 items), decided 1 Known by Examiner A"."""
    items = found["items"]
    if not isinstance(items, int) or isinstance(items, bool) or items < 1:
        msg = sentence("a number of items of {items!r}", items=items)
        raise ValueError(msg)
    decided = "; ".join(f"decided {_short(label)} by {_short(by)}" for label, by in found["decisions"])
    return f" ({items:,} item{'' if items == 1 else 's'}), {decided or 'not decided'}"


def _short(value: object) -> str:
    """A text of unknown origin in one line."""
    return "".join(character if character.isprintable() else " " for character in str(value)[:_LONGEST])
