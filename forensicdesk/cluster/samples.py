"""A bounded part of the evidence as a fact that two machines can compare: do they see the same files?

It costs at most a million bytes a file. It does not show that two files are equal where they were not looked at; what
is shown is that a node has this exhibit at this path, and not another one, an older copy or an empty mount point.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.evidence.files import open_file, open_near, printable
from forensicdesk.evidence.ranges import length_of

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCK_BYTES = 64 * 1024
BLOCKS = 16
"""Read of each file: so many blocks, evenly spread, the first and the last among them; all of what is shorter."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One file to look at.

    Attributes:
        root: the raw bytes of the source's path.
        path: where the file lies below the source.
        beside: it lies beside a source that is one file: a further segment of an image.
    """

    root: bytes
    path: bytes
    beside: bool = False


def sample_facts(samples: Sequence[Sample]) -> tuple[tuple[str, str], ...]:
    """Of each file its name, and its length with the SHA-256 of the blocks, or why there is none."""
    return tuple((f"file {printable(one.path)} of {printable(one.root)}", _said(one)) for one in samples)


def _said(sample: Sample) -> str:
    try:
        with (open_near if sample.beside else open_file)(sample.root, sample.path) as file:
            length = length_of(file)
            return f"{length} bytes, SHA-256 of its sample {_digest(file, length)}"
    except EnvironmentProblem:
        return "there is no such exhibit"
    except OSError as error:
        return f"it cannot be read ({os.strerror(error.errno) if error.errno else type(error).__name__})"


def _digest(file: BinaryIO, length: int) -> str:
    digest = hashlib.sha256()
    for start in _starts(length):
        file.seek(start)
        digest.update(file.read(BLOCK_BYTES))
    return digest.hexdigest()


def _starts(length: int) -> Sequence[int]:
    """Where the blocks begin, ascending."""
    if length <= BLOCKS * BLOCK_BYTES:
        return range(0, length, BLOCK_BYTES)
    last = length - BLOCK_BYTES
    return [last * number // (BLOCKS - 1) for number in range(BLOCKS)]
