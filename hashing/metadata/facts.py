"""What a reader of metadata gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashing.values import DateFact, Indicator, Issue, MetadataGroup


@dataclass(frozen=True, slots=True)
class Metadata:
    """Groups, dates and indicators of one file, with the issues met while reading them."""

    groups: tuple[MetadataGroup, ...] = ()
    dates: tuple[DateFact, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    issues: tuple[Issue, ...] = ()
