"""A file that is carried by hand from one site to another: a payload with an Ed25519 signature (RFC 8032).

Four lines come before the payload: what it is, the public key, the signature, and SHA-256 and length of the payload;
the signature is over the other three. So the payload is streamed, and a changed byte anywhere is noticed.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from forensicdesk.errors import EnvironmentProblem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MAGIC = "forensicdesk-signed 1"
_GREATEST_KEY, _LONGEST_LINE, _AT_ONCE = 1 << 16, 256, 1 << 20
_ABOUT = re.compile(rb"([0-9a-f]{64}) (0|[1-9]\d{0,14})")


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key of a PKCS #8 PEM file without a password.

    Raises:
        UsageError: it cannot be read, or is no such key.
    """
    try:
        key = load_pem_private_key(_key_file(path), password=None)
    except (ValueError, TypeError) as error:
        msg = f"{path} is no private key without a password in PEM: give the unit's Ed25519 key."
        raise UsageError(msg) from error
    if not isinstance(key, Ed25519PrivateKey):
        msg = f"{path} is a key of another kind; give the unit's Ed25519 key."
        raise UsageError(msg)
    return key


def public_key(path: Path) -> bytes:
    """The 32 raw bytes of a public key in PEM.

    Raises:
        UsageError: it cannot be read, or is no Ed25519 key.
    """
    try:
        key = load_pem_public_key(_key_file(path))
    except ValueError as error:
        msg = f"{path} is no public key in PEM: give the Ed25519 key of the site that signed."
        raise UsageError(msg) from error
    if not isinstance(key, Ed25519PublicKey):
        msg = f"{path} is a key of another kind; give the Ed25519 key of the site that signed."
        raise UsageError(msg)
    return key.public_bytes_raw()


def write_signed(target: BinaryIO, kind: str, payload: Sequence[Path], key: Ed25519PrivateKey) -> str:
    """Write files one after the other as one signed file; gives the payload's SHA-256 as hex digits.

    Args:
        target: a new file.
        kind: what it holds, one word.
        payload: the files.
        key: the unit's key.
    """
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(payload):
        digest.update(piece)
        size += len(piece)
    what, public = f"{MAGIC} {kind}".encode(), key.public_key().public_bytes_raw().hex().encode()
    about = f"{digest.hexdigest()} {size}".encode()
    signature = key.sign(b"\n".join((what, public, about))).hex().encode()
    target.write(b"\n".join((what, public, signature, about, b"")))
    for piece in _pieces(payload):
        target.write(piece)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest()


def copy_verified(path: Path, kind: str, trusted: Sequence[bytes], target: BinaryIO) -> str:
    """Copy the payload of a signed file; it counts only once this has returned. Gives the signer's key as hex digits.

    Args:
        path: the signed file.
        kind: what it has to hold.
        trusted: public keys of which one has to have signed it.
        target: where the payload goes. What is there after an error is to be thrown away.

    Raises:
        UsageError: it is no such file, was altered or cut off, or was signed by another key.
    """
    try:
        with path.open("rb") as source:
            what, public, signature, about = (source.readline(_LONGEST_LINE).rstrip(b"\n") for _ in range(4))
            stated = _ABOUT.fullmatch(about)
            if what != f"{MAGIC} {kind}".encode() or stated is None:
                msg = f"{path} is no signed file of {kind}, or of a version that this program does not read."
                raise UsageError(msg)
            key = _signer(path, public, signature, (what, about), trusted)
            digest, size = hashlib.sha256(), 0
            while piece := source.read(_AT_ONCE):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
    except OSError as error:
        msg = f"The signed file {path} cannot be read: {error.strerror}."
        raise UsageError(msg) from error
    if (digest.hexdigest().encode(), str(size).encode()) != stated.groups():
        msg = f"{path} was altered or cut off after it was signed; nothing was taken from it. Ask for it again."
        raise UsageError(msg)
    return key.hex()


def _signer(
    path: Path, public: bytes, signature: bytes, signed: tuple[bytes, bytes], trusted: Sequence[bytes]
) -> bytes:
    """The public key that signed, if it is trusted."""
    try:
        key, value = bytes.fromhex(public.decode("ascii")), bytes.fromhex(signature.decode("ascii"))
    except ValueError:
        key, value = b"", b""
    if key not in trusted:
        msg = f"{path} was signed with the key {public[:64].decode('ascii', 'replace')}, which none of --trust names."
        raise UsageError(msg)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(value, b"\n".join((signed[0], public, signed[1])))
    except (InvalidSignature, ValueError) as error:
        msg = f"{path} was altered after it was signed; nothing was taken from it. Ask for it again."
        raise UsageError(msg) from error
    return key


def _pieces(paths: Iterable[Path]) -> Iterable[bytes]:
    for path in paths:
        try:
            with path.open("rb") as source:
                while piece := source.read(_AT_ONCE):
                    yield piece
        except OSError as error:
            msg = f"{path} cannot be read: {error.strerror}."
            raise EnvironmentProblem(msg) from error


def _key_file(path: Path) -> bytes:
    try:
        with path.expanduser().open("rb") as file:
            return file.read(_GREATEST_KEY)
    except OSError as error:
        msg = f"The key {path} cannot be read ({error.strerror}); check the path and your rights."
        raise UsageError(msg) from error
