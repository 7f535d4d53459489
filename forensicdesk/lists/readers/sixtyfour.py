"""Are 64 hexadecimal digits SHA-256 or PDQ? The file says so, or the person importing does; nobody guesses.

Where nobody says, each value is taken as both: it is searched as a digest, and as a PDQ. Nothing is missed that way,
and nothing false is added: two unrelated values of 256 bits are 128 bits apart on average, and closer than 32 with a
probability under 10^-36.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forensicdesk.lists.readers.sample import Sample

_PDQ = re.compile(r"\bpdq", re.IGNORECASE)
_SHA256 = re.compile(r"\bsha-?2?-?256\b", re.IGNORECASE)

BOTH = "sha256 or pdq"
"""Nobody says which: such values are entries in both senses."""


def clue_in_comments(comments: Iterable[str]) -> str | None:
    """What the file's own comment lines say, if they name exactly one of the two."""
    text = "\n".join(comments)
    pdq, sha256 = _PDQ.search(text) is not None, _SHA256.search(text) is not None
    if pdq != sha256:
        return "pdq" if pdq else "sha256"
    return None


def settle(sample: Sample, *, stated: str | None, asked: str | None) -> str:
    """Decide between SHA-256 and PDQ for a file; `BOTH` where nobody says which.

    Args:
        sample: the beginning of the file.
        stated: what the file itself says, None if nothing.
        asked: what the person importing said.

    Raises:
        ListError: file and person disagree.
    """
    if stated and asked and stated != asked:
        msg = f"{sample.file_name} says that its values are {stated}, but --type says {asked}; leave --type out."
        raise ListError(msg)
    return asked or stated or clue_in_comments(sample.comments) or BOTH
