"""What a report says of the digests stated when exhibits were acquired, and of what the ledger's items are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reports.blocks import Column, Heading, Paragraph, Table
from reports.model import LEDGER_PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.blocks import Block
    from reports.model import AcquiredDigest, LedgerRow, ReportModel
    from reports.wording import Wording


def warnings(model: ReportModel, words: Wording) -> Iterator[Block]:
    """What stands at the top of the summary where evidence is not what was acquired, or was not checked."""
    results = Counter(digest.result for digest in model.acquisition.digests)
    if results["differs"]:
        yield Paragraph(words("acquisition.differs", count=words.count(results["differs"])), "warning")
        yield Paragraph(words("acquisition.accepted", reason=model.acquisition.accepted), "warning")
    for result in ("skipped", "unreadable"):
        if results[result]:
            yield Paragraph(words(f"acquisition.{result}.count", count=words.count(results[result])), "warning")
    differing = model.ledger[-1].differing
    if differing:
        yield Paragraph(words("ledger.differing.text", count=words.count(differing)), "warning")


def properties(row: LedgerRow, words: Wording) -> Iterator[Block]:
    """How many of the items seen are duplicates, deleted, and so on; nothing where none is."""
    counts = ((name, getattr(row, name)) for name in LEDGER_PROPERTIES)
    said = [words(f"ledger.property.{name}", count=words.count(count)) for name, count in counts if count]
    if said:
        yield Paragraph(words("ledger.properties", properties="; ".join(said)))


def acquisition(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Every digest that was stated, with what its check gave."""
    yield Heading(words("acquisition"))
    if not model.acquisition.digests:
        yield Paragraph(words("acquisition.none"))
        return
    if model.acquisition.accepted:
        yield Paragraph(words("acquisition.accepted", reason=model.acquisition.accepted), "warning")
    columns = (
        Column(words("exhibits.label"), 1.4),
        Column(words("acquisition.subject"), 2.2, mono=True),
        Column(words("acquisition.said_by"), 1.4),
        Column(words("acquisition.result"), 1.6),
        Column(words("acquisition.digests"), 4.4, mono=True),
    )
    yield Table(words("acquisition"), columns, [_row(digest, words) for digest in model.acquisition.digests])
    yield Paragraph(words("acquisition.note"), "quiet")


def _row(digest: AcquiredDigest, words: Wording) -> tuple[str, ...]:
    result = words.known("acquisition.result", digest.result)
    digests = f"{digest.algorithm} {digest.stated}"
    if digest.computed and digest.computed != digest.stated:
        digests = words("acquisition.both", stated=digests, computed=digest.computed)
    said = f"{result}: {words.kept(digest.reason)}" if digest.reason else result
    return digest.exhibit, digest.subject, digest.said_by, said, digests
