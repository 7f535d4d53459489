"""The part of Turtle that AFF4 writes: prefixes, subjects, lists of properties. Blank nodes are stepped over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_VALUES = 1000
"""So many values of one subject are kept."""

_TOKEN = re.compile(
    r"""\s+|\#[^\n]*
    |(?P<iri><[^<>"\s]*>)
    |(?P<text>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<type>\^\^)|(?P<lang>@[A-Za-z][A-Za-z0-9-]*)
    |(?P<mark>[;,\[\]()]|\.(?!\d))
    |(?P<name>(?:[^\s<>"'()\[\];,^@\#.\\]|\.(?=[^\s<>"'()\[\];,^@\#]))+)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NESTED = {"[": 1, "(": 1, "]": -1, ")": -1}

Token = tuple[str, str]


class TurtleError(Exception):
    """The text is no Turtle, or a part of it that is not read; the text says where."""


@dataclass(slots=True)
class Subject:
    """One subject: its IRI, and its properties as (IRI of the predicate, value, IRI of the datatype or "")."""

    iri: str
    values: list[tuple[str, str, str]] = field(default_factory=list)


def subjects(text: str) -> Iterator[Subject]:
    """Each subject with what is said of it in one place, in order.

    Raises:
        TurtleError: the text cannot be read on.
    """
    reader = _Reader(text)
    while True:
        statement = reader.statement()
        if statement is None:
            return
        if statement.iri:
            yield statement


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._ahead = next(self._tokens)
        self._prefixes: dict[str, str] = {}

    def statement(self) -> Subject | None:
        """The next subject, None at the end; one without an IRI stands for a declaration or a blank node."""
        if self._ahead[0] == "end":
            return None
        if self._is_prefix():
            self._prefix()
            return Subject("")
        subject = Subject(self._value()[0])
        while not self._took("."):
            predicate = self._predicate()
            while True:
                value, datatype = self._value()
                if len(subject.values) < MAX_VALUES:
                    subject.values.append((predicate, value, datatype))
                if not self._took(","):
                    break
            while self._took(";"):
                continue
        return subject

    def _is_prefix(self) -> bool:
        kind, word = self._ahead
        return (kind == "lang" and word in {"@prefix", "@base"}) or (
            kind == "name" and word.lower() in {"prefix", "base"}
        )

    def _prefix(self) -> None:
        word = self._next()[1].lower().lstrip("@")
        name = self._next()[1].rstrip(":") if word == "prefix" else ""
        kind, iri = self._next()
        if kind != "iri":
            self._fail()
        if word == "prefix":
            self._prefixes[name] = iri[1:-1]
        self._took(".")

    def _predicate(self) -> str:
        if self._ahead == ("name", "a"):
            self._next()
            return _TYPE
        return self._value()[0]

    def _value(self) -> tuple[str, str]:
        """A value and its datatype; "" for a blank node, which is stepped over."""
        kind, word = self._next()
        if kind == "iri":
            return _unescaped(word[1:-1]), ""
        if kind == "name":
            return self._expanded(word), ""
        if kind == "text":
            return self._literal(word)
        if word in {"[", "("}:
            self._skip_nested()
            return "", ""
        return self._fail()

    def _literal(self, word: str) -> tuple[str, str]:
        quotes = 3 if word.startswith('"""') else 1
        text, datatype = _unescaped(word[quotes:-quotes]), ""
        if self._ahead[0] == "type":
            self._next()
            datatype = self._value()[0]
        elif self._ahead[0] == "lang":
            self._next()
        return text, datatype

    def _skip_nested(self) -> None:
        depth = 1
        while depth:
            kind, word = self._next()
            if kind == "end":
                self._fail()
            depth += _NESTED.get(word, 0) if kind == "mark" else 0

    def _expanded(self, word: str) -> str:
        prefix, colon, local = word.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else word

    def _took(self, mark: str) -> bool:
        if self._ahead != ("mark", mark):
            return False
        self._next()
        return True

    def _next(self) -> Token:
        token = self._ahead
        if token[0] != "end":
            self._ahead = next(self._tokens)
        return token

    def _fail(self) -> tuple[str, str]:
        msg = sentence("something unexpected before {ahead!r}", ahead=self._ahead[1][:20])
        raise TurtleError(msg)


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            msg = sentence("no Turtle at character {place:,}", place=place)
            raise TurtleError(msg)
        place = found.end()
        if found.lastgroup is not None:
            yield found.lastgroup, found[0]
    yield "end", ""


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if len(name) == 1:
        return _SHORT.get(name, name)
    code = int(name[1:], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"  # noqa: PLR2004 - what Unicode has
