"""What a unit adds is read from its folder, and what cannot be used is refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.reporting.amending import replaced_report
from forensicdesk.reporting.template import read_templates
from forensicdesk.reporting.writing import check_request
from reports.unit import Custody, Described, OwnSection, Party
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from reports.unit import UnitText

EXAMPLE = Path(__file__).parents[2] / "docs" / "report-template"
DIGEST = "ab" * 32


def template(folder: Path, text: str) -> UnitText:
    (folder / "template.toml").write_text(text, "utf-8")
    return read_templates([folder])


def test_the_example_of_the_documentation_can_be_used() -> None:
    unit = read_templates([EXAMPLE])

    assert unit.title == "Report of examination"
    assert unit.parties[0] == Party("Requested by", "Prosecutor B", "Request R-1 of 2026-01-10, warrant W-1")
    assert unit.letterhead.logo is not None
    assert unit.letterhead.logo.startswith(b"\x89PNG")
    assert len(unit.sections[0].paragraphs) == 2
    assert (unit.exhibits[0].exhibit, unit.exhibits[0].condition) == ("evidence", "no visible damage, seal intact")


def test_an_exhibit_needs_its_label_and_description_and_a_template_names_known_parts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a \[\[exhibit\]\] has no 'description'"):
        template(tmp_path, '[[exhibit]]\nexhibit = "e"\n')
    with pytest.raises(UsageError, match="no part 'digests' of a report"):
        template(tmp_path, 'show = ["digests"]\n')
    unit = template(tmp_path, '[[exhibit]]\nexhibit = "e"\ndescription = "d"\n')
    assert unit.exhibits == (Described("e", "d"),)


def test_text_of_a_template_is_plain_and_shows_what_cannot_be_seen(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("one\nline\r\n\r\ntwo \u202e <b>\n", "utf-8")
    unit = template(
        tmp_path,
        'letterhead = ["<script>", "{x}"]\n[[section]]\nplace = "end"\ntitle = "T"\nfile = "own.txt"\n'
        '[[custody]]\nexhibit = "e"\nat = "t"\nperson = "p"\naction = "a\\u0007"\n',
    )

    assert unit.letterhead.lines == ("<script>", "{x}")
    assert unit.sections == (OwnSection("end", "T", ("one line", "two <U+202E> <b>")),)
    assert unit.custody == (Custody("e", "t", "p", "a<U+0007>"),)


def test_a_second_folder_adds_to_the_first(tmp_path: Path) -> None:
    (tmp_path / "template.toml").write_text('title = "Case report"\nquestions = ["More?"]\n', "utf-8")
    unit = read_templates([EXAMPLE, tmp_path])

    assert unit.title == "Case report"
    assert unit.letterhead.lines[0] == "Example Unit for Digital Evidence"
    assert unit.questions[-1] == "More?"
    assert len(unit.sources) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('surprise = "x"', "'surprise', which is not known"),
        ("title = 5", "title is no text"),
        ('letterhead = "x"', "letterhead is no list"),
        ('logo = "../x.png"', "is not the name of a file in the folder"),
        ('logo = "missing.png"', "missing.png cannot be read"),
        ('field = "x"', "is written as"),
        ('[[custody]]\nexhibit = "x"', "has no 'at'"),
        ('[[party]]\nrole = "x"\nname = "y"\nage = "z"', "'age', which is not known"),
        ('[[section]]\nplace = "top"\ntitle = "x"', "can be one of: front, results, end"),
        ('[[section]]\nplace = "end"\ntitle = "x"\nfile = "latin.txt"', "latin.txt is not UTF-8"),
        ("= broken", "template.toml cannot be read"),
        ("x" * (2 << 20), "more than 1,048,576 bytes"),
    ],
)
def test_a_template_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "latin.txt").write_bytes(b"\xe9")

    with pytest.raises(UsageError) as refused:
        template(tmp_path, text)
    assert said in str(refused.value)


def test_a_logo_is_a_png_picture_that_a_child_can_decode(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(jpeg(1))

    with pytest.raises(UsageError, match="is no PNG picture"):
        template(tmp_path, 'logo = "logo.png"')


def test_the_replaced_report_is_found_in_the_log_by_its_digest(tmp_path: Path) -> None:
    record = {"action": "report written", "detail": {"report": "FD-1", "file": "report-court.pdf", "sha256": DIGEST}}
    (tmp_path / "audit.jsonl").write_text(f'{{"action":"x"}}\n"report written" torn\n{json.dumps(record)}\n', "utf-8")
    replaced = replaced_report(tmp_path, DIGEST.upper(), " was  wrong ")

    assert (replaced.file, replaced.report_id, replaced.reason) == ("report-court.pdf", "FD-1", "was wrong")
    for said, reason, words in (
        ("0" * 64, "x", "No report with the SHA-256 0000"),
        (DIGEST, " ", "says why"),
        (str(tmp_path / "nowhere.pdf"), "x", "cannot be read as a file"),
    ):
        with pytest.raises(UsageError, match=words):
            replaced_report(tmp_path, said, reason)


def test_the_statistics_cannot_be_asked_for_as_a_list_of_files() -> None:
    check_request(["pdf", "html", "json", "xlsx"], "statistics", "en")
    with pytest.raises(UsageError, match="names no files, so it cannot be written as csv, hashes"):
        check_request(["json", "csv", "hashes"], "statistics", "en")
