"""What a report is made with, loaded beside other work: half a second that nobody has to wait for at the end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def begin_loading(formats: Collection[str]) -> None:
    """Load the libraries of these formats and of the known answers in a thread; the report does not depend on it.

    A program that ends earlier waits for it.
    """
    threading.Thread(target=_load, args=(frozenset(formats),), name="report").start()


def _load(formats: frozenset[str]) -> None:
    # Late imports: that they take long is why they are made here.
    from hashing.engine import check_known_answers
    from hashing.values import Recipe

    if "pdf" in formats:
        import reports.pdf
    if "html" in formats:
        import reports.html_  # noqa: F401
    # What it finds is found again, and said, when the report is made; tables that it computes are kept.
    check_known_answers(Recipe().perceptual)
