"""Pictures and films kept as values in SQLite databases; only looked for where that is wanted.

The place is page, cell and column, so that opening one value reads a few pages, whatever the database's size.
"""

from __future__ import annotations

import re
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry
from forensicdesk.evidence.containers.by_place import no_place, place_of
from forensicdesk.evidence.containers.picture_ends import ending
from forensicdesk.evidence.containers.sqliteblobs_pages import INDEX_INNER, INDEX_LEAF, MARK, BadPageError, Pages
from forensicdesk.evidence.containers.sqliteblobs_schema import column_names
from forensicdesk.evidence.containers.streams import memory_stream
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.decode.kinds import Decoder
from hashing.decode.sniff import identify
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Head, Wanted
    from forensicdesk.evidence.containers.sqliteblobs_pages import Cell, Value
    from forensicdesk.model import Step

MOST_BLOB = 64 << 20
"""Longer values are named, and not taken out."""
_LEAST_BLOB = 64
_LOOKED_AT = 4096
_BEGINNINGS = re.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF|BM|II\*\0|MM\0\*|\x1a\x45\xdf\xa3|....ftyp|\0\0\0\x0cjP|\xff\x0a|FLV\x01|8BPS|\0\0\x01\xba",
    re.DOTALL,
)
_PLACE = re.compile(rb"(\d{1,10})\.(\d{1,5})\.(\d{1,5})")
_ROOT_COLUMNS = 5
_STEPS, _STEPS_PER_PAGE = 1_000_000, 10


@dataclass(frozen=True, slots=True)
class _Table:
    """One table: its name, the page at the root of its tree, names of its columns."""

    name: str
    root: int
    columns: list[str]


class DatabaseContainer:
    """One database."""

    def __init__(self, around: Around) -> None:
        self._around = around
        log = _log_of(around)
        if log is not None:
            weakref.finalize(self, log.close)
        self._pages = Pages(around.stream, around.size, log)
        self._bad = False

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:
        """Every value that begins like a picture or film, by table and row.

        Raises:
            ContainerError: parts of the database are damaged; the others were listed.
        """
        if not wanted.blobs:
            return
        self._bad = False
        self._pages.steps_left = _STEPS + _STEPS_PER_PAGE * self._pages.count
        seen: set[int] = set()
        for table in self._tables(seen):
            for page in self._tree(table.root, seen):
                yield from self._values(page, table)
                yield None
        self._pages.steps_left = None
        if self._bad:
            text = sentence("Parts of the database are damaged; pictures in them are not known.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one value."""
        found = _PLACE.fullmatch(place_of(self, step))
        if found is None:
            raise no_place()
        page, index, column = (int(part) for part in found.groups())
        try:
            cell = self._pages.cell(page, index)
            values = self._pages.values(cell)
            if column >= len(values) or values[column].length > MOST_BLOB:
                raise no_place()
            data = self._pages.read(cell, values[column].start, values[column].length)
        except BadPageError as error:
            text = sentence("The database is damaged where this value lies.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error
        return memory_stream(data, self._around.stream)  # type: ignore[return-value]

    def _tables(self, seen: set[int]) -> Iterator[_Table]:
        """The tables, by their place in the schema; indexes hold copies only, virtual tables and views nothing."""
        for page in list(self._tree(1, seen)):
            for cell in self._cells(page):
                try:
                    table = self._table(cell)
                except BadPageError:
                    self._bad = True
                    continue
                if table is not None:
                    yield table

    def _table(self, cell: Cell) -> _Table | None:
        values = self._pages.values(cell)
        if len(values) != _ROOT_COLUMNS or self._pages.text(cell, values[0]) != "table":
            return None
        root = int.from_bytes(self._pages.read(cell, values[3].start, values[3].length))
        sql = self._pages.text(cell, values[4])
        return _Table(self._pages.text(cell, values[1]), root, column_names(sql)) if root else None

    def _tree(self, root: int, seen: set[int]) -> Iterator[int]:
        """The pages of a tree, in order; no page is visited twice."""
        waiting = [root]
        while waiting:
            page = waiting.pop()
            if page in seen:
                self._bad = True
                continue
            seen.add(page)
            try:
                waiting.extend(reversed(self._pages.children(page)))
            except BadPageError:
                self._bad = True
                continue
            yield page

    def _cells(self, page: int) -> Iterator[Cell]:
        try:
            yield from self._pages.cells(page)
        except BadPageError:
            self._bad = True

    def _values(self, page: int, table: _Table) -> Iterator[Entry]:
        for cell in self._cells(page):
            if cell.size <= _LEAST_BLOB:
                continue
            try:
                for column, value in enumerate(self._pages.values(cell)):
                    if value.kind == "blob" and value.length >= _LEAST_BLOB and self._is_media(cell, value):
                        yield self._entry(page, table, cell, (column, value))
            except BadPageError:
                self._bad = True

    def _is_media(self, cell: Cell, value: Value) -> bool:
        head = self._pages.read(cell, value.start, min(value.length, 12))
        if not _BEGINNINGS.match(head):
            return False
        head = self._pages.read(cell, value.start, min(value.length, _LOOKED_AT))
        return identify(head, head[-26:], value.length).decoder is not Decoder.NOT_MEDIA

    def _entry(self, page: int, table: _Table, cell: Cell, what: tuple[int, Value]) -> Entry:
        column, value = what
        by_row = self._pages.kind(page) not in {INDEX_LEAF, INDEX_INNER}
        # Tables without row numbers keep their columns in another order than their definition.
        name = table.columns[column] if by_row and column < len(table.columns) else f"value {column + 1}"
        row = str(cell.row) if by_row else f"page {page} entry {cell.number}"
        path = "/".join(part.replace("/", "_") for part in (table.name, row, name)).encode("utf-8", "replace")
        path += ending(self._pages.read(cell, value.start, min(value.length, 16)))
        if value.length > MOST_BLOB:
            text = sentence(
                "The value is larger than the {most_blob} MiB up to which values are taken out of databases.",
                most_blob=MOST_BLOB >> 20,
            )
            issue = Issue(Stage.READ, IssueCode.CONTAINER_LIMIT, text)
            return Entry(path, value.length, state=State.FAILED, issue=issue)
        # A value whose pages are damaged is not given as if it could be read.
        self._pages.read(cell, value.start + value.length - 1, 1)
        return Entry(path, value.length, place=b"%d.%d.%d" % (page, cell.number, column))


def _log_of(around: Around) -> BinaryIO | None:
    """The write-ahead log beside the database, if there is one that can be read."""
    name = around.name + b"-wal"
    try:
        return around.beside.open(name) if around.beside.has(name) else None
    except OSError:
        return None


def _is_database(head: Head) -> bool:
    return head.start.startswith(MARK)


SQLITE = ContainerFormat("sqlite", "SQLite database", "application/vnd.sqlite3", _is_database, DatabaseContainer)
