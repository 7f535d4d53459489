"""Harmless synthetic evidence and a hash list that covers some of it, for `forensicdesk demo` and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["film_list", "make_evidence", "make_list"]


def make_evidence(folder: Path) -> None:
    """Write the synthetic exhibit into `folder`, which must not exist yet. The same version writes the same bytes.

    Raises:
        UsageError: `folder` exists already.
    """
    # Imported late: drawing loads NumPy, Pillow and PyAV, which no other command needs in the parent process.
    from forensicdesk.demo.evidence import write_evidence

    write_evidence(folder)


def make_list(evidence: Path, target: Path) -> None:
    """Write a hash list that covers part of the exhibit that `make_evidence` made.

    `target` holds digests and PDQ values; the frames of the film go into `film_list(target)` beside it.

    Raises:
        UsageError: `evidence` is no folder made by `make_evidence`.
    """
    from forensicdesk.demo.listing import write_list

    write_list(evidence, target)


def film_list(target: Path) -> Path:
    """The path of the list of film frames that `make_list` writes beside `target`."""
    from forensicdesk.demo.listing import film_list as beside

    return beside(target)
