"""Two cases over the same evidence, item by item and field by field: what one says otherwise than the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.case.loading import item_records
from forensicdesk.case.paging import in_pages
from forensicdesk.case.places import every_item, items_at
from forensicdesk.pipeline.facts import PARTS, Grouped, facts_of, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import ItemRecord, Location
    from forensicdesk.pipeline.facts import Fact


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that a repetition gave otherwise.

    Attributes:
        item: number of the item in the case; None for one that only the repetition has, and for what is no item's.
        place: exhibit and path, for people.
        part: one of `PARTS`.
        field: which value.
        stored: as the case has it, "" if it has none.
        found: as the repetition has it, "" if it has none.
    """

    item: int | None
    place: str
    part: str
    field: str
    stored: str
    found: str


class Side:
    """One of the two cases; `sources` are the numbers of its exhibits in the order of the other's."""

    def __init__(self, store: CaseStore, lists: Mapping[str, str]) -> None:
        self.store = store
        self.sources = [source.id for source in store.reader.sources()]
        self._grouped = Grouped(store)
        self._lists = lists

    def records(self, numbers: Sequence[int]) -> list[ItemRecord]:
        """These items."""
        return list(item_records(self.store.database, numbers))

    def facts(self, records: Sequence[ItemRecord]) -> dict[int, dict[Fact, str]]:
        """What is said of these items, by number."""
        features = self.store.related.features_of([one.content_id for one in records if one.content_id is not None])
        return {one.id: facts_of(one, self._grouped, self._lists, features.get(one.content_id or 0)) for one in records}

    def at_the_same_places(self, records: Sequence[ItemRecord], other: Side) -> dict[int, int]:
        """For items of the other side the numbers that they have on this one."""
        by_source: dict[int, dict[Location, int]] = defaultdict(dict)
        for record in records:
            by_source[record.source.id][record.location] = record.id
        found: dict[int, int] = {}
        for source_id, places in by_source.items():
            here = self.sources[other.sources.index(source_id)]
            for location, number in items_at(self.store.database, here, places).items():
                found[places[location]] = number
        return found


def differences(kept: Side, anew: Side, tell: Callable[[int], None]) -> Iterator[Difference]:
    """Every value of the items of a case that its repetition gives otherwise, by item; then items it has in addition.

    Args:
        kept: the case.
        anew: its repetition, with the same exhibits in the same order.
        tell: called with the number of items that were compared.
    """
    done = 0
    for page in in_pages(every_item(kept.store.database)):
        records = kept.records(page)
        twins = anew.at_the_same_places(records, kept)
        stored, found = kept.facts(records), anew.facts(anew.records(sorted(twins.values())))
        for record in records:
            twin = found.get(twins[record.id], {}) if record.id in twins else {}
            yield from _of_item(record.id, place_of(record), stored[record.id], twin)
        done += len(records)
        tell(done)
    for page in in_pages(every_item(anew.store.database)):
        records = anew.records(page)
        known = kept.at_the_same_places(records, anew)
        for record in records:
            if record.id not in known:
                yield Difference(None, place_of(record), "ledger", "item", "", record.state.value)


def _of_item(number: int, place: str, stored: dict[Fact, str], found: dict[Fact, str]) -> Iterator[Difference]:
    if not found:
        yield Difference(number, place, "ledger", "item", stored.get(("ledger", "state"), ""), "")
        return
    for fact in sorted(stored.keys() | found.keys(), key=lambda one: (PARTS.index(one[0]), one[1])):
        if stored.get(fact) != found.get(fact):
            yield Difference(number, place, *fact, stored.get(fact, ""), found.get(fact, ""))


def acquisition_differences(kept: Side, anew: Side) -> Iterator[Difference]:
    """What the check of digests stated at acquisition gave otherwise."""
    labels = {source.id: source.label for source in kept.store.reader.sources()}
    stored, found = _acquired(kept), _acquired(anew)
    for key in sorted(stored.keys() | found.keys()):
        if stored.get(key) != found.get(key):
            position, place, field = key
            label = labels[kept.sources[position]]
            yield Difference(None, f"{label}: {place}", "digests", field, stored.get(key, ""), found.get(key, ""))


def _acquired(side: Side) -> dict[tuple[int, str, str], str]:
    found = {}
    for one in side.store.reader.provenance.acquired():
        place = " > ".join(step.path.decode("utf-8", "backslashreplace") for step in one.location.steps)
        said = f"{one.result.value}: stated {one.stated.hex()}, computed {one.computed.hex() if one.computed else '-'}"
        key = (side.sources.index(one.source_id), place, f"acquisition {one.algorithm} by {one.said_by}")
        found[key] = said
    return found
