"""From the model to the blocks of a report: which sections there are, in which order, and what stands in each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reports import acquired, closing, unit_sections
from reports.blocks import (
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Section,
    Table,
)
from reports.certificate import certificate
from reports.confirmed import confirmed_text
from reports.items import KINDS, closest, closest_in_short, item_block, kinds_text
from reports.left_out import sentence
from reports.model import LEDGER_COLUMNS, Variant
from reports.results import numbers
from reports.shared import shared
from reports.tally import Counted
from reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.blocks import (
        Block,
    )
    from reports.model import LedgerRow, ReportItem, ReportModel
    from reports.tally import Tally
    from reports.wording import Wording

_Builder = Callable[["ReportModel", "Wording"], "Iterator[Block]"]

EXHIBITS_ON_SUMMARY = 10
"""With more exhibits than this the account of each stands in its own section, so that the summary stays one page."""

OVERVIEW_ITEMS = 1000
"""With more items than this the overview table, which only repeats what the items say, is left out."""

_FURNITURE = ("page", "case", "report", "contents", "skip", "restricted", "end")
_SCRIPT = ("sort", "all", "find", "kind", "exhibit", "shown")


def build_document(model: ReportModel, kept: Callable[[str], str] = str) -> Document:
    """The whole report as blocks; nothing is left for a renderer to decide but the look."""
    words = wording(model.language, kept)
    return Document(
        language=model.language,
        title=model.unit.title or words("title"),
        subtitle=words("subtitle"),
        banner=words("restricted.long") if model.variant is Variant.RESTRICTED else "",
        report_id=model.report_id,
        case_number=model.case.number,
        made_at=model.made_at,
        program=model.program,
        front=_front(model, words),
        front_notes=tuple(_front_notes(model, words)),
        letterhead=model.unit.letterhead,
        sections=tuple(_sections(model, words)),
        end=words("end", report_id=model.report_id),
        labels={key: words.texts[key] for key in (*_FURNITURE, *(f"script.{name}" for name in _SCRIPT))},
    )


def _sections(model: ReportModel, words: Wording) -> Iterator[Section]:
    for number, (key, title, build) in enumerate(_builders(model, words), start=1):
        yield Section(key.replace("_", "-"), f"{number} {title}", build)


def _builders(model: ReportModel, words: Wording) -> Iterator[tuple[str, str, Callable[[], Iterable[Block]]]]:
    """Key, title and content of each section, in order; those of the unit's own stand where it wants them."""
    counted = Counted(model)
    decided = (("decided", partial(_decided_items, counted)),) if model.decided_items else ()
    groups: tuple[tuple[str, tuple[tuple[str, _Builder], ...]], ...] = (
        ("", (("summary", partial(_summary, counted)),)),
        ("front", (("request", unit_sections.request), ("exhibits", _exhibits), ("custody", unit_sections.custody))),
        ("", ((("shared", shared),) if len(model.exhibits) > 1 else ())),
        ("", (("results", partial(_results, counted)), *decided)),
        ("", (("numbers", numbers), ("negative", closing.negative))),
        ("results", tuple((key, getattr(closing, key)) for key in _LEFT_OUT)),
        ("", (("method", closing.method), ("lists", closing.lists), ("thresholds", closing.thresholds))),
        ("", (("deviations", unit_sections.deviations), ("validation", unit_sections.validation))),
        ("", (("tools", closing.tools), ("limits", closing.limits), ("opinion", unit_sections.opinion))),
        ("end", (("audit", closing.audit), ("glossary", unit_sections.glossary))),
        ("", ((("certificate", certificate),) if model.certificate else ())),
        ("", (("signature", closing.signature),)),
    )
    for place, builders in groups:
        for index, own in enumerate(model.unit.sections):
            if place and own.place == place:
                yield f"own_{index + 1}", own.title, partial(unit_sections.own, own)
        for key, build in builders:
            yield key, words(f"section.{key}"), partial(build, model, words)


_LEFT_OUT = ("not_examined", "named", "issues")


def _front_notes(model: ReportModel, words: Wording) -> Iterator[Paragraph]:
    if model.amends:
        said = {"file": model.amends.file, "sha256": model.amends.sha256, "reason": model.amends.reason}
        yield Paragraph(words("amends.text", report_id=model.amends.report_id or "?", **said), "warning")
    if model.left_out:
        yield Paragraph(sentence(model.left_out, words), "strong")
    yield Paragraph(words("front.note"), "quiet")
    yield Paragraph(words("front.scope"), "quiet")


def _front(model: ReportModel, words: Wording) -> Facts:
    case = model.case
    return Facts(
        (
            Fact(words("front.number"), case.number, strong=True),
            Fact(words("front.examiner"), case.examiner),
            *(Fact(name, value) for name, value in (*case.fields, *model.unit.fields)),
            Fact(words("front.created"), case.created_at),
            *_examined(model, words),
            Fact(words("front.report_id"), model.report_id, mono=True),
            *((Fact(words("front.content"), model.content_sha256, mono=True),) if model.content_sha256 else ()),
            Fact(words("front.made_at"), model.made_at),
            Fact(words("front.variant"), words(f"variant.{model.variant}")),
            Fact(words("front.program"), model.program),
        )
    )


def _examined(model: ReportModel, words: Wording) -> Iterator[Fact]:
    if model.examined:
        begin, end = model.examined
        yield Fact(words("front.examined"), words("front.examined.text", begin=begin, end=end))


def _summary(counted: Counted, model: ReportModel, words: Wording) -> Iterator[Block]:
    total, tally = model.ledger[-1], counted.tally
    if total.pending:
        yield Paragraph(words("summary.pending", pending=words.count(total.pending)), "warning")
    for statement in closing.partial_statements(model.lists, words):
        yield Paragraph(statement, "warning")
    yield from acquired.warnings(model, words)
    yield Heading(words("summary.examined"))
    yield Paragraph(
        words(
            "summary.examined.text",
            exhibits=words.count(len(model.exhibits)),
            seen=words.count(total.seen),
            media=words.count(total.media),
            analysed=words.count(total.analysed),
            left=words.count(total.media - total.analysed),
            contents=words.count(model.contents),
        )
    )
    yield from acquired.properties(total, words)
    yield from _summary_ledger(model, words)
    yield Heading(words("summary.found"))
    yield from _found(tally, model, words)
    yield Heading(words("summary.sure"))
    yield Paragraph(words("summary.sure.exact"))
    yield Paragraph(words("summary.sure.near"))
    if tally.weak:
        yield Paragraph(words("summary.sure.weak", weak=words.count(tally.weak)))
    if tally.dismissed:
        yield Paragraph(words("summary.dismissed", count=words.count(tally.dismissed)))
    seen = confirmed_text("summary.confirmed", tally.seen, words)
    if seen:
        yield Paragraph(seen)
    yield from _decided(model, words)
    yield Heading(words("summary.left"))
    yield Paragraph(
        words(
            "summary.left.text",
            not_examined=words.count(len(model.not_examined)),
            named=words.count(len(model.named_like_media)),
            issues=words.count(len(model.analysed_with_issues)),
        )
    )


def _decided(model: ReportModel, words: Wording) -> Iterator[Block]:
    """What examiners decided, apart from what the program found."""
    decided = model.decided
    if not decided.scheme:
        return
    yield Heading(words("summary.decided"))
    yield Paragraph(words("summary.decided.text", scheme=decided.scheme))
    rows = [(count.code, count.label, words.count(count.items)) for count in decided.categories]
    rows.append(("", words("summary.decided.none"), words.count(decided.undecided)))
    columns = (
        Column(words("summary.decided.code"), 0.6),
        Column(words("summary.decided.label"), 3),
        Column(words("summary.decided.items"), 1, number=True),
    )
    yield Table(words("summary.decided"), columns, rows)
    if model.decided_items:
        count, section = words.count(len(model.decided_items)), words("section.decided")
        yield Paragraph(words("summary.decided.listed", count=count, section=section))
    if decided.disputed:
        yield Paragraph(words("summary.decided.disputed", count=words.count(decided.disputed)), "strong")
    if decided.agreement:
        yield Paragraph(decided.agreement)


def _found(tally: Tally, model: ReportModel, words: Wording) -> Iterator[Block]:
    if not model.items:
        yield Paragraph(words("summary.found.none" if model.lists else "summary.found.nolists"), "strong")
        return
    counts = {kind: words.count(tally.strongest[kind]) for kind in KINDS}
    yield Paragraph(words("summary.found.text", items=words.count(len(model.items)), **counts), "strong")
    pairs = dict(model.match_counts)
    rows = [(words(f"kind.{kind}"), counts[kind], words.count(pairs.get(kind, 0))) for kind in KINDS]
    rows.append((words("all"), words.count(len(model.items)), words.count(sum(pairs.values()))))
    columns = (
        Column(words("items.kind"), 2),
        Column(words("summary.counts.items"), 1, number=True),
        Column(words("summary.counts.pairs"), 1, number=True),
    )
    yield Table(words("summary.counts"), columns, rows, total=True)
    yield Paragraph(words("summary.counts.note"), "quiet")


def _summary_ledger(model: ReportModel, words: Wording) -> Iterator[Block]:
    if len(model.exhibits) <= EXHIBITS_ON_SUMMARY:
        yield _ledger(model.ledger, words)
    else:
        yield _ledger(model.ledger[-1:], words)
        yield Paragraph(words("summary.ledger_elsewhere", section=words("section.exhibits")), "quiet")


def _ledger(rows: Iterable[LedgerRow], words: Wording) -> Table:
    columns = (
        Column(words("ledger.exhibit"), 2.0),
        *(Column(words(f"ledger.{name}"), 1.15, number=True) for name in LEDGER_COLUMNS),
    )
    cells = [(row.label, *(words.count(getattr(row, name)) for name in LEDGER_COLUMNS)) for row in rows]
    return Table(words("ledger"), columns, cells, total=True)


def _exhibits(model: ReportModel, words: Wording) -> Iterator[Block]:
    columns = (
        Column(words("exhibits.label"), 3),
        Column(words("exhibits.kind"), 1),
        Column(words("exhibits.added"), 2),
    )
    rows = [(exhibit.label, exhibit.kind, exhibit.added_at) for exhibit in model.exhibits]
    yield Table(words("section.exhibits"), columns, rows)
    if len(model.exhibits) > EXHIBITS_ON_SUMMARY:
        yield _ledger(model.ledger, words)
    yield Paragraph(words("ledger.note"), "quiet")
    yield from unit_sections.described(model, words)
    yield from acquired.acquisition(model, words)


def _results(counted: Counted, model: ReportModel, words: Wording) -> Iterator[Block]:
    if not model.items:
        yield Paragraph(words("items.none"))
        return
    yield Paragraph(words("items.order"), "quiet")
    if model.variant is Variant.STATISTICS:
        yield Paragraph(words("items.statistics"), "quiet")
        yield _bare_overview(model.items, words)
        return
    if len(model.items) <= OVERVIEW_ITEMS:
        yield _overview(model.items, words)
    yield from _blocks(model.items, counted, model, words)


def _decided_items(counted: Counted, model: ReportModel, words: Wording) -> Iterator[Block]:
    """What no list knows and an examiner put into a category."""
    yield Paragraph(words("items.decided"), "quiet")
    if model.variant is Variant.STATISTICS:
        yield _bare_decided(model.decided_items, words)
        return
    if len(model.decided_items) <= OVERVIEW_ITEMS:
        yield _decided_overview(model.decided_items, words)
    yield from _blocks(model.decided_items, counted, model, words)


def _blocks(items: Iterable[ReportItem], counted: Counted, model: ReportModel, words: Wording) -> Iterator[Block]:
    """The items in full; each names the others with the same content."""
    for item in items:
        yield item_block(item, model.variant, counted.copies, words, model.left_out)


def _overview(items: Iterable[ReportItem], words: Wording) -> Table:
    columns = (
        Column(words("items.number"), 0.7, item=True),
        Column(words("items.kind"), 1.8),
        Column(words("items.closest"), 2.2),
        Column(words("items.exhibit"), 1.5),
        Column(words("items.location"), 3.0, mono=True),
        Column(words("items.page"), 0.7, number=True, page=True),
    )
    rows = [_overview_row(item, words) for item in items]
    return Table(words("items.overview"), columns, rows)


def _decided_overview(items: Iterable[ReportItem], words: Wording) -> Table:
    columns = (
        Column(words("items.number"), 0.7, item=True),
        Column(words("item.decision"), 3.6),
        Column(words("items.exhibit"), 1.5),
        Column(words("items.location"), 3.2, mono=True),
        Column(words("items.page"), 0.7, number=True, page=True),
    )
    rows = [(str(item.number), item.decision, item.exhibit, item.location, str(item.number)) for item in items]
    return Table(words("items.overview"), columns, rows)


def _bare_decided(items: Iterable[ReportItem], words: Wording) -> Table:
    """Number, content and exhibit of each item; nothing that leads to a file or a person."""
    columns = (Column(words("items.number"), 1), Column(words("item.type"), 2), Column(words("items.exhibit"), 3))
    rows = ((str(item.number), item.media_type, item.exhibit) for item in items)
    return Table(words("items.overview"), columns, rows)


def _bare_overview(items: Iterable[ReportItem], words: Wording) -> Table:
    """Number, kind of match, content and exhibit of each item; nothing that leads to a file."""
    columns = (
        Column(words("items.number"), 0.7),
        Column(words("items.kind"), 2),
        Column(words("items.closest"), 2),
        Column(words("item.type"), 1.5),
        Column(words("items.exhibit"), 2),
    )
    rows = (
        (str(item.number), kinds_text(item, words), closest_in_short(item), item.media_type, item.exhibit)
        for item in items
    )
    return Table(words("items.overview"), columns, rows)


def _overview_row(item: ReportItem, words: Wording) -> tuple[str, ...]:
    number = str(item.number)
    return number, kinds_text(item, words), closest(item, words), item.exhibit, item.location, number
