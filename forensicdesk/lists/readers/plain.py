"""One value a line, upper or lower case. The first line may name the kind, as X-Ways writes it.

A list of values of 16 digits is one, too, once somebody says which hash they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.carried import PERCEPTUAL, parse_carried
from forensicdesk.lists.readers.columns import kind_of_title
from forensicdesk.lists.readers.digests import (
    TITLES,
    foreign_reason,
    is_digest_text,
    is_short_hash,
    kind_by_length,
    parse_value,
)
from forensicdesk.lists.readers.gnu import make_record
from forensicdesk.lists.readers.sixtyfour import BOTH, ask_about_64, settle, settle_16
from forensicdesk.lists.readers.text import numbered_lines
from forensicdesk.lists.records import Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions


def recognise(sample: Sample) -> float:
    """The share of lines that are one value and nothing else."""
    digests = sample.share(lambda line: is_digest_text(bare(line)))
    return digests or sample.share(lambda line: is_short_hash(bare(line)))


def read(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
    """Each line as an entry; where the first line names a kind, every line has to be of it."""
    if not any(is_digest_text(bare(line)) for line in sample.lines):
        yield from _short_hashes(source, sample, options)
        return
    titled, stated = heading(sample)
    kind_of_64 = settled_64(sample, stated, options.hash_type)
    first = True
    for line in numbered_lines(source):
        if isinstance(line, Refusal):
            yield line
            continue
        number, text = line
        if first and titled:
            first = False
            continue
        first = False
        text = bare(text)
        kind = stated or kind_by_length(text, kind_of_64)
        if kind == BOTH and is_digest_text(text):
            ask_about_64(sample, options)
        value = parse_value(kind, text) if kind and (stated or is_digest_text(text)) else foreign_reason(text)
        if kind is None or isinstance(value, str):
            yield Refusal(number, str(value))
        else:
            yield make_record(number, kind, value)


def _short_hashes(source: TextIO, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:
    """Each line of 16 digits as an entry; the first line may name the hash."""
    title = kind_of_title(bare(sample.lines[0]))
    titled = title in PERCEPTUAL or title == "hash"
    kind = title if title in PERCEPTUAL else settle_16(sample, options.hash_type)
    if options.hash_type not in {None, kind}:
        msg = sentence(
            "{file_name} holds values of 16 digits called {kind}, but --type says {hash_type}.",
            file_name=sample.file_name,
            kind=kind,
            hash_type=options.hash_type,
        )
        raise ListError(msg)
    first = True
    for line in numbered_lines(source):
        if isinstance(line, Refusal):
            yield line
            continue
        number, text = line
        if not (first and titled):
            value = parse_carried(str(kind), bare(text))
            yield Refusal(number, value) if isinstance(value, str) else Record(number, more=((str(kind), value),))
        first = False


def heading(sample: Sample) -> tuple[bool, str | None]:
    """Whether the first line is a title, and which kind of value it states for the whole list, None if none."""
    title = bare(sample.lines[0])
    titled = not is_digest_text(title) and kind_of_title(title) in {*TITLES, "hash"}
    return titled, kind_of_title(title) if titled and kind_of_title(title) in TITLES else None


def settled_64(sample: Sample, stated: str | None, asked: str | None) -> str:
    """Settle what 64 digits are; "" refuses them, where the first line names a shorter digest."""
    if stated in {"md5", "sha1"}:
        return ""
    return settle(sample, stated=stated, asked=asked)


def bare(line: str) -> str:
    """The line without blanks around it and without the quotes of a one-column table."""
    text = line.strip()
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == '"' else text  # noqa: PLR2004
