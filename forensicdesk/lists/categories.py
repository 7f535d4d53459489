"""The labels of one list's own category numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.lists.scheme import find_scheme

if TYPE_CHECKING:
    from pathlib import Path


_CATEGORY = sentence("category {number}")
LINE, RECORD = sentence("line {number:d}"), sentence("record {number:d}")
"""What an entry is called that has no name of its own."""


def load_categories(wanted: Path) -> dict[str, str]:
    """The labels of a preset or of a file that a person wrote; see `find_scheme` for both and for errors."""
    return find_scheme(wanted).labels


def label_for(label: str, category: str, categories: dict[str, str]) -> str:
    """What an entry is called: its own label, else its category through the list's map, else the bare category.

    A number without a label stays a number: what it means differs between lists.
    """
    if label or not category:
        return label
    mapped = categories.get(category.strip())
    if mapped is not None:
        return mapped
    return _CATEGORY.format(number=category) if category.strip().lstrip("-").isdigit() else category
