"""From a case to the complete model of its report, from which every format is rendered."""

from __future__ import annotations

import json
import platform
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk import __version__
from forensicdesk.build import program_build
from forensicdesk.chance.keeping import KeptChances
from forensicdesk.language import sentence
from forensicdesk.lists.library import default_folder
from forensicdesk.matching.policy import DEFAULT_POLICY, policy_id
from forensicdesk.matching.policy_file import policy_from_json
from forensicdesk.matching.sharing import how_much_is_shared
from forensicdesk.model import State
from forensicdesk.reporting.added import NOTHING_ADDED
from forensicdesk.reporting.cards import Cards
from forensicdesk.reporting.deciding import what_was_decided
from forensicdesk.reporting.fields import what_is_left_out
from forensicdesk.reporting.figures import figures_of
from forensicdesk.reporting.listing import Listing
from forensicdesk.reporting.loading import algorithms_used
from forensicdesk.reporting.saying import show_location, teller
from forensicdesk.reporting.validated import latest_validation
from forensicdesk.reporting.writing import check_request
from forensicdesk.workers.proving import proof
from hashing.engine import known_answer_count
from hashing.values import ORIENTATIONS
from reports import chance, sentences
from reports.closing import entries_text, partial_statements
from reports.escaping import printable
from reports.items import KINDS
from reports.json_ import content_id
from reports.left_out import without
from reports.model import (
    LEDGER_COLUMNS,
    LEDGER_PROPERTIES,
    AcquiredDigest,
    Acquisition,
    AuditHead,
    CaseHeader,
    Exhibit,
    LedgerRow,
    ListUsed,
    ReportModel,
    SharedExhibits,
    SharedPair,
    Tool,
    Variant,
)
from reports.render import WITHOUT_FILES
from reports.showing import exhibit_labels
from reports.tally import Tally
from reports.tools import report_tools
from reports.variants import content_hash, reduced
from reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from forensicdesk.account import Ledger
    from forensicdesk.case.nearness import Looked
    from forensicdesk.case.store import CaseStore
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import HashList, MatchKind, Source
    from forensicdesk.reporting.added import Added
    from reports.figures import Figures
    from reports.model import Threshold
    from reports.wording import Wording

_SEVERAL = 2


def build_model(
    store: CaseStore,
    *,
    variant: str,
    language: str,
    made_at: datetime,
    barrier: str = "",
    added: Added = NOTHING_ADDED,
) -> ReportModel:
    """Everything the report says, complete; the same case, time and barrier give the same model.

    Args:
        store: the case.
        variant: which kind of report.
        language: of its text.
        made_at: the time it bears.
        barrier: what holds child processes on this system (`workers.measure.Barrier`); "" says nothing about it.
        added: what does not stand in the case.

    Raises:
        UsageError: an unknown variant or language.
        ValueError: `made_at` has no time zone.
    """
    check_request(WITHOUT_FILES, variant, language)
    if made_at.tzinfo is None:
        msg = sentence("The time of a report needs a time zone.")
        raise ValueError(msg)
    builder = _Builder(store, Variant(variant), wording(language, teller(language)))
    records, sha256 = store.audit.head_of_acts()
    model = builder.model(made_at.isoformat(timespec="seconds"), AuditHead(records, sha256), barrier)
    model = replace(model, acquisition=Acquisition(tuple(builder.acquired()), printable(added.accepted)))
    model = replace(
        model,
        unit=added.unit,
        validation=added.validation or latest_validation(default_folder(), language),
        amends=added.amends,
        certificate=added.certificate,
        authority=added.authority,
        figures=builder.figures(),
    )
    whole = replace(model, content_sha256=content_hash(model))
    model = reduced(without(whole, what_is_left_out(added.fields or added.unit.show)))
    return replace(model, report_id=content_id(model))


class _Builder:
    """Turns what the case reader says into values of the report."""

    def __init__(self, store: CaseStore, variant: Variant, words: Wording) -> None:
        self._store = store
        self._reader = reader = store.reader
        self._related = store.related
        self._thumbnails = store.thumbnails
        self._variant = variant
        self._words = words
        self._lists = {used.id: used for used in reader.lists_used()}
        self._incomplete = {used.id for used in reader.lists_incomplete()}
        self._labels = exhibit_labels((source.id, source.label) for source in reader.sources())
        self._chances = KeptChances(store)
        self._listed = Listing(store, variant, words, Cards(self._lists, self._chances, words))

    def model(self, made_at: str, audit: AuditHead, barrier: str) -> ReportModel:
        """The whole model but for its ID."""
        words, reader = self._words, self._reader
        pairs: Counter[tuple[str, MatchKind]] = Counter()
        tally, listed = Tally(), self._listed
        items = listed.matched(pairs, tally)
        lists = tuple(self._list_used(used, pairs) for used in self._lists.values())
        procedure = self._procedure()
        used = algorithms_used(procedure.perceptual if procedure else ())
        engine = proof(used)
        checks = sentences.KnownAnswers(known_answer_count(used), engine.wrong)
        return ReportModel(
            report_id="",
            variant=self._variant,
            language=words.language,
            made_at=made_at,
            program=f"ForensicDesk {__version__}",
            case=self._header(),
            exhibits=tuple(self._exhibit(source) for source in reader.sources()),
            examined=self._examined(),
            ledger=tuple(self._ledgers()),
            contents=reader.contents(),
            match_counts=tuple((kind, sum(n for (_, k), n in pairs.items() if k == kind)) for kind in KINDS),
            items=items,
            decided_items=listed.decided(),
            lists=lists,
            thresholds=self._thresholds(),
            method=sentences.method(procedure, checks, words, barrier),
            settings=sentences.settings(procedure, words),
            tools=_tools(engine.libraries),
            negative=self._negative(lists),
            decided=what_was_decided(self._store, words),
            not_examined=listed.not_examined(),
            named_like_media=listed.with_issues(State.NOT_MEDIA),
            analysed_with_issues=listed.with_issues(State.ANALYSED),
            limits=sentences.limits(tally.seen, words),
            audit=audit,
            conflicts=tuple(self._conflicts()),
            shared=self._shared(),
            chances=chance.passage(self._chances.of_lists(self._widest_distance()), words),
        )

    def figures(self) -> Figures:
        """The counts behind the plots."""
        return figures_of(self._store, self._labels, self._chances, self._widest_distance(), self._words)

    def _thresholds(self) -> tuple[Threshold, ...]:
        """Every number of each policy that the lists were matched under; before any, those of the program's own."""
        numbers = [pair for policy, said in self._policies() for pair in _numbers(policy, said)]
        return sentences.thresholds(numbers, self._words)

    def _policies(self) -> list[tuple[Policy, str]]:
        """Every policy in force, and the JSON in which the case keeps it."""
        judgements = self._reader.judgements
        stored = judgements.policies()
        used = dict.fromkeys(one for one in judgements.policy_of_lists().values() if one)
        known = [(policy_from_json(stored[one]), stored[one]) for one in used]
        return known or [(DEFAULT_POLICY, DEFAULT_POLICY.as_json())]

    def _widest_distance(self) -> int:
        return max(policy.pdq_distance for policy, _ in self._policies())

    def _conflicts(self) -> Iterator[str]:
        for conflict in self._reader.judgements.conflicts():
            labels = (
                self._words(
                    "conflict.label",
                    label=printable(met.label),
                    list=printable(self._lists[met.list_id].name),
                    version=self._lists[met.list_id].version,
                    entry=printable(met.entry),
                )
                for met in conflict.matches
            )
            yield self._words("conflict", sha256=conflict.sha256.hex(), labels="; ".join(labels))

    def _shared(self) -> SharedExhibits:
        related, labels = self._related, self._labels
        made = related.made_from() is not None
        if len(labels) < _SEVERAL:
            return SharedExhibits(0, (), made)
        count, found = how_much_is_shared(related.holdings(), related.camera_serials())
        pairs = tuple(
            SharedPair(
                labels[pair.first],
                labels[pair.second],
                pair.exact,
                pair.near,
                pair.exact_films,
                pair.near_films,
                tuple(printable(serial) for serial in pair.cameras),
            )
            for pair in found
        )
        return SharedExhibits(count, pairs, made)

    def _header(self) -> CaseHeader:
        info = self._reader.info()
        fields = tuple((printable(name), printable(value)) for name, value in info.fields)
        return CaseHeader(printable(info.number), printable(info.examiner), info.created_at, fields)

    def _exhibit(self, source: Source) -> Exhibit:
        return Exhibit(self._labels[source.id], self._words.known("exhibit.kind", source.kind), source.added_at)

    def _examined(self) -> tuple[str, ...]:
        """When the first exhibit was added, and when the last act changed the case."""
        added = [source.added_at for source in self._reader.sources()]
        return (min(added), self._store.audit.time_of_acts()) if added else ()

    def acquired(self) -> Iterator[AcquiredDigest]:
        """The digests stated at acquisition, with what their check gave."""
        for one in self._reader.provenance.acquired():
            yield AcquiredDigest(
                exhibit=self._labels[one.source_id],
                subject=show_location(one.location)[0],
                algorithm=one.algorithm.upper(),
                stated=one.stated.hex(),
                computed=one.computed.hex() if one.computed else "",
                said_by=printable(one.said_by),
                result=one.result.value,
                reason=printable(one.reason),
            )

    def _ledgers(self) -> Iterator[LedgerRow]:
        for source in self._reader.sources():
            yield _ledger_row(self._labels[source.id], self._reader.ledger(source.id))
        yield _ledger_row(self._words("ledger.all"), self._reader.ledger())

    def _procedure(self) -> sentences.Procedure | None:
        recipe = self._reader.recipe()
        if recipe is None:
            return None
        return sentences.Procedure(
            recipe.name,
            recipe.perceptual,
            recipe.frame_interval_s,
            recipe.max_frames,
            recipe.max_pixels,
            recipe.inner,
            recipe.decode,
        )

    def _list_used(self, used: HashList, pairs: Counter[tuple[str, MatchKind]]) -> ListUsed:
        return ListUsed(
            name=printable(used.name),
            version=used.version,
            role=used.role.value,
            role_stated=used.role_stated,
            format=used.format,
            sha256=used.sha256,
            imported_at=used.imported_at,
            entries=used.entries,
            refused=used.refused,
            matches=sum(count for (list_id, _), count in pairs.items() if list_id == used.id),
            complete=used.id not in self._incomplete,
            issued=printable(", ".join(part for part in (used.issuer, used.issued_version, used.issued_at) if part)),
            checks=tuple(_near_checks(used.check)),
        )

    def _negative(self, lists: tuple[ListUsed, ...]) -> tuple[str, ...]:
        words = self._words
        if not lists:
            return (words("negative.nolists"),)
        found = tuple(
            words("negative.list", name=used.name, version=used.version, entries=entries_text(used.entries, words))
            for used in lists
            if used.complete and not used.matches
        )
        recipe = self._reader.recipe()
        partial = tuple(partial_statements(lists, words))
        if recipe is not None and not recipe.decode:
            partial = (words("negative.exact_only"), *partial)
        return (partial + found or (words("negative.every"),)) + tuple(self._nearly())

    def _nearly(self) -> Iterator[str]:
        """How far the nearest entry of each list was from contents without a match, and what was not compared."""
        words = self._words
        looked = {one.list_id: one for one in self._reader.judgements.looked_for()}
        for used in self._lists.values():
            compared = gated = 0
            best: tuple[int, int] | None = None
            for near in self._reader.judgements.nearest(used.id):
                if near.distance is None:
                    gated += 1
                else:
                    compared += 1
                    best = min(best or (near.distance, near.threshold), (near.distance, near.threshold))
            about = {"name": printable(used.name), "version": used.version}
            if used.id in looked:
                yield from self._looked(looked[used.id], about)
            if best is not None:
                numbers = {"compared": words.count(compared), "distance": best[0], "threshold": best[1]}
                yield words("negative.nearest", **about, **numbers)
            if gated:
                yield words("negative.gated", **about, count=words.count(gated))

    def _looked(self, looked: Looked, about: dict[str, object]) -> Iterator[str]:
        """How far nearest entries were looked for in a list, and where they were not."""
        words, too_many = self._words, looked.not_asked()
        if too_many.keys() < looked.counts.keys():
            yield words("negative.reach", **about, distance=looked.distance)
        for count in too_many.values():
            numbers = {"count": words.count(count), "limit": words.count(looked.entries)}
            yield words("negative.unasked", **about, **numbers)


def _ledger_row(label: str, ledger: Ledger) -> LedgerRow:
    return LedgerRow(label, **{name: getattr(ledger, name) for name in (*LEDGER_COLUMNS, *LEDGER_PROPERTIES)})


_DECIDING = (
    "pdq_distance",
    "pdq_quality",
    "pdq_firm_quality",
    "frame_distance",
    "frame_quality",
    "film_percent",
    "film_frames",
    "phash_distance",
    "dhash_distance",
    "ahash_distance",
    "whash_distance",
    "three_pdq_distance",
    "three_small_distance",
    "small_hashes_agree",
    "photodna_distance",
    "photodna_variety",
    "crowded_contents",
    "crowded_entries",
    "nearest_distance",
    "nearest_entries",
)
"""What decides of matches, and of what is said where there is none, in the order in which reports name it."""


def _numbers(policy: Policy, said: str) -> Iterator[tuple[str, float | str]]:
    """The numbers of a policy that the case keeps; one of an older version has fewer of them."""
    yield "policy", policy_id(said)
    stated = json.loads(said)
    yield from ((name, getattr(policy, name)) for name in _DECIDING if name in stated)
    yield "orientations", len(ORIENTATIONS)


def _near_checks(check: str) -> Iterator[tuple[str, int, int, int]]:
    for part in filter(None, check.split(";")):
        kind, radius, asked, pairs = part.split()
        yield kind, int(radius), int(asked), int(pairs)


def _tools(libraries: tuple[tuple[str, str, str], ...]) -> tuple[Tool, ...]:
    own = (
        Tool("ForensicDesk", f"{__version__}, build SHA-256 {program_build()}", "Apache-2.0"),
        Tool("Python", f"{platform.python_version()} ({platform.system()} {platform.machine()})", "PSF-2.0"),
    )
    decoders = tuple(Tool(name, version, licence) for name, version, licence in libraries)
    return (*own, *decoders, *report_tools())
