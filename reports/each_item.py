"""The items of a report, wherever they stand in its model: those with a match, and those that were decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.model import ReportItem, ReportModel


def with_items(model: ReportModel, change: Callable[[ReportItem], ReportItem]) -> ReportModel:
    """The model with each of its items changed."""
    items, decided = (tuple(map(change, some)) for some in (model.items, model.decided_items))
    return replace(model, items=items, decided_items=decided)
