"""Which files an exhibit consists of that is given as one file: an image can have many segments beside it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_FIRST: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"(?i)(.+)\.([els])01"), r"(?i:\.{letter}\d\d)"),
    (re.compile(rb"(?i)(.+)\.([el]x)01"), r"(?i:\.{letter}\d\d)"),
    (re.compile(rb"(.+)\.(00)[01]"), r"\.\d{{3,}}"),
    (re.compile(rb"(?i)(.+?)(-s)001\.vmdk"), r"(?i:{letter}\d{{3}}\.vmdk)"),
    (re.compile(rb"(?i)(.+)(\.vmdk)"), r"(?i:-([sf]\d{{3}}|flat){letter})"),
)
"""How the first segment is named, and how all that follow are: what is behind the common part of the name."""

_LETTERED = {True: rb"\.[E-Z][A-Z]{2}", False: rb"\.[e-z][a-z]{2}"}
"""EnCase goes on from E99 with EAA, in capitals or not."""


def segments_of(name: bytes, names: Iterable[bytes]) -> tuple[bytes, ...]:
    """The files among `names` that look like segments of the image `name`, and `name` itself; sorted."""
    for first, following in _FIRST:
        found = first.fullmatch(name)
        if found is not None:
            stem, letter = found[1], re.escape(found[2].decode("latin-1"))
            ends = [following.format(letter=letter).encode("latin-1")]
            beside = {one for one in names if one.startswith(stem)}
            if any(one.upper() == (stem + b".E99").upper() for one in beside):
                ends.append(_LETTERED[found[2].isupper()])
            others = {one for one in beside if any(re.fullmatch(end, one[len(stem) :]) for end in ends)}
            return tuple(sorted(others | {name}))
    return (name,)


def parts_of(path: Path) -> Iterator[tuple[bytes, os.stat_result]]:
    """Name and state of every file that an exhibit given as one file consists of.

    Raises:
        OSError: the file is not there.
    """
    folder, name = path.parent, os.fsencode(path.name)
    for part in segments_of(name, (os.fsencode(entry) for entry in os.listdir(folder))):  # noqa: PTH208 - raw names
        yield part, (folder / os.fsdecode(part)).stat()
