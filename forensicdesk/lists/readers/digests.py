"""Recognising and checking single hash values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.readers.sixtyfour import BOTH
from forensicdesk.lists.readers.text import numbered_lines, shortened
from forensicdesk.lists.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from forensicdesk.lists.records import Parsed

BYTES_OF = {"md5": 16, "sha1": 20, "sha256": 32, "pdq": 32, BOTH: 32}
"""Length of each kind of value that is stored."""

TITLES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "pdq": "PDQ", BOTH: "SHA-256 or PDQ"}

EMPTY_FILE = frozenset(
    bytes.fromhex(digest)
    for digest in (
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    )
)
"""Digests of zero bytes. As entries they would match every empty file, so they never are."""

EMPTY_REASON = sentence("digest of the empty file")
ZERO_PDQ_REASON = sentence("PDQ of all zeros, as featureless pictures have")

_KIND_OF_LENGTH = {32: "md5", 40: "sha1"}
_HEX = re.compile(r"[0-9A-Fa-f]+")
_FOREIGN_LENGTHS = {
    8: "CRC-32 or Adler",
    16: "a 64-bit value",
    56: "SHA-224",
    96: "SHA-384",
    128: "SHA-512 or Whirlpool",
}
_ZERO_PDQ = bytes(32)

AMBIGUOUS_DIGITS = 64
"""SHA-256 and PDQ are both written with so many digits."""

SHORT_DIGITS = 16
"""pHash, dHash, aHash and wHash are all written with so many digits."""

MAX_QUALITY = 100


def is_hex(text: str) -> bool:
    """Whether the text consists of hexadecimal digits and of nothing else."""
    return _HEX.fullmatch(text) is not None


def is_digest_text(text: str) -> bool:
    """Whether the text has the form of a value this program uses."""
    return len(text) in (32, 40, 64) and is_hex(text)


def is_short_hash(text: str) -> bool:
    """Whether the text has the form of a hash of 64 bits, such as pHash."""
    return len(text) == SHORT_DIGITS and is_hex(text)


def kind_by_length(text: str, kind_of_64: str) -> str | None:
    """What a value is by its length; None if it is nothing that is used."""
    if len(text) == AMBIGUOUS_DIGITS:
        return kind_of_64
    return _KIND_OF_LENGTH.get(len(text))


def foreign_reason(text: str) -> str:
    """Why a text is no value that is used."""
    if len(text) == AMBIGUOUS_DIGITS and is_hex(text):
        return sentence("64 hexadecimal digits may be SHA-256 or PDQ; import with --type to say which")
    if is_hex(text):
        kind = _FOREIGN_LENGTHS.get(len(text), sentence("no known digest"))
        return sentence("{count} hexadecimal digits ({kind}): not used", count=len(text), kind=kind)
    return sentence("no hash value: {text}", text=shortened(text))


def lines_of(source: TextIO, form: re.Pattern[str], entry: Callable[[int, re.Match[str]], Parsed]) -> Iterator[Parsed]:
    """Each line of a form as what `entry` makes of its number and its parts; every other line as a refusal."""
    for line in numbered_lines(source):
        if isinstance(line, Refusal):
            yield line
            continue
        number, text = line
        found = form.fullmatch(text)
        yield Refusal(number, foreign_reason(text)) if found is None else entry(number, found)


def parse_value(kind: str, text: str) -> bytes | str:
    """The bytes of a value of a known kind, or the reason why it is refused."""
    try:
        value = bytes.fromhex(text) if len(text) == 2 * BYTES_OF[kind] else b""
    except ValueError:
        value = b""
    if len(value) != BYTES_OF[kind]:
        return sentence(
            "not {count} hexadecimal digits as {title} has: {text}",
            count=2 * BYTES_OF[kind],
            title=TITLES[kind],
            text=shortened(text),
        )
    if kind in {"pdq", BOTH} and value == _ZERO_PDQ:
        return ZERO_PDQ_REASON
    if kind == "pdq":
        return value
    return EMPTY_REASON if value in EMPTY_FILE else value


def parse_quality(text: str) -> int | None:
    """A PDQ quality from 0 to 100, None if the text is none."""
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit() and len(stripped) <= 3 and int(stripped) <= MAX_QUALITY:  # noqa: PLR2004
        return int(stripped)
    return None
