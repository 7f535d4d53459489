"""What the unit adds to a report in its own words: letterhead, parties, request, custody, sections, declarations.

All of it comes from a template folder (see `reporting/template.py`); the program invents none of it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The unit's head on the first page: lines of text, and a logo as PNG bytes (made anew from the file's pixels)."""

    lines: tuple[str, ...] = ()
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A person or body that has to do with the examination: in which part, its name, and more about it."""

    role: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """One line of the record of custody; `at` as the unit writes it, with its zone."""

    exhibit: str
    at: str
    person: str
    action: str
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What the unit says of an exhibit as it received it.

    Attributes:
        exhibit: its label, as the case or the unit has it.
        description: what it is.
        identifiers: make, model, serial number.
        condition: at receipt.
        acquisition: method, write blocker, format of the image.
        photographs: where they are kept.
    """

    exhibit: str
    description: str
    identifiers: str = ""
    condition: str = ""
    acquisition: str = ""
    photographs: str = ""


@dataclass(frozen=True, slots=True)
class OwnSection:
    """A section of the unit's own: where it stands ("front", "results" or "end"), its title and paragraphs."""

    place: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitText:
    """Everything that the unit adds.

    Attributes:
        title: the unit's own title of the report, "" for the program's.
        fields: further (name, value) pairs of the first page.
        questions: what was asked.
        deviations: deviations from the method, additions, exclusions, sampling.
        opinion: paragraphs of opinion, kept apart from results.
        sources: (file name, SHA-256) of each template file that was read.
        exhibits: what the unit says of exhibits.
        show: the parts of items and the plots that the unit's reports show; () for all.
    """

    title: str = ""
    letterhead: Letterhead = Letterhead()
    fields: tuple[tuple[str, str], ...] = ()
    parties: tuple[Party, ...] = ()
    questions: tuple[str, ...] = ()
    custody: tuple[Custody, ...] = ()
    deviations: tuple[str, ...] = ()
    opinion: tuple[str, ...] = ()
    sections: tuple[OwnSection, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    show: tuple[str, ...] = ()
    exhibits: tuple[Described, ...] = ()


@dataclass(frozen=True, slots=True)
class Amends:
    """The report that this one replaces: its file name, SHA-256 and report ID ("" where unknown), and why."""

    file: str
    sha256: str
    report_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ValidationStatus:
    """The latest validation of this installation: its name, when it was made, with which program, what it found.

    Attributes:
        sha256: of the file that states it.
        figures: (name, value) pairs, such as a rate with its confidence interval.
        build: SHA-256 of the build that was validated, "" where that is not known.
        other_build: it is not the build that writes the report.
    """

    id: str
    made_at: str
    program: str
    sha256: str
    figures: tuple[tuple[str, str], ...] = ()
    build: str = ""
    other_build: bool = False


@dataclass(frozen=True, slots=True)
class Authority:
    """The unit's time-stamp authority: whom its certificate names, and the root it leads to, "" where not checked."""

    name: str
    root: str = ""
