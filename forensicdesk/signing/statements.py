"""What is signed: a statement of names and values in one canonical form, and its detached signature beside it.

`NAME.json` is the statement, `NAME.json.sig` the 64 bytes of an Ed25519 signature over its bytes. The statement names
the public key itself, so that a statement and the key it is checked with cannot be exchanged separately.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.signing.keys import PUBLIC_BYTES, fingerprint, is_signed

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE_SUFFIX = ".sig"
KEY = "public_key"
"""The key of a statement under which the public half stands, in hex."""


def encode(values: Mapping[str, object]) -> bytes:
    """A statement as its bytes: keys sorted, ASCII, two blanks of indentation, one newline at the end."""
    return json.dumps(values, sort_keys=True, ensure_ascii=True, indent=2).encode("ascii") + b"\n"


def decode(content: bytes) -> dict[str, object] | None:
    """The values of a statement, None if these bytes are not in the one form."""
    try:
        values = json.loads(content.decode("ascii"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or encode(values) != content:
        return None
    return values


def public_key_of(values: Mapping[str, object]) -> bytes | None:
    """The public key that a statement names, None if it names none."""
    said = values.get(KEY)
    try:
        public = bytes.fromhex(said) if isinstance(said, str) else b""
    except ValueError:
        return None
    return public if len(public) == PUBLIC_BYTES else None


def trouble_with(content: bytes, signature: bytes | None, trusted: bytes | None) -> str:
    """What is wrong with a signed statement; "" if nothing is.

    Args:
        content: the bytes of the statement.
        signature: those of its signature; None if there is no file.
        trusted: the public key that the unit gave by another way; None takes the one the statement names.
    """
    values = decode(content)
    if values is None:
        return sentence("this is no statement in its one valid form")
    public = public_key_of(values)
    if public is None:
        return sentence("the statement names no public key")
    if signature is None:
        return sentence("the signature is missing")
    if not is_signed(content, signature, public):
        return sentence("the signature does not belong to these bytes: the statement or its signature was altered")
    if trusted is not None and trusted != public:
        return sentence(
            "it was signed with another key ({signed}) than the one given ({given})",
            signed=fingerprint(public),
            given=fingerprint(trusted),
        )
    return ""
