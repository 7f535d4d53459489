"""Everything that an analysis or a matching said of one item, as named texts that can be held against each other.

Numbers of a database (of contents, items, stacks) say nothing in another case; where one is meant, SHA-256 stands.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.case import codec
from forensicdesk.evidence.files import display, printable
from forensicdesk.relations import GroupKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import ItemRecord
    from forensicdesk.relations import Reason
    from hashing.values import Analysis, FrameHash, PerceptualHash

PARTS = ("ledger", "digests", "perceptual hashes", "metadata", "dates", "matches", "stacks")
"""What is compared, in the order in which differences are told."""

Fact = tuple[str, str]
"""Which part it belongs to, and the name of the field."""


class _Facts:
    """Facts being gathered; a name that comes again is numbered."""

    def __init__(self, part: str, into: dict[Fact, str]) -> None:
        self._part = part
        self._into = into
        self._seen: Counter[str] = Counter()

    def add(self, field: str, value: object) -> None:
        """Take one fact; None and "" say that there is none."""
        if value is None or value == "":
            return
        self._seen[field] += 1
        again = self._seen[field]
        self._into[self._part, field if again == 1 else f"{field} ({again})"] = str(value)


class Grouped:
    """In which stack and cluster each content of a case is, named by SHA-256."""

    def __init__(self, store: CaseStore) -> None:
        self._names = {content_id: digests.sha256.hex() for content_id, digests in store.reader.digests()}
        self._places: dict[tuple[GroupKind, int], tuple[int, int, Reason | None]] = {}
        for kind in GroupKind:
            for group in store.related.groups(kind):
                for member in group.members:
                    told = (group.representative, len(group.members), member.reason)
                    self._places[kind, member.content_id] = told

    def gather(self, content_id: int, into: dict[Fact, str]) -> None:
        """The facts of one content."""
        facts = _Facts("stacks", into)
        for kind in GroupKind:
            place = self._places.get((kind, content_id))
            if place is None:
                continue
            representative, size, reason = place
            facts.add(f"{kind.value} of", self._names.get(representative))
            facts.add(f"{kind.value}, contents", size)
            if reason is not None:
                facts.add(f"{kind.value}, held against", self._names.get(reason.other))
                facts.add(f"{kind.value}, reason", codec.encode_reason(replace(reason, other=0)))


def facts_of(record: ItemRecord, grouped: Grouped, lists: Mapping[str, str], features: bytes | None) -> dict[Fact, str]:
    """The facts of an item.

    Args:
        record: the item.
        grouped: the stacks of its case.
        lists: name and version by id of those lists whose matches count.
        features: its local features.
    """
    facts: dict[Fact, str] = {}
    _ledger(record, facts)
    if record.analysis is not None:
        _digests(record.analysis, facts)
        _perceptual(record.analysis, features, facts)
        _metadata(record.analysis, facts)
    _dates(record, facts)
    _matches(record, lists, facts)
    if record.content_id is not None:
        grouped.gather(record.content_id, facts)
    return facts


def _ledger(record: ItemRecord, into: dict[Fact, str]) -> None:
    facts = _Facts("ledger", into)
    facts.add("state", record.state.value)
    facts.add("origin", record.origin.value)
    facts.add("size", record.size)
    facts.add("container", record.container)
    analysis = record.analysis
    if analysis is not None:
        facts.add("type", analysis.media_type)
        facts.add("outcome", analysis.outcome.value)
        if analysis.width:
            facts.add("pixels", f"{analysis.width} x {analysis.height}")
        if analysis.film is not None:
            facts.add("duration", analysis.film.duration_s)
    issues = analysis.issues if analysis is not None else (record.issue,) if record.issue else ()
    for issue in issues:
        facts.add(f"issue {issue.code.value}", issue.detail or issue.stage.value)
    for name in record.names:
        facts.add("further name", printable(name))


def _digests(analysis: Analysis, into: dict[Fact, str]) -> None:
    facts = _Facts("digests", into)
    if analysis.digests is not None:
        for name in ("md5", "sha1", "sha256"):
            facts.add(name, getattr(analysis.digests, name).hex())


def _perceptual(analysis: Analysis, features: bytes | None, into: dict[Fact, str]) -> None:
    facts = _Facts("perceptual hashes", into)
    for found in analysis.perceptual:
        facts.add(f"{found.algorithm} {found.view}".strip(), _hash_text(found))
    for view in analysis.views:
        facts.add(f"view {view.name}", f"{view.kind.value} {view.box or ''} {view.time_s or ''} {view.detail}".strip())
    if analysis.film is not None:
        _frames("frame", analysis.film.frames, facts)
        _frames("inner frame", analysis.film.inner, facts)
    if features is not None:
        facts.add("local features, SHA-256", hashlib.sha256(features).hexdigest())


def _hash_text(found: PerceptualHash) -> str:
    turned = hashlib.sha256(b"".join(found.orientations)).hexdigest()[:16] if found.orientations else ""
    quality = "" if found.quality is None else f"quality {found.quality}"
    weak = "weak" if found.weak else ""
    words = (
        found.value.hex(),
        quality,
        weak,
        f"version {found.version} {found.parameters}",
        turned and f"turned {turned}",
    )
    return " ".join(word for word in words if word)


def _frames(name: str, frames: Sequence[FrameHash], facts: _Facts) -> None:
    for number, frame in enumerate(frames):
        turned = hashlib.sha256(b"".join(frame.orientations)).hexdigest()[:16]
        said = f"{frame.pdq.hex()} quality {frame.quality} at {frame.time_s:g} s x {frame.count} turned {turned}"
        facts.add(f"{name} {number}", said)


def _metadata(analysis: Analysis, into: dict[Fact, str]) -> None:
    facts = _Facts("metadata", into)
    for group, pairs in analysis.metadata:
        for name, value in pairs:
            facts.add(f"{group} {name}", value)
    for indicator in analysis.indicators:
        facts.add(f"indicator {indicator.code}", indicator.text)


def _dates(record: ItemRecord, into: dict[Fact, str]) -> None:
    facts = _Facts("dates", into)
    facts.add("changed, ns since 1970", record.modified_ns)
    for date in (*(record.analysis.dates if record.analysis is not None else ()), *record.dates):
        facts.add(date.kind, f"{date.text} ({date.zone or 'zone unknown'})")


def _matches(record: ItemRecord, lists: Mapping[str, str], into: dict[Fact, str]) -> None:
    facts = _Facts("matches", into)
    for match in record.matches:
        if match.list_id in lists:
            name = f"{lists[match.list_id]} {match.entry} {match.kind.value}"
            facts.add(name, f"{'weak ' if match.weak else ''}{match.label} {codec.encode_card(match.card)}".strip())
    for near in record.nearest:
        if near.list_id in lists:
            said = f"distance {near.distance} of {near.threshold}, {near.entry} {near.note}".strip()
            facts.add(f"{lists[near.list_id]} nearest {near.algorithm}", said)


def place_of(record: ItemRecord) -> str:
    """Where an item lies, for people."""
    return f"{printable(record.source.label.encode('utf-8', 'surrogateescape'))}: {display(record.location)}"
