"""CSV and its relatives: `,` `;` tab or `|`, with a header or without; rows of entries, or of film frames."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import all_of, sentence
from forensicdesk.lists.readers.carried import CARRIED, parse_carried
from forensicdesk.lists.readers.columns import kind_of_title
from forensicdesk.lists.readers.delimited import find_layout, hit_share, rows
from forensicdesk.lists.readers.digests import (
    EMPTY_REASON,
    TITLES,
    foreign_reason,
    is_digest_text,
    is_short_hash,
    kind_by_length,
    parse_quality,
    parse_value,
)
from forensicdesk.lists.readers.sixtyfour import BOTH, ask_about_64, settle, settle_16
from forensicdesk.lists.readers.text import numbered_lines, printable
from forensicdesk.lists.records import FrameRecord, Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from forensicdesk.lists.readers.delimited import Layout
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_NO_VALUE = frozenset({"", "-", "n/a", "na", "null", "none", "nil", "0"})
_NO_QUALITY = _NO_VALUE - {"0"}
_TEXT_KINDS = ("reference", "name", "category", "label")


def recognise(sample: Sample) -> float:
    """The share of rows that hold a hash value."""
    layout = find_layout(sample)
    return hit_share(sample, layout) if layout else 0.0


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
    """Each row as an entry, or as a frame of a film."""
    layout = find_layout(sample, options.columns)
    if layout is None:
        msg = sentence("{file_name} has no column with hash values.", file_name=sample.file_name)
        raise ListError(msg)
    kind_of_64, kind_of_16 = _undecided(layout, sample, options)
    lines = numbered_lines(source)
    header = layout.header
    for row in rows(lines, layout.delimiter):
        if isinstance(row, Refusal):
            yield row
            continue
        if header:
            header = False
            continue
        number, cells = row
        if layout.is_film:
            yield _frame(number, _by_kind(layout, cells), options.title)
        else:
            yield from _entry(number, cells, layout, kind_of_64, kind_of_16)


def _undecided(layout: Layout, sample: Sample, options: ReadOptions) -> tuple[str, str]:
    """What values of 64 and of 16 digits are, "" where no column leaves it open."""
    kind_of_64 = ""
    if layout.values_of_64:
        kind_of_64 = settle(sample, stated=layout.stated, asked=options.hash_type)
        if kind_of_64 == BOTH:
            ask_about_64(sample, options)
    return kind_of_64, settle_16(sample, options.hash_type) if layout.values_of_16 else ""


def _by_kind(layout: Layout, cells: list[str]) -> dict[str, str]:
    return {kind: cell.strip() for kind, cell in zip(layout.kinds, cells, strict=False) if kind}


def _entry(number: int, cells: list[str], layout: Layout, kind_of_64: str, kind_of_16: str) -> Iterator[Parsed]:
    """The entry of a row. A damaged value is refused; the row's other values are kept."""
    by_kind = _by_kind(layout, cells)
    found: dict[str, bytes] = {}
    reasons: list[str] = []
    for column, text in by_kind.items():
        if text.lower() in _NO_VALUE:
            continue
        kind = _value_kind(column, text, by_kind, kind_of_64)
        kind = kind_of_16 or None if kind is None and column.startswith("hash") and is_short_hash(text) else kind
        if kind is None:
            if column.startswith("hash"):
                reasons.append(foreign_reason(text))
            continue
        value = parse_carried(kind, text) if kind in CARRIED else parse_value(kind, text)
        if isinstance(value, str):
            reasons.append(value)
        else:
            for meaning in ("sha256", "pdq") if kind == BOTH else (kind,):
                found.setdefault(meaning, value)
    if EMPTY_REASON in reasons:
        yield Refusal(number, EMPTY_REASON)
        return
    quality, trouble = _quality(by_kind, found)
    reasons += trouble
    if not found:
        yield Refusal(number, "; ".join(reasons) or sentence("no hash value in the row"))
        return
    if reasons:
        kept = all_of([TITLES.get(kind, kind) for kind in found])
        yield Refusal(
            number, sentence("{reasons} (the entry is kept with its {kept})", reasons="; ".join(reasons), kept=kept)
        )
    texts = {kind: printable(by_kind.get(kind, "")) for kind in _TEXT_KINDS}
    reference = f"{layout.titles[layout.kinds.index('reference')]} {texts['reference']}" if texts["reference"] else ""
    yield Record(
        number,
        reference=printable(reference),
        name=texts["name"],
        category=texts["category"],
        label=texts["label"],
        md5=found.get("md5"),
        sha1=found.get("sha1"),
        sha256=found.get("sha256"),
        pdq=found.get("pdq"),
        quality=quality,
        extra=_extra(layout, cells),
        more=tuple((kind, found[kind]) for kind in CARRIED if kind in found),
    )


def _value_kind(column: str, text: str, by_kind: Mapping[str, str], kind_of_64: str) -> str | None:
    if column in TITLES or column in CARRIED:
        return column
    if not column.startswith("hash"):
        return None
    named = kind_of_title(by_kind.get("type", "").lower().removeprefix("hash_").removeprefix("video_"))
    if named in TITLES or named in CARRIED:
        return named
    return kind_by_length(text, kind_of_64) or None if is_digest_text(text) else None


def _quality(by_kind: Mapping[str, str], found: Mapping[str, bytes]) -> tuple[int | None, list[str]]:
    text = by_kind.get("quality", "")
    if "pdq" not in found or text.lower() in _NO_QUALITY:
        return None, []
    quality = parse_quality(text)
    return quality, [] if quality is not None else [
        sentence("the quality {quality} is not between 0 and 100", quality=printable(text)[:20])
    ]


def _extra(layout: Layout, cells: list[str]) -> str:
    """Columns that are not understood, the comment and the raw category, as JSON."""
    values: dict[str, str] = {}
    for at, cell in enumerate(cells):
        known = at < len(layout.kinds) and layout.kinds[at] not in {
            None,
            "comment",
            "category",
            "frame",
            "time",
            "film",
        }
        if not known and cell.strip():
            values[layout.titles[at] if at < len(layout.titles) else f"column {at + 1}"] = cell.strip()
    return json.dumps(values) if values else ""


def _frame(number: int, by_kind: Mapping[str, str], title: str) -> FrameRecord | Refusal:
    value = parse_value("pdq", by_kind.get("pdq", ""))
    if isinstance(value, str):
        return Refusal(number, value)
    quality = parse_quality(by_kind.get("quality", ""))
    if quality is None and by_kind.get("quality", ""):
        return Refusal(
            number,
            sentence("the quality {quality} is not between 0 and 100", quality=printable(by_kind["quality"])[:20]),
        )
    film = by_kind.get("film") or by_kind.get("name") or by_kind.get("reference") or title
    label = by_kind.get("label") or by_kind.get("category", "")
    return FrameRecord(number, printable(film), printable(label), seconds(by_kind.get("time", "")), value, quality)


def seconds(text: str) -> float | None:
    """A time in seconds, or as H:MM:SS; None if the text is neither."""
    total = 0.0
    try:
        for part in text.strip().split(":"):
            total = total * 60 + float(part)
    except ValueError:
        return None
    return total if math.isfinite(total) and total >= 0 else None
