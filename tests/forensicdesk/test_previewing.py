"""A report can be read before it is written: the same words, no picture, no trace."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.reporting.outline import MOST_LINES
from tests.forensicdesk.test_deciding import made

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("variant", "language"), [("court", "en"), ("restricted", "es")])
def test_a_preview_has_the_words_of_the_report_and_leaves_no_trace(tmp_path: Path, variant: str, language: str) -> None:
    with made(tmp_path) as session:
        before = session.audit_head()
        parts = session.preview_report(variant=variant, language=language)
        assert session.audit_head() == before
        (written,) = session.report(tmp_path / "report", ["html"], variant=variant, language=language)
        page = unescape(written.path.read_text("utf-8"))

    titles = [title for title, _ in parts]
    assert len(titles) > 4
    assert [title for title in titles if title not in page] == []
    words = [line for _, lines in parts for line in lines if ": " not in line and " | " not in line and line != "…"]
    assert words
    assert [line for line in words if line.strip("[]") not in page] == []
    assert all(len(lines) <= MOST_LINES + 1 for _, lines in parts[1:])


def test_a_preview_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with made(tmp_path) as session, pytest.raises(UsageError, match="variant"):
        session.preview_report(variant="secret")
