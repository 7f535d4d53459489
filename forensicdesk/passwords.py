"""Passwords that an examiner gives: read from a file, tried on what is encrypted, kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from pathlib import Path

MAX_PASSWORDS = 1000
MAX_BYTES = 1 << 20


def read_passwords(path: Path) -> tuple[str, ...]:
    """The passwords in a file, one a line, doubles and empty lines dropped; spaces belong to a password.

    Raises:
        UsageError: the file cannot be read, is no UTF-8, or holds no password or too many.
    """
    try:
        with path.expanduser().open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        msg = sentence(
            "The password file {path} cannot be read ({strerror}); check the path and your rights.",
            path=path,
            strerror=error.strerror,
        )
        raise UsageError(msg) from error
    if len(raw) > MAX_BYTES:
        msg = sentence(
            "The password file {path} is longer than {max_bytes:,} bytes; give a text file with one password a line.",
            path=path,
            max_bytes=MAX_BYTES,
        )
        raise UsageError(msg)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        msg = sentence("The password file {path} is no UTF-8 text; save it as UTF-8, one password a line.", path=path)
        raise UsageError(msg) from None
    passwords = tuple(dict.fromkeys(line.rstrip("\r") for line in text.split("\n") if line.rstrip("\r")))
    if not passwords:
        msg = sentence("The password file {path} holds no password; write one a line.", path=path)
        raise UsageError(msg)
    if len(passwords) > MAX_PASSWORDS:
        msg = sentence(
            "The password file {path} holds {passwords:,} passwords; at most {max_passwords:,} are tried.",
            path=path,
            passwords=len(passwords),
            max_passwords=MAX_PASSWORDS,
        )
        raise UsageError(msg)
    return passwords
