"""A fresh library, and a short way to import a file with given content."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forensicdesk.lists.library import Library
from forensicdesk.model import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forensicdesk.model import HashList

    Take = Callable[..., HashList]

NOW = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "home" / "lists")


@pytest.fixture
def take(library: Library, tmp_path: Path) -> Take:
    """Write a list file and import it."""

    def import_content(
        content: bytes | str,
        *,
        file_name: str = "list.txt",
        role: Role | None = Role.NOTABLE,
        hash_type: str | None = None,
        categories: Path | None = None,
        name: str | None = None,
    ) -> HashList:
        path = tmp_path / file_name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return library.import_file(path, role=role, name=name, now=NOW, hash_type=hash_type, categories=categories)

    return import_content
