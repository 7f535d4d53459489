"""The statements of an NSRL delta. They are SQL, but they are read here and never run.

Only what such a delta consists of is understood: BEGIN, INSERT, DELETE and UPDATE of one release's tables by values
that stand in the text, and COMMIT. Anything else is refused with its line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.text import MAX_LINE, printable, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TextIO

    Value = str | int | None

T = TypeVar("T")

COLUMNS = ("sha256", "sha1", "md5", "crc32", "file_name", "file_size", "package_id")
"""Of the table FILE, in its usual order."""

TABLES: Mapping[str, frozenset[str]] = {
    "file": frozenset(COLUMNS),
    "pkg": frozenset(
        {"package_id", "name", "version", "operating_system_id", "manufacturer_id", "language", "application_type"}
    ),
    "os": frozenset({"operating_system_id", "name", "version", "manufacturer_id"}),
    "mfg": frozenset({"manufacturer_id", "name"}),
    "version": frozenset({"version", "build_set", "build_date", "release_date", "description"}),
}
"""The tables that a delta may name, with their columns."""

_ORDINARY = re.compile(
    r"INSERT INTO FILE\(sha256,sha1,md5,crc32,file_name,file_size,package_id\) ?VALUES ?\("
    r"'([0-9A-Fa-f]{64})','([0-9A-Fa-f]{40})','([0-9A-Fa-f]{32})','([0-9A-Fa-f]{8})','((?:[^']|'')*)',(\d{1,18}),(\d{1,18})\);\n?"
)
_TOKEN = re.compile(r"\s+|('(?:[^']|'')*')|(\"[^\"]*\"|[A-Za-z_]\w*)|(-?\d{1,18}(?![\w.]))|([(),;=])")
_TEXT, _NAME, _NUMBER, _MARK = 1, 2, 3, 4
_END = (_MARK, ";")


class Statement(NamedTuple):
    """One change.

    Attributes:
        line: number of the line on which it starts.
        verb: "insert", "delete" or "update".
        table: in lower case.
        values: what is set, by column in lower case.
        where: what the rows that change hold.
    """

    line: int
    verb: str
    table: str
    values: dict[str, Value]
    where: dict[str, Value]


def statements(source: TextIO, name: str) -> Iterator[Statement]:
    """Each change of a delta.

    Args:
        source: its text.
        name: of the file, for sentences.

    Raises:
        ListError: a statement of another kind, damage, or no COMMIT at the end.
    """
    begun = ended = False
    for line, text in _pieces(source, name):
        ordinary = _ORDINARY.fullmatch(text) if begun and not ended else None
        if ordinary:
            yield _inserted(line, ordinary)
            continue
        parser = _Parser(text, line, name)
        while parser.more():
            if ended:
                parser.refuse(sentence("something stands after COMMIT"))
            if not begun:
                parser.begin()
                begun = True
                continue
            found = parser.statement()
            if found is None:
                ended = True
            else:
                yield from found
    if not ended:
        msg = sentence("{name} is cut off: it ends without COMMIT; nothing was imported.", name=name)
        raise ListError(msg)


def _inserted(line: int, match: re.Match[str]) -> Statement:
    sha256, sha1, md5, crc32, file_name, size, package = match.groups()
    if "'" in file_name:
        file_name = file_name.replace("''", "'")
    values: dict[str, Value] = {
        "sha256": sha256, "sha1": sha1, "md5": md5, "crc32": crc32,
        "file_name": file_name, "file_size": int(size), "package_id": int(package),
    }  # fmt: skip
    return Statement(line, "insert", "file", values, {})


def _pieces(source: TextIO, name: str) -> Iterator[tuple[int, str]]:
    """Lines, joined where a text in quotes spans several, with the number of the first."""
    number = 0
    while line := source.readline(MAX_LINE):
        number += 1
        first, parts, size = number, [line], len(line)
        quotes = line.count("'")
        while quotes % 2 or size >= MAX_LINE:
            line = source.readline(MAX_LINE) if size < MAX_LINE else ""
            if not line:
                msg = sentence(
                    "{name} is damaged or cut off: the statement in line {first:,} does not end; nothing was imported.",
                    name=name,
                    first=first,
                )
                raise ListError(msg)
            number += 1
            parts.append(line)
            size += len(line)
            quotes += line.count("'")
        yield first, "".join(parts)


class _Parser:
    """Reads the statements of one piece of text, token by token."""

    def __init__(self, text: str, line: int, name: str) -> None:
        self._text = text
        self._at = 0
        self._line = line
        self._name = name
        self._next: tuple[int, str] | None = None
        self._advance()

    def more(self) -> bool:
        """Whether anything but blanks is left."""
        return self._next is not None

    def begin(self) -> None:
        """BEGIN, with or without TRANSACTION."""
        self._word("begin")
        if self._next != _END:
            self._word("transaction")
        self._take(_END)

    def statement(self) -> list[Statement] | None:
        """The changes of one statement; None for COMMIT."""
        verb = self._name_token()
        if verb == "commit":
            if self._next != _END:
                self._word("transaction")
            self._take(_END)
            return None
        if verb == "insert":
            return self._insert()
        if verb == "delete":
            self._word("from")
            table = self._table()
            self._word("where")
            found = Statement(self._line, verb, table, {}, self._pairs(table, "and"))
        elif verb == "update":
            table = self._table()
            if table != "version":
                self.refuse(sentence("a delta updates VERSION only, not {table}", table=table.upper()))
            self._word("set")
            values = self._pairs(table, ",")
            where: dict[str, Value] = {}
            if self._next != _END:
                self._word("where")
                where = self._pairs(table, "and")
            found = Statement(self._line, verb, table, values, where)
        else:
            self.refuse(sentence("a statement {verb} does not belong into a delta", verb=shortened(verb.upper())))
        self._take(_END)
        return [found]

    def refuse(self, what: str) -> NoReturn:
        """Say what is wrong and where."""
        msg = sentence(
            "{name} is no delta that can be applied: line {line:,}: {what}; nothing was imported.",
            name=self._name,
            line=self._line,
            what=what,
        )
        raise ListError(msg)

    def _insert(self) -> list[Statement]:
        self._word("into")
        table = self._table()
        columns = self._listed(lambda: self._column(table))
        self._word("values")
        found: list[Statement] = []
        while True:
            values = self._listed(self._value)
            if len(values) != len(columns):
                self.refuse(sentence("{count} columns and {values} values", count=len(columns), values=len(values)))
            found.append(Statement(self._line, "insert", table, dict(zip(columns, values, strict=True)), {}))
            if self._next == _END:
                self._take(_END)
                return found
            self._take((_MARK, ","))

    def _listed(self, one: Callable[[], T]) -> list[T]:
        self._take((_MARK, "("))
        found = [one()]
        while self._next == (_MARK, ","):
            self._take((_MARK, ","))
            found.append(one())
        self._take((_MARK, ")"))
        return found

    def _pairs(self, table: str, between: str) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while True:
            column = self._column(table)
            if column in found:
                self.refuse(sentence("{column} stands there twice", column=column))
            self._take((_MARK, "="))
            found[column] = self._value()
            if between == "," and self._next == (_MARK, ","):
                self._take((_MARK, ","))
            elif between == "and" and self._next is not None and self._next[1].lower() == "and":
                self._word("and")
            else:
                return found

    def _table(self) -> str:
        table = self._name_token()
        if table not in TABLES:
            self.refuse(sentence("a delta does not change {table}", table=shortened(table.upper())))
        return table

    def _column(self, table: str) -> str:
        column = self._name_token()
        if column not in TABLES[table]:
            self.refuse(sentence("{table} has no column {column}", table=table.upper(), column=shortened(column)))
        return column

    def _value(self) -> Value:
        kind, text = self._next or (0, "")
        self._advance()
        if kind == _TEXT:
            return printable(text[1:-1].replace("''", "'"))
        if kind == _NUMBER:
            return int(text)
        if kind != _NAME or text.lower() != "null":
            self.refuse(sentence("a value was expected, not {what}", what=shortened(text) or sentence("the end")))
        return None

    def _name_token(self) -> str:
        kind, text = self._next or (0, "")
        if kind != _NAME:
            self.refuse(sentence("a word was expected, not {what}", what=shortened(text) or sentence("the end")))
        self._advance()
        return text.strip('"').lower()

    def _word(self, word: str) -> None:
        found = self._name_token()
        if found != word:
            self.refuse(sentence("{token} was expected, not {what}", token=word.upper(), what=shortened(found)))

    def _take(self, token: tuple[int, str]) -> None:
        if self._next != token:
            found = shortened(self._next[1]) if self._next else sentence("the end of the line")
            self.refuse(sentence("{token} was expected, not {what}", token=token[1], what=found))
        self._advance()

    def _advance(self) -> None:
        """Go to the next token that is not blank."""
        while self._at < len(self._text):
            match = _TOKEN.match(self._text, self._at)
            if match is None:
                self.refuse(sentence("this is no statement of a delta: {text}", text=shortened(self._text[self._at :])))
            self._at = match.end()
            if match.lastindex:
                self._next = (match.lastindex, match.group())
                return
        self._next = None
