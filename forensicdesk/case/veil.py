"""Thumbnails encrypted at rest: AES-256-GCM under a key of the case, which a passphrase opens (scrypt).

The key is made with the case and wrapped under what scrypt makes of the passphrase. Each picture has a random nonce of
its own, and is bound to the content it belongs to, so that two cannot be exchanged.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from forensicdesk.errors import CaseError, UsageError
from forensicdesk.language import sentence

LEAST_PASSPHRASE = 8
_SALT_BYTES, _KEY_BYTES, _NONCE_BYTES = 16, 32, 12
_COST = 1 << 15
"""Of scrypt, with blocks of 8: 32 MB and about a tenth of a second for one guess."""

_WRAPPING = b"forensicdesk thumbnails 1"


@dataclass(frozen=True, slots=True)
class Veil:
    """The opened key of a case's thumbnails."""

    _key: AESGCM = field(repr=False)

    def cover(self, content: bytes, about: bytes) -> bytes:
        """A picture encrypted; `about` says what it is and has to be given again to read it."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._key.encrypt(nonce, content, about)

    def uncover(self, covered: bytes, about: bytes) -> bytes:
        """The picture again.

        Raises:
            CaseError: it was altered, or belongs to something else.
        """
        try:
            return self._key.decrypt(covered[:_NONCE_BYTES], covered[_NONCE_BYTES:], about)
        except (InvalidTag, ValueError) as error:
            msg = sentence(
                "A thumbnail (of the content {hex}) was altered; `forensicdesk verify` says where.",
                hex=about[:32].hex(),
            )
            raise CaseError(msg) from error


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short.

    Raises:
        UsageError: it is.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        msg = sentence(
            "The passphrase of the thumbnails has at least {least_passphrase} characters; choose a longer one.",
            least_passphrase=LEAST_PASSPHRASE,
        )
        raise UsageError(msg)


def new_veil(passphrase: str) -> tuple[bytes, bytes]:
    """A new key: the salt of the passphrase, and the key wrapped under it.

    Raises:
        UsageError: the passphrase is too short.
    """
    check_passphrase(passphrase)
    salt = os.urandom(_SALT_BYTES)
    wrapping = Veil(AESGCM(_stretched(passphrase, salt)))
    return salt, wrapping.cover(AESGCM.generate_key(8 * _KEY_BYTES), _WRAPPING)


def open_veil(passphrase: str, salt: bytes, wrapped: bytes) -> Veil:
    """The key, opened.

    Raises:
        UsageError: the passphrase is wrong.
    """
    wrapping = AESGCM(_stretched(passphrase, salt))
    try:
        key = wrapping.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], _WRAPPING)
    except (InvalidTag, ValueError) as error:
        msg = sentence("The passphrase of the thumbnails is wrong; try again.")
        raise UsageError(msg) from error
    return Veil(AESGCM(key))


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=_KEY_BYTES, n=_COST, r=8, p=1).derive(passphrase.encode("utf-8"))
