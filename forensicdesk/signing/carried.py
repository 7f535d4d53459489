"""A file that is carried by hand from one site to another: a payload with an Ed25519 signature (RFC 8032).

Four lines come before the payload: what it is, the public key, the signature, and SHA-256 and length of the payload;
the signature is over the other three. So the payload is streamed, and a changed byte anywhere is noticed.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.signing.keys import fingerprint, is_signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from forensicdesk.signing.keys import UnitKey

MAGIC = "forensicdesk-signed 1"
_LONGEST_LINE, _AT_ONCE = 256, 1 << 20
_ABOUT = re.compile(rb"([0-9a-f]{64}) (0|[1-9]\d{0,14})")


def write_signed(target: BinaryIO, kind: str, payload: Sequence[Path], key: UnitKey) -> str:
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
    what, public = f"{MAGIC} {kind}".encode(), key.public.hex().encode()
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
                msg = sentence(
                    "{path} is no signed file of {kind}, or of a version that this program does not read.",
                    path=path,
                    kind=kind,
                )
                raise UsageError(msg)
            key = _signer(path, public, signature, (what, about), trusted)
            digest, size = hashlib.sha256(), 0
            while piece := source.read(_AT_ONCE):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
    except OSError as error:
        msg = sentence("The signed file {path} cannot be read: {strerror}.", path=path, strerror=error.strerror)
        raise UsageError(msg) from error
    if (digest.hexdigest().encode(), str(size).encode()) != stated.groups():
        msg = sentence(
            "{path} was altered or cut off after it was signed; nothing was taken from it. Ask for it again.", path=path
        )
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
        who = sentence("with the key {key}", key=fingerprint(key)) if key else sentence("with no key")
        msg = sentence("{path} was signed {who}, which none of --trust names.", path=path, who=who)
        raise UsageError(msg)
    if value.hex().encode() != signature or not is_signed(b"\n".join((signed[0], public, signed[1])), value, key):
        msg = sentence(
            "{path} was altered after it was signed; nothing was taken from it. Ask for it again.", path=path
        )
        raise UsageError(msg)
    return key


def _pieces(paths: Iterable[Path]) -> Iterable[bytes]:
    for path in paths:
        try:
            with path.open("rb") as source:
                while piece := source.read(_AT_ONCE):
                    yield piece
        except OSError as error:
            msg = sentence("{path} cannot be read: {strerror}.", path=path, strerror=error.strerror)
            raise EnvironmentProblem(msg) from error
