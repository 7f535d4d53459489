"""The unit's own key: Ed25519, made and kept by the unit, its private half encrypted with a passphrase.

The private half is a PKCS#8 file in PEM, the public half a SubjectPublicKeyInfo file in PEM beside it (`NAME.pub`), so
that OpenSSL and other programs can read both.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.whole import write_whole

if TYPE_CHECKING:
    from pathlib import Path

LEAST_PASSPHRASE = 8
"""A passphrase of a new key has at least so many characters."""

PUBLIC_SUFFIX = ".pub"
MAX_KEY_BYTES = 1 << 16
SIGNATURE_BYTES = 64
PUBLIC_BYTES = 32


@dataclass(frozen=True, slots=True)
class UnitKey:
    """A private key, opened.

    Attributes:
        public: the 32 bytes of its public half.
    """

    public: bytes
    _private: Ed25519PrivateKey = field(repr=False)

    def sign(self, content: bytes) -> bytes:
        """The signature of these bytes: 64 bytes, the same every time."""
        return self._private.sign(content)


def new_key(passphrase: str) -> tuple[bytes, bytes]:
    """A new key: its private half encrypted with the passphrase, and its public half, both as PEM.

    Raises:
        UsageError: the passphrase is too short.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        msg = sentence(
            "The passphrase of a key has at least {least_passphrase} characters; choose a longer one.",
            least_passphrase=LEAST_PASSPHRASE,
        )
        raise UsageError(msg)
    private = Ed25519PrivateKey.generate()
    encryption = BestAvailableEncryption(passphrase.encode("utf-8"))
    sealed = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    return sealed, public_pem(_raw(private.public_key()))


def new_key_files(out: Path, passphrase: str) -> Path:
    """Make a key: its private half in the file `out`, its public half beside it; gives the path of the latter.

    Raises:
        UsageError: there is something at this place already, or the passphrase is too short.
        EnvironmentProblem: the disk or its rights refuse.
    """
    target = out.expanduser().absolute()
    beside = target.with_name(target.name + PUBLIC_SUFFIX)
    for path in (target, beside):
        if os.path.lexists(path):
            msg = sentence("{path} exists already; a key is never replaced. Choose another name.", path=path)
            raise UsageError(msg)
    private, public = new_key(passphrase)
    try:
        write_whole(target, private)
        write_whole(beside, public)
    except OSError as error:
        msg = sentence(
            "The key {target} cannot be written: {strerror}. Choose another place.",
            target=target,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    return beside


def open_key(path: Path, passphrase: str) -> UnitKey:
    """The private key in a file.

    Raises:
        UsageError: the file holds no such key, or the passphrase is wrong.
        EnvironmentProblem: the file cannot be read.
    """
    content = read_small(path, "key")
    try:
        private = load_pem_private_key(content, passphrase.encode("utf-8"))
    except TypeError as error:
        msg = sentence(
            "The key {path} is not protected by a passphrase; make one with `forensicdesk key new`.", path=path
        )
        raise UsageError(msg) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        msg = sentence(
            "The key {path} cannot be opened: the passphrase is wrong, or the file holds no private key in PEM.",
            path=path,
        )
        raise UsageError(msg) from error
    if not isinstance(private, Ed25519PrivateKey):
        msg = sentence("The key {path} is no Ed25519 key; make one with `forensicdesk key new`.", path=path)
        raise UsageError(msg)
    return UnitKey(_raw(private.public_key()), private)


def read_public(path: Path) -> bytes:
    """The 32 bytes of the public key in a PEM file.

    Raises:
        UsageError: the file holds no public Ed25519 key.
        EnvironmentProblem: the file cannot be read.
    """
    try:
        key = load_pem_public_key(read_small(path, "public key"))
    except (ValueError, UnsupportedAlgorithm) as error:
        msg = sentence(
            "{path} holds no public key in PEM; give the file NAME.pub that `forensicdesk key new` made.", path=path
        )
        raise UsageError(msg) from error
    if not isinstance(key, Ed25519PublicKey):
        msg = sentence("The public key {path} is no Ed25519 key; give the one of the unit's key.", path=path)
        raise UsageError(msg)
    return _raw(key)


def public_pem(public: bytes) -> bytes:
    """A public key as the PEM file that OpenSSL reads."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(public: bytes) -> str:
    """What a key is told by: the SHA-256 of its 32 public bytes, in hex."""
    return hashlib.sha256(public).hexdigest()


def is_signed(content: bytes, signature: bytes, public: bytes) -> bool:
    """Whether this signature was made over these bytes with the key of this public half."""
    if len(signature) != SIGNATURE_BYTES or len(public) != PUBLIC_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_small(path: Path, what: str) -> bytes:
    """The bytes of a key or certificate file.

    Raises:
        UsageError: it is not there, or far too long to be one.
        EnvironmentProblem: it cannot be read.
    """
    try:
        with path.expanduser().open("rb") as file:
            content = file.read(MAX_KEY_BYTES + 1)
    except FileNotFoundError as error:
        msg = sentence("There is no {what} at {path}; check the path.", what=what, path=path)
        raise UsageError(msg) from error
    except OSError as error:
        msg = sentence(
            "The {what} {path} cannot be read: {strerror}. Check its rights.",
            what=what,
            path=path,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    if len(content) > MAX_KEY_BYTES:
        msg = sentence("{path} is too long to be a {what}; check the path.", path=path, what=what)
        raise UsageError(msg)
    return content


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
