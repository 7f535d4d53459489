"""What a reader of metadata gives back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashing.values import Analysis, DateFact, Indicator, Issue, MetadataGroup


@dataclass(frozen=True, slots=True)
class Metadata:
    """Groups, dates and indicators of one file, with the issues met while reading them."""

    groups: tuple[MetadataGroup, ...] = ()
    dates: tuple[DateFact, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    issues: tuple[Issue, ...] = ()


def with_metadata(result: Analysis, said: Metadata) -> Analysis:
    """The analysis with what a reader of metadata found, its issues behind those that are there."""
    return replace(
        result,
        metadata=said.groups,
        dates=said.dates,
        indicators=said.indicators,
        issues=result.issues + said.issues,
    )
