"""What a list suggests: a category of the case's scheme, where the list calls an entry by that category's own name.

A number alone suggests nothing: what it means differs between lists and schemes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forensicdesk.decisions import CategoryScheme
    from forensicdesk.model import Match


def category_called(scheme: CategoryScheme, label: str) -> str | None:
    """The code of the category with this name in any of its languages, large and small letters alike; None for none."""
    wanted = label.strip().casefold()
    for category in scheme.categories:
        names = (category.label, category.label_es, category.label_pt)
        if wanted and wanted in {name.strip().casefold() for name in names}:
            return category.code
    return None


def suggestions_of(scheme: CategoryScheme, matches: Iterable[Match]) -> dict[str, Match]:
    """The categories that lists suggest for an item, each with the first match that does.

    What an examiner called no match, or saw to show something else, suggests nothing.
    """
    found: dict[str, Match] = {}
    for match in matches:
        refuted = match.dismissed is not None or (match.sight is not None and not match.sight.same)
        code = None if refuted else category_called(scheme, match.label)
        if code is not None:
            found.setdefault(code, match)
    return found
