"""Parts of an item as a report says them: where it lies, its hashes, its issues."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from forensicdesk.language import Marks, retold
from reports.escaping import printable, printable_path, reads_back
from reports.model import IssueNote
from reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.model import ItemRecord, Location
    from hashing.values import Analysis


def _marks(language: str) -> Marks:
    """How reports write numbers; it does not depend on the machine."""
    return Marks(group=" ", point=wording(language).figure("."), grouped_from=10_000)


def show_location(location: Location) -> tuple[str, str]:
    """A location as people read it, and its raw bytes in hex where the text cannot show them exactly, else ""."""
    text = " » ".join(printable_path(step.path) for step in location.steps)
    exact = all(reads_back(step.path) for step in location.steps)
    return text, "" if exact else " » ".join(step.path.hex() for step in location.steps)


def teller(language: str) -> Callable[[str], str]:
    """Says in a language what the case keeps in English, with numbers written as reports write them."""
    return partial(retold, language=language, marks=_marks(language))


def shared_text(text: str) -> str:
    """The text without anything unseen; equal ones are one in memory. For what many items have in common."""
    return sys.intern(printable(text))


def printable_pairs(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Names and values without anything unseen; equal ones are one text in memory, as files of a camera share most."""
    return tuple((shared_text(name), shared_text(value)) for name, value in pairs)


def issues_of(record: ItemRecord) -> tuple[IssueNote, ...]:
    """The issue that says why an item is what it is, and those of its analysis, each once."""
    found = [record.issue] if record.issue else []
    found += record.analysis.issues if record.analysis else ()
    return tuple(dict.fromkeys(IssueNote(issue.code.value, printable(issue.detail)) for issue in found))


def hashes_of(record: ItemRecord, analysis: Analysis) -> Iterator[tuple[str, str, str, int | None, str]]:
    """Hashes of the whole item, and of those parts of it that a match speaks of."""
    named = {"", *(match.card.view for match in record.matches)}
    for value in analysis.perceptual:
        if value.view in named:
            named_as = sys.intern(value.algorithm), sys.intern(value.version)
            yield *named_as, value.value.hex(), value.quality, value.view
