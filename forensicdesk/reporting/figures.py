"""Counts over all pictures and films of a case, for the plots of its report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from forensicdesk.matching.frames import concerns_film
from forensicdesk.model import MatchKind
from reports.escaping import printable
from reports.figures import Distance, ExhibitResult, Figures
from reports.items import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forensicdesk.case.counted import Counted
    from forensicdesk.case.store import CaseStore
    from forensicdesk.chance.keeping import KeptChances
    from hashing.values import DateFact, MetadataGroup
    from reports.wording import Wording

_TAKEN = ("DateTimeOriginal", "creation_time", "CreateDate", "DateTimeDigitized", "DateTime")
"""Kinds of date that say when a picture or film was taken, the best first; the end of a kind's name."""

_MONTH = re.compile(r"(\d{4})[:-](0[1-9]|1[0-2])\b")


class Counting:
    """Counts one item after the other."""

    def __init__(self, labels: Mapping[int, str], language: str) -> None:
        self._language = language
        self._labels = labels
        self._months: Counter[str] = Counter()
        self._cameras: Counter[str] = Counter()
        self._kinds: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._categories: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._distances: Counter[int] = Counter()

    def count(self, record: Counted) -> None:
        """Take one picture or film."""
        source = record.source_id
        self._months[_month(record.dates)] += 1
        self._cameras[_camera(record.metadata)] += 1
        self._kinds[source][min((match.kind.value for match in record.matches), key=KINDS.index, default="none")] += 1
        decision = record.decision
        named = printable(f"{decision.code}: {decision.label_in(self._language)}") if decision else ""
        self._categories[source][named] += 1
        for match in record.matches:
            if match.kind is MatchKind.NEAR and match.card.algorithm == "pdq" and not concerns_film(match.card):
                self._distances[match.card.distance] += 1

    def figures(self, no_category: str, chances: Mapping[int, float]) -> Figures:
        """All counts; `no_category` names the items without one, `chances` has the bound of each distance."""
        names = sorted({name for counts in self._categories.values() for name in counts if name})
        undated, unnamed = self._months.pop("", 0), self._cameras.pop("", 0)
        return Figures(
            months=tuple(sorted(self._months.items())),
            undated=undated,
            cameras=tuple(sorted(self._cameras.items(), key=lambda pair: (-pair[1], pair[0]))),
            unnamed=unnamed,
            results=tuple(self._results()),
            categories=(*names, no_category),
            by_category=tuple(
                (label, tuple(self._categories[source][name] for name in (*names, "")))
                for source, label in self._labels.items()
            ),
            distances=tuple(
                Distance(bits, self._distances[bits], chances.get(bits))
                for bits in range(max((*self._distances, *chances), default=-1) + 1)
            ),
        )

    def _results(self) -> Iterator[ExhibitResult]:
        for source, label in self._labels.items():
            counts = self._kinds[source]
            yield ExhibitResult(label, counts.total(), *(counts[kind] for kind in (*KINDS, "none")))


def figures_of(store: CaseStore, labels: Mapping[int, str], kept: KeptChances, widest: int, words: Wording) -> Figures:
    """The counts of a case; reads every picture and film once.

    Args:
        store: the case.
        labels: of the exhibits, by number.
        kept: what chance may bring in its comparisons.
        widest: the widest threshold in bits that lists were matched under.
        words: of the report's language.
    """
    counting = Counting(labels, words.language)
    for record in store.reader.counted():
        counting.count(record)
    bounds = {bits: [chance.upper for _, _, chance in kept.of_lists(bits)] for bits in range(widest + 1)}
    return counting.figures(
        words("summary.decided.none"), {bits: sum(upper) for bits, upper in bounds.items() if upper}
    )


def _month(dates: tuple[DateFact, ...]) -> str:
    for wanted in _TAKEN:
        for date in dates:
            found = _MONTH.match(date.text) if date.kind.endswith(wanted) else None
            if found:
                return f"{found[1]}-{found[2]}"
    return ""


def _camera(metadata: tuple[MetadataGroup, ...]) -> str:
    summary = dict(next((pairs for group, pairs in metadata if group == "summary"), ()))
    make, model = summary.get("Make", "").strip(), summary.get("Model", "").strip()
    return printable(model if model.lower().startswith(make.lower()) else f"{make} {model}".strip())
