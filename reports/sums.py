"""The list of checksums that lies beside the report files, in the format of sha256sum."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMS = "SHA256SUMS"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) [ *](?P<name>[^/\n]+)")


class SumsError(ValueError):
    """A list that is not in the format of sha256sum."""


def merge_sums(existing: bytes | None, written: Mapping[str, str]) -> bytes:
    """The new list: files just written with their sums, every other file with the line it had.

    A file that was not written now keeps its old sum, so that a change to it stays visible.

    Args:
        existing: the list that is there, None if there is none.
        written: file name to SHA-256 in hex.

    Raises:
        SumsError: `existing` is no such list.
    """
    sums = _read(existing) if existing is not None else {}
    sums.update(written)
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def _read(content: bytes) -> dict[str, str]:
    try:
        lines = content.decode().splitlines()
    except UnicodeDecodeError as error:
        msg = "it is not text"
        raise SumsError(msg) from error
    found = [_LINE.fullmatch(line) for line in lines]
    if None in found:
        msg = f"line {found.index(None) + 1} is not a checksum and a file name"
        raise SumsError(msg)
    return {match["name"]: match["digest"] for match in found if match}
