"""The labels of one list's own category numbers, as a TOML file that a person writes."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def load_categories(path: Path) -> dict[str, str]:
    """Read `number = "label"` pairs, at the top of the file or in a table [categories].

    Raises:
        UsageError: the file does not exist or is no such file.
        EnvironmentProblem: the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        msg = f"The categories file {path} does not exist."
        raise UsageError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"The categories file {path} is not UTF-8 text."
        raise UsageError(msg) from error
    except OSError as error:
        msg = f"The categories file {path} cannot be read: {error.strerror}."
        raise EnvironmentProblem(msg) from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"The categories file {path} is not valid TOML: {error}."
        raise UsageError(msg) from error
    pairs = document.get("categories", document)
    if not isinstance(pairs, dict) or not pairs or not all(isinstance(label, str) for label in pairs.values()):
        msg = f'The categories file {path} needs lines such as 1 = "label", alone or under [categories].'
        raise UsageError(msg)
    return {str(number): str(label) for number, label in pairs.items()}


def label_for(label: str, category: str, categories: dict[str, str]) -> str:
    """What an entry is called: its own label, else its category through the list's map, else the bare category.

    A number without a label stays a number: what it means differs between lists.
    """
    if label or not category:
        return label
    mapped = categories.get(category.strip())
    if mapped is not None:
        return mapped
    return f"category {category}" if category.strip().lstrip("-").isdigit() else category
