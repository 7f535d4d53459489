"""Are 64 hexadecimal digits SHA-256 or PDQ? The file says so, or the person importing does; nobody guesses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forensicdesk.lists.readers.sample import Sample

_PDQ = re.compile(r"\bpdq", re.IGNORECASE)
_SHA256 = re.compile(r"\bsha-?2?-?256\b", re.IGNORECASE)
_HALF_THE_BITS = range(126, 131)
_ENOUGH = 8


def clue_in_comments(comments: Iterable[str]) -> str | None:
    """What the file's own comment lines say, if they name exactly one of the two."""
    text = "\n".join(comments)
    pdq, sha256 = _PDQ.search(text) is not None, _SHA256.search(text) is not None
    if pdq != sha256:
        return "pdq" if pdq else "sha256"
    return None


def settle(sample: Sample, values: Iterable[str], *, stated: str | None, asked: str | None) -> str:
    """Decide between SHA-256 and PDQ for a file.

    Args:
        sample: the beginning of the file.
        values: some of the values in question.
        stated: what the file itself says, None if nothing.
        asked: what the person importing said.

    Raises:
        ListError: nobody says which, or file and person disagree.
    """
    if stated and asked and stated != asked:
        msg = f"{sample.file_name} says that its values are {stated}, but --type says {asked}; leave --type out."
        raise ListError(msg)
    decided = asked or stated or clue_in_comments(sample.comments)
    if decided:
        return decided
    msg = (
        f"{sample.file_name}: values of 64 hexadecimal digits may be SHA-256 or PDQ, and nothing in the file says "
        f"which; import it again with --type sha256 or --type pdq.{_hint(values)}"
    )
    raise ListError(msg)


def _hint(values: Iterable[str]) -> str:
    """PDQ sets half of its bits nearly always; SHA-256 does so in about one of four values. A hint, no decision."""
    counts = [int(value, 16).bit_count() for value in values]
    if len(counts) >= _ENOUGH and sum(count in _HALF_THE_BITS for count in counts) >= 0.9 * len(counts):
        return " (Nearly every value has half of its bits set, as PDQ has.)"
    return ""
