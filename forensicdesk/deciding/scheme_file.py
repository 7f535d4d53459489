"""Schemes of categories as TOML files that people can read and write. Two come with the program."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from forensicdesk.decisions import Category, CategoryScheme
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence

DEFAULT_SCHEME = "neutral"

_FOLDER = Path(__file__).with_name("schemes")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TITLES = ("title", "source", "title_es", "title_pt")
_KNOWN = {"label": str, "key": str, "colour": str, "pertinent": bool, "label_es": str, "label_pt": str}


def shipped_schemes() -> tuple[str, ...]:
    """Names of the schemes that come with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def find_category_scheme(wanted: Path) -> CategoryScheme:
    """The shipped scheme of this name, or the one in this file.

    Raises:
        UsageError: there is neither, or the file is no such file.
        EnvironmentProblem: the file cannot be read.
    """
    if str(wanted) in shipped_schemes() and not wanted.exists():
        return read_category_scheme(_FOLDER / f"{wanted}.toml")
    return read_category_scheme(wanted)


def read_category_scheme(path: Path) -> CategoryScheme:
    """Read a file with a table [categories.CODE] for each category.

    It has a label, and if wanted key, colour, pertinent, label_es, label_pt.

    Raises:
        UsageError: the file does not exist or is no such file; the sentence says which line of it is wrong.
        EnvironmentProblem: the file cannot be read.
    """
    document = _document(path)
    tables = document.get("categories")
    if not isinstance(tables, dict) or not tables:
        msg = sentence(
            'The scheme {path} has no categories; write a table such as [categories.1] with label = "…".', path=path
        )
        raise UsageError(msg)
    categories = tuple(_category(path, code, table) for code, table in tables.items())
    keys = [category.key for category in categories if category.key]
    if len(keys) != len(set(keys)):
        msg = sentence("The scheme {path} gives one key to two categories; give each its own.", path=path)
        raise UsageError(msg)
    title, source, title_es, title_pt = (str(document.get(key, "")) for key in _TITLES)
    return CategoryScheme(path.stem, title, source, categories, title_es, title_pt)


def _category(path: Path, code: str, table: object) -> Category:
    if not isinstance(table, dict) or not isinstance(table.get("label"), str) or not table["label"].strip():
        msg = sentence(
            'The category {code} of the scheme {path} needs a label, such as label = "Not pertinent".',
            code=code,
            path=path,
        )
        raise UsageError(msg)
    for name, value in table.items():
        if name not in _KNOWN or not isinstance(value, _KNOWN[name]):
            msg = sentence(
                "The category {code} of the scheme {path} has {name} = {value!r}; it can have {choices}.",
                code=code,
                path=path,
                name=name,
                value=value,
                choices=", ".join(_KNOWN),
            )
            raise UsageError(msg)
    key, colour = table.get("key", ""), table.get("colour", "")
    if len(key) > 1 or (colour and not _COLOUR.fullmatch(colour)):
        msg = sentence(
            'The category {code} of the scheme {path} needs a key of one character and a colour such as "#b3261e".',
            code=code,
            path=path,
        )
        raise UsageError(msg)
    others = (table.get(f"label_{language}", "").strip() for language in ("es", "pt"))
    return Category(code, table["label"].strip(), key, colour.lower(), table.get("pertinent"), *others)


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        msg = sentence(
            "There is no scheme {path}; those that come with the program are {choices}.",
            path=path,
            choices=", ".join(shipped_schemes()),
        )
        raise UsageError(msg) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = sentence("The scheme {path} is no valid TOML file: {error}.", path=path, error=error)
        raise UsageError(msg) from error
    except OSError as error:
        msg = sentence("The scheme {path} cannot be read: {strerror}.", path=path, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error
