"""What every reader of containers has in common: how it is asked, what it gives, how it says that it cannot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Protocol, runtime_checkable

from forensicdesk.language import sentence
from forensicdesk.model import Origin, State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.finding import Record, Told
    from forensicdesk.model import StatedHash, Step
    from hashing.values import DateFact, Issue


@dataclass(frozen=True, slots=True)
class Head:
    """What a reader recognises a container by.

    Attributes:
        start: its first `HEAD_BYTES` bytes, fewer if it is shorter.
        end: its last `TAIL_BYTES` bytes, fewer if it is shorter.
        size: its length in bytes.
        name: its own name without folders, raw bytes; for hints only, contents decide.
        peek: reads so many bytes at an offset; fewer at the end.
    """

    start: bytes
    end: bytes
    size: int
    name: bytes
    peek: Callable[[int, int], bytes]


HEAD_BYTES = 64 * 1024
TAIL_BYTES = 4 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """How thoroughly a container is to be listed.

    Attributes:
        carve: look for pictures and films in bytes that no file has, too.
        blobs: look into the values of databases, too.
    """

    carve: bool = False
    blobs: bool = False


class Beside(Protocol):
    """The files beside a container, by path from the folder that it lies in; "/" separates folders."""

    def open(self, path: bytes) -> BinaryIO:
        """A file, read-only.

        Raises:
            OSError: there is none, or it cannot be read.
        """

    def has(self, path: bytes) -> bool:
        """Whether there is such a file.

        Raises:
            ContainerError: there is, and it cannot be opened.
        """


@dataclass(frozen=True, slots=True)
class Around:
    """What a reader has to open a container with.

    Attributes:
        stream: its bytes; can seek. The reader does not close it.
        size: its length.
        name: its own name without folders, raw bytes.
        beside: the files beside it, for containers of several files and for indexes.
        passwords: what the examiner gave, to be tried in turn; never stored or shown.
    """

    stream: BinaryIO
    size: int
    name: bytes
    beside: Beside
    passwords: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a container; see `forensicdesk.finding.Found` for what the fields mean.

    `kind` "" takes the container's own kind of step; a reader that also carves names "carved".
    """

    path: bytes
    size: int
    modified_ns: int | None = None
    place: bytes = b""
    kind: str = ""
    state: State = State.PENDING
    issue: Issue | None = None
    origin: Origin = Origin.LIVE
    dates: tuple[DateFact, ...] = ()
    names: tuple[bytes, ...] = ()
    stated: tuple[StatedHash, ...] = ()


class Container(Protocol):
    """One opened container. It is given up by letting go of it: streams of its files may live longer than it does."""

    def entries(self, wanted: Wanted) -> Iterator[Entry | Told | Record | None]:
        """Every file, in an order that depends on the container only. None now and then while there is none to give.

        Folders are not given. What is encrypted, not understood or damaged is given with its state and issue.

        Raises:
            ContainerError: the rest cannot be listed.
        """

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file as a stream that can seek and has a `length`; see `streams`.

        Raises:
            OSError: it cannot be read, or there is no such file.
            ContainerError: see `ContainerError`.
        """


@runtime_checkable
class KnowsPaths(Protocol):
    """A container that tells at once which paths it has; an index asks that for every file it names."""

    def has(self, path: bytes) -> bool:
        """Whether there is such a file, whether or not it can be opened."""


@dataclass(frozen=True, slots=True)
class ContainerFormat:
    """One row of the table of readers.

    Attributes:
        kind: kind of the steps into it: lower-case letters, digits, hyphens.
        title: its name for people.
        media_type: MIME type of the container itself.
        recognise: whether bytes are such a container; looks, never opens.
        open: makes the reader; raises `ContainerError` or OSError if it cannot be.
        acquisition: the digests it states are of the exhibit as it was acquired, not of single files in it: they are
            checked as soon as an exhibit is added.
    """

    kind: str
    title: str
    media_type: str
    recognise: Callable[[Head], bool]
    open: Callable[[Around], Container]
    acquisition: bool = False


class ContainerError(Exception):
    """A container, or the rest of it, cannot be listed or read; what was listed before remains.

    Attributes:
        state: what the ledger is to say of the container: FAILED, UNSUPPORTED or ENCRYPTED.
        code: kind of the issue.
        detail: one sentence: what cannot be read, and why; no path of the workstation.
    """

    def __init__(self, state: State, code: IssueCode, detail: str) -> None:
        super().__init__(state, code, detail)
        self.state = state
        self.code = code
        self.detail = detail


def encrypted_backup(passwords: tuple[str, ...]) -> ContainerError:
    """The error for a backup that none of the passwords that were given opens."""
    given = sentence("no password that was given opens it") if passwords else sentence("no password was given")
    text = sentence(
        "The backup is encrypted, and {reason}; put its password into a file and process with --password-file.",
        reason=given,
    )
    return ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
