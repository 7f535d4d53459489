"""The validation of an installation: as a PDF, and as what the report of a case says of the latest one."""

from __future__ import annotations

import hashlib
import io
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from forensicdesk.build import program_build
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from reports.blocks import Bullets, Column, Document, Fact, Facts, Heading, Paragraph, Section, Table
from reports.unit import ValidationStatus
from reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reports.blocks import Block
    from reports.wording import Wording

    Stated = dict[str, Any]

KEPT = "validation.json"
"""The latest validation, beside the workstation's hash lists."""

_SMALL = 0.01


# --- what a report says ---------------------------------------------------------------------------------------------


def latest_validation(lists: Path, language: str) -> ValidationStatus | None:
    """The latest validation that is kept beside the hash lists; None where there is none.

    Raises:
        UsageError: what is kept there cannot be read, or is no validation.
    """
    path, words = lists / KEPT, wording(language)
    try:
        said = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        msg = sentence(
            "The latest validation {path} cannot be read ({strerror}); check its rights.",
            path=path,
            strerror=error.strerror,
        )
        raise UsageError(msg) from error
    try:
        return _status(json.loads(said), hashlib.sha256(said).hexdigest(), words)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        msg = sentence(
            "The latest validation {path} is damaged; make a new one: forensicdesk validate --out DIR", path=path
        )
        raise UsageError(msg) from error


def _status(document: Stated, sha256: str, words: Wording) -> ValidationStatus:
    known = document["known_answers"]
    figures = [(words("validation.known"), f"{known['count'] - len(known['wrong'])} / {known['count']}")]
    for one in document["summary"]:
        named = {
            "method": words.known("validation.method", one["method"]),
            "sample": words.known("validation.sample", one["sample"]),
            "threshold": str(one["threshold"]),
        }
        figures.append((words("validation.found", **named), _rate_text(one["detected"], words)))
        figures.append((words("validation.false", **named), _rate_text(one["false"], words)))
    build = str(document["build"])
    return ValidationStatus(
        id=str(document["id"]),
        made_at=str(document["made_at"]),
        program=str(document["program"]),
        sha256=sha256,
        figures=tuple(figures),
        build=build,
        other_build=build != program_build(),
    )


def _rate_text(found: Stated, words: Wording) -> str:
    hits, tries = int(found["hits"]), int(found["tries"])
    return words(
        "validation.rate",
        percent=words.figure(_percent(hits / tries if tries else 0.0)),
        hits=words.count(hits),
        tries=words.count(tries),
        low=words.figure(_percent(float(found["low"]))),
        high=words.figure(_percent(float(found["high"]))),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}" if share == 0 or share >= _SMALL else f"{100 * share:.2g}"


# --- the validation itself ------------------------------------------------------------------------------------------


def validation_pdf(document: Stated, sha256: str) -> bytes:
    """A validation to be read; equal documents give equal bytes. `sha256` is that of the JSON file beside it."""
    # Imported here: fpdf2 and its fonts take half a second to load.
    from reports.pdf import draw_document

    words = wording("en")
    out = io.BytesIO()
    draw_document(
        Document(
            language="en",
            title="Validation of an installation",
            subtitle="Known answers; copies found; unrelated pairs taken for copies",
            banner="",
            report_id=document["id"],
            case_number=document["id"],
            made_at=document["made_at"],
            program=document["program"],
            front=_front(document, sha256),
            front_notes=tuple(Paragraph(text, "quiet") for text in _NOTES),
            sections=tuple(_sections(document, words)),
            end=f"End of {document['id']}",
            labels={"case": "Validation", "report": "File", "page": words.texts["page"], "restricted": ""},
        ),
        out,
    )
    return out.getvalue()


_NOTES = (
    (
        "This says what was measured on this machine with this build. It is no certification, and nobody but the "
        "laboratory can say whether it is enough for its purpose."
    ),
    (
        "The rates hold for the pictures they were measured on. A laboratory measures on harmless pictures of its own "
        "(--pictures), because rates depend on the kind of pictures."
    ),
    "A match is a lead. Nothing here says how likely a match of a case is right.",
)


def _front(document: Stated, sha256: str) -> Facts:
    known = document["known_answers"]
    failed = [one["name"] for one in document["checks"] if not one["passed"]]
    right = known["count"] - len(known["wrong"])
    return Facts(
        (
            Fact("Validation", document["id"], strong=True),
            Fact("Made at", document["made_at"]),
            Fact("Program", document["program"]),
            Fact("Build SHA-256", document["build"], mono=True),
            Fact("JSON file, SHA-256", sha256, mono=True),
            Fact("Known answers", f"{right} of {known['count']} came out as they must", strong=True),
            Fact("Checks of the installation", "passed" if not failed else f"FAILED: {', '.join(failed)}"),
        )
    )


def _sections(document: Stated, words: Wording) -> Iterator[Section]:
    texts: list[tuple[str, Callable[[], Iterator[Block]]]] = [("Summary", partial(_summary, document, words))]
    texts += [(_title(one), partial(_sample, one)) for one in document["samples"]]
    texts += [("How it was measured", partial(_how, document)), ("Installation", partial(_installation, document))]
    for number, (title, build) in enumerate(texts, start=1):
        yield Section(f"part-{number}", f"{number} {title}", build)


def _title(sample: Stated) -> str:
    return f"{str(sample['name']).capitalize()}: {sample['originals']} originals, {sample['copies']} copies"


def _summary(document: Stated, words: Wording) -> Iterator[Block]:
    columns = (
        Column("Sample", 1.3),
        Column("Method", 2),
        Column("Threshold", 1.3),
        Column("Copies found", 2.4),
        Column("Unrelated pairs taken for copies", 2.4),
    )
    rows = [
        (
            one["sample"],
            words.known("validation.method", one["method"]),
            one["threshold"],
            _short(one["detected"]),
            _short(one["false"]),
        )
        for one in document["summary"]
    ]
    yield Table("At the thresholds in force", columns, rows)
    if document["known_answers"]["wrong"]:
        yield Paragraph("Known answers that came out otherwise:", "warning")
        yield Bullets(tuple(document["known_answers"]["wrong"]))


def _sample(sample: Stated) -> Iterator[Block]:
    facts = [Fact("Files to choose from", str(sample["offered"]))]
    facts += [Fact(f"Left out: {reason}", str(count)) for reason, count in sample["left_out"].items()]
    if sample["gated"]:
        facts.append(Fact("Originals of too little PDQ quality to be compared", str(sample["gated"])))
    yield Facts(tuple(facts))
    for method in sample["methods"]:
        yield _by_threshold(method)
    yield Heading("By transformation, at the thresholds in force (copies found, 95 % interval)")
    yield _by_transformation(sample["methods"])
    if sample["close"]:
        columns = (Column("One", 3), Column("Other", 3), Column("Bits", 1, number=True))
        rows = [(one["first"], one["second"], str(one["distance"])) for one in sample["close"]]
        yield Table("Originals that PDQ takes for copies of each other", columns, rows)
        yield Paragraph(
            "They are counted as unrelated above. Look at them: where two show one picture or scene, the program is "
            "right, and the rate of false matches is too high by them.",
            "strong",
        )


def _short(found: Stated) -> str:
    """A share and its interval, to stand in a table."""
    hits, tries = int(found["hits"]), int(found["tries"])
    share = _percent(hits / tries if tries else 0.0)
    return f"{hits} of {tries}: {share} % ({_percent(found['low'])} to {_percent(found['high'])})"


def _bare(found: Stated) -> str:
    return f"{found['hits']} of {found['tries']} ({_percent(found['low'])} to {_percent(found['high'])} %)"


def _by_threshold(method: Stated) -> Table:
    columns = (
        Column(method["name"], 2.4),
        Column("Copies found", 2.6),
        Column("Unrelated pairs taken for copies", 2.6),
    )
    rows = [
        (
            f"{row['threshold']}{', in force' if row['in_force'] else ''}",
            _short(row["detected"]),
            _short(row["false"]),
        )
        for row in method["thresholds"]
    ]
    return Table(f"{method['name']}, by threshold", columns, rows)


def _by_transformation(methods: list[Stated]) -> Table:
    columns = (
        Column("Kind", 1.1),
        Column("Transformation", 1.6),
        *(Column(method["name"], 2.3) for method in methods),
    )
    rows = [
        (
            first["kind"],
            first["transformation"],
            *(_bare(method["by_transformation"][at]["detected"]) for method in methods),
        )
        for at, first in enumerate(methods[0]["by_transformation"])
    ]
    return Table("Copies found, by transformation", columns, rows)


def _how(document: Stated) -> Iterator[Block]:
    independent = (
        f"Intervals: {document['intervals']}. They take tries as independent of each other. Copies of one original and "
        "pairs that share a picture are not quite, so the true intervals are somewhat wider."
    )
    yield Bullets((*_HOW, independent, _MORE))


_HOW = (
    (
        "Originals are drawn by the program from the seed, or taken by chance (from the seed) out of the folder that "
        "was given. Each transformation makes one copy of each original."
    ),
    (
        "Originals and copies were written to a folder of their own and analysed in confined child processes with the "
        "profile standard, as the files of a case are."
    ),
    (
        "Copies found: a copy is close enough to its own original. Unrelated pairs taken for copies: an original or a "
        "copy is close enough to another original."
    ),
)
_MORE = "How many unrelated pictures come close by chance, in much larger numbers: forensicdesk calibrate."


def _installation(document: Stated) -> Iterator[Block]:
    yield Table(
        "Checks",
        (Column("Check", 1.5), Column("Result", 0.8), Column("Detail", 4)),
        [(one["name"], "passed" if one["passed"] else "FAILED", one["detail"]) for one in document["checks"]],
    )
    yield Table(
        "Libraries",
        (Column("Name", 2), Column("Version", 2), Column("Licence", 3)),
        [(one["name"], one["version"], one["licence"]) for one in document["libraries"]],
    )
    yield Facts(tuple(Fact(name, value) for name, value in document["settings"].items()))
