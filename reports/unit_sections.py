"""The sections that hold the unit's own words: parties and request, custody, deviations, opinion, further sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.blocks import Bullets, Column, Fact, Facts, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.blocks import Block
    from reports.model import ReportModel
    from reports.unit import OwnSection
    from reports.wording import Wording


def request(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Who has to do with the examination, and what was asked."""
    unit = model.unit
    if unit.parties:
        columns = (
            Column(words("request.role"), 1.4),
            Column(words("request.name"), 2),
            Column(words("request.detail"), 3),
        )
        yield Table(words("request.parties"), columns, [(one.role, one.name, one.detail) for one in unit.parties])
    if unit.questions:
        yield Heading(words("request.questions"))
        yield Bullets(unit.questions, numbered=True)
    if not unit.parties and not unit.questions:
        yield Paragraph(words("request.none"))


def described(model: ReportModel, words: Wording) -> Iterator[Block]:
    """What the unit says of the exhibits as it received them."""
    yield Heading(words("described"))
    if not model.unit.exhibits:
        yield Paragraph(words("described.none"))
        return
    names = ("description", "identifiers", "condition", "acquisition", "photographs")
    for one in model.unit.exhibits:
        said = tuple(Fact(words(f"described.{name}"), getattr(one, name)) for name in names if getattr(one, name))
        yield Facts((Fact(words("exhibits.label"), one.exhibit, strong=True), *said))
    yield Paragraph(words("custody.given"), "quiet")


def custody(model: ReportModel, words: Wording) -> Iterator[Block]:
    """The unit's record of custody, as it was given."""
    if not model.unit.custody:
        yield Paragraph(words("custody.none"))
        return
    columns = (
        Column(words("exhibits.label"), 1.3),
        Column(words("custody.at"), 1.6),
        Column(words("custody.person"), 1.4),
        Column(words("custody.action"), 1.8),
        Column(words("custody.place"), 1.4),
        Column(words("custody.note"), 1.8),
    )
    rows = [(one.exhibit, one.at, one.person, one.action, one.place, one.note) for one in model.unit.custody]
    yield Table(words("section.custody"), columns, rows)
    yield Paragraph(words("custody.given"), "quiet")


def deviations(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Where the examination differed from the method, as the unit says."""
    if model.unit.deviations:
        yield Bullets(model.unit.deviations)
    else:
        yield Paragraph(words("deviations.none"))


def validation(model: ReportModel, words: Wording) -> Iterator[Block]:
    """The latest validation of this installation, or that none is on record."""
    known = model.validation
    if known is None:
        yield Paragraph(words("validation.none"), "strong")
        return
    facts = (
        Fact(words("validation.id"), known.id, strong=True),
        Fact(words("validation.made_at"), known.made_at),
        Fact(words("validation.program"), known.program),
        *((Fact(words("validation.build"), known.build, mono=True),) if known.build else ()),
        Fact(words("validation.sha256"), known.sha256, mono=True),
    )
    if known.other_build:
        yield Paragraph(words("validation.other_build"), "warning")
    yield Facts((*facts, *(Fact(name, value) for name, value in known.figures)))
    yield Paragraph(words("validation.note"), "quiet")


def opinion(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Opinion, apart from results; the program has none."""
    yield Paragraph(words("opinion.apart"), "quiet")
    if not model.unit.opinion:
        yield Paragraph(words("opinion.none"))
    for text in model.unit.opinion:
        yield Paragraph(text)


def own(section: OwnSection) -> Iterator[Block]:
    """A section of the unit's own."""
    yield from (Paragraph(text) for text in section.paragraphs)


def glossary(_model: ReportModel, words: Wording) -> Iterator[Block]:
    """The few words that a reader may not know."""
    yield Facts(tuple(Fact(words(f"glossary.{term}"), words(f"glossary.{term}.text")) for term in TERMS))


TERMS = ("exhibit", "item", "digest", "perceptual", "distance", "quality", "list", "match", "weak")
"""Words that the glossary explains."""
