"""Every file of a file system, live and deleted, by its names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytsk3

from forensicdesk.evidence.containers.base import Entry
from forensicdesk.evidence.containers.filesystem_bytes import TROUBLES
from forensicdesk.evidence.containers.filesystem_dates import dates_of, modified_of
from forensicdesk.language import sentence
from forensicdesk.model import Origin, State
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.filesystem_bytes import Bridge
    from forensicdesk.evidence.containers.filesystem_lost import Lost

_DIR = int(pytsk3.TSK_FS_META_TYPE_DIR)
_VIRT_DIR = int(pytsk3.TSK_FS_META_TYPE_VIRT_DIR)
_VIRT = int(pytsk3.TSK_FS_META_TYPE_VIRT)
_REG = int(pytsk3.TSK_FS_META_TYPE_REG)
_LNK = int(pytsk3.TSK_FS_META_TYPE_LNK)
_UNDEF = int(pytsk3.TSK_FS_META_TYPE_UNDEF)
_NAME_UNALLOC = int(pytsk3.TSK_FS_NAME_FLAG_UNALLOC)
_META_UNALLOC = int(pytsk3.TSK_FS_META_FLAG_UNALLOC)
_ATTR_ENCRYPTED = int(pytsk3.TSK_FS_ATTR_ENC)
_ATTR_NONRES = int(pytsk3.TSK_FS_ATTR_NONRES)
_NTFS_NAME = int(pytsk3.TSK_FS_ATTR_TYPE_NTFS_FNAME)
_DOS_NAMESPACE = 2
_NAMESPACE_AT = 65
_LABEL = b" (Volume Label Entry)"
_ORPHANS = b"$OrphanFiles"
_SEARCHED_BY_US = frozenset({"fat", "exfat"})
"""Here The Sleuth Kit would read the whole volume to find files without a name, in one call of many minutes."""
_DEPTH = 512
_TIMES_LARGER, _ALWAYS_FITS = 16, 1 << 30

_STREAMS = {
    "ntfs": frozenset({int(pytsk3.TSK_FS_ATTR_TYPE_NTFS_DATA)}),
    # The file system's own files have their content in the default kind.
    "hfs": frozenset(
        map(int, (pytsk3.TSK_FS_ATTR_TYPE_HFS_DATA, pytsk3.TSK_FS_ATTR_TYPE_HFS_RSRC, pytsk3.TSK_FS_ATTR_TYPE_DEFAULT))
    ),
}
"""Kinds of attributes that are contents of a file; in other file systems a file has one."""

_NTFS_BAD_CLUSTERS = 8


Runs = Callable[[list[tuple[int, int]], bool], None]


@dataclass(slots=True)
class _Folder:
    inode: int
    path: bytes
    deleted: bool
    depth: int
    orphans: bool = False


class Walk:
    """One walk through a file system, folder by folder.

    Args:
        fs: the file system.
        bridge: what it is read through.
        kind: what it is; see `filesystem_kinds`.
        runs: is told the runs of blocks of each attribute of each file, first block and number, in order, and whether
            the file is deleted; None to leave that out, which is faster.
        lost: entries of folders that no name leads to, where we look for them.
    """

    def __init__(
        self,
        fs: pytsk3.FS_Info,
        bridge: Bridge,
        kind: str,
        runs: Runs | None = None,
        lost: Iterator[Lost | None] | None = None,
    ) -> None:
        self._lost = lost
        self._bridge = bridge
        self._fs = fs
        self._kind = kind
        self._runs = runs
        self._folders: set[int] = set()
        self._deleted: set[int] = set()
        self._linked: dict[int, list[Entry]] = {}

    def entries(self) -> Iterator[Entry | None]:
        """Every file; those with several names last, with all of them."""
        root = _Folder(int(self._fs.info.root_inum), b"", deleted=False, depth=0)
        self._folders.add(root.inode)
        yield from self._below([root])
        if self._lost is not None:
            yield from self._lost_folders(self._lost)
        for entries in self._linked.values():
            yield from entries

    def _below(self, todo: list[_Folder]) -> Iterator[Entry | None]:
        while todo:
            folder = todo.pop()
            inner: list[_Folder] = []
            yield from self._folder(folder, inner)
            todo += reversed(inner)

    def _lost_folders(self, lost: Iterator[Lost | None]) -> Iterator[Entry | None]:
        """What lies in folders that no name leads to, and below it."""
        for one in lost:
            if one is None or one.inode in self._deleted:
                yield None
                continue
            around = _Folder(0, _ORPHANS + b"/cluster %d" % one.folder, deleted=True, depth=1, orphans=True)
            inner: list[_Folder] = []
            try:
                file = self._fs.open_meta(one.inode)
                yield from self._found(file, around.path + b"/" + one.name, around, inner, deleted=True)
            except TROUBLES:
                # No entry after all: the cluster only begins like a folder.
                yield None
            yield from self._below(inner)

    def _folder(self, folder: _Folder, inner: list[_Folder]) -> Iterator[Entry | None]:
        yield None
        self._bridge.take_trouble()
        try:
            for file in self._fs.open_dir(inode=folder.inode):
                try:
                    yield from self._file(file, folder, inner)
                except TROUBLES as error:
                    yield _unread(file, folder, self._bridge.reason(error))
        except TROUBLES as error:
            yield _unlisted(folder, self._bridge.reason(error))
            return
        if trouble := self._bridge.take_trouble():
            yield _unlisted(folder, trouble)

    def _file(self, file: pytsk3.File, folder: _Folder, inner: list[_Folder]) -> Iterator[Entry]:
        name = file.info.name
        plain: bytes = name.name or b""
        if plain in {b".", b".."} or int(name.type) == _VIRT:
            return
        if plain == _ORPHANS and not folder.path and self._kind in _SEARCHED_BY_US:
            return
        path = folder.path + b"/" + plain if folder.path else plain
        deleted = folder.deleted or bool(int(name.flags) & _NAME_UNALLOC)
        if deleted:
            found = self._recovered(file)
            if found is None:
                # What is found without its folder has no name of its own either: nothing would be left to tell.
                if not folder.orphans:
                    yield _gone(path)
                return
            file = found
        yield from self._found(file, path, folder, inner, deleted=deleted)

    def _found(
        self, file: pytsk3.File, path: bytes, folder: _Folder, inner: list[_Folder], *, deleted: bool
    ) -> Iterator[Entry]:
        """A file or folder whose record is at hand."""
        meta = file.info.meta
        if meta is None:
            if not deleted:
                yield failed_entry(
                    path, IssueCode.UNREADABLE, sentence("The file system has a name for it, but no record.")
                )
            return
        if int(meta.size) == 0 and path.endswith(_LABEL):
            return
        if int(meta.type) in {_DIR, _VIRT_DIR}:
            if folder.depth >= _DEPTH:
                text = sentence("The folder lies in {depth} others; what it holds was not looked at.", depth=_DEPTH)
                yield failed_entry(path, IssueCode.CONTAINER_LIMIT, text)
                return
            self._enter(int(meta.addr), path, folder, inner, deleted=deleted or path == _ORPHANS)
        if self._runs is not None:
            self._tell_runs(file, deleted=deleted)
        yield from self._contents(file, path, deleted=deleted, orphan=folder.orphans)

    def _recovered(self, file: pytsk3.File) -> pytsk3.File | None:
        """The deleted file that a deleted name belonged to; None if its record has another file now, or is gone."""
        name, meta = file.info.name, file.info.meta
        if meta is not None:
            return file if int(meta.flags) & _META_UNALLOC else None
        if self._kind != "ntfs":
            return None
        try:
            found = self._fs.open_meta(int(name.meta_addr))
        except TROUBLES:
            # The record that the name refers to is not there or makes no sense: only the name is left.
            return None
        meta = found.info.meta
        # NTFS counts the sequence number up when it frees a record.
        fits = meta is not None and int(meta.seq) == int(name.meta_seq) + 1 and int(meta.flags) & _META_UNALLOC
        return found if fits else None

    def _enter(self, inode: int, path: bytes, around: _Folder, inner: list[_Folder], *, deleted: bool) -> None:
        if inode not in self._folders:
            self._folders.add(inode)
            inner.append(_Folder(inode, path, deleted, around.depth + 1, orphans=path == _ORPHANS))

    def _contents(self, file: pytsk3.File, path: bytes, *, deleted: bool, orphan: bool) -> Iterator[Entry]:
        meta = file.info.meta
        inode, kind = int(meta.addr), int(meta.type)
        if deleted:
            if inode in self._deleted:
                return
            self._deleted.add(inode)
        if kind not in {_REG, _DIR, _VIRT_DIR} and not (deleted and kind == _UNDEF):
            yield replace(_special(meta, path), origin=Origin.DELETED if deleted else Origin.LIVE)
            return
        made = [
            Entry(
                path + stream,
                size,
                modified_of(meta, self._kind),
                place,
                state=_state_for(issue),
                issue=issue,
                origin=Origin.DELETED if deleted else Origin.LIVE,
                dates=dates_of(meta, self._kind),
            )
            for stream, size, place, issue in self._streams(file, inode, is_file=kind not in {_DIR, _VIRT_DIR})
        ]
        if deleted and kind == _REG and self._is_overwritten(file):
            yield _gone(path, sentence("Deleted: another file begins where its content began."))
        elif deleted and made and not any(entry.size for entry in made):
            if not orphan:
                yield _gone(path)
        elif not deleted and int(meta.nlink) > 1 and kind == _REG and self._links(file, int(meta.nlink)):
            self._linked[inode] = _also(self._linked[inode], path) if inode in self._linked else made
        else:
            yield from made

    def _streams(
        self, file: pytsk3.File, inode: int, *, is_file: bool
    ) -> Iterator[tuple[bytes, int, bytes, Issue | None]]:
        """Suffix of the name, size, place and trouble of each content of a file."""
        kinds = _STREAMS.get(self._kind)
        if kinds is None:
            if is_file:
                size = int(file.info.meta.size)
                yield b"", size, b"%d" % inode, too_large(size, self._bridge.get_size())
            return
        has_main = False
        for attribute in file:
            info = attribute.info
            kind, name = int(info.type), info.name or b""
            if kind not in kinds or (self._kind == "ntfs" and inode == _NTFS_BAD_CLUSTERS):
                continue
            if self._kind == "hfs":
                name = b"rsrc" if kind == int(pytsk3.TSK_FS_ATTR_TYPE_HFS_RSRC) else b""
            has_main = has_main or not name
            locked = bool(int(info.flags) & _ATTR_ENCRYPTED)
            issue = _encrypted() if locked else too_large(int(info.size), self._bridge.get_size())
            if info.size or not name:
                yield (b":" + name if name else b""), int(info.size), b"%d-%d-%d" % (inode, kind, int(info.id)), issue
        if is_file and not has_main:
            yield b"", 0, b"%d" % inode, None

    def _is_overwritten(self, file: pytsk3.File) -> bool:
        """Whether the first cluster of a deleted file of FAT is in use again; the others have to be guessed from it."""
        if self._kind not in _SEARCHED_BY_US:
            return False
        blocks = sum(int(run.len) for attribute in file for run in attribute)
        return blocks * int(self._fs.info.block_size) < int(file.info.meta.size)

    def _links(self, file: pytsk3.File, count: int) -> bool:
        """Whether a file has several names; a short name that NTFS keeps beside a long one is none of its own."""
        if self._kind != "ntfs":
            return True
        short = 0
        for attribute in file:
            info = attribute.info
            if int(info.type) == _NTFS_NAME and info.size > _NAMESPACE_AT:
                raw = file.read_random(0, _NAMESPACE_AT + 1, _NTFS_NAME, int(info.id))
                short += raw[_NAMESPACE_AT] == _DOS_NAMESPACE
        return count - short > 1

    def _tell_runs(self, file: pytsk3.File, *, deleted: bool) -> None:
        for attribute in file:
            if self._runs is not None and int(attribute.info.flags) & _ATTR_NONRES:
                self._runs([(int(run.addr), int(run.len)) for run in attribute if not int(run.flags)], deleted)


def too_large(size: int, volume: int) -> Issue | None:
    """The issue of a file that says to be far longer than its volume, as only damage or malice makes them."""
    if size <= _TIMES_LARGER * volume + _ALWAYS_FITS:
        return None
    text = sentence(
        "The file is said to have {size:,} bytes, on a volume of {volume:,}; it was not opened.",
        size=size,
        volume=volume,
    )
    return Issue(Stage.READ, IssueCode.CONTAINER_LIMIT, text)


def _also(entries: list[Entry], path: bytes) -> list[Entry]:
    """The contents of a file that turns up under a further name."""
    first = entries[0].path if entries else b""
    return [replace(entry, names=(*entry.names, path + entry.path[len(first) :])) for entry in entries]


def _special(meta: pytsk3.TSK_FS_META, path: bytes) -> Entry:
    is_link = int(meta.type) == _LNK
    return link_entry(path, (meta.link or b"").decode("utf-8", "backslashreplace")) if is_link else special_entry(path)


def link_entry(path: bytes, target: str) -> Entry:
    """A symbolic link, which is not followed; "" where it does not say whereto."""
    said = sentence("A symbolic link to {target}.", target=target) if target else sentence("A link.")
    return Entry(path, 0, state=State.EXCLUDED, issue=Issue(Stage.READ, IssueCode.SYMBOLIC_LINK, said))


def special_entry(path: bytes) -> Entry:
    """What is neither a file nor a folder nor a link."""
    said = sentence("A device, pipe, socket or other special entry.")
    return Entry(path, 0, state=State.EXCLUDED, issue=Issue(Stage.READ, IssueCode.NOT_A_FILE, said))


def failed_entry(path: bytes, code: IssueCode, text: str) -> Entry:
    """What cannot be read, and why."""
    return Entry(path, 0, state=State.FAILED, issue=Issue(Stage.READ, code, text))


_ONLY_NAME = sentence("Deleted: only the name is left, the file system no longer says where its content was.")


def _gone(path: bytes, text: str = _ONLY_NAME) -> Entry:
    """A deleted name of which nothing else is left."""
    issue = Issue(Stage.READ, IssueCode.CONTENT_MISSING, text)
    return Entry(path, 0, state=State.NOT_MEDIA, issue=issue, origin=Origin.DELETED)


def _unread(file: pytsk3.File, folder: _Folder, error: OSError) -> Entry:
    name: bytes = file.info.name.name or b""
    text = sentence("What the file system keeps of the file cannot be read: {reason}.", reason=error.strerror or error)
    issue = Issue(Stage.READ, IssueCode.UNREADABLE, text)
    origin = Origin.DELETED if folder.deleted else Origin.LIVE
    return Entry(folder.path + b"/" + name if folder.path else name, 0, state=State.FAILED, issue=issue, origin=origin)


def _state_for(issue: Issue | None) -> State:
    if issue is None:
        return State.PENDING
    return State.ENCRYPTED if issue.code is IssueCode.ENCRYPTED else State.FAILED


def _encrypted() -> Issue:
    return Issue(Stage.READ, IssueCode.ENCRYPTED, sentence("The file is encrypted by the file system."))


def _unlisted(folder: _Folder, error: OSError) -> Entry:
    text = sentence("The folder was perhaps not listed to its end: {reason}.", reason=error.strerror or error)
    issue = Issue(Stage.READ, IssueCode.FOLDER_UNREADABLE, text)
    origin = Origin.DELETED if folder.deleted else Origin.LIVE
    return Entry(folder.path or b"/", 0, state=State.FAILED, issue=issue, origin=origin)
