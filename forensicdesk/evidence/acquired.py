"""What states digests of an exhibit as it was acquired: side files, and the images and indexes that it consists of.

Runs in a child process only, since it opens what lies in the exhibit.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from forensicdesk.errors import ForensicDeskError
from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.files import is_single, open_near, printable
from forensicdesk.evidence.handles import open_folder
from forensicdesk.evidence.opening import head_of
from forensicdesk.evidence.ranges import length_of
from forensicdesk.evidence.sums import SUFFIXES, is_collection, read_sums, subject_of
from forensicdesk.finding import Record, Statement, Statements
from forensicdesk.language import sentence
from forensicdesk.model import FILE_STEP, Location, Step
from hashing.decode.kinds import Decoder
from hashing.decode.sniff import TAIL_BYTES, identify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import ContainerFormat, Head
    from forensicdesk.evidence.opening import Opener
    from forensicdesk.evidence.sums import Sum
    from forensicdesk.finding import Told

SUMS_BYTES = 16 * 1024 * 1024
"""A side file is read up to this length; a longer one is said not to have been read."""

ENTRIES = 10_000
"""So many entries of an image or index are looked at for digests."""

KINDS = frozenset({"md5", "sha1", "sha256", "sha512"})


def stated_of(root: bytes, opener: Opener) -> Statements:
    """Everything that states digests of the exhibit at `root`.

    Side files are looked for beside the exhibit (`image.dd.md5`) and, in a folder, at its top (`image.dd.sha256`,
    `SHA256SUMS`); what lies deeper is evidence, and no word about it. Images and indexes are taken at the top, too.

    Raises:
        EnvironmentProblem: the exhibit is not there.
    """
    finder = _Finder(root, opener)
    return finder.statements()


class _Finder:
    """One look at one exhibit."""

    def __init__(self, root: bytes, opener: Opener) -> None:
        self._root = root
        self._opener = opener
        self._single = is_single(root)
        self._trouble: list[str] = []

    def statements(self) -> Statements:
        """All of them."""
        name = os.path.basename(self._root)  # noqa: PTH119 - raw bytes
        names = [name] if self._single else self._top()
        found = list(self._beside(name))
        if not self._single:
            for side in names:
                found += self._within(side, frozenset(names))
        for top in names:
            found += self._contained(Location((Step(FILE_STEP, top),)))
        return Statements(tuple(dict.fromkeys(found)), tuple(self._trouble))

    def _top(self) -> list[bytes]:
        folder = open_folder(self._root)
        try:
            return sorted(folder.names())
        finally:
            folder.close()

    def _beside(self, name: bytes) -> Iterator[Statement]:
        """Side files in the folder around the exhibit."""
        around = os.path.dirname(self._root)  # noqa: PTH120 - raw bytes
        for suffix in SUFFIXES:
            for path in dict.fromkeys((name + suffix, name + suffix.upper())):
                for one in self._sums(around, path, wanted=suffix != b".txt"):
                    subject = self._subject_beside(one, name)
                    if subject is not None:
                        yield Statement(subject, one.algorithm, one.value, printable(path))

    def _subject_beside(self, one: Sum, name: bytes) -> Location | None:
        """What a line beside the exhibit speaks of: a single file by its name, what is in a folder by its path."""
        path = _relative(one.path)
        if self._single:
            return Location((Step(FILE_STEP, name),)) if path in {b"", name} else None
        inside = path.removeprefix(name + b"/")
        return Location((Step(FILE_STEP, inside),)) if inside else None

    def _within(self, side: bytes, names: frozenset[bytes]) -> Iterator[Statement]:
        """What a file at the top of the folder states of others, if it is a side file."""
        own = subject_of(side)
        collection = is_collection(side)
        text = side.lower().endswith(b".txt")
        if not collection and (not own or (text and own not in names)):
            return
        for one in self._sums(self._root, side, wanted=not text or collection):
            path = _relative(one.path) or own
            if path and not (collection and not one.path):
                yield Statement(Location((Step(FILE_STEP, path),)), one.algorithm, one.value, printable(side))

    def _sums(self, folder: bytes, path: bytes, *, wanted: bool) -> tuple[Sum, ...]:
        """The lines of a side file; none if there is no such file. `wanted`: its name promises some."""
        try:
            with open_near(folder, path) as file:
                content = file.read(SUMS_BYTES + 1)
        except FileNotFoundError:
            return ()
        except OSError as error:
            self._trouble.append(
                sentence("The side file {path} could not be read: {reason}.", path=printable(path), reason=_why(error))
            )
            return ()
        if len(content) > SUMS_BYTES:
            if wanted:
                self._trouble.append(
                    sentence("The side file {path} is too long and was not read.", path=printable(path))
                )
            return ()
        sums = read_sums(content)
        if wanted and not sums:
            self._trouble.append(
                sentence("The side file {path} states no digest that can be read.", path=printable(path))
            )
        return sums

    def _contained(self, location: Location) -> Iterator[Statement]:
        """What an image or an index states of what it holds or names."""
        name = location.steps[-1].path
        try:
            with self._opener.open(self._root, location) as stream:
                reader = _reader(head_of(stream, length_of(stream), name))
            if reader is None or not reader.acquisition:
                return
            container = self._opener.container(self._root, location, reader.kind)
            for _, entry in zip(range(ENTRIES), container.entries(Wanted()), strict=False):
                if entry is not None and not isinstance(entry, Record):
                    yield from self._of_entry(location, reader.kind, entry)
        except (OSError, ContainerError, ForensicDeskError) as error:
            if not isinstance(error, OSError):
                self._trouble.append(
                    sentence("What {name} states could not be read: {reason}", name=printable(name), reason=_why(error))
                )

    def _of_entry(self, location: Location, kind: str, entry: Entry | Told) -> Iterator[Statement]:
        if isinstance(entry, Entry):
            step = Step(entry.kind or kind, entry.path, entry.place)
            subject = Location((*location.steps, step))
        elif self._single:
            return  # an index given alone: what it names beside it belongs to no exhibit
        else:
            subject = Location((Step(FILE_STEP, entry.path),))
        for said in entry.stated:
            if said.algorithm in KINDS:
                yield Statement(subject, said.algorithm, said.value, said.by)


def _reader(head: Head) -> ContainerFormat | None:
    """Whose container a file is; None for a picture or a film, which the analysis takes for no container either."""
    kind = identify(head.start, head.end[-TAIL_BYTES:], head.size)
    if kind.decoder not in {Decoder.NOT_MEDIA, Decoder.UNSUPPORTED}:
        return None
    # Imported here: readers load libraries, and an exhibit may hold nothing but pictures.
    from forensicdesk.evidence.containers.table import recognise

    return recognise(head)


def _relative(path: bytes) -> bytes:
    """A path as tools write it, from the folder of the side file; separators of Windows become ours."""
    plain = path.replace(b"\\", b"/") if b"\\" in path and b"/" not in path else path
    while plain.startswith(b"./"):
        plain = plain[2:]
    return plain


def _why(error: Exception) -> str:
    if isinstance(error, ContainerError):
        return error.detail
    if isinstance(error, OSError):
        return os.strerror(error.errno) if error.errno else type(error).__name__
    return sentence("it can no longer be opened.")
