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
    from hashing.engine import check_known_answers, libraries
    from hashing.values import Recipe

    if "pdf" in formats:
        import reports.pdf  # noqa: F401
        from reports.pdf_faces import read_fonts_ahead

        read_fonts_ahead()
    if "html" in formats:
        from reports.html_ import report_template

        report_template()
    libraries()
    # What it finds is found again, and said, when the report is made; tables that it computes are kept.
    check_known_answers(Recipe().perceptual)
