"""The note of a card in the language of the report. What is recorded stays as it is; what is not known again, too."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reports.languages.notes import TEXTS

if TYPE_CHECKING:
    from reports.wording import Wording

RECORDED = "en"
"""The language in which matching records notes."""


def note_text(note: str, words: Wording) -> str:
    """The note, each of its sentences that is known in the report's language, the rest as recorded."""
    if words.language == RECORDED:
        return note
    said, rest = [], note
    while rest:
        key, found = next(((key, found) for key, one in _known() if (found := one.match(rest))), ("", None))
        if found is None:
            said.append(rest)
            break
        values = {name: _value(value, words) for name, value in found.groupdict().items()}
        said.append(words(key, **values) if values else words(key))
        rest = rest[found.end() :].lstrip(" ")
    return " ".join(said)


def _value(value: str, words: Wording) -> str:
    """Stretches of time and lists of digests, whose small words belong to the language."""
    more = re.sub(r"and (\d+) more", lambda found: words("note.more", count=found[1]), value)
    apart = re.sub(r"(?<=\d) to (?=\d)", f" {words('note.to')} ", more)
    return re.sub(r"(?<=\d) and (?=[A-Z])", f" {words('note.and')} ", apart)


@cache
def _known() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every sentence by its key, as a pattern that ends where the sentence does."""
    places = re.compile(r"\\\{(\w+)\\\}")
    return tuple(
        (key, re.compile(places.sub(r"(?P<\1>.+?)", re.escape(text)) + r"(?= |\Z)"))
        for key, text in TEXTS[RECORDED].items()
        if key.startswith("note.sentence.")
    )
