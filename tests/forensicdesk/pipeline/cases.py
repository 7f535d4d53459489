"""A real case with one source, for the steps of the pipeline."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from forensicdesk.case.store import create_case, open_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Event
    from forensicdesk.model import Source

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@contextmanager
def new_case(folder: Path, evidence: Path) -> Iterator[tuple[CaseStore, Source]]:
    """A new case at `folder` with `evidence` registered and not yet walked."""
    create_case(folder, number="1", examiner="E", fields=(), now=NOW, actor="E")
    with open_case(folder, writable=True, now=NOW, actor="E") as store:
        assert store.writer is not None
        yield store, store.writer.add_source(evidence, "folder", evidence.name, NOW)


class Ears:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.heard: list[Event] = []

    def __call__(self, event: Event) -> None:
        self.heard.append(event)
