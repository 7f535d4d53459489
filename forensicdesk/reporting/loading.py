"""What a report is made with, loaded beside other work: half a second that nobody has to wait for at the end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from forensicdesk.workers.proving import begin_proving

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def algorithms_used(perceptual: Sequence[str]) -> tuple[str, ...]:
    """Whose known answers a report states; frames of films have PDQ whatever the recipe says of pictures."""
    return ("pdq", *perceptual)


def begin_loading(formats: Collection[str], perceptual: Sequence[str]) -> None:
    """Load the libraries of these formats in a thread, and have the engine proved; the report does not depend on it.

    A program that ends earlier waits for both.
    """
    begin_proving(algorithms_used(perceptual))
    threading.Thread(target=_load, args=(frozenset(formats),), name="report").start()


def _load(formats: frozenset[str]) -> None:
    # Late imports: that they take long is why they are made here.
    if "pdf" in formats:
        import reports.pdf  # noqa: F401
        from reports.pdf_faces import read_fonts_ahead

        read_fonts_ahead()
    if "html" in formats:
        from reports.html_ import report_template

        report_template()
