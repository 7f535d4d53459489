"""The section on what exhibits have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.blocks import Column, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.blocks import Block
    from reports.model import ReportModel
    from reports.wording import Wording

COUNTS = ("exact", "near", "exact_films", "near_films")


def shared(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Which exhibits hold the same pictures and films: one row for each pair that has some."""
    found = model.shared
    if not found.near:
        yield Paragraph(words("shared.unmade"), "warning")
    if not found.pairs:
        yield Paragraph(words("shared.none"))
        return
    yield Paragraph(words("shared.text", things=words.count(found.things)))
    columns = (
        Column(words("shared.first"), 1.6),
        Column(words("shared.second"), 1.6),
        *(Column(words(f"shared.{name}"), 1.0, number=True) for name in COUNTS),
        Column(words("shared.cameras"), 1.8, mono=True),
    )
    rows = [
        (
            pair.first,
            pair.second,
            *(words.count(getattr(pair, name)) for name in COUNTS),
            ", ".join(pair.cameras),
        )
        for pair in found.pairs
    ]
    yield Table(words("section.shared"), columns, rows)
    yield Paragraph(words("shared.note"), "quiet")
