"""What went wrong with items, in the words of reports, for people who look at a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.language import spoken
from reports.wording import wording

if TYPE_CHECKING:
    from hashing.values import IssueCode


def issue_words(code: IssueCode | str) -> str:
    """What the code of an issue means, in the language in use; the code itself where it has no words."""
    return wording(spoken()).known("issue", str(code))
