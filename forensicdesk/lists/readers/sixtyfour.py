"""Are 64 hexadecimal digits SHA-256 or PDQ? The file says so, or the person importing does; nobody guesses.

Where nobody says, a person is asked; where nobody can be asked, each value is taken as both: it is searched as a
digest, and as a PDQ. Nothing is missed that way, and nothing false is added: two unrelated values of 256 bits are 128
bits apart on average, and closer than 32 with a probability under 10^-36.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.carried import PERCEPTUAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import ReadOptions

_PDQ = re.compile(r"\bpdq", re.IGNORECASE)
_SHA256 = re.compile(r"\bsha-?2?-?256\b", re.IGNORECASE)

BOTH = "sha256 or pdq"
"""Nobody says which: such values are entries in both senses."""


class UndecidedError(ListError):
    """A list can be read in several ways, and somebody has to say which; the text is the question."""


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
        msg = sentence(
            "{file_name} says that its values are {stated}, but --type says {asked}; leave --type out.",
            file_name=sample.file_name,
            stated=stated,
            asked=asked,
        )
        raise ListError(msg)
    if asked in PERCEPTUAL:
        msg = sentence(
            "{file_name} holds values of other lengths than the 16 digits of {asked}; leave --type out.",
            file_name=sample.file_name,
            asked=asked,
        )
        raise ListError(msg)
    return asked or stated or clue_in_comments(sample.comments) or BOTH


def ask_about_64(sample: Sample, options: ReadOptions) -> None:
    """Where values of 64 digits are `BOTH` and there is somebody to ask, ask.

    Raises:
        UndecidedError: nobody said which, and they must not be taken as both.
    """
    if options.undecided != "both":
        msg = sentence(
            "{file_name} holds values of 64 hexadecimal digits and does not say whether they are SHA-256 "
            "or PDQ; say --type sha256, --type pdq, or --type both to search them in both senses.",
            file_name=sample.file_name,
        )
        raise UndecidedError(msg)


def settle_16(sample: Sample, asked: str | None) -> str:
    """What values of 16 digits are, which is always for a person to say: all hashes of 64 bits look alike.

    Raises:
        UndecidedError: nobody said.
    """
    if asked in PERCEPTUAL:
        return str(asked)
    msg = sentence(
        "{file_name} holds values of 16 hexadecimal digits and does not say which hash they are; say one of {choices}.",
        file_name=sample.file_name,
        choices=", ".join(f"--type {kind}" for kind in PERCEPTUAL),
    )
    raise UndecidedError(msg)
