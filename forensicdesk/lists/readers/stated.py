"""The values of one entry as a list states them, each under the name of its kind, made into a record."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forensicdesk.exchange.photodna import parse_photodna
from forensicdesk.language import all_of, sentence
from forensicdesk.lists.readers.carried import CARRIED, parse_carried
from forensicdesk.lists.readers.digests import EMPTY_REASON, TITLES, is_hex, parse_value
from forensicdesk.lists.readers.text import printable, shortened
from forensicdesk.lists.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from forensicdesk.lists.records import Record

PERCEPTUAL_DIGITS = {"phash": 16, "dhash": 16, "ahash": 16, "whash": 16, "colorhash": 11}
"""Hexadecimal digits of the hashes of pictures that the imagehash library writes with its own settings."""

_FURTHER_TITLES = {
    "photodna": "PhotoDNA",
    "phash": "pHash",
    "dhash": "dHash",
    "ahash": "aHash",
    "whash": "wHash",
    "colorhash": "colour hash",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "whirlpool": "Whirlpool",
    "tiger": "Tiger",
    "edonkey": "eDonkey",
}
_KINDS = {
    **{kind: kind for kind in ("md5", "sha1", "sha256", "pdq", *CARRIED, *PERCEPTUAL_DIGITS, "photodna")},
    "pdna": "photodna",
    "averagehash": "ahash",
}
_NOT_LETTERS = re.compile(r"[^a-z0-9]")


@dataclass(slots=True)
class Stated:
    """What was found of one entry.

    Attributes:
        found: MD5, SHA-1, SHA-256 and PDQ by kind.
        more: values of further kinds.
        reasons: why values were refused.
    """

    found: dict[str, bytes] = field(default_factory=dict)
    more: list[tuple[str, bytes]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, kind: str, text: str) -> None:
        """Take a value of a kind that `kind_named` knows; a blank one says nothing."""
        text = text.strip()
        if not text:
            return
        value = _parsed(kind, text)
        if isinstance(value, str):
            self.reasons.append(value)
        elif kind not in TITLES:
            if (kind, value) not in self.more:
                self.more.append((kind, value))
        elif self.found.setdefault(kind, value) != value:
            self.reasons.append(sentence("two different values of {title}", title=TITLES[kind]))


def kind_named(name: str) -> str | None:
    """The kind that a list means by a name such as "SHA-256" or "pdna"; None if values of it are not used."""
    return _KINDS.get(_NOT_LETTERS.sub("", name.lower()))


def gathered(pairs: Iterable[tuple[str, str]]) -> Stated:
    """What (name of a kind, value) pairs state; pairs of kinds that are not used are left out."""
    stated = Stated()
    for name, text in pairs:
        kind = kind_named(name)
        if kind is not None:
            stated.add(kind, text)
    return stated


def entry(described: Record, stated: Stated) -> Iterator[Record | Refusal]:
    """The entry with its values, and what was refused of it.

    Args:
        described: position, reference, name and whatever else is known, without values.
        stated: the values.
    """
    number, reasons = described.position, stated.reasons
    if EMPTY_REASON in reasons:
        yield Refusal(number, EMPTY_REASON)
        return
    if not stated.found and not stated.more:
        yield Refusal(number, "; ".join(reasons) or sentence("the record has no digest"))
        return
    if reasons:
        kinds = dict.fromkeys([*stated.found, *(kind for kind, _ in stated.more)])
        kept = all_of([_title(kind) for kind in kinds])
        yield Refusal(
            number, sentence("{reasons} (the entry is kept with its {kept})", reasons="; ".join(reasons), kept=kept)
        )
    found = stated.found
    yield described._replace(
        md5=found.get("md5"),
        sha1=found.get("sha1"),
        sha256=found.get("sha256"),
        pdq=found.get("pdq"),
        more=tuple(stated.more),
    )


def plain_text(value: object) -> str:
    """Text or a number of a JSON document as text that can be stored, "" for anything else."""
    if isinstance(value, str):
        return printable(value)
    return str(value) if isinstance(value, int | float) else ""


def extra_of(rest: dict[str, Any]) -> str:
    """What else a list says of an entry, as the JSON that is kept; "" for nothing.

    Raises:
        RecursionError: it is nested too deeply.
    """
    return json.dumps(rest, separators=(",", ":")) if rest else ""


def _parsed(kind: str, text: str) -> bytes | str:
    if kind == "photodna":
        return parse_photodna(text)
    if kind in CARRIED:
        return parse_carried(kind, text)
    if kind in PERCEPTUAL_DIGITS:
        return _perceptual(kind, text)
    return parse_value(kind, text)


def _perceptual(kind: str, text: str) -> bytes | str:
    """An odd number of digits has a leading zero, as in the values that this program computes."""
    digits = PERCEPTUAL_DIGITS[kind]
    if len(text) == digits and is_hex(text):
        return bytes.fromhex("0" * (digits % 2) + text)
    return sentence(
        "not {count} hexadecimal digits as {title} has: {text}",
        count=digits,
        title=_title(kind),
        text=shortened(text),
    )


def _title(kind: str) -> str:
    return TITLES.get(kind) or _FURTHER_TITLES[kind]
