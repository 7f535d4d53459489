"""Backups of phones, made on the spot: plain and encrypted, with a manifest in either form."""

from __future__ import annotations

import hashlib
import plistlib
import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PASSWORD = "Käse 1"  # noqa: S105 - of backups made for tests
CLASS_KEYS = {3: b"3" * 32, 4: b"4" * 32}
MANIFEST_KEY, FILE_KEY = b"m" * 32, b"f" * 32
ROUNDS = 7
BORN = 1_600_000_000


@dataclass(frozen=True)
class Made:
    """One file of a backup; `stored` False leaves its content out."""

    domain: str
    path: str
    content: bytes
    stored: bool = True
    flags: int = 1


def file_id(file: Made) -> str:
    return hashlib.sha1(f"{file.domain}-{file.path}".encode(), usedforsecurity=False).hexdigest()


def pad(data: bytes) -> bytes:
    count = 16 - len(data) % 16
    return data + bytes([count]) * count


def encrypted(key: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(bytes(16))).encryptor()
    return encryptor.update(pad(data)) + encryptor.finalize()


def key_bag(password: str = PASSWORD, rounds: int = ROUNDS) -> bytes:
    """A key bag that this password opens."""
    first = PBKDF2HMAC(SHA256(), 32, b"d" * 20, rounds).derive(password.encode())
    key = PBKDF2HMAC(SHA1(), 32, b"s" * 20, 5).derive(first)  # noqa: S303 - what the format says
    fields: list[tuple[bytes, bytes | int]] = [
        (b"VERS", 5), (b"TYPE", 1), (b"UUID", b"u" * 16), (b"WRAP", 1), (b"SALT", b"s" * 20), (b"ITER", 5),
        (b"DPSL", b"d" * 20), (b"DPIC", rounds),
    ]  # fmt: skip
    for number, inner in CLASS_KEYS.items():
        fields += [(b"UUID", b"v" * 16), (b"CLAS", number), (b"WRAP", 2), (b"WPKY", aes_key_wrap(key, inner))]
    return b"".join(
        tag + struct.pack(">I", len(raw)) + raw
        for tag, raw in ((tag, struct.pack(">I", value) if isinstance(value, int) else value) for tag, value in fields)
    )


def wrapped(number: int, key: bytes) -> bytes:
    return struct.pack("<I", number) + aes_key_wrap(CLASS_KEYS[number], key)


def mb_file(file: Made, *, encrypt: bool) -> bytes:
    """A record's property list."""
    fields: dict[str, Any] = {
        "Birth": BORN, "LastModified": BORN + 1, "LastStatusChange": 0, "Size": len(file.content), "Mode": 0o100644,
        "ProtectionClass": 3, "RelativePath": plistlib.UID(2),
    }  # fmt: skip
    objects: list[Any] = ["$null", fields, file.path]
    if encrypt:
        fields["EncryptionKey"] = plistlib.UID(3)
        objects.append({"NS.data": wrapped(3, FILE_KEY)})
    document = {"$archiver": "NSKeyedArchiver", "$objects": objects, "$top": {"root": plistlib.UID(1)}}
    return plistlib.dumps(document, fmt=plistlib.FMT_BINARY)


def make_database(path: Path, files: list[Made], *, encrypt: bool = False, journal: str = "DELETE") -> bytes:
    """The bytes of a Manifest.db."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute(
            "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB)"
        )
        rows = [(file_id(file), file.domain, file.path, file.flags, mb_file(file, encrypt=encrypt)) for file in files]
        connection.executemany("INSERT INTO Files VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
    return path.read_bytes()


def make_backup(folder: Path, files: list[Made], *, encrypt: bool = False, rounds: int = ROUNDS) -> Path:
    """A backup; gives the path of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / "Manifest.db"
    database = make_database(manifest, files, encrypt=encrypt)
    properties: dict[str, Any] = {"IsEncrypted": encrypt, "Version": "10.0"}
    if encrypt:
        properties |= {"BackupKeyBag": key_bag(rounds=rounds), "ManifestKey": wrapped(4, MANIFEST_KEY)}
        manifest.write_bytes(encrypted(MANIFEST_KEY, database))
    (folder / "Manifest.plist").write_bytes(plistlib.dumps(properties, fmt=plistlib.FMT_BINARY))
    for file in files:
        if file.stored and file.flags == 1:
            stored = folder / file_id(file)[:2] / file_id(file)
            stored.parent.mkdir(exist_ok=True)
            stored.write_bytes(encrypted(FILE_KEY, file.content) if encrypt else file.content)
    return manifest


def make_mbdb(folder: Path, files: list[Made], links: Mapping[str, str] | None = None) -> Path:
    """A backup in the form before iOS 10; gives the path of its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    records = [b"mbdb\x05\x00"]
    for file in files:
        mode = {1: 0o100644, 2: 0o040755, 4: 0o120777}[file.flags]
        link = (links or {}).get(file.path, "")
        records += [_text(file.domain), _text(file.path), _text(link), b"\xff\xff", b"\xff\xff"]
        records.append(struct.pack(">HQIIIIIQBB", mode, 1, 501, 501, BORN + 1, BORN, BORN, len(file.content), 3, 1))
        records += [_text("name"), _text("value")]
        if file.stored and file.flags == 1:
            (folder / file_id(file)).write_bytes(file.content)
    manifest = folder / "Manifest.mbdb"
    manifest.write_bytes(b"".join(records))
    return manifest


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack(">H", len(raw)) + raw
