"""One walk through a volume of APFS, folder by folder."""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import Entry
from forensicdesk.evidence.containers.filesystem_dates import utc_text
from forensicdesk.evidence.containers.filesystem_walk import too_large
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import DateFact, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyfsapfs

    from forensicdesk.evidence.containers.free_space import Used

RESOURCE_FORK = "com.apple.ResourceFork"
_DATES = ("modification", "modified"), ("access", "accessed"), ("creation", "created"), ("inode_change", "changed")
_DEPTH = 512


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
        used: is told which bytes of the container the files have; None to leave that out.
    """

    def __init__(self, volume: pyfsapfs.volume, number: int, name: bytes, size: int, used: Used | None) -> None:
        self._volume = volume
        self._number = number
        self._name = name
        self._size = size
        self._used = used
        self._folders: set[int] = set()
        self._linked: dict[int, list[Entry]] = {}

    def entries(self) -> Iterator[Entry | None]:
        """Every file; those with several names last, with all of them.

        Raises:
            OSError: the volume has no folder to begin with.
        """
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
            yield _failed(folder.path, IssueCode.FOLDER_UNREADABLE, text)
            return
        for number in range(count):
            try:
                file = folder.file.get_sub_file_entry(number)
                name = (file.name or "").encode("utf-8", "surrogatepass")
            except OSError:
                text = sentence("An entry of the folder cannot be read; its name is not known.")
                yield _failed(folder.path + b"/entry %d" % (number + 1), IssueCode.UNREADABLE, text)
                continue
            path = folder.path + b"/" + name
            try:
                yield from self._file(file, path, folder, inner)
            except OSError:
                yield _failed(
                    path, IssueCode.UNREADABLE, sentence("What the file system keeps of the file cannot be read.")
                )

    def _file(self, file: pyfsapfs.file_entry, path: bytes, folder: _Folder, inner: list[_Folder]) -> Iterator[Entry]:
        mode, identifier = int(file.file_mode), int(file.identifier)
        if stat.S_ISDIR(mode):
            if folder.depth >= _DEPTH:
                text = sentence("The folder lies in {depth} others; what it holds was not looked at.", depth=_DEPTH)
                yield _failed(path, IssueCode.CONTAINER_LIMIT, text)
            elif identifier not in self._folders:
                self._folders.add(identifier)
                inner.append(_Folder(file, path, folder.depth + 1))
            return
        if not stat.S_ISREG(mode):
            yield _special(file, mode, path)
            return
        if identifier in self._linked:
            self._linked[identifier] = [
                replace(entry, names=(*entry.names, path + suffix))
                for entry, suffix in zip(self._linked[identifier], (b"", b":rsrc"), strict=False)
            ]
            return
        self._tell_extents(file)
        made = list(self._contents(file, path, identifier))
        if int(file.get_number_of_links()) > 1:
            self._linked[identifier] = made
        else:
            yield from made

    def _contents(self, file: pyfsapfs.file_entry, path: bytes, identifier: int) -> Iterator[Entry]:
        """The file, and its resource fork if it has one."""
        dates = _dates(file)
        modified = file.get_modification_time_as_integer() or None
        place = b"%d-%d" % (self._number, identifier)
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

    def _tell_extents(self, file: pyfsapfs.file_entry) -> None:
        if self._used is None:
            return
        for number in range(int(file.number_of_extents)):
            start, length, _ = file.get_extent(number)
            self._used.add(int(start), int(length))


def _dates(file: pyfsapfs.file_entry) -> tuple[DateFact, ...]:
    """All times that are set, in UTC."""
    found = []
    for field, kind in _DATES:
        value = int(getattr(file, f"get_{field}_time_as_integer")() or 0)
        if value:
            found.append(DateFact(f"file:{kind}", utc_text(*divmod(value, 1_000_000_000)), "Z"))
    return tuple(found)


def _special(file: pyfsapfs.file_entry, mode: int, path: bytes) -> Entry:
    if stat.S_ISLNK(mode):
        target = file.symbolic_link_target
        issue = Issue(
            Stage.READ,
            IssueCode.SYMBOLIC_LINK,
            sentence("A symbolic link to {target}.", target=target) if target else sentence("A link."),
        )
    else:
        issue = Issue(Stage.READ, IssueCode.NOT_A_FILE, sentence("A device, pipe, socket or other special entry."))
    return Entry(path, 0, state=State.EXCLUDED, issue=issue)


def _failed(path: bytes, code: IssueCode, text: str) -> Entry:
    return Entry(path, 0, state=State.FAILED, issue=Issue(Stage.READ, code, text))
