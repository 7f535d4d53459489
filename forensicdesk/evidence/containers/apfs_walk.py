"""One walk through a volume of APFS, folder by folder."""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import Entry
from forensicdesk.evidence.containers.filesystem_dates import utc_text
from forensicdesk.evidence.containers.filesystem_walk import failed_entry, link_entry, special_entry, too_large
from forensicdesk.evidence.containers.free_space import Used
from forensicdesk.language import sentence
from forensicdesk.model import Origin, State
from hashing.values import DateFact, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    import pyfsapfs

    Extents = tuple[tuple[int, int], ...]

    class Meeting(Protocol):
        """Is told of each file, and says what becomes of it."""

        def meet(self, key: tuple[int, int, int], extents: Extents) -> Met:
            """A file by volume, number and size, and which bytes of the container it has."""


class Met(Enum):
    """What becomes of a file that a walk has come to."""

    NEW = "new"
    KNOWN = "known"
    OVERWRITTEN = "overwritten"


class Live:
    """The live files: all are new, and what they have is remembered.

    Attributes:
        used: the bytes of the container that they have.
        seen: which files these are, as hashes of all that tells two from each other.
    """

    def __init__(self, size: int) -> None:
        self.used = Used(size)
        self.seen: set[int] = set()

    def meet(self, key: tuple[int, int, int], extents: Extents) -> Met:
        """See `Meeting`."""
        for start, length in extents:
            self.used.add(start, length)
        self.seen.add(hash((key, extents)))
        return Met.NEW


class Earlier:
    """Files of earlier states: new is what no live file is, and no file of a state that was looked at before.

    Attributes:
        known: end by start of the bytes that such files begin with; nobody need carve these again.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        self._taken = live.used.ranges()
        self.known: dict[int, int] = {}

    def meet(self, key: tuple[int, int, int], extents: Extents) -> Met:
        """See `Meeting`."""
        said = hash((key, extents))
        if said in self._live.seen:
            return Met.KNOWN
        self._live.seen.add(said)
        if any(self._taken.meet(start, length) for start, length in extents):
            return Met.OVERWRITTEN
        for start, length in extents[:1]:
            self.known[start] = start + length
        return Met.NEW


RESOURCE_FORK = "com.apple.ResourceFork"
_DATES = ("modification", "modified"), ("access", "accessed"), ("creation", "created"), ("inode_change", "changed")
_DEPTH = 512
_SPARSE = 1
"""An extent of zeros that has no bytes in the container."""


@dataclass(slots=True)
class _Folder:
    file: pyfsapfs.file_entry
    path: bytes
    depth: int


class VolumeWalk:
    """One walk.

    Args:
        volume: a volume that is open.
        number: its place among the volumes of its container.
        name: what the paths of its files begin with.
        size: length of the container in bytes.
        meeting: is told of each file; None where all are to be given.
        transaction: of the state that is walked through if it is an earlier one: its files are deleted.
    """

    def __init__(
        self,
        volume: pyfsapfs.volume,
        number: int,
        name: bytes,
        size: int,
        meeting: Meeting | None,
        transaction: int | None = None,
    ) -> None:
        self._volume = volume
        self._number = number
        self._name = name if transaction is None else name + b"/$Checkpoint %d" % transaction
        self._state = b"" if transaction is None else b"%d:" % transaction
        self._size = size
        self._meeting = meeting
        self._folders: set[int] = set()
        self._linked: dict[int, list[Entry]] = {}

    def entries(self) -> Iterator[Entry | None]:
        """Every file; those with several names last, with all of them.

        Of an earlier state only files are given: what it could not list, a later state could, or nobody can.

        Raises:
            OSError: the volume has no folder to begin with.
        """
        for entry in self._entries():
            if entry is None or not self._state:
                yield entry
            elif entry.place or entry.state is State.NOT_MEDIA:
                yield replace(entry, origin=Origin.DELETED)

    def _entries(self) -> Iterator[Entry | None]:
        root = self._volume.get_root_directory()
        self._folders.add(int(root.identifier))
        todo = [_Folder(root, self._name, 0)]
        while todo:
            folder = todo.pop()
            inner: list[_Folder] = []
            yield None
            yield from self._folder(folder, inner)
            todo += reversed(inner)
        for entries in self._linked.values():
            yield from entries

    def _folder(self, folder: _Folder, inner: list[_Folder]) -> Iterator[Entry]:
        try:
            count = int(folder.file.number_of_sub_file_entries)
        except OSError:
            text = sentence("The folder could not be listed; what it holds was not looked at.")
            yield failed_entry(folder.path, IssueCode.FOLDER_UNREADABLE, text)
            return
        for number in range(count):
            try:
                file = folder.file.get_sub_file_entry(number)
                name = (file.name or "").encode("utf-8", "surrogatepass")
            except OSError:
                text = sentence("An entry of the folder cannot be read; its name is not known.")
                yield failed_entry(folder.path + b"/entry %d" % (number + 1), IssueCode.UNREADABLE, text)
                continue
            path = folder.path + b"/" + name
            try:
                yield from self._file(file, path, folder, inner)
            except OSError:
                yield failed_entry(
                    path, IssueCode.UNREADABLE, sentence("What the file system keeps of the file cannot be read.")
                )

    def _file(self, file: pyfsapfs.file_entry, path: bytes, folder: _Folder, inner: list[_Folder]) -> Iterator[Entry]:
        mode, identifier = int(file.file_mode), int(file.identifier)
        if stat.S_ISDIR(mode):
            if folder.depth >= _DEPTH:
                text = sentence("The folder lies in {depth} others; what it holds was not looked at.", depth=_DEPTH)
                yield failed_entry(path, IssueCode.CONTAINER_LIMIT, text)
            elif identifier not in self._folders:
                self._folders.add(identifier)
                inner.append(_Folder(file, path, folder.depth + 1))
            return
        if not stat.S_ISREG(mode):
            yield link_entry(path, file.symbolic_link_target or "") if stat.S_ISLNK(mode) else special_entry(path)
            return
        if identifier in self._linked:
            self._linked[identifier] = [
                replace(entry, names=(*entry.names, path + suffix))
                for entry, suffix in zip(self._linked[identifier], (b"", b":rsrc"), strict=False)
            ]
            return
        met = self._met(file, identifier)
        if met is not Met.NEW:
            if met is Met.OVERWRITTEN:
                yield _gone(path)
            return
        made = list(self._contents(file, path, identifier))
        if int(file.get_number_of_links()) > 1:
            self._linked[identifier] = made
        else:
            yield from made

    def _contents(self, file: pyfsapfs.file_entry, path: bytes, identifier: int) -> Iterator[Entry]:
        """The file, and its resource fork if it has one."""
        dates = _dates(file)
        modified = file.get_modification_time_as_integer() or None
        place = self._state + b"%d-%d" % (self._number, identifier)
        sizes = [(b"", int(file.size))]
        if file.has_extended_attribute_by_name(RESOURCE_FORK):
            sizes.append((b"rsrc", int(file.get_extended_attribute_by_name(RESOURCE_FORK).size)))
        for name, size in sizes:
            issue = too_large(size, self._size)
            yield Entry(
                path + b":" + name if name else path,
                size,
                modified,
                place + b"-" + name if name else place,
                state=State.FAILED if issue else State.PENDING,
                issue=issue,
                dates=dates,
            )

    def _met(self, file: pyfsapfs.file_entry, identifier: int) -> Met:
        if self._meeting is None:
            return Met.NEW
        extents = tuple(
            (int(start), int(length)) for start, length, _ in map(file.get_extent, range(int(file.number_of_extents)))
        )
        return self._meeting.meet((self._number, identifier, int(file.size)), extents)


def _gone(path: bytes) -> Entry:
    text = sentence("Of an earlier state: another file has some of the bytes now that its content was in.")
    return Entry(path, 0, state=State.NOT_MEDIA, issue=Issue(Stage.READ, IssueCode.CONTENT_MISSING, text))


def _dates(file: pyfsapfs.file_entry) -> tuple[DateFact, ...]:
    """All times that are set, in UTC."""
    found = []
    for field, kind in _DATES:
        value = int(getattr(file, f"get_{field}_time_as_integer")() or 0)
        if value:
            found.append(DateFact(f"file:{kind}", utc_text(*divmod(value, 1_000_000_000)), "Z"))
    return tuple(found)
