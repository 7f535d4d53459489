"""NSRL deltas: what changed since the release before. A delta becomes a list only together with that release's list.

The list of a release has one entry for each hash, with the number of rows that the release has for it. A delta takes
rows away and adds rows; an entry goes when its last row goes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.delta_sql import COLUMNS, statements
from forensicdesk.lists.readers.digests import EMPTY_REASON
from forensicdesk.lists.readers.nsrl_db import ISSUER
from forensicdesk.lists.readers.stored import digests_of, text_of, why_refused
from forensicdesk.lists.readers.text import open_text
from forensicdesk.lists.records import Fact, Record, Refusal, Remark

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.delta_sql import Statement, Value
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_START = re.compile(r"\s*BEGIN(?:\s+TRANSACTION)?\s*;", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:INSERT\s+INTO|DELETE\s+FROM|UPDATE)\s+\"?(?:FILE|PKG|OS|MFG|VERSION)\"?[\s(]", re.IGNORECASE
)
_ROWS = re.compile(r'"rows": (\d{1,12})')
_ONE_ROW = frozenset({"file_name", "package_id"})
_DIGESTS = frozenset(COLUMNS[:4])
_KEPT = tuple(column for column in COLUMNS if column != "crc32")
_COUNTS = "hash_counts.txt"
_COUNTS_BYTES = 1 << 20
_NUMBER = re.compile(r"\d+")


def recognise(sample: Sample) -> float:
    """Whether the text begins a transaction and changes a table of a release."""
    return float(_START.match(sample.text) is not None and _CHANGE.search(sample.text) is not None)


def read(content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
    """The list that the delta makes of the base list.

    Raises:
        ListError: no base list was named, it is of another release than the delta changes, a statement is of another
            kind, or the delta does not fit the base.
    """
    if options.base is None:
        msg = sentence(
            "{name} is an NSRL delta: it says only what changed since the release before. Import that "
            "release first, then this file with --base and the name of its list.",
            name=content.name,
        )
        raise ListError(msg)
    with content.open() as stream, open_text(stream, sample.encoding) as source:
        changes = collect(statements(source, content.name), content.name)
    stated = check_base(changes, options.base_release, content.name)
    entries = rows = 0
    for found in apply_delta(options.base(), changes, content.name):
        if isinstance(found, Record):
            entries += 1
            rows += rows_of(found) or 0
        yield found
    counted = yield from _compared(content, entries, rows)
    if not stated and not counted:
        release = f"the base list, release {options.base_release}" if options.base_release else "the base list"
        yield Remark(
            sentence(
                "the delta does not say which release it changes; it was applied to {release}, as told", release=release
            )
        )


@dataclass(slots=True)
class Added:
    """A hash to which a delta adds rows: the line and the cells of its first row, and how many rows."""

    line: int
    cells: tuple[Value, ...]
    rows: int = 1


@dataclass(slots=True)
class Delta:
    """What a delta changes.

    Attributes:
        added: by SHA-256, the hashes with new rows.
        removed: by SHA-256, what is taken away.
        packages: product names of packages that the delta brings.
        facts: version and date of the release that it leads to.
        changes: versions of releases that it takes out of the table VERSION: what it says it has to be applied to.
        refusals: rows without a SHA-256.
    """

    added: dict[bytes, Added] = field(default_factory=dict)
    removed: dict[bytes, list[Statement]] = field(default_factory=dict)
    packages: dict[Value, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    changes: set[str] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)


def collect(changes: Iterable[Statement], name: str) -> Delta:
    """Sort the statements of a delta by hash. All of them are kept in memory, about 1 KB for each hash.

    Raises:
        ListError: rows are taken away without saying of which hash.
    """
    delta = Delta()
    for change in changes:
        if change.table == "file":
            _collect_file(delta, change, name)
        elif change.table == "version":
            if "version" in change.where:
                delta.changes.add(text_of(change.where["version"]))
            for key, column in (("issued_version", "version"), ("issued_at", "release_date")):
                if column in change.values:
                    delta.facts[key] = text_of(change.values[column])
        elif change.table == "pkg" and change.verb == "insert":
            product = f"{text_of(change.values.get('name'))} {text_of(change.values.get('version'))}".strip()
            delta.packages.setdefault(change.values.get("package_id"), product)
    return delta


def check_base(delta: Delta, release: str, name: str) -> bool:
    """Compare the release of the base with what a delta says of releases.

    Args:
        delta: what the file says.
        release: of the base, "" if its list does not state one.
        name: of the delta's file, for sentences.

    Returns:
        Whether the delta says that it changes this very release.

    Raises:
        ListError: it changes another one, or it leads to a release that is not after the base's.
    """
    leads = delta.facts.get("issued_version", "")
    if release and delta.changes and release not in delta.changes:
        asked = " or ".join(sorted(delta.changes))
        msg = sentence(
            "{name} changes release {asked}, but the base is release {release}; name the list of {asked} "
            "with --base. Nothing was imported.",
            name=name,
            asked=asked,
            release=release,
        )
        raise ListError(msg)
    if release and leads and _order(leads) <= _order(release):
        what = (
            sentence("which the base is already")
            if leads == release
            else sentence("but the base is release {release}", release=release)
        )
        msg = sentence(
            "{name} leads to release {leads}, {what}; name the list of the release before with --base. "
            "Nothing was imported.",
            name=name,
            leads=leads,
            what=what,
        )
        raise ListError(msg)
    return bool(release) and release in delta.changes


def _order(release: str) -> tuple[int, ...]:
    """A release such as 2099.03.1 in the order of releases."""
    return tuple(map(int, _NUMBER.findall(release)))


def _collect_file(delta: Delta, change: Statement, name: str) -> None:
    row = change.values if change.verb == "insert" else change.where
    key = digests_of({"sha256": row.get("sha256")})[0].get("sha256")
    if change.verb == "insert":
        if key is None:
            reasons = digests_of({kind: row.get(kind) for kind in ("sha256", "sha1", "md5")})[1]
            delta.refusals.append(Refusal(change.line, why_refused(reasons)))
        elif key in delta.added:
            delta.added[key].rows += 1
        else:
            delta.added[key] = Added(change.line, tuple(map(row.get, _KEPT)))
    elif key is not None:
        delta.removed.setdefault(key, []).append(change)
    elif EMPTY_REASON not in digests_of({"sha256": row.get("sha256")})[1]:
        msg = sentence(
            "{name} cannot be applied: line {line:,} takes rows away without saying of which SHA-256; "
            "import the whole release instead. Nothing was imported.",
            name=name,
            line=change.line,
        )
        raise ListError(msg)


def apply_delta(base: Iterable[Record], delta: Delta, name: str) -> Iterator[Parsed]:
    """The base's entries without those taken away, then the new ones.

    Args:
        base: the entries of the release before, each with its number of rows (see `rows_of`).
        delta: what changes.
        name: of the delta's file, for sentences.

    Raises:
        ListError: an entry of the base does not say its number of rows, so the base is no list of a release.
    """
    yield Fact("issuer", ISSUER)
    yield from (Fact(key, value) for key, value in delta.facts.items())
    yield from delta.refusals
    added, removed = dict(delta.added), dict(delta.removed)
    for entry in base:
        rows = rows_of(entry)
        if rows is None:
            msg = sentence(
                "{name} cannot be applied: the base is not the list of an NSRL release whose table FILE has "
                "its primary key.",
                name=name,
            )
            raise ListError(msg)
        if entry.sha256 is None or (entry.sha256 not in added and entry.sha256 not in removed):
            yield entry
            continue
        gone = yield from _gone(removed.pop(entry.sha256, []), rows)
        new = added.pop(entry.sha256, None)
        left = rows - gone + (new.rows if new else 0)
        if left > 0:
            yield entry._replace(extra=_ROWS.sub(f'"rows": {left}', entry.extra, count=1))
    for changes in removed.values():
        for change in changes:
            yield Refusal(change.line, sentence("takes away a hash that the base does not list"))
    for one in added.values():
        yield from _new_entry(one, delta.packages)


def rows_of(entry: Record) -> int | None:
    """How many rows a release has for an entry's hash; None if the entry does not say."""
    found = _ROWS.search(entry.extra)
    return int(found[1]) if found else None


def _gone(changes: list[Statement], rows: int) -> Generator[Refusal, None, int]:
    """How many of an entry's rows go. Where that cannot be told the entry stays, and the line is named."""
    gone = 0
    for change in changes:
        columns = change.where.keys()
        if columns <= _DIGESTS:
            return rows
        if columns >= _ONE_ROW or rows == 1:
            gone += 1
        else:
            yield Refusal(
                change.line, sentence("does not say which row goes, and the hash has several (the entry is kept)")
            )
    return min(gone, rows)


def _new_entry(one: Added, packages: dict[Value, str]) -> Iterator[Record | Refusal]:
    line, row = one.line, dict(zip(_KEPT, one.cells, strict=True))
    found, reasons = digests_of({kind: row[kind] for kind in ("sha256", "sha1", "md5")})
    if EMPTY_REASON in reasons:
        yield Refusal(line, EMPTY_REASON)
        return
    if reasons:
        yield Refusal(
            line, sentence("{reasons} (the entry is kept with its other digests)", reasons="; ".join(reasons))
        )
    extra = {"size": row["file_size"], "rows": one.rows, "product": packages.get(row["package_id"])}
    yield Record(
        line,
        reference=f"line {line} of the delta",
        name=text_of(row["file_name"]),
        md5=found.get("md5"),
        sha1=found.get("sha1"),
        sha256=found.get("sha256"),
        extra=json.dumps({key: value for key, value in extra.items() if value is not None}),
    )


def _compared(content: Content, entries: int, rows: int) -> Generator[Refusal, None, bool]:
    """Compare with the issuer's counts, where they lie beside the delta; they may count the empty file, too.

    Returns:
        Whether there are any, so that they have said what there is to say about the base.
    """
    beside = content.beside(_COUNTS)
    if beside is None:
        return False
    with beside.open() as stream:
        text = stream.read(_COUNTS_BYTES).decode("utf-8", "backslashreplace").replace(",", "")
    stated = {int(number) for number in _NUMBER.findall(text) if len(number) < 19}  # noqa: PLR2004 - 64 bits
    if stated.isdisjoint({entries, entries + 1}):
        yield Refusal(
            0,
            sentence(
                "{counts} does not name the {entries:,} hashes ({rows:,} rows) that came out: was it the right base?",
                counts=_COUNTS,
                entries=entries,
                rows=rows,
            ),
        )
    return True
