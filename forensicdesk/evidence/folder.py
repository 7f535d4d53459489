"""A folder as a source: every entry below it, in the order of raw names, each accounted for.

The walk is a generator and keeps only the names of the folders it is inside, so a million files cost little memory. It
does not recurse: depth is bounded by nothing but the file system. Open descriptors are bounded by `MAX_OPEN_FOLDERS`.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.evidence.files import printable
from forensicdesk.evidence.handles import is_link, open_folder
from forensicdesk.finding import Found
from forensicdesk.language import sentence
from forensicdesk.model import FILE_STEP, Location, State, Step
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from forensicdesk.evidence.handles import Folder, Identity

MAX_OPEN_FOLDERS = 64
"""So many of the innermost folders are kept open; those above are opened again from the top when needed."""

_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISFIFO, sentence("A named pipe, not a file.")),
    (stat.S_ISSOCK, sentence("A socket, not a file.")),
    (stat.S_ISCHR, sentence("A character device, not a file.")),
    (stat.S_ISBLK, sentence("A block device, not a file.")),
)


class FolderSource:
    """A folder, read where it is."""

    kind = "folder"

    def __init__(self, root: bytes, opener: Callable[[bytes], Folder] = open_folder) -> None:
        self._root = root
        self._opener = opener

    def walk(self) -> Generator[Found, None, None]:
        """Every file, link and special entry below the folder, and every folder that cannot be read.

        Raises:
            EnvironmentProblem: the folder itself cannot be opened.
        """
        try:
            top = self._opener(self._root)
        except OSError as error:
            msg = sentence(
                "The folder {root} cannot be read ({strerror}); check the path and your rights.",
                root=printable(self._root),
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error
        walk = _Walk(top)
        try:
            yield from walk.run()
        finally:
            walk.close()


@dataclass(slots=True)
class _Level:
    """A folder the walk is inside: what is left to visit, and its open handle unless that was given back."""

    name: bytes
    prefix: bytes
    left: list[bytes]
    identity: Identity
    folder: Folder | None


class _Walk:
    """The state of one walk: the chain of folders from the top to where it is."""

    def __init__(self, top: Folder) -> None:
        self._top = top
        self._levels: list[_Level] = []
        self._above: set[Identity] = set()

    def run(self) -> Iterator[Found]:
        """Visit everything."""
        yield from self._push(self._top, b"", b"")
        while self._levels:
            level = self._levels[-1]
            if level.left:
                yield from self._visit(level, level.left.pop())
            else:
                self._pop()

    def close(self) -> None:
        """Give every open folder back; needed when the walk is left early."""
        while self._levels:
            self._pop()

    def _push(self, folder: Folder, name: bytes, path: bytes) -> Iterator[Found]:
        """Go into an open folder."""
        level = _Level(name, path + b"/" if path else b"", [], (0, 0), folder)
        self._levels.append(level)
        self._trim(len(self._levels) - 1)
        try:
            level.identity = folder.identity()
            level.left.extend(folder.names())
        except OSError as error:
            # What was listed before the error is visited all the same.
            yield _unreadable_folder(path or b".", error)
        level.left.sort(reverse=True)
        self._above.add(level.identity)

    def _pop(self) -> None:
        level = self._levels.pop()
        self._above.discard(level.identity)
        if level.folder is not None:
            level.folder.close()

    def _visit(self, level: _Level, name: bytes) -> Iterator[Found]:
        path = level.prefix + name
        try:
            folder = self._handle(len(self._levels) - 1)
            info = folder.stat(name)
            issue = _issue(folder, name, info)
        except OSError as error:
            yield _unreadable(path, error)
            return
        if issue is not None:
            yield Found(_location(path), info.st_size, info.st_mtime_ns, State.EXCLUDED, issue)
        elif stat.S_ISDIR(info.st_mode):
            yield from self._enter(folder, name, path)
        else:
            yield Found(_location(path), info.st_size, info.st_mtime_ns)

    def _enter(self, folder: Folder, name: bytes, path: bytes) -> Iterator[Found]:
        try:
            below, identity = _entered(folder, name, to_list=True)
        except OSError as error:
            yield _unreadable_folder(path, error)
            return
        if identity in self._above:
            below.close()
            text = sentence("This folder leads back to one it lies in; it was not entered a second time.")
            issue = Issue(Stage.READ, IssueCode.NOT_A_FILE, text)
            yield Found(_location(path), 0, None, State.EXCLUDED, issue)
            return
        yield from self._push(below, name, path)

    def _handle(self, index: int) -> Folder:
        """The open folder of a level, opened again from the nearest open one above if it was given back."""
        start = index
        folder = self._levels[start].folder
        while folder is None:
            start -= 1
            folder = self._levels[start].folder
        for at in range(start + 1, index + 1):
            level = self._levels[at]
            below, identity = _entered(folder, level.name, to_list=False)
            if identity != level.identity:
                below.close()
                raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
            level.folder = folder = below
            self._trim(at)
        return folder

    def _trim(self, index: int) -> None:
        """Give back the handle that falls out of the window ending at `index`; the top is always kept."""
        outside = self._levels[index - MAX_OPEN_FOLDERS] if index > MAX_OPEN_FOLDERS else None
        if outside is not None and outside.folder is not None:
            outside.folder.close()
            outside.folder = None


def _entered(folder: Folder, name: bytes, *, to_list: bool) -> tuple[Folder, Identity]:
    """A folder below an open one, and which it is; given back if even that cannot be said."""
    below = folder.enter(name, to_list=to_list)
    try:
        return below, below.identity()
    except OSError:
        below.close()
        raise


def _location(path: bytes) -> Location:
    return Location((Step(FILE_STEP, path),))


def _issue(folder: Folder, name: bytes, info: os.stat_result) -> Issue | None:
    """Why an entry is not to be opened, None for plain files and folders."""
    if is_link(info):
        text = sentence("A symbolic link to {target}; links are not followed.", target=printable(folder.target(name)))
        return Issue(Stage.READ, IssueCode.SYMBOLIC_LINK, text)
    if stat.S_ISREG(info.st_mode) or stat.S_ISDIR(info.st_mode):
        return None
    text = next((text for test, text in _KINDS if test(info.st_mode)), sentence("A special entry, not a file."))
    return Issue(Stage.READ, IssueCode.NOT_A_FILE, text)


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


def _unreadable(path: bytes, error: OSError) -> Found:
    issue = Issue(
        Stage.READ, IssueCode.UNREADABLE, sentence("The entry could not be examined: {reason}.", reason=_reason(error))
    )
    return Found(_location(path), 0, None, State.FAILED, issue)


def _unreadable_folder(path: bytes, error: OSError) -> Found:
    text = sentence("The folder could not be listed: {reason}. What lies in it is not known.", reason=_reason(error))
    return Found(_location(path), 0, None, State.FAILED, Issue(Stage.READ, IssueCode.FOLDER_UNREADABLE, text))
