"""Encrypted files in zip archives: the old cipher of PKZIP, and AES as WinZip writes it (AE-1 and AE-2)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.zip_records import extras_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from forensicdesk.evidence.containers.zip_records import Member

AES_METHOD = 99
OLD_HEADER_BYTES = 12
CODE_BYTES = 10
"""The authentication code behind a file encrypted with AES."""

_AES_EXTRA = 0x9901
_SALT_BYTES = {1: 8, 2: 12, 3: 16}
_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class AesFacts:
    """What the extra field of an AES file says: length of its salt, true method, whether the CRC counts."""

    salt: int
    method: int
    has_crc: bool


def aes_facts(member: Member) -> AesFacts | None:
    """The facts of a file encrypted with AES; None if there are none, or they make no sense."""
    for kind, data in extras_of(member.extra):
        if kind == _AES_EXTRA and len(data) >= 7 and data[4] in _SALT_BYTES:  # noqa: PLR2004 - bytes of the field
            version, method = int.from_bytes(data[:2], "little"), int.from_bytes(data[5:7], "little")
            return AesFacts(_SALT_BYTES[data[4]], method, version == 1)
    return None


def aes_keys(password: str, head: bytes, facts: AesFacts) -> tuple[bytes, bytes] | None:
    """The keys for content and authentication; None if the password is not the one. `head`: salt and check value."""
    salt, check = head[: facts.salt], head[facts.salt : facts.salt + 2]
    length = facts.salt * 2
    both = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, _ROUNDS, 2 * length + 2)
    if not hmac.compare_digest(both[-2:], check):
        return None
    return both[:length], both[length : 2 * length]


def aes_reader(key: bytes, packed_at: Callable[[int, int], bytes]) -> Callable[[int, int], bytes]:
    """The decrypted bytes by offset."""
    # Late import: every child process reads zip archives, few of them encrypted ones.
    from Cryptodome.Cipher import AES
    from Cryptodome.Util import Counter

    def read_at(offset: int, count: int) -> bytes:
        before = offset % AES.block_size
        data = packed_at(offset - before, count + before)
        first = 1 + offset // AES.block_size
        counter = Counter.new(128, little_endian=True, initial_value=first)
        return AES.new(key, AES.MODE_CTR, counter=counter).decrypt(data)[before:]

    return read_at


def aes_agrees(key: bytes, secret: bytes, code: bytes) -> bool:
    """Whether encrypted bytes are those that the authentication code behind them was made of."""
    return hmac.compare_digest(hmac.digest(key, secret, "sha1")[:CODE_BYTES], code)


def _table() -> tuple[int, ...]:
    values = []
    for value in range(256):
        crc = value
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB8_8320 if crc & 1 else 0)
        values.append(crc)
    return tuple(values)


_CRC = _table()


class OldCipher:
    """The state of PKZIP's cipher; see APPNOTE.TXT 6.1."""

    __slots__ = ("_one", "_three", "_two")

    def __init__(self, password: bytes) -> None:
        self._one, self._two, self._three = 0x1234_5678, 0x2345_6789, 0x3456_7890
        one, two, three = self._one, self._two, self._three
        for value in password:
            one = one >> 8 ^ _CRC[(one ^ value) & 0xFF]
            two = ((two + (one & 0xFF)) * 134_775_813 + 1) & 0xFFFF_FFFF
            three = three >> 8 ^ _CRC[(three ^ two >> 24) & 0xFF]
        self._one, self._two, self._three = one, two, three

    def decrypt(self, data: bytes) -> bytes:
        """The next bytes in the clear."""
        one, two, three = self._one, self._two, self._three
        out = bytearray(len(data))
        for index, value in enumerate(data):
            pad = three | 2
            plain = value ^ (pad * (pad ^ 1) >> 8 & 0xFF)
            out[index] = plain
            one = one >> 8 ^ _CRC[(one ^ plain) & 0xFF]
            two = ((two + (one & 0xFF)) * 134_775_813 + 1) & 0xFFFF_FFFF
            three = three >> 8 ^ _CRC[(three ^ two >> 24) & 0xFF]
        self._one, self._two, self._three = one, two, three
        return bytes(out)


def old_cipher(password: str, head: bytes, member: Member) -> OldCipher | None:
    """The cipher behind its header of twelve bytes; None if the password is surely not the one."""
    if len(head) < OLD_HEADER_BYTES:
        return None
    cipher = OldCipher(password.encode())
    check = cipher.decrypt(head)[-1]
    wanted = (member.dos >> 8 if member.sizes_follow else member.crc >> 24) & 0xFF
    return cipher if check == wanted else None


def old_reader(begin: Callable[[], OldCipher], packed_at: Callable[[int, int], bytes]) -> Callable[[int, int], bytes]:
    """The decrypted bytes by offset; a step back begins anew."""
    cipher, place = begin(), 0

    def read_at(offset: int, count: int) -> bytes:
        nonlocal cipher, place
        if offset < place:
            cipher, place = begin(), 0
        while place < offset:
            skipped = cipher.decrypt(packed_at(place, min(64 * 1024, offset - place)))
            if not skipped:
                return b""
            place += len(skipped)
        data = cipher.decrypt(packed_at(place, count))
        place += len(data)
        return data

    return read_at
