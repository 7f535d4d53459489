"""The licences of libraries as NOTICE.md states them, which is the one place that does."""

from __future__ import annotations

import re

from forensicdesk.installed import plain_name

_ROW = re.compile(r"^\| ([A-Za-z0-9_.-]+)(?: \([^)]*\))? \| ([^|]+?) \| ?([^|]*?) ?\|$", re.MULTILINE)


def licences(notice: str) -> dict[str, tuple[str, str]]:
    """By plain name of the library: its licence, and what its wheel brings along ("" for nothing)."""
    return {plain_name(name): (licence, along) for name, licence, along in _ROW.findall(notice) if name != "library"}
