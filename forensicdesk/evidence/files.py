"""The bytes of one item, and its location as text."""

from __future__ import annotations

import base64
import errno
import os
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.evidence.handles import open_chosen_file, open_folder
from forensicdesk.evidence.ranges import open_range
from forensicdesk.model import EMBEDDED_STEP, FILE_STEP, embedded_range

if TYPE_CHECKING:
    from forensicdesk.evidence.handles import Folder
    from forensicdesk.model import Location

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})


def open_evidence(root: bytes, location: Location) -> BinaryIO:
    """Open an item for reading. Below the source no link is followed, whatever was put there since the walk.

    A file that lies inside another one is opened as the range of bytes that it takes there.

    Args:
        root: raw bytes of the source's path; a folder, or the file itself where the source is a single file.
        location: where the item lies inside the source.

    Raises:
        OSError: the item cannot be opened, or is no regular file.
        EnvironmentProblem: the source as a whole is not there.
        UsageError: the location has a kind of step that this version cannot open.
    """
    names, ranges = _names(location), _ranges(location)
    try:
        is_single = stat.S_ISREG(Path(os.fsdecode(root)).stat().st_mode)
        folder = None if is_single else open_folder(root)
    except OSError as error:
        raise _source_missing(root, error) from error
    file = _open_single(root, names) if folder is None else _open_below(folder, names)
    return open_range(file, ranges) if ranges else file


def printable(raw: bytes) -> str:
    """Raw bytes of a name as text that can be shown anywhere: what is not exact or not visible is escaped."""
    return "".join(_escaped(character) for character in raw.decode("utf-8", "surrogateescape"))


def display(location: Location) -> str:
    """A location for people: the steps from the outside in, one line, nothing that could deceive the eye."""
    return " > ".join(printable(step.path) for step in location.steps)


def to_json(location: Location) -> list[dict[str, str]]:
    """A location for machines: `path` as text and, where the text is not exact, `raw` as base64."""
    steps: list[dict[str, str]] = []
    for step in location.steps:
        document = {"kind": step.kind, "path": step.path.decode("utf-8", "backslashreplace")}
        if document["path"].encode() != step.path:
            document["raw"] = base64.b64encode(step.path).decode("ascii")
        steps.append(document)
    return steps


def _names(location: Location) -> list[bytes]:
    """The names to go through, one for each folder and the file's own last."""
    kinds = [step.kind for step in location.steps]
    if kinds[:1] != [FILE_STEP] or set(kinds[1:]) - {EMBEDDED_STEP}:
        msg = (
            f"This version cannot open a location of kind {' in '.join(reversed(kinds))}; use the version that made it."
        )
        raise UsageError(msg)
    names = location.steps[0].path.split(b"/")
    if any(name in {b"", b".", b".."} for name in names):
        raise OSError(errno.EINVAL, "the location leads out of the source")
    return names


def _ranges(location: Location) -> list[tuple[int, int]]:
    """Offset and length of each file inside, from the outside in."""
    try:
        return [embedded_range(step)[1:] for step in location.steps[1:]]
    except ValueError as error:
        raise OSError(errno.EINVAL, "the location names no range of bytes") from error


def _open_single(root: bytes, names: list[bytes]) -> BinaryIO:
    if names != [os.path.basename(root)]:  # noqa: PTH119 - raw bytes
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    return open_chosen_file(root)


def _open_below(folder: Folder, names: list[bytes]) -> BinaryIO:
    """Go down one folder at a time, so that depth and length of the path do not matter."""
    try:
        for name in names[:-1]:
            below = folder.enter(name, to_list=False)
            folder.close()
            folder = below
        return folder.open_file(names[-1])
    finally:
        folder.close()


def _source_missing(root: bytes, error: OSError) -> EnvironmentProblem:
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return EnvironmentProblem(
        f"The source {printable(root)} cannot be opened ({reason}). "
        "Connect it again and run the same command; what was finished is stored."
    )


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - how `surrogateescape` carries the byte 0x80 to 0xFF
        return f"\\x{code - 0xDC00:02x}"
    if character == "\\":
        return "\\\\"
    if character in _BIDI or unicodedata.category(character) in _UNPRINTABLE:
        return character.encode("unicode_escape").decode("ascii")
    return character
