"""The key of an encrypted Android backup: a password opens it, and a check sum says whether it is the right one."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA1

from forensicdesk.evidence.containers.keybag import BLOCK, decrypted, derived

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_ROUNDS = 10_000_000
"""Backups ask for 10,000; one that asks for far more is made to keep programs busy."""

_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){1,512}")
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Locked:
    """What the header of an encrypted backup holds."""

    version: int
    salt: bytes
    check_salt: bytes
    rounds: int
    vector: bytes
    blob: bytes


@dataclass(frozen=True, slots=True)
class MasterKey:
    """What the data are decrypted with."""

    vector: bytes
    key: bytes


def locked(version: int, lines: Sequence[bytes]) -> Locked | None:
    """The five lines behind "AES-256"; None where they are none."""
    salt, check_salt, rounds, vector, blob = lines
    hexadecimal = (salt, check_salt, vector, blob)
    if not all(_HEX.fullmatch(line) for line in hexadecimal) or not rounds.isdigit() or len(rounds) > 9:  # noqa: PLR2004
        return None
    raw = [bytes.fromhex(line.decode()) for line in hexadecimal]
    count = int(rounds)
    fits = len(raw[2]) == BLOCK and len(raw[3]) % BLOCK == 0 and 0 < count <= MAX_ROUNDS
    return Locked(version, raw[0], raw[1], count, raw[2], raw[3]) if fits else None


@functools.lru_cache(maxsize=_KEPT)
def unlocked(header: Locked, password: str) -> MasterKey | None:
    """The key that data are encrypted with; None if the password is another."""
    user_key = derived(SHA1(), password.encode(), header.salt, header.rounds)  # noqa: S303 - what the format says
    clear = decrypted(user_key, header.vector, header.blob)
    parts: list[bytes] = []
    place = 0
    for _ in range(3):
        length = clear[place] if place < len(clear) else 0
        parts.append(clear[place + 1 : place + 1 + length])
        if len(parts[-1]) != length:
            return None
        place += 1 + length
    vector, key, check = parts
    if len(vector) != BLOCK or len(key) != 32:  # noqa: PLR2004 - bytes of an AES-256 key
        return None
    fits = any(check == derived(SHA1(), secret, header.check_salt, header.rounds) for secret in _secrets(header, key))  # noqa: S303
    return MasterKey(vector, key) if fits else None


def _secrets(header: Locked, key: bytes) -> tuple[bytes, ...]:
    """The key as its check sum was made of it: from version 2 on its bytes were taken for text, and written as UTF-8.

    Android does that as Java does: a byte from 0x80 on becomes a character of U+FF80 to U+FFFF.
    """
    text = "".join(chr(byte if byte < 0x80 else 0xFF00 | byte) for byte in key)  # noqa: PLR2004 - a sign bit
    return (text.encode(), key) if header.version > 1 else (key, text.encode())
