"""The bytes of any item: from the file of the exhibit inwards, through every container on the way.

What a container takes to open is not paid for each of its files: the last few stay open, in the process that asks.
"""

from __future__ import annotations

import errno
import os
import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.errors import UsageError
from forensicdesk.evidence.containers.base import HEAD_BYTES, TAIL_BYTES, Around, Head, KnowsPaths
from forensicdesk.evidence.files import is_single, open_file, open_near
from forensicdesk.evidence.paths import SEARCHED, Paths
from forensicdesk.evidence.ranges import length_of, open_range
from forensicdesk.language import sentence
from forensicdesk.model import FILE_STEP, RANGE_STEPS, Location, Step, embedded_range

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.base import Container

OPEN_CONTAINERS = 6
"""So many containers one process keeps open: a chain through an archive, an image, a volume, and what is in it."""

Steps = tuple[Step, ...]


def open_evidence(root: bytes, location: Location) -> BinaryIO:
    """Open one item for reading; see `Opener.open`. For items in containers keep an `Opener` as long as you read."""
    return Opener().open(root, location)


def base_name(location: Location) -> bytes:
    """The last name of a location, without folders."""
    return location.steps[-1].path.rpartition(b"/")[2]


def head_of(stream: BinaryIO, size: int, name: bytes) -> Head:
    """What a container is recognised by. The stream's place is not kept."""

    def peek(offset: int, count: int) -> bytes:
        stream.seek(offset)
        return stream.read(count)

    return Head(peek(0, HEAD_BYTES), peek(max(0, size - TAIL_BYTES), TAIL_BYTES), size, name, peek)


class Opener:
    """Opens items of any depth."""

    def __init__(self, passwords: tuple[str, ...] = ()) -> None:
        self._passwords = passwords
        self._containers: OrderedDict[tuple[bytes, Steps, str], Container] = OrderedDict()
        self._paths = Paths()

    def open(self, root: bytes, location: Location) -> BinaryIO:
        """Open an item for reading.

        A file that lies inside another one without a gap is opened as the range of bytes that it takes there.

        Args:
            root: raw bytes of the source's path; a folder, or the file itself where the source is a single file.
            location: where the item lies inside the source.

        Raises:
            OSError: the item cannot be opened, or is no regular file.
            ContainerError: a container on the way cannot be read.
            EnvironmentProblem: the source as a whole is not there.
            UsageError: the location has a kind of step that this version cannot open.
        """
        steps = location.steps
        if not steps or steps[0].kind != FILE_STEP:
            raise _unknown(steps)
        is_single(root)
        stream = self._stream(root, steps)
        # An image of several files opens them as they are needed: while the stream lives, so does what opens them.
        weakref.finalize(stream, _let_go, self).atexit = False
        return stream

    def container(self, root: bytes, location: Location, kind: str) -> Container:
        """The container that lies at a location, opened by the reader of this kind.

        Raises:
            as `open`.
        """
        return self._container(root, location.steps, kind)

    def _stream(self, root: bytes, steps: Steps) -> BinaryIO:
        last = steps[-1]
        if len(steps) == 1:
            return open_file(root, last.path)
        if last.kind in RANGE_STEPS:
            there = _range(last)
            return open_range(self._stream(root, steps[:-1]), [there])
        return self._container(root, steps[:-1], last.kind).open(last)

    def _container(self, root: bytes, steps: Steps, kind: str) -> Container:
        key = (root, steps, kind)
        known = self._containers.get(key)
        if known is not None:
            self._containers.move_to_end(key)
            return known
        # Imported here: readers load libraries, and most items lie in no container.
        from forensicdesk.evidence.containers.table import reader_of

        reader = reader_of(kind)
        if reader is None:
            raise _unknown((*steps, Step(kind, b"")))
        file = self._stream(root, steps)
        # As a range of itself, which nobody closes: the file is closed with the last that holds on to it.
        stream = open_range(file, [])
        weakref.finalize(stream, file.close)
        beside = FilesBeside(self, root, steps)
        around = Around(stream, length_of(stream), base_name(Location(steps)), beside, self._passwords)
        container = self._containers[key] = reader.open(around)
        while len(self._containers) > OPEN_CONTAINERS:
            self._containers.popitem(last=False)
        return container

    def open_beside(self, root: bytes, steps: Steps, path: bytes) -> BinaryIO:
        """A file in the folder, of the exhibit or of a container, that the item at `steps` lies in.

        Raises:
            as `open`.
        """
        target = _target(steps, path)
        if len(steps) == 1:
            return open_near(root, target)
        container, step = self._beside(root, steps, target)
        if step is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return container.open(step)

    def has_beside(self, root: bytes, steps: Steps, path: bytes) -> bool:
        """Whether there is such a file.

        Raises:
            ContainerError: there is, and it cannot be opened.
            EnvironmentProblem, UsageError: as `open`.
        """
        try:
            target = _target(steps, path)
            if len(steps) > 1:
                container, step = self._beside(root, steps, target)
                if isinstance(container, KnowsPaths):
                    return container.has(target)
                if steps[-1].kind in SEARCHED:
                    return step is not None
            self.open_beside(root, steps, path).close()
        except OSError:
            return False
        return True

    def _beside(self, root: bytes, steps: Steps, target: bytes) -> tuple[Container, Step | None]:
        """The container around, and the step to a file in it; None for the step if it is known not to be there."""
        kind, around = steps[-1].kind, steps[:-1]
        container = self._container(root, around, kind)
        if kind not in SEARCHED:
            return container, Step(kind, target)
        place = self._paths.place((root, around, kind), container, target)
        return container, None if place is None else Step(kind, target, place)


class FilesBeside:
    """The files beside one container, as long as its opener lives: containers must not keep their opener alive."""

    def __init__(self, opener: Opener, root: bytes, steps: Steps) -> None:
        self._opener = weakref.proxy(opener)
        self._root = root
        self._steps = steps

    def open(self, path: bytes) -> BinaryIO:
        """A file, read-only.

        Raises:
            OSError: there is none, or it cannot be read.
        """
        stream: BinaryIO = self._opener.open_beside(self._root, self._steps, path)
        return stream

    def has(self, path: bytes) -> bool:
        """Whether there is such a file; see `Opener.has_beside`."""
        there: bool = self._opener.has_beside(self._root, self._steps, path)
        return there


def _target(steps: Steps, path: bytes) -> bytes:
    """A path beside the item at `steps`, from the folder or container that it lies in."""
    if steps[-1].kind in RANGE_STEPS:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    folder = steps[-1].path.rpartition(b"/")[0]
    return folder + b"/" + path if folder else path


def _let_go(opener: Opener) -> None:
    """Nothing is left to do: the last who asked for this opener is gone."""


def _range(step: Step) -> tuple[int, int]:
    try:
        return embedded_range(step)[1:]
    except ValueError as error:
        raise OSError(errno.EINVAL, sentence("the location names no range of bytes")) from error


def _unknown(steps: Steps) -> UsageError:
    kinds = " in ".join(step.kind for step in reversed(steps))
    return UsageError(
        sentence("This version cannot open a location of kind {kinds}; use the version that made it.", kinds=kinds)
    )
