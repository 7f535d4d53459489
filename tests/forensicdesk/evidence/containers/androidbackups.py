"""Android backups, made on the spot."""

from __future__ import annotations

import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

PASSWORD = "synth"  # noqa: S105 - of backups made for tests
MASTER, SALT, CHECK_SALT = bytes(range(100, 132)), b"s" * 64, b"c" * 64
ROUNDS = 11


def make_ab(tar: bytes, *, version: int = 5, packed: bool = True, password: str | None = None) -> bytes:
    """A whole backup of this tar archive."""
    data = zlib.compress(tar) if packed else tar
    start = b"ANDROID BACKUP\n%d\n%d\n" % (version, packed)
    if password is None:
        return start + b"none\n" + data
    vector, inner_vector = b"i" * 16, b"j" * 16
    key = _derived(password.encode(), SALT)
    as_text = "".join(chr(byte if byte < 0x80 else 0xFF00 | byte) for byte in MASTER).encode()
    check = _derived(as_text if version > 1 else MASTER, CHECK_SALT)
    blob = b"".join(bytes([len(part)]) + part for part in (inner_vector, MASTER, check))
    lines = (SALT.hex(), CHECK_SALT.hex(), str(ROUNDS), vector.hex(), _encrypted(key, vector, blob).hex())
    header = "".join(f"{line.upper()}\n" for line in lines).encode()
    return start + b"AES-256\n" + header + _encrypted(MASTER, inner_vector, data)


def _derived(secret: bytes, salt: bytes) -> bytes:
    return PBKDF2HMAC(SHA1(), 32, salt, ROUNDS).derive(secret)  # noqa: S303 - what the format says


def _encrypted(key: bytes, vector: bytes, data: bytes) -> bytes:
    count = 16 - len(data) % 16
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(data + bytes([count]) * count) + encryptor.finalize()
