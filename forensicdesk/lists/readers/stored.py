"""Values as databases keep them: bytes or hexadecimal text where digests should be, anything where text should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forensicdesk.language import sentence
from forensicdesk.lists.readers.digests import BYTES_OF, EMPTY_FILE, EMPTY_REASON, TITLES, parse_value
from forensicdesk.lists.readers.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_TEXT = 10_000


def digests_of(values: Mapping[str, Any]) -> tuple[dict[str, bytes], list[str]]:
    """The digests of a row by kind ("md5", "sha1", "sha256"), and why others are refused. NULL and "" are no value."""
    found: dict[str, bytes] = {}
    reasons: list[str] = []
    for kind, value in values.items():
        if value is None or value in ("", b""):
            continue
        digest = _digest(kind, value)
        if isinstance(digest, str):
            reasons.append(digest)
        else:
            found[kind] = digest
    return found, reasons


def _digest(kind: str, value: Any) -> bytes | str:  # noqa: ANN401 - whatever the database holds
    """The digest, or the reason why the value is none."""
    if isinstance(value, str):
        return parse_value(kind, value.strip())
    if not isinstance(value, bytes) or len(value) != BYTES_OF[kind]:
        return sentence("no {count} bytes as {title} has", count=BYTES_OF[kind], title=TITLES[kind])
    return EMPTY_REASON if value in EMPTY_FILE else value


def why_refused(reasons: list[str]) -> str:
    """Why a whole row is refused."""
    if EMPTY_REASON in reasons:
        return EMPTY_REASON
    return "; ".join(reasons) or sentence("no digest in the row")


def text_of(value: Any) -> str:  # noqa: ANN401 - whatever the database holds
    """Text for display; "" for NULL, bytes with escapes."""
    if value is None:
        return ""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
    return printable(text[:_LONGEST_TEXT])
