"""Turning a list file of any known format into a stored list: all of it, or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import insert, text
from sqlalchemy.schema import CreateTable

from forensicdesk.errors import EnvironmentProblem, ListError, UsageError
from forensicdesk.language import sentence
from forensicdesk.lists.categories import RECORD, label_for
from forensicdesk.lists.listfile import counts
from forensicdesk.lists.readers import pdq_blocks, plain_blocks
from forensicdesk.lists.readers.looking import look_into
from forensicdesk.lists.readers.pieces import read_pieces
from forensicdesk.lists.records import FrameRecord, Record, Refusal, Remark, Withdrawal
from forensicdesk.lists.schema import FRAME_INDEX, INDEXES, VALUE_INDEXES, about, entry, film, frame, refusal, value
from forensicdesk.lists.setting_aside import SettingAside
from forensicdesk.lists.values import LOW_QUALITY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Connection

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.readers.table import AnyFormat
    from forensicdesk.lists.records import Fact, Parsed, ReadOptions
    from forensicdesk.lists.sorting import SideFiles

MAX_REFUSALS = 1000
"""So many refused lines are kept with their reason; all are counted."""

SORTED_FORMATS = {"plain-text": plain_blocks.way, "pdq-text": pdq_blocks.way}
"""Formats that know of most entries nothing but one value, a quality and a name, so that no row is needed for each."""

SORTED_FROM = 4 << 20
"""Lists of these formats of at least so many bytes keep their values in side files; smaller ones stay in one file."""

_BATCH = 10_000

# One value may stand in several lines. Only rows whose value occurs twice are sorted, so this costs little.
_DUPLICATES = """
DELETE FROM entry WHERE number IN (
  SELECT number FROM (
    SELECT number, row_number() OVER (PARTITION BY md5, sha1, sha256, pdq, quality, label, extra, {said}
      ORDER BY number) AS nth
    FROM entry WHERE {twice}
  ) WHERE nth > 1)
"""
_SAID = """(SELECT group_concat(said) FROM (
  SELECT kind || ' ' || hex(value) AS said FROM value WHERE value.entry = entry.number ORDER BY kind, value))"""
_TWICE = "{kind} IN (SELECT {kind} FROM entry WHERE {kind} IS NOT NULL GROUP BY {kind} HAVING count(*) > 1)"
_VALUE_TWICE = """number IN (SELECT entry FROM value WHERE (kind, value) IN (
  SELECT kind, value FROM value GROUP BY kind, value HAVING count(*) > 1))"""


@dataclass(slots=True)
class Tally:
    """What has been read so far."""

    entries: int = 0
    frames: int = 0
    refused: int = 0
    duplicates: int = 0
    withdrawn: int = 0
    values: int = 0
    taken_back: set[str] = field(default_factory=set)
    refusals: list[tuple[int, str]] = field(default_factory=list)
    films: dict[str, tuple[int, str]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    def note(self, found: Refusal | Remark | Withdrawal | Fact) -> None:
        """Count a refused line and keep the first ones; keep what is said of entries and of the list."""
        if isinstance(found, Refusal):
            self.refused += 1
            if len(self.refusals) < MAX_REFUSALS:
                self.refusals.append(found)
        elif isinstance(found, Remark):
            self.refusals.append((0, found.text))
        elif isinstance(found, Withdrawal):
            self.taken_back.add(found.reference)
        else:
            self.facts[found.key] = found.value


@dataclass(frozen=True, slots=True)
class ListSource:
    """A list file that was looked at: its hash, size, time of change, what it is packed in, and its format."""

    path: Path
    sha256: str
    stamp: tuple[int, int]
    content: Content
    sample: Sample
    format: AnyFormat


def inspect(path: Path, wanted: str | None = None) -> ListSource:
    """Hash a list file and recognise its format; `wanted` is the format that a person named.

    Raises:
        UsageError: there is no such file.
        ListError: the file is empty or of an unknown kind.
        EnvironmentProblem: the file cannot be read.
    """
    if not path.is_file():
        what = sentence("is no file") if path.exists() else sentence("does not exist")
        msg = sentence("The hash list {path} {what}; check the path.", path=path, what=what)
        raise UsageError(msg)
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            stamp = _stamp(path)
        content, sample, found = look_into(path, wanted)
    except OSError as error:
        msg = sentence("The hash list {path} cannot be read: {strerror}.", path=path, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error
    return ListSource(path, digest, stamp, content, sample, found)


def fill(
    connection: Connection, source: ListSource, options: ReadOptions, categories: dict[str, str], side: SideFiles
) -> Tally:
    """Read the file into the tables of a new list file and, where it is a large plain list, into side files.

    Raises:
        ListError: the file is damaged, changes while it is read, or holds no usable entry.
    """
    for table in (about, entry, film, frame, refusal):
        connection.execute(CreateTable(table))
    tally = Tally()
    try:
        if source.format.name in SORTED_FORMATS and source.stamp[0] >= SORTED_FROM:
            way = SORTED_FORMATS[source.format.name](source.sample, options)
            parsed = SettingAside(side, tally).kept(read_pieces(source.content, source.sample, options, way))
        else:
            parsed = source.format.parsed(source.content, source.sample, options)
        _store(connection, parsed, tally, categories, source.format.unit)
    except OSError as error:
        msg = sentence("The hash list {path} cannot be read: {strerror}.", path=source.path, strerror=error.strerror)
        raise EnvironmentProblem(msg) from error
    if _stamp(source.path) != source.stamp:
        msg = sentence(
            "{name} changed while it was read; nothing was imported. Import it again when it is complete.",
            name=source.path.name,
        )
        raise ListError(msg)
    if tally.entries + tally.frames == 0:
        reason = f"; {source.format.unit} {tally.refusals[0][0]}: {tally.refusals[0][1]}" if tally.refusals else ""
        msg = sentence(
            "{name} holds no usable entry: {refused:,} refused{reason}.",
            name=source.path.name,
            refused=tally.refused,
            reason=reason,
        )
        raise ListError(msg)
    tally.duplicates = side.finish()
    _finish(connection, tally)
    if tally.entries + tally.frames == 0:
        msg = sentence(
            "{name} holds no usable entry: its issuer took back all of them ({withdrawn:,}).",
            name=source.path.name,
            withdrawn=tally.withdrawn,
        )
        raise ListError(msg)
    return tally


def entry_counts(connection: Connection, side: SideFiles) -> tuple[tuple[str, int], ...]:
    """Counts by kind, side files included.

    PDQ of stated low quality, which are kept but never near-matched, are counted beside them.
    """
    found = {kind: count + side.counts.get(kind, 0) for kind, count in counts(connection).items()}
    low = connection.execute(
        text("SELECT count(*) FROM entry WHERE pdq IS NOT NULL AND quality < :gate"), {"gate": LOW_QUALITY}
    ).scalar_one()
    pairs = tuple(found.items())
    aside = side.pdq()
    low += aside.below(LOW_QUALITY) if aside else 0
    return (*pairs, (f"pdq_below_quality_{LOW_QUALITY}", int(low))) if low else pairs


def write_about(connection: Connection, facts: dict[str, str]) -> None:
    """Store facts about the list."""
    connection.execute(insert(about), [{"key": key, "value": value} for key, value in facts.items()])


def entries_as_json(pairs: Iterable[tuple[str, int]]) -> str:
    """The counts in the form in which they are stored."""
    return json.dumps([list(pair) for pair in pairs])


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _store(
    connection: Connection, parsed: Iterable[Parsed], tally: Tally, categories: dict[str, str], unit: str
) -> None:
    entries: list[tuple[Any, ...]] = []
    frames: list[tuple[Any, ...]] = []
    values: list[tuple[Any, ...]] = []
    for found in parsed:
        if isinstance(found, Record):
            tally.entries += 1
            entries.append(_entry_row(tally.entries, found, categories, unit))
            for kind, content in found.more:
                if not tally.values:
                    connection.execute(CreateTable(value))
                tally.values += 1
                values.append((tally.values, tally.entries, kind, content))
            if len(entries) >= _BATCH:
                _insert(connection, entry, entries)
                _insert(connection, value, values)
        elif isinstance(found, FrameRecord):
            tally.frames += 1
            frames.append(_frame_row(tally, found, categories))
            if len(frames) >= _BATCH:
                _insert(connection, frame, frames)
        else:
            tally.note(found)
    _insert(connection, entry, entries)
    _insert(connection, value, values)
    _insert(connection, frame, frames)


def _entry_row(number: int, found: Record, categories: dict[str, str], unit: str) -> tuple[Any, ...]:
    extra = found.extra
    reference = found.reference or (RECORD.format(number=found.position) if unit == "record" else None)
    label = label_for(found.label, found.category, categories) if found.label or found.category else ""
    return (
        number,
        found.position,
        reference,
        found.name or None,
        label or None,
        found.md5,
        found.sha1,
        found.sha256,
        found.pdq,
        found.quality,
        extra or None,
    )


def _frame_row(tally: Tally, found: FrameRecord, categories: dict[str, str]) -> tuple[Any, ...]:
    known = tally.films.get(found.film)
    if known is None or (found.label and not known[1]):
        label = label_for("", found.label, categories)
        known = (known[0] if known else len(tally.films) + 1, label)
        tally.films[found.film] = known
    return (tally.frames, known[0], found.position, found.time_s, found.pdq, found.quality)


def _insert(connection: Connection, table: Any, rows: list[tuple[Any, ...]]) -> None:  # noqa: ANN401 - a Table
    if rows:
        marks = ",".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608 - own table names
        rows.clear()


def _finish(connection: Connection, tally: Tally) -> None:
    """Films, refusals, indexes; then rows that say nothing new are taken out and counted."""
    _insert(connection, film, [(number, name, label or None) for name, (number, label) in tally.films.items()])
    _insert(connection, refusal, [(at, *pair) for at, pair in enumerate(tally.refusals, 1)])
    found = counts(connection)
    for kind, index in INDEXES.items():
        if found[kind]:
            index.create(connection)
    if found["vpdq_frames"]:
        FRAME_INDEX.create(connection)
    if tally.values:
        for index in VALUE_INDEXES:
            index.create(connection)
    _take_back(connection, tally)
    twice = [_TWICE.format(kind=kind) for kind in ("md5", "sha1", "sha256", "pdq") if found[kind]]
    said = _SAID if tally.values else "NULL"
    for condition in [*twice, *([_VALUE_TWICE] if tally.values else [])]:
        tally.duplicates += connection.execute(text(_DUPLICATES.format(twice=condition, said=said))).rowcount
    if tally.values:
        connection.execute(text("DELETE FROM value WHERE entry NOT IN (SELECT number FROM entry)"))
    tally.entries -= tally.duplicates + tally.withdrawn


def _take_back(connection: Connection, tally: Tally) -> None:
    """Remove the entries that the issuer withdrew, wherever in the file they stand, and count them."""
    if not tally.taken_back:
        return
    connection.execute(text("CREATE TEMP TABLE taken_back (reference TEXT PRIMARY KEY)"))
    rows = [{"reference": reference} for reference in tally.taken_back]
    connection.execute(text("INSERT INTO taken_back VALUES (:reference)"), rows)
    statement = text("DELETE FROM entry WHERE reference IN (SELECT reference FROM taken_back)")
    tally.withdrawn = connection.execute(statement).rowcount
    connection.execute(text("DROP TABLE taken_back"))


def labels_as_json(labels: dict[str, str]) -> str:
    """Category labels in the form in which they are stored and compared; "" if there are none."""
    return json.dumps(labels, sort_keys=True) if labels else ""
