"""The sections behind the results: what did not match or was left out, how it was done, and how to check it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reports.blocks import Bullets, Column, Command, Fact, Facts, Paragraph, Signatures, Table
from reports.items import issue_text
from reports.model import Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reports.blocks import Block
    from reports.model import ListUsed, NotExamined, ReportModel
    from reports.wording import Wording


def partial_statements(lists: Iterable[ListUsed], words: Wording) -> Iterator[str]:
    """One sentence for each list that was not compared with everything."""
    for used in lists:
        if not used.complete:
            yield words("negative.partial", name=used.name, version=used.version)


def negative(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Lists without a match, and what that does and does not mean."""
    yield Bullets(model.negative)
    yield Paragraph(words("negative.note"), "quiet")


def not_examined(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Every item that was seen and not analysed."""
    yield from _left_out(model, model.not_examined, words("section.not_examined"), words)


def named(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Every file whose name promised media and whose content was none."""
    yield from _left_out(model, model.named_like_media, words("section.named"), words)


def issues(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Every analysed item with trouble on record."""
    yield from _left_out(model, model.analysed_with_issues, words("section.issues"), words)


def _left_out(model: ReportModel, items: Sequence[NotExamined], caption: str, words: Wording) -> Iterator[Block]:
    if not items:
        yield Paragraph(words("none"))
        return
    if model.variant is Variant.STATISTICS:
        yield _causes(items, caption, words)
        return
    columns = (
        Column(words("items.number"), 0.6),
        Column(words("items.exhibit"), 1.3),
        Column(words("items.location"), 2.8, mono=True),
        Column(words("state"), 1.0),
        Column(words("cause"), 4.2),
    )
    yield Table(caption, columns, (_left_out_row(item, words) for item in items))


def _causes(items: Sequence[NotExamined], caption: str, words: Wording) -> Table:
    """How many items of each exhibit have which cause."""
    counts = Counter((item.exhibit, item.state, note.code) for item in items for note in item.issues)
    columns = (
        Column(words("items.exhibit"), 2),
        Column(words("state"), 1.2),
        Column(words("cause"), 3.2),
        Column(words("summary.decided.items"), 0.8, number=True),
    )
    rows = [
        (exhibit, words.known("state", state), issue_text(code, "", words), words.count(count))
        for (exhibit, state, code), count in sorted(counts.items())
    ]
    return Table(caption, columns, rows)


def _left_out_row(item: NotExamined, words: Wording) -> tuple[str, ...]:
    location = item.location
    if item.location_bytes:
        location = f"{location} ({words('item.location_bytes')}: {item.location_bytes})"
    causes = "; ".join(issue_text(note.code, note.detail, words) for note in item.issues)
    return str(item.number), item.exhibit, location, words.known("state", item.state), causes


def method(model: ReportModel, _words: Wording) -> Iterator[Block]:
    """What was done, in plain words, and how much near matches mean."""
    yield Bullets(model.method, numbered=True)
    if model.chances:
        yield Bullets(model.chances)


def lists(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Every list, exactly this version."""
    if not model.lists:
        yield Paragraph(words("none"))
    for used in model.lists:
        yield Facts(tuple(_list_facts(used, words)))
    if model.conflicts:
        yield Bullets(model.conflicts)


def _list_facts(used: ListUsed, words: Wording) -> Iterator[Fact]:
    role = words.known("role", used.role)
    yield Fact(words("lists.name"), words("lists.version", name=used.name, version=used.version), strong=True)
    yield Fact(words("lists.role"), role if used.role_stated else words("lists.role.guessed", role=role))
    yield Fact(words("lists.format"), used.format)
    yield Fact(words("lists.sha256"), used.sha256, mono=True)
    if used.issued:
        yield Fact(words("lists.issued"), used.issued)
    yield Fact(words("lists.imported"), used.imported_at)
    yield Fact(words("lists.entries"), entries_text(used.entries, words))
    yield Fact(words("lists.refused"), words.count(used.refused))
    yield Fact(words("lists.matches"), words.count(used.matches))
    for kind, radius, asked, pairs in used.checks:
        numbers = {"radius": radius, "asked": words.count(asked), "pairs": words.count(pairs)}
        yield Fact(words("lists.check"), words("lists.check.value", kind=kind, **numbers))


def entries_text(entries: tuple[tuple[str, int], ...], words: Wording) -> str:
    """The counts of a list's entries by type, as "sha256 1200, pdq 80"; what it has none of is left out."""
    return ", ".join(f"{kind} {words.count(count)}" for kind, count in entries if count) or "0"


def thresholds(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Each setting that decides what is a match."""
    columns = (
        Column(words("threshold.name"), 1.3),
        Column(words("threshold.value"), 1.7),
        Column(words("threshold.reason"), 4),
    )
    rows = [(entry.name, entry.value, entry.reason) for entry in model.thresholds]
    yield Table(words("section.thresholds"), columns, rows)


def tools(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Settings of the analysis, and all software that took part."""
    if model.settings:
        yield Facts(tuple(Fact(name, value) for name, value in model.settings))
    if model.unit.sources:
        yield Facts(
            tuple(Fact(f"{words('tools.template')} {name}", sum_, mono=True) for name, sum_ in model.unit.sources)
        )
    columns = (
        Column(words("tools.name"), 2),
        Column(words("tools.version"), 1.5),
        Column(words("tools.licence"), 3),
    )
    rows = [(tool.name, tool.version, tool.licence) for tool in model.tools]
    yield Table(words("tools"), columns, rows)


def limits(model: ReportModel, _words: Wording) -> Iterator[Block]:
    """What the report does not say."""
    yield Bullets(model.limits)


def audit(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Where the log stood, and how anybody checks files, log and results."""
    yield Facts(
        (
            Fact(words("audit.records"), words.count(model.audit.records)),
            Fact(words("audit.head"), model.audit.sha256, mono=True),
        )
    )
    yield Paragraph(words("audit.text"))
    yield Paragraph(words("audit.clock"))
    if model.authority:
        key = "audit.authority.checked" if model.authority.root else "audit.authority.unchecked"
        yield Paragraph(words(key, name=model.authority.name, root=model.authority.root))
    yield Paragraph(words("audit.check"))
    yield Command("sha256sum -c SHA256SUMS")
    yield Paragraph(words("audit.check.own"))
    yield Command("forensicdesk verify PATH")
    yield Paragraph(words("audit.rerun"))


def signature(_model: ReportModel, words: Wording) -> Iterator[Block]:
    """Lines left open for the people who answer for the report."""
    yield Paragraph(words("signature.text"))
    yield Signatures(
        (words("signature.examiner"), words("signature.reviewer"), words("signature.authoriser")),
        (words("signature.date"), words("signature.sign")),
    )
    yield Paragraph(words("signature.copy"), "quiet")
