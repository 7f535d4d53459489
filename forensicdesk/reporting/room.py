"""Where what a report says of single items lies until the report is made.

It holds pictures and whatever the evidence says, so what goes to the disk is encrypted under a key that is in memory
alone: nothing of it can be read in the free space of the disk afterwards, and nothing else is read in its place.
"""

from __future__ import annotations

import errno
import os
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from reports.packed import Room

if TYPE_CHECKING:
    from pathlib import Path

_KEY_BITS, _NONCE_BYTES = 256, 12

IN_MEMORY = 4 << 20
"""Up to so many bytes nothing goes to the disk: some thousand items with mosaics."""


class CoveredRoom(Room):
    """A file without a name, which ends with the last list that lies in it; a short one stays in memory.

    Args:
        folder: where the file is to be.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(SpooledTemporaryFile(IN_MEMORY, dir=str(folder)))  # noqa: SIM115 - `Room` closes it
        self._key = AESGCM(AESGCM.generate_key(_KEY_BITS))

    def put(self, content: bytes) -> tuple[int, int]:
        """See `Room`."""
        nonce = os.urandom(_NONCE_BYTES)
        return super().put(nonce + self._key.encrypt(nonce, content, None))

    def get(self, place: int, length: int) -> bytes:
        """See `Room`.

        Raises:
            OSError: also where the file gives other bytes than were put there.
        """
        covered = super().get(place, length)
        try:
            return self._key.decrypt(covered[:_NONCE_BYTES], covered[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from error
