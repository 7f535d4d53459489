"""What side files say: digests of other files, as md5sum and its relatives, BSD's tools and imagers write them.

Only text is looked at; nothing is opened here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ALGORITHMS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
"""The algorithm of a digest by the number of its hex digits."""

SUFFIXES = (b".md5", b".sha1", b".sha256", b".sha512", b".txt")
"""What is put behind the name of a file for the file that states its digest."""

_COLLECTION = re.compile(rb"(?i)(md5|sha1|sha256|sha512)sums?(\.txt)?")
_GNU = re.compile(rb"(\\?)([0-9a-fA-F]{32,128}) [ *](.+)")
_BSD = re.compile(rb"(\\?)(?:MD5|SHA-?1|SHA-?256|SHA-?512) ?\((.+)\) ?= ?([0-9a-fA-F]{32,128})")
_BARE = re.compile(rb"[0-9a-fA-F]{32,128}")
_ESCAPES = {rb"\\": b"\\", rb"\n": b"\n", rb"\r": b"\r"}


@dataclass(frozen=True, slots=True)
class Sum:
    """One line: the digest, and the path that it names; b"" where it names none."""

    path: bytes
    algorithm: str
    value: bytes


def is_collection(name: bytes) -> bool:
    """Whether a file of this name states digests of several others, such as `SHA256SUMS`."""
    return _COLLECTION.fullmatch(name) is not None


def subject_of(name: bytes) -> bytes:
    """The name of the file that a side file of this name belongs to; b"" if the name is none of a side file."""
    suffix = next((suffix for suffix in SUFFIXES if name.lower().endswith(suffix)), b"")
    return name[: -len(suffix)] if suffix else b""


def read_sums(content: bytes) -> tuple[Sum, ...]:
    """Every digest that a text states, in its order; lines that state none are passed over."""
    found = (_sum(line.strip(b"\r \t")) for line in _as_utf8(content).split(b"\n"))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _as_utf8(content: bytes) -> bytes:
    """The text without its mark; what Windows writes in two bytes a character becomes UTF-8."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace").encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def _sum(line: bytes) -> Sum | None:
    gnu, bsd = _GNU.fullmatch(line), _BSD.fullmatch(line)
    if gnu is not None:
        escaped, digits, path = gnu.groups()
    elif bsd is not None:
        escaped, path, digits = bsd.groups()
    elif _BARE.fullmatch(line):
        escaped, path, digits = b"", b"", line
    else:
        return None
    algorithm = ALGORITHMS.get(len(digits))
    if algorithm is None:
        return None
    return Sum(_unescaped(path) if escaped else path, algorithm, bytes.fromhex(digits.decode("ascii")))


def _unescaped(path: bytes) -> bytes:
    return re.sub(rb"\\[\\nr]", lambda found: _ESCAPES[found[0]], path)
