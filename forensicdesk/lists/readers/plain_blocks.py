"""Plain lists in large pieces: values of equally long lines as arrays."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.lists.readers import plain
from forensicdesk.lists.readers.digests import AMBIGUOUS_DIGITS, BYTES_OF, EMPTY_FILE, is_digest_text
from forensicdesk.lists.readers.pieces import Values, Way

if TYPE_CHECKING:
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import ReadOptions

_ZERO_PDQ = bytes(BYTES_OF["pdq"])
_LF, _CR = 10, 13


def way(sample: Sample, options: ReadOptions) -> Way:
    """How this list is read. Values of 64 digits that nobody explains are taken in two senses, and stay single records.

    Raises:
        ListError: the file and the person importing disagree.
    """
    kinds = _kinds(sample, options)
    return Way(plain.read, lambda part: regular(part, kinds))


def regular(part: bytes, kinds: dict[int, str]) -> Values | None:
    """The values of a piece in which every line is one value that is not refused; None for any other.

    Args:
        part: the piece.
        kinds: which kind lines of so many digits are.
    """
    first = part.find(b"\n") + 1
    digits = first - (2 if part[first - 2 : first] == b"\r\n" else 1)
    kind = kinds.get(digits)
    if kind is None or len(part) % first:
        return None
    lines = np.frombuffer(part, dtype=np.uint8).reshape(-1, first)
    ends = (lines[:, -1] == _LF).all() and (first - digits == 1 or (lines[:, -2] == _CR).all())
    if not ends:
        return None
    try:
        packed = binascii.unhexlify(lines[:, :digits].tobytes())
    except binascii.Error:
        return None
    never = (_ZERO_PDQ,) if kind == "pdq" else EMPTY_FILE
    if any(one in packed for one in never if 2 * len(one) == digits):
        return None
    return Values(kind, np.frombuffer(packed, dtype=np.uint8).reshape(len(lines), digits // 2))


def _kinds(sample: Sample, options: ReadOptions) -> dict[int, str]:
    """Which kind lines of so many digits are; lengths that the list refuses, or takes in two senses, are not there."""
    if not any(is_digest_text(plain.bare(line)) for line in sample.lines):
        return {}
    _, stated = plain.heading(sample)
    kinds = {2 * BYTES_OF[kind]: kind for kind in ("md5", "sha1")}
    kind_of_64 = plain.settled_64(sample, stated, options.hash_type)
    if kind_of_64 in {"sha256", "pdq"}:
        kinds[AMBIGUOUS_DIGITS] = kind_of_64
    return {digits: kind for digits, kind in kinds.items() if stated in {None, kind}}
