"""The hashes of a folder of pictures while it is calibrated with, so that an interrupted or repeated run goes on.

One JSON object a line, written as the pictures are hashed. A line that was cut off, or is of another program, counts as
not written.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.finding import Found

_KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Hashed:
    """What one file gave.

    Attributes:
        reason: why it takes no part, "" for a picture that does.
        version: of PDQ.
        sha256: of the file.
        orientations: its PDQ, turned.
    """

    reason: str
    version: str = ""
    sha256: bytes = b""
    orientations: tuple[bytes, ...] = ()


class HashedPictures:
    """What is known of the files of one folder.

    Attributes:
        folder: of pictures.

    Raises:
        EnvironmentProblem: the file cannot be read or written.
    """

    def __init__(self, within: Path, folder: Path, how: str) -> None:
        """Take where to keep it, the folder of pictures, and everything that decides about a hash, as text."""
        self.folder = folder
        said = b"\0".join((os.fsencode(folder.absolute()), how.encode()))
        self._path = within / f"calibrating-{hashlib.sha256(said).hexdigest()[:_KEY_LENGTH]}.jsonl"
        self._known: dict[tuple[str, int, int | None], Hashed] = {}
        try:
            within.mkdir(parents=True, exist_ok=True)
            if self._path.exists():
                self._read(self._path.read_text(encoding="utf-8", errors="replace"))
        except OSError as error:
            raise self._problem(error) from error

    def of(self, found: Found) -> Hashed | None:
        """What a file gave before, if it is what it was: same path, size and time of change."""
        return self._known.get(_key(found))

    def add(self, found: Found, hashed: Hashed) -> None:
        """Write down what a file gave.

        Raises:
            EnvironmentProblem: it cannot be written.
        """
        path, size, modified = _key(found)
        turned = [value.hex() for value in hashed.orientations]
        row = [path, size, modified, hashed.reason, hashed.version, hashed.sha256.hex(), turned]
        try:
            with self._path.open("a", encoding="utf-8") as file:
                # A line that was cut off before ends here.
                file.write("\n" + json.dumps(row))
        except OSError as error:
            raise self._problem(error) from error

    def forget(self) -> None:
        """Remove all of it: the calibration is written.

        Raises:
            EnvironmentProblem: it cannot be removed.
        """
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise self._problem(error) from error

    def _read(self, text: str) -> None:
        for line in text.splitlines():
            try:
                row: Any = json.loads(line)
                path, size, modified, reason, version, sha256, turned = row
                hashed = Hashed(
                    str(reason), str(version), bytes.fromhex(sha256), tuple(bytes.fromhex(value) for value in turned)
                )
                self._known[path, size, modified] = hashed
            except (ValueError, TypeError):
                # Cut off when the run was ended: the file is hashed again.
                continue

    def _problem(self, error: OSError) -> EnvironmentProblem:
        return EnvironmentProblem(
            sentence(
                "{target} could not be written ({strerror}); check space and permission.",
                target=self._path,
                strerror=error.strerror,
            )
        )


def _key(found: Found) -> tuple[str, int, int | None]:
    return found.location.steps[-1].path.hex(), found.size, found.modified_ns
