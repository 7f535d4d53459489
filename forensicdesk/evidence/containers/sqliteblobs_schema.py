"""Names of the columns of a table, from the text of its definition; for people only, nothing depends on them."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""\s+|--[^\n]*|/\*.*?\*/|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*'|[\w$]+|.""", re.DOTALL
)
_QUOTES = {'"': '"', "`": "`", "[": "]", "'": "'"}
_NO_COLUMN = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"}
_LONGEST = 1 << 20


def column_names(sql: str) -> list[str]:
    """The columns that a definition names, in the order in which rows keep them."""
    names: list[str] = []
    for words in _definitions(sql[:_LONGEST]):
        first = words[0]
        if first.upper() in _NO_COLUMN:
            continue
        upper = [word.upper() for word in words[1:]]
        computed = "AS" in upper and "(" in upper[upper.index("AS") :]
        if computed and "STORED" not in upper:
            continue
        names.append(_plain(first))
    return names


def _definitions(sql: str) -> list[list[str]]:
    """The words between the outermost commas of a definition."""
    found: list[list[str]] = [[]]
    depth = 0
    for match in _TOKEN.finditer(sql):
        word = match[0]
        if word.isspace() or word.startswith(("--", "/*")):
            continue
        depth += (word == "(") - (word == ")")
        if depth == 0 and word == ")":
            break
        if depth == 1 and word == ",":
            found.append([])
        elif depth > 1 or (depth == 1 and word != "("):
            found[-1].append(word)
    return [words for words in found if words]


def _plain(name: str) -> str:
    end = _QUOTES.get(name[0])
    return name[1:-1].replace(2 * end, end) if end and len(name) > 1 else name
