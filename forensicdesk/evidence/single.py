"""One file given as a source."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.evidence.files import printable
from forensicdesk.finding import Found
from forensicdesk.language import sentence
from forensicdesk.model import FILE_STEP, Location, Step

if TYPE_CHECKING:
    from collections.abc import Generator


def single_location(path: bytes) -> Location:
    """Where the only item of such a source lies: under the file's own name."""
    return Location((Step(FILE_STEP, os.path.basename(path)),))  # noqa: PTH119 - raw bytes


class FileSource:
    """A source that has one item: itself."""

    kind = "file"

    def __init__(self, root: bytes) -> None:
        self._root = root

    def walk(self) -> Generator[Found, None, None]:
        """The file.

        Raises:
            EnvironmentProblem: it is not there any more.
        """
        try:
            info = Path(os.fsdecode(self._root)).stat()
        except OSError as error:
            msg = sentence(
                "The file {root} cannot be read ({strerror}); check the path and your rights.",
                root=printable(self._root),
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error
        yield Found(single_location(self._root), info.st_size, info.st_mtime_ns)
