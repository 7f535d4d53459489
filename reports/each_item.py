"""The items of a report, wherever they stand in its model: those with a match, and those that were decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.packed import Changed

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.model import ReportItem, ReportModel


def with_items(model: ReportModel, change: Callable[[ReportItem], ReportItem]) -> ReportModel:
    """The model with each of its items changed, whenever it is read."""
    return replace(model, items=Changed(model.items, change), decided_items=Changed(model.decided_items, change))
