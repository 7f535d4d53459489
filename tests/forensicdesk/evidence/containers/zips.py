"""Zip archives made on the spot."""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "synth"  # noqa: S105 - of samples


def make_zip(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive of these files, written by the standard library."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 5, 8, 6)), content, method)
    return path


def raw_zip(members: list[tuple[bytes, int, bytes, bytes]], comment: bytes = b"") -> bytes:
    """An archive of (name, method, packed, unpacked), written field by field: for methods that no library writes."""
    out, directory = bytearray(), bytearray()
    for name, method, packed, plain in members:
        fields = (method, 0, 0, zlib.crc32(plain), len(packed), len(plain), len(name), 0)
        directory += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, *fields, 0, 0, 0, 0, len(out)) + name
        out += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, *fields) + name + packed
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(out), len(comment))
    return bytes(out + directory + end + comment)


def huge_zip(size: int, content: bytes = b"plain") -> bytes:
    """An archive of one stored file whose size is stated in 64 bits."""
    extra = struct.pack("<HHQQQ", 1, 24, size, len(content), 0)
    fields = (0, 0, 0, zlib.crc32(content), 0xFFFFFFFF, 0xFFFFFFFF, 1, len(extra))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 45, 0, *fields) + b"a" + extra + content
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 45, 45, 0, *fields, 0, 0, 0, 0, 0xFFFFFFFF) + b"a" + extra
    return local + entry + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(local), 0)


def encrypted_zip(name: bytes, plain: bytes, *, strength: int = 0, method: int = 8, password: str = SECRET) -> bytes:
    """An archive of one encrypted file: by the old cipher, or by AES of strength 1 to 3 (AE-2)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(plain) + packer.flush() if method else plain
    crc, extra = (0, struct.pack("<HHHHBH", 0x9901, 7, 2, 0x4541, strength, method)) if strength else (None, b"")
    crc = zlib.crc32(plain) if crc is None else crc
    inside = _aes(packed, strength, password) if strength else _old(packed, crc, password)
    fields = (99 if strength else method, 0, 0, crc, len(inside), len(plain), len(name), len(extra))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 51, 1, *fields) + name + extra + inside
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 51, 51, 1, *fields, 0, 0, 0, 0, 0) + name + extra
    return local + entry + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(local), 0)


def _aes(data: bytes, strength: int, password: str) -> bytes:
    length = 8 + strength * 8
    salt = os.urandom(length // 2)
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 2 * length + 2)
    counter = Counter.new(128, little_endian=True, initial_value=1)
    secret = AES.new(keys[:length], AES.MODE_CTR, counter=counter).encrypt(data)
    return salt + keys[-2:] + secret + hmac.digest(keys[length : 2 * length], secret, "sha1")[:10]


def _old(data: bytes, crc: int, password: str) -> bytes:
    """PKZIP's cipher, written here once more from APPNOTE.TXT 6.1 so that the reader is not tested by itself."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc32(value: int, byte: int) -> int:
        return (zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = crc32(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc32(keys[2], keys[1] >> 24)

    for byte in password.encode():
        update(byte)
    out = bytearray()
    for byte in os.urandom(11) + bytes([crc >> 24]) + data:
        pad = keys[2] & 0xFFFF | 2
        out.append(byte ^ (pad * (pad ^ 1) >> 8 & 0xFF))
        update(byte)
    return bytes(out)
