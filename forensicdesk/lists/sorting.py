"""Sorting the bare values of an import into side files, within bounded memory.

Digests are collected, sorted in chunks of some millions, spilled to a file, and merged by ranges of value: each range
takes its part of every chunk, so no more than about one chunk is in memory at once.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from forensicdesk.errors import EnvironmentProblem, ListError
from forensicdesk.language import sentence
from forensicdesk.lists import namefile, pdqfile, sortedfile
from forensicdesk.lists.namefile import NameWriter
from forensicdesk.lists.pdqfile import PDQ, PdqFile
from forensicdesk.lists.sidefile import HEADER, sha256_of
from forensicdesk.lists.sortedfile import KEY, WIDTHS, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt

    Columns = tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint8], npt.NDArray[np.uint32]]

CHUNK = 64_000_000
"""So many bytes of values are sorted at once: about 300 MiB with everything that sorting needs."""

SIDE_KINDS = (*WIDTHS, "pdq")
"""Kinds of values that can stand in a side file."""

MAX_NUMBER = (1 << 32) - 1

_PARTS = ("spill", "runs", "second", "third")
_SAMPLED = 1_024
_COPIED = 1 << 22


class SideFiles:
    """The side files of one import, under temporary names beside its temporary list file."""

    def __init__(self, temporary: Path, chunk: int = CHUNK) -> None:
        self._temporary = temporary
        self._chunk = chunk
        self._sorters: dict[str, _Sorter] = {}
        self._names: NameWriter | None = None
        self.counts: dict[str, int] = {}

    def add(
        self, kind: str, numbers: npt.NDArray[np.int64], positions: npt.NDArray[np.int64], values: npt.NDArray[np.uint8]
    ) -> None:
        """Take digests, in order of entry number.

        Args:
            kind: one of `SIDE_KINDS`.
            numbers: of the entries.
            positions: their lines.
            values: the values as rows of bytes; behind a PDQ stand the two bytes of its quality (see `with_quality`).

        Raises:
            ListError: the list has more entries than can be numbered.
            EnvironmentProblem: a temporary file cannot be written.
        """
        if len(numbers) and numbers[-1] > MAX_NUMBER:
            msg = sentence(
                "The list has more than {max_number:,} entries; split it into several files.", max_number=MAX_NUMBER
            )
            raise ListError(msg)
        if kind not in self._sorters:
            self._sorters[kind] = _Sorter(self.path(kind), values.shape[1], self._chunk, whole=kind == "pdq")
        try:
            self._sorters[kind].add(numbers, positions, values)
        except OSError as error:
            raise self._full(error) from error

    def add_names(self, numbers: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], text: bytes) -> None:
        """Take names of entries, in order of entry number; see `NameWriter.add`.

        Raises:
            EnvironmentProblem: a temporary file cannot be written.
        """
        try:
            self._names = self._names or NameWriter(self.path(namefile.KIND))
            self._names.add(numbers, lengths, text)
        except OSError as error:
            raise self._full(error) from error

    def finish(self) -> int:
        """Write the side files; the result is how many digests were dropped because an earlier entry is the same."""
        dropped = 0
        try:
            for kind, sorter in self._sorters.items():
                self.counts[kind] = sorter.finish()
                dropped += sorter.taken - self.counts[kind]
            if self._names and (count := self._names.finish()):
                self.counts[namefile.KIND] = count
        except OSError as error:
            raise self._full(error) from error
        return dropped

    def path(self, kind: str) -> Path:
        """The temporary name of a side file."""
        return self._temporary.with_name(f"{self._temporary.stem}-{kind}.tmp")

    def facts(self) -> dict[str, str]:
        """The SHA-256 of each side file, as it is kept with the list."""
        return {f"sorted_{kind}": sha256_of(self.path(kind)) for kind in self.counts}

    def pdq(self) -> PdqFile | None:
        """The PDQ of the import, None if it has none or if they are rows; after `finish`."""
        return PdqFile(self.path("pdq")) if "pdq" in self.counts else None

    def discard(self) -> None:
        """Remove whatever still has a temporary name."""
        for sorter in self._sorters.values():
            sorter.close()
        if self._names:
            self._names.close()
        for kind in (*SIDE_KINDS, namefile.KIND):
            self.path(kind).unlink(missing_ok=True)

    def _full(self, error: OSError) -> EnvironmentProblem:
        folder = self._temporary.parent
        msg = sentence(
            "The list cannot be stored in {folder}: {strerror}; make room or choose another folder.",
            folder=folder,
            strerror=error.strerror,
        )
        return EnvironmentProblem(msg)


class _Sorter:
    """Values of one kind on their way into a side file.

    Args:
        target: the side file.
        width: bytes of a value, and of its quality.
        chunk: so many bytes of values are sorted at once.
        whole: values stay in one piece, with their quality in a column of its own; else they are cut into key and rest.
    """

    def __init__(self, target: Path, width: int, chunk: int, *, whole: bool) -> None:
        self._target = target
        self._width = width
        self._chunk = max(1, chunk // width)
        self._whole = whole
        self._waiting: list[Columns] = []
        self._held = 0
        self._ahead: int | None = None
        self._chunks: list[tuple[int, int]] = []
        self._spill, self._runs, self._second, self._third = (
            target.with_name(f"{target.stem}-{name}.tmp").open("w+b") for name in _PARTS
        )
        self._count_runs = 0
        self.taken = 0

    def add(
        self, numbers: npt.NDArray[np.int64], positions: npt.NDArray[np.int64], values: npt.NDArray[np.uint8]
    ) -> None:
        self._add_runs(numbers, positions)
        self.taken += len(numbers)
        for start in range(0, len(numbers), self._chunk):
            part = slice(start, start + self._chunk)
            rests = np.ascontiguousarray(values[part, KEY:])
            self._waiting.append((keys_of(values[part]), rests, numbers[part].astype(np.uint32)))
            self._held += len(rests)
            if self._held >= self._chunk:
                self._spill_waiting()

    def finish(self) -> int:
        """Merge the chunks into the side file; the result is the number of digests in it."""
        self._spill_waiting()
        self._spill.flush()
        count = 0
        with self._target.open("wb") as sink:
            self._target.chmod(0o600)
            sink.write(self._header(0))
            _append(self._runs, sink)
            for columns in self._merged():
                count += len(columns[0])
                for stream, column in zip((sink, self._second, self._third), self._laid_out(*columns), strict=True):
                    stream.write(np.ascontiguousarray(column).data)
            _append(self._second, sink)
            _append(self._third, sink)
            sink.seek(0)
            sink.write(self._header(count))
        self.close()
        return count

    def close(self) -> None:
        """Remove the temporary files."""
        for name, stream in zip(_PARTS, (self._spill, self._runs, self._second, self._third), strict=True):
            stream.close()
            self._target.with_name(f"{self._target.stem}-{name}.tmp").unlink(missing_ok=True)

    def _header(self, count: int) -> bytes:
        magic, width = (pdqfile.MAGIC, PDQ) if self._whole else (sortedfile.MAGIC, self._width)
        return HEADER.pack(magic, count, self._count_runs, width)

    def _laid_out(
        self, keys: npt.NDArray[np.uint64], rests: npt.NDArray[np.uint8], numbers: npt.NDArray[np.uint32]
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
        """Sorted values as the three columns of the side file."""
        if not self._whole:
            return keys.astype("<u8"), rests, numbers.astype("<u4")
        values = np.hstack([keys.astype(">u8").view(np.uint8).reshape(-1, KEY), rests[:, : PDQ - KEY]])
        return values, numbers.astype("<u4"), rests[:, PDQ - KEY :]

    def _add_runs(self, numbers: npt.NDArray[np.int64], positions: npt.NDArray[np.int64]) -> None:
        """Note where the line stops to count up together with the number."""
        if not len(numbers):
            return
        ahead = positions - numbers
        first = np.flatnonzero(np.diff(ahead, prepend=ahead[0] - 1 if self._ahead is None else self._ahead))
        self._ahead = int(ahead[-1])
        self._count_runs += len(first)
        self._runs.write(np.column_stack([numbers[first], positions[first]]).astype("<u8").tobytes())

    def _spill_waiting(self) -> None:
        if not self._waiting:
            return
        keys, rests, numbers = in_order(*_joined(self._waiting))
        self._waiting.clear()
        self._held = 0
        self._chunks.append((self._spill.tell(), len(keys)))
        for column in (keys.astype("<u8"), rests, numbers.astype("<u4")):
            self._spill.write(np.ascontiguousarray(column).data)

    def _merged(self) -> Iterator[Columns]:
        """All digests, sorted, range by range. Equal digests always fall into one range."""
        if not self._chunks:
            return
        mapped = [self._mapped(at, count) for at, count in self._chunks]
        sampled = np.sort(np.concatenate([keys[::_SAMPLED] for keys, _, _ in mapped]))
        bounds = np.unique(sampled[:: max(1, self._chunk // _SAMPLED)][1:])
        cuts = [[0, *np.searchsorted(keys, bounds).tolist(), len(keys)] for keys, _, _ in mapped]
        for at in range(len(bounds) + 1):
            parts = [slice(cut[at], cut[at + 1]) for cut in cuts]
            pieces = [
                (keys[part], rests[part], numbers[part])
                for (keys, rests, numbers), part in zip(mapped, parts, strict=True)
            ]
            yield in_order(*_joined(pieces))

    def _mapped(self, at: int, count: int) -> Columns:
        rest = self._width - KEY
        name = self._spill.name
        keys = np.memmap(name, np.dtype("<u8"), "r", at, (count,))
        rests = np.memmap(name, np.uint8, "r", at + count * KEY, (count, rest))
        return keys, rests, np.memmap(name, np.dtype("<u4"), "r", at + count * self._width, (count,))


def with_quality(values: npt.NDArray[np.uint8], qualities: npt.NDArray[np.int16]) -> npt.NDArray[np.uint8]:
    """PDQ, each with its quality behind it: entries are the same only if both are."""
    return np.hstack([values, qualities.astype("<i2").view(np.uint8).reshape(-1, pdqfile.QUALITY)])


def in_order(keys: npt.NDArray[np.uint64], rests: npt.NDArray[np.uint8], numbers: npt.NDArray[np.uint32]) -> Columns:
    """Digests sorted; of equal ones only that with the lowest entry number."""
    order = np.argsort(keys)
    keys = keys[order]
    same = keys[1:] == keys[:-1]
    if same.any():
        doubtful = np.flatnonzero(np.concatenate([same, [False]]) | np.concatenate([[False], same]))
        members = order[doubtful]
        columns = [rests[members, at] for at in range(rests.shape[1] - 1, -1, -1)]
        order[doubtful] = members[np.lexsort((numbers[members], *columns, keys[doubtful]))]
    rests, numbers = rests[order], numbers[order]
    again = np.flatnonzero(same)
    again = again[(rests[again] == rests[again + 1]).all(axis=1)] + 1
    if not len(again):
        return keys, rests, numbers
    return np.delete(keys, again), np.delete(rests, again, axis=0), np.delete(numbers, again)


def _joined(parts: list[Columns]) -> Columns:
    keys, rests, numbers = zip(*parts, strict=True)
    return np.concatenate(keys), np.concatenate(rests), np.concatenate(numbers)


def _append(source: BinaryIO, sink: BinaryIO) -> None:
    source.seek(0)
    shutil.copyfileobj(source, sink, _COPIED)
