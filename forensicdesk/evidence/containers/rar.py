"""RAR archives, where the system has libarchive: read front to back; the place of a file is its number."""

from __future__ import annotations

import errno
import os
import stat
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry, Wanted
from forensicdesk.evidence.containers.rar_headers import file_headers
from forensicdesk.evidence.containers.rar_library import RarError, RarReading, library
from forensicdesk.evidence.containers.streams import InnerStream, unpacked_stream
from forensicdesk.evidence.containers.unpacked import Unpacker
from forensicdesk.evidence.containers.unpacking import UnpackError
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import DateFact, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ctypes import CDLL

    from forensicdesk.evidence.containers.base import Around, Container, Head
    from forensicdesk.evidence.containers.rar_library import RarHeader
    from forensicdesk.model import Step

_MAGICS = (b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00")
_MEMORY_BYTES = 32 * 1024 * 1024


class RarContainer:
    """One RAR archive. Files asked for in their order are read in one pass; a step back begins a new one."""

    def __init__(self, around: Around, found: CDLL) -> None:
        self._around = around
        self._library = found
        self._reading: RarReading | None = None
        self._number = -1
        self._known: _Known | None = None

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every file, in the order of the archive."""
        number, known = 0, self._headers()
        try:
            reading = RarReading(self._library, self._around.stream)
            while (header := reading.next()) is not None:
                yield known.entry(header, number) if header.kind != stat.S_IFDIR else None
                number += 1
        except RarError as error:
            if "unavailable" in str(error):
                reason = str(error).rstrip(".")
                text = sentence("The archive is packed in a way that libarchive cannot undo: {reason}.", reason=reason)
                raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text) from error
            if error.is_encrypted:
                text = sentence("The archive's index is encrypted in a way that this program cannot undo.")
                raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text) from error
            text = sentence("The archive is damaged, or is one of several parts: {error}.", error=error)
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        number = int(step.place) if step.place.isdigit() and len(step.place) < 10 else self._find(step)  # noqa: PLR2004
        header = self._go_to(number)
        if header.is_encrypted or number in self._headers().encrypted:
            text = sentence("It is encrypted in a way that this program cannot undo.")
            raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
        if header.size > _MEMORY_BYTES:
            try:
                unpacker = Unpacker(lambda: _Passing(self._library, self._around.stream, number, header.size), _nothing)
            except UnpackError as error:
                text = sentence("The archive is damaged: {error}.", error=error)
                raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error
            stream = InnerStream(header.size, unpacker.read_at, self._around.stream)
            return cast("BinaryIO", stream)
        reading = cast("RarReading", self._reading)
        data = b""
        try:
            while len(data) < header.size and (piece := reading.read(header.size - len(data))):
                data += piece
        except RarError:
            self._reading = None
        return cast("BinaryIO", unpacked_stream(data, header.size, self._around.stream))

    def _headers(self) -> _Known:
        if self._known is None:
            self._known = _known(self._around.stream)
        return self._known

    def _find(self, step: Step) -> int:
        for entry in () if step.place else self.entries(Wanted()):
            if entry is not None and entry.path == step.path:
                return int(entry.place)
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def _go_to(self, number: int) -> RarHeader:
        """Read up to a file's header."""
        try:
            if self._reading is None or self._number >= number:
                self._reading, self._number = RarReading(self._library, self._around.stream), -1
            return _skipped_to(self._reading, number - self._number)
        except RarError as error:
            self._reading = None
            raise ContainerError(
                State.FAILED, IssueCode.CONTAINER_DAMAGED, sentence("The archive is damaged: {error}.", error=error)
            ) from error
        finally:
            self._number = number


@dataclass(frozen=True, slots=True)
class _Known:
    """What the headers say beside the library.

    Attributes:
        encrypted: numbers of encrypted files.
        missing: numbers of files whose content is said to be that of another one, which is not there.
        further: numbers of files that are a further name of another one ...
        names: ... by the name of that one.
    """

    encrypted: frozenset[int]
    missing: frozenset[int]
    further: frozenset[int]
    names: dict[bytes, tuple[bytes, ...]]

    def entry(self, header: RarHeader, number: int) -> Entry | None:
        """A file as the program enters it; None for a further name."""
        if number in self.further:
            return None
        if number in self.missing:
            issue = _issue(IssueCode.CONTENT_MISSING, "Its content is said to be that of a file that is not there.")
            return replace(_entry(header, number), state=State.EXCLUDED, issue=issue)
        if number in self.encrypted:
            header = replace(header, is_encrypted=True)
        return replace(_entry(header, number), names=self.names.get(header.name, ()))


def _known(stream: BinaryIO) -> _Known:
    encrypted, copies, own = set(), {}, set()
    for number, found in enumerate(file_headers(stream)):
        if found.same_as:
            copies[number] = found
            continue
        own.add(found.name)
        if found.is_encrypted:
            encrypted.add(number)
    further = frozenset(number for number, found in copies.items() if found.same_as in own)
    names: dict[bytes, list[bytes]] = {}
    for number in sorted(further):
        names.setdefault(copies[number].same_as, []).append(copies[number].name)
    missing = frozenset(copies) - further
    return _Known(frozenset(encrypted), missing, further, {name: tuple(more) for name, more in names.items()})


class _Passing:
    """A large file in a pass of its own, as a decoder."""

    is_hungry = False
    rest = b""

    def __init__(self, found: CDLL, stream: BinaryIO, number: int, size: int) -> None:
        self._left = size
        try:
            self._reading = RarReading(found, stream)
            _skipped_to(self._reading, number + 1)
        except RarError as error:
            raise UnpackError(str(error)) from error

    @property
    def is_done(self) -> bool:
        """See `Decoder`."""
        return self._left <= 0

    def decode(self, data: bytes, limit: int) -> bytes:  # noqa: ARG002 - see `Decoder`
        """See `Decoder`."""
        try:
            piece = self._reading.read(min(limit, self._left))
        except RarError as error:
            raise UnpackError(str(error)) from error
        if not piece:
            msg = sentence("the file ends too early")
            raise UnpackError(msg)
        self._left -= len(piece)
        return piece

    def copy(self) -> None:
        """See `Decoder`: this cannot."""
        return


def _skipped_to(reading: RarReading, count: int) -> RarHeader:
    """The header that comes as the `count`-th from here.

    Raises:
        RarError: there are not so many.
    """
    header = None
    for _ in range(count):
        header = reading.next()
        if header is None:
            break
    if header is None:
        msg = sentence("it holds fewer files than before")
        raise RarError(msg)
    return header


def _nothing(_offset: int, _count: int) -> bytes:
    return b""


def _entry(header: RarHeader, number: int) -> Entry:
    state, issue = State.PENDING, None
    if header.kind == stat.S_IFLNK:
        state, issue = State.EXCLUDED, _issue(IssueCode.SYMBOLIC_LINK, sentence("A link; links are not followed."))
    elif header.kind not in {0, stat.S_IFREG}:
        state, issue = State.EXCLUDED, _issue(IssueCode.NOT_A_FILE, sentence("A special entry, not a file."))
    elif header.is_encrypted:
        text = sentence("It is encrypted in a way that this program cannot undo.")
        state, issue = State.ENCRYPTED, _issue(IssueCode.ENCRYPTED, text)
    modified, dates = header.modified_ns, ()
    if header.is_local and modified is not None:
        # libarchive took the date for one of this machine's zone; turned back, it is the one that the archive states.
        text = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(modified // 1_000_000_000))
        return Entry(
            header.name, max(0, header.size), None, b"%d" % number, state=state, issue=issue,
            dates=(DateFact("file:modified", text, None),),
        )  # fmt: skip
    return Entry(header.name, max(0, header.size), modified, b"%d" % number, state=state, issue=issue, dates=dates)


def _issue(code: IssueCode, text: str) -> Issue:
    return Issue(Stage.READ, code, text)


def _is_rar(head: Head) -> bool:
    return head.start.startswith(_MAGICS)


def _open(around: Around) -> Container:
    found = library()
    if found is None:
        text = sentence(
            "A RAR archive; to read it, install libarchive 3.4 or later on this machine (on Debian: libarchive13), "
            "or unpack the archive and add the folder."
        )
        raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)
    return RarContainer(around, found)


RAR = ContainerFormat("rar", "RAR archive", "application/vnd.rar", _is_rar, _open)
