"""What a report says of single items: those with a match, those that were decided, those that were left out.

They lie packed in a file inside the case, see `forensicdesk.reporting.room`.
"""

from __future__ import annotations

from contextlib import contextmanager
from heapq import merge
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.model import MEDIA_STATES, ItemFilter, State
from forensicdesk.reporting.deciding import codes_of_the_case, decision_text, remarks_of
from forensicdesk.reporting.room import CoveredRoom
from forensicdesk.reporting.saying import hashes_of, issues_of, printable_pairs, shared_text, show_location
from forensicdesk.reporting.stated import stated_values
from hashing.values import UNKNOWN_TYPE, Analysis, Outcome
from reports.escaping import printable, printable_path
from reports.items import KINDS, strongest_kind
from reports.model import IssueNote, NotExamined, ReportItem, Variant
from reports.packed import Packing, packed
from reports.showing import exhibit_labels, show_moment, show_time

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import ItemRecord, MatchKind
    from forensicdesk.reporting.cards import Cards
    from hashing.values import Digests
    from reports.packed import Packed
    from reports.tally import Tally
    from reports.wording import Wording

T = TypeVar("T")

_NOT_ANALYSED = (State.PENDING, *(state for state in MEDIA_STATES if state is not State.ANALYSED))


class Listing:
    """Turns items of a case into values of a report.

    Args:
        store: the case.
        variant: of the report.
        words: of the report's language.
        cards: makes the cards of their matches.
    """

    def __init__(self, store: CaseStore, variant: Variant, words: Wording, cards: Cards) -> None:
        self._store = store
        self._reader = store.reader
        self._thumbnails = store.thumbnails
        self._variant = variant
        self._words = words
        self._cards = cards
        self._labels = exhibit_labels((source.id, source.label) for source in store.reader.sources())
        self._room = CoveredRoom(store.folder)

    def matched(self, pairs: Counter[tuple[str, MatchKind]], tally: Tally) -> Packed[ReportItem]:
        """Every item with a match, by its strongest kind and then by number; counts both on the way.

        Args:
            pairs: gets the pairs of item and entry by list and kind.
            tally: gets the items.

        Raises:
            EnvironmentProblem: there is no room for them.
        """
        of_kind = {kind: Packing(ReportItem, self._room) for kind in KINDS}
        with self._explained():
            for record in self._reader.items(ItemFilter(states=tuple(State), matched=True)):
                pairs.update((match.list_id, match.kind) for match in record.matches)
                item = self._item(record)
                tally.add(item)
                of_kind[strongest_kind(item)].add(item)
            exact, near, video = (packing.done() for packing in of_kind.values())
        return exact.before(near).before(video)

    def decided(self) -> Packed[ReportItem]:
        """Every item without a match in a category that belongs to the case, or may; by number.

        Raises:
            EnvironmentProblem: there is no room for them.
        """
        codes = codes_of_the_case(self._store)
        wanted = (ItemFilter(states=tuple(State), matched=False, category=code) for code in codes)
        by_category = [self._packed(ReportItem, map(self._item, self._reader.items(where))) for where in wanted]
        if len(by_category) == 1:
            return by_category[0]
        return self._packed(ReportItem, merge(*by_category, key=attrgetter("number")))

    def not_examined(self) -> Packed[NotExamined]:
        """Every picture and film that was not analysed.

        Raises:
            EnvironmentProblem: there is no room for them.
        """
        return self._packed(NotExamined, map(self._left_out, self._reader.items(ItemFilter(states=_NOT_ANALYSED))))

    def with_issues(self, state: State) -> Packed[NotExamined]:
        """Every item in this state that has issues.

        Raises:
            EnvironmentProblem: there is no room for them.
        """
        return self._packed(NotExamined, map(self._left_out, self._reader.items_with_issues(state)))

    def _packed(self, kind: type[T], values: Iterable[T]) -> Packed[T]:
        with self._explained():
            return packed(kind, values, self._room)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Trouble with the file as an error that says what to do."""
        try:
            yield
        except OSError as error:
            msg = sentence(
                "What the report says of single items cannot be kept in {folder} ({strerror}); make room there, and "
                "make the report again.",
                folder=self._store.folder,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error

    def _left_out(self, record: ItemRecord) -> NotExamined:
        issues = issues_of(record)
        if record.state is State.PENDING and not issues:
            issues = (IssueNote("pending", ""),)
        location, location_bytes = show_location(record.location)
        label = self._labels[record.source.id]
        return NotExamined(record.id, label, location, location_bytes, record.state.value, issues)

    def _item(self, record: ItemRecord) -> ReportItem:
        analysis = record.analysis or Analysis(Outcome.FAILED, UNKNOWN_TYPE, record.size)
        location, location_bytes = show_location(record.location)
        digests = analysis.digests
        picture, picture_type = self._picture(digests)
        return ReportItem(
            number=record.id,
            exhibit=self._labels[record.source.id],
            location=location,
            location_bytes=location_bytes,
            media_type=shared_text(analysis.media_type),
            size=record.size,
            dimensions=f"{analysis.width} \N{MULTIPLICATION SIGN} {analysis.height}"
            if analysis.width and analysis.height
            else "",
            duration=self._duration(analysis),
            md5=digests.md5.hex() if digests else "",
            sha1=digests.sha1.hex() if digests else "",
            sha256=digests.sha256.hex() if digests else "",
            perceptual=tuple(hashes_of(record, analysis)),
            dates=tuple(self._dates(record, analysis)),
            metadata=tuple((printable(group), printable_pairs(pairs)) for group, pairs in analysis.metadata),
            indicators=tuple((found.code, printable(found.text)) for found in analysis.indicators),
            issues=issues_of(record),
            matches=self._cards.of(record),
            picture=picture,
            picture_type=picture_type,
            decision=decision_text(record.judgement, self._words),
            remarks=remarks_of(record.judgement),
            origin=record.origin.value,
            names=tuple(printable_path(name) for name in record.names),
            stated=stated_values(record.stated),
        )

    def _picture(self, digests: Digests | None) -> tuple[bytes | None, str]:
        if self._variant not in {Variant.COURT, Variant.RESTRICTED} or digests is None:
            return None, ""
        thumbnail = self._thumbnails.get(digests.sha256)
        if thumbnail is None:
            return None, ""
        if self._variant is Variant.RESTRICTED:
            return thumbnail.preview, "image/jpeg"
        return thumbnail.mosaic, "image/png"

    def _duration(self, analysis: Analysis) -> str:
        if analysis.film is None:
            return ""
        words, seconds = self._words, analysis.film.duration_s
        stated = words("duration.unknown") if seconds is None else show_time(seconds)
        return words("duration.frames", duration=stated, frames=words.count(len(analysis.film.frames)))

    def _dates(self, record: ItemRecord, analysis: Analysis) -> Iterator[tuple[str, str, str]]:
        for date in (*analysis.dates, *record.dates):
            yield shared_text(date.kind), printable(date.text), shared_text(date.zone or "")
        if record.modified_ns is not None:
            yield self._words("date.filesystem"), show_moment(record.modified_ns), "Z"
