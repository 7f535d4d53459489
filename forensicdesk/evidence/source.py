"""What a source can do, and which reader opens which kind of source."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.evidence.files import printable
from forensicdesk.evidence.folder import FolderSource
from forensicdesk.evidence.handles import open_folder
from forensicdesk.evidence.single import FileSource
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from forensicdesk.finding import Found


class EvidenceSource(Protocol):
    """One exhibit, read-only."""

    kind: str

    def walk(self) -> Generator[Found, None, None]:
        """Every entry, in an order that depends on the evidence only."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One row of the table: for which paths a reader is responsible, and how it is made."""

    accepts: Callable[[os.stat_result], bool]
    make: Callable[[bytes], EvidenceSource]


READERS: tuple[Reader, ...] = (
    Reader(lambda info: stat.S_ISDIR(info.st_mode), FolderSource),
    # Last, because any file can be taken as one item: readers of containers stand before it.
    Reader(lambda info: stat.S_ISREG(info.st_mode), FileSource),
)
"""The readers in order; the first that accepts is taken."""


def open_source(path: Path) -> EvidenceSource:
    """The reader for this path. An empty folder is a source, too.

    Raises:
        UsageError: there is nothing at this path, or it is neither folder nor file.
        EnvironmentProblem: it may not be read.
    """
    root = os.fsencode(path.absolute())
    name = printable(root)
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            open_folder(root).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        msg = sentence("There is nothing at {name}; check the path, and whether the drive is connected.", name=name)
        raise UsageError(msg) from error
    except OSError as error:
        msg = sentence(
            "{name} cannot be read ({strerror}); ask for the right to read it, or run as a user who has it.",
            name=name,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    for reader in READERS:
        if reader.accepts(info):
            return reader.make(root)
    msg = sentence("{name} is neither a folder nor a file; give the folder or file that holds the evidence.", name=name)
    raise UsageError(msg)
