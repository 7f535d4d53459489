"""What a person types is read as they meant it, or refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensicdesk.cli.options import split_formats, split_list
from forensicdesk.errors import UsageError
from forensicdesk.model import Role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list.txt", (Path("list.txt"), None)),
        ("list.txt:notable", (Path("list.txt"), Role.NOTABLE)),
        ("list.txt:IGNORABLE", (Path("list.txt"), Role.IGNORABLE)),
        ("C:\\lists\\a.csv", (Path("C:\\lists\\a.csv"), None)),
        ("C:\\lists\\a.csv:neutral", (Path("C:\\lists\\a.csv"), Role.NEUTRAL)),
        ("a:b.txt", (Path("a:b.txt"), None)),
    ],
)
def test_a_list_is_a_path_with_or_without_a_role(text: str, expected: tuple[Path, Role | None]) -> None:
    assert split_list(text) == expected


def test_a_misspelt_role_is_refused_and_not_taken_for_a_path(tmp_path: Path) -> None:
    (tmp_path / "list.txt").touch()

    with pytest.raises(UsageError, match="'notible' is no role"):
        split_list(f"{tmp_path / 'list.txt'}:notible")


def test_formats_are_split_and_doubles_dropped() -> None:
    assert split_formats("pdf, HTML,pdf,") == ("pdf", "html")
