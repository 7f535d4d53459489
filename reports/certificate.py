"""Draft of a certificate under US Federal Rules of Evidence 902(13) and (14): values filled in, statement left open.

The program writes no statement for anybody and signs nothing. What a court asks for is the certifying person's to know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.blocks import Bullets, Column, Fact, Facts, Heading, Paragraph, Signatures, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.blocks import Block
    from reports.model import ReportModel
    from reports.wording import Wording


def certificate(model: ReportModel, words: Wording) -> Iterator[Block]:
    """The draft."""
    yield Paragraph(words("certificate.draft"), "warning")
    yield Paragraph(words("certificate.what"))
    yield Heading(words("certificate.person"))
    yield Facts(tuple(Fact(words(f"certificate.person.{name}"), OPEN) for name in ("name", "post", "training")))
    yield Heading(words("certificate.process"))
    yield Facts(
        (
            Fact(words("front.number"), model.case.number),
            Fact(words("front.report_id"), model.report_id, mono=True),
            Fact(words("front.content"), model.content_sha256, mono=True),
            Fact(words("front.made_at"), model.made_at),
            *(Fact(tool.name, tool.version) for tool in model.tools[:2]),
            Fact(words("audit.head"), model.audit.sha256, mono=True),
        )
    )
    yield Bullets(model.method, numbered=True)
    yield Heading(words("certificate.copies"))
    yield from _digests(model, words)
    yield Heading(words("certificate.statement"))
    yield Paragraph(words("certificate.statement.open"))
    yield Facts(tuple(Fact(str(line), OPEN) for line in range(1, 6)))
    yield Paragraph(words("certificate.notice"))
    yield Signatures((words("certificate.signer"),), (words("signature.date"), words("signature.sign")))


OPEN = "_" * 60
"""A line to be filled in by hand."""


def _digests(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Both digests of every copy, and whether they are equal."""
    digests = model.acquisition.digests
    if not digests:
        yield Paragraph(words("acquisition.none"))
        return
    columns = (
        Column(words("exhibits.label"), 1.3),
        Column(words("certificate.algorithm"), 0.8),
        Column(words("certificate.stated"), 3, mono=True),
        Column(words("certificate.computed"), 3, mono=True),
        Column(words("acquisition.result"), 1.2),
    )
    rows = [
        (one.exhibit, one.algorithm, one.stated, one.computed, words.known("acquisition.result", one.result))
        for one in digests
    ]
    yield Table(words("certificate.copies"), columns, rows)
