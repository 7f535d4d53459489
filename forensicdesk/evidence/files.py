"""The files of a source, opened for reading, and locations as text."""

from __future__ import annotations

import base64
import errno
import os
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.evidence.handles import open_chosen_file, open_folder
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from forensicdesk.evidence.handles import Folder
    from forensicdesk.model import Location

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})


def open_file(root: bytes, path: bytes) -> BinaryIO:
    """Open a file of a source for reading. Below the source no link is followed, whatever was put there since the walk.

    Args:
        root: raw bytes of the source's path; a folder, or the file itself where the source is a single file.
        path: where the file lies below the source, separated by "/"; its name where the source is a single file.

    Raises:
        OSError: the file cannot be opened, or is no regular file.
        EnvironmentProblem: the source as a whole is not there.
    """
    names = _names(path)
    if is_single(root):
        return _open_single(root, names)
    return _open_below(_open_root(root), names)


def open_near(root: bytes, path: bytes) -> BinaryIO:
    """As `open_file`, but where the source is a single file `path` starts at the folder that it lies in.

    For what one exhibit consists of: the further segments of an image, the archive that an index names.
    """
    names = _names(path)
    top = os.path.dirname(root) if is_single(root) else root  # noqa: PTH120 - raw bytes
    return _open_below(_open_root(top), names)


def is_single(root: bytes) -> bool:
    """Whether a source is a single file.

    Raises:
        EnvironmentProblem: the source is not there.
    """
    try:
        return stat.S_ISREG(Path(os.fsdecode(root)).stat().st_mode)
    except OSError as error:
        raise _source_missing(root, error) from error


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
        if step.place:
            document["place"] = step.place.decode("utf-8", "backslashreplace")
        steps.append(document)
    return steps


def _names(path: bytes) -> list[bytes]:
    """The names to go through, one for each folder and the file's own last."""
    names = path.split(b"/")
    if any(name in {b"", b".", b".."} for name in names):
        raise OSError(errno.EINVAL, sentence("the location leads out of the source"))
    return names


def _open_root(root: bytes) -> Folder:
    try:
        return open_folder(root)
    except OSError as error:
        raise _source_missing(root, error) from error


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
        sentence(
            "The source {root} cannot be opened ({reason}). Connect it again and run the same command; "
            "what was finished is stored.",
            root=printable(root),
            reason=reason,
        )
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
