"""The key bag of an encrypted iTunes or Finder backup: a password opens class keys, which open the keys of files."""

from __future__ import annotations

import functools
import struct
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cryptography.hazmat.primitives.hashes import HashAlgorithm

BLOCK = 16
MAX_ROUNDS = 50_000_000
"""Backups ask for 10,000,000 rounds, a matter of seconds; one that asks for far more is made to keep programs busy."""

_STEP = 1 << 20
_KEY_BYTES = 32
_WRAPPED_BYTES = _KEY_BYTES + 8
_PASSWORD_WRAPS = 2
"""The bit of WRAP that says that a class key is wrapped with the password's key."""
_MAX_SALT = 1024
_MAX_FIELDS = 1000
_DERIVED = 64


class KeyBag:
    """One key bag, not opened yet.

    Attributes:
        rounds: how often the password is hashed, in the two steps; 0 for the second where there is none.

    Raises:
        ContainerError: it is damaged, or of a kind that is not known.
    """

    def __init__(self, raw: bytes) -> None:
        self._header: dict[bytes, bytes] = {}
        self._classes: list[dict[bytes, bytes]] = []
        for tag, value in _fields(raw):
            if tag == b"UUID" and b"UUID" in self._header:
                self._classes.append({})
            (self._classes[-1] if self._classes else self._header)[tag] = value
        self._salts = self._needed(b"SALT"), self._header.get(b"DPSL", b"")
        self.rounds = self._number(b"ITER"), self._number(b"DPIC") if b"DPIC" in self._header else 0
        if max(map(len, self._salts)) > _MAX_SALT or not 0 < self.rounds[0] <= MAX_ROUNDS:
            raise _damaged()
        if not 0 <= self.rounds[1] <= MAX_ROUNDS:
            raise _damaged()

    def open(self, password: str) -> dict[int, bytes] | None:
        """The class keys, by number of the class; None if the password is another. Takes seconds, but only once."""
        key = _password_key(password, self._salts, self.rounds)
        opened: dict[int, bytes] = {}
        for fields in self._classes:
            wrapped, wrap = fields.get(b"WPKY", b""), fields.get(b"WRAP", b"")
            if len(wrapped) != _WRAPPED_BYTES or len(wrap) != 4 or not wrap[3] & _PASSWORD_WRAPS:  # noqa: PLR2004 - bytes
                continue
            unwrapped = _unwrapped(key, wrapped)
            if unwrapped is None:
                return None
            opened[int.from_bytes(fields.get(b"CLAS", b"")[-4:], "big")] = unwrapped
        return opened or None

    def _needed(self, tag: bytes) -> bytes:
        if tag not in self._header:
            raise _damaged()
        return self._header[tag]

    def _number(self, tag: bytes) -> int:
        return int.from_bytes(self._needed(tag)[:8], "big")


def file_key(classes: Mapping[int, bytes], protection: int, wrapped: bytes) -> bytes | None:
    """The key of one file; None if the class is not known, or its key does not fit."""
    key = classes.get(protection)
    return _unwrapped(key, wrapped) if key is not None and len(wrapped) == _WRAPPED_BYTES else None


def decrypted(key: bytes, vector: bytes, data: bytes) -> bytes:
    """AES in CBC mode over whole blocks."""
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(data) + decryptor.finalize()


def decrypt_in_place(key: bytes, data: bytearray) -> None:
    """The same from a vector of zeros, for what is too large to be held twice; half a block at the end stays."""
    decryptor = Cipher(algorithms.AES(key), modes.CBC(bytes(BLOCK))).decryptor()
    view = memoryview(data)[: len(data) // BLOCK * BLOCK]
    for start in range(0, len(view), _STEP):
        view[start : start + _STEP] = decryptor.update(view[start : start + _STEP])


def derived(algorithm: HashAlgorithm, secret: bytes, salt: bytes, rounds: int) -> bytes:
    """PBKDF2 with 32 bytes as result."""
    return PBKDF2HMAC(algorithm, _KEY_BYTES, salt, rounds).derive(secret)


@functools.lru_cache(maxsize=_DERIVED)
def _password_key(password: str, salts: tuple[bytes, bytes], rounds: tuple[int, int]) -> bytes:
    """Kept in this process's memory: with real numbers of rounds it takes seconds."""
    secret = password.encode()
    if rounds[1]:
        secret = derived(SHA256(), secret, salts[1], rounds[1])
    return derived(SHA1(), secret, salts[0], rounds[0])  # noqa: S303 - what the format says


def _unwrapped(key: bytes, wrapped: bytes) -> bytes | None:
    try:
        return aes_key_unwrap(key, wrapped)
    except (InvalidUnwrap, ValueError):
        return None


def _fields(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = count = 0
    while place + 8 <= len(raw):
        tag, length = struct.unpack_from(">4sI", raw, place)
        count += 1
        if place + 8 + length > len(raw) or count > _MAX_FIELDS:
            raise _damaged()
        yield tag, raw[place + 8 : place + 8 + length]
        place += 8 + length


def _damaged() -> ContainerError:
    text = sentence("The key bag of the backup is damaged, or of a kind that this version does not know.")
    return ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)
