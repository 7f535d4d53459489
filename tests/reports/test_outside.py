"""What programs of others say of the PDF reports: `make check-pdf` installs them and runs this."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from forensicdesk.signing.certificate import open_certificate
from forensicdesk.signing.pdf import sign_pdf
from reports.model import Variant
from reports.wording import LANGUAGES
from tests.forensicdesk.signing.making import PASSPHRASE, TODAY, p12
from tests.reports import samples

PROGRAMS = Path(__file__).parents[2] / ".venv-pdf-checks" / "bin"
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not PROGRAMS.exists(), reason="make check-pdf installs the programs that look at PDF files"),
]
NOT_CLAIMED = "DOC-012"
"""Reports do not declare PDF/UA: part of it only a person can judge."""

ASK_PDF_OXIDE = """
import json, sys, pdf_oxide
print(json.dumps([pdf_oxide.PdfDocument(name).validate_pdf_a("3a") for name in sys.argv[1:]]))
"""


ASK_PAGE = """
import json, sys, page
said = [(name, page.validate_pdf(name, profile=sys.argv[1])) for name in sys.argv[2:]]
print(json.dumps([(name, one.rules.total, [failure.rule_id for failure in one.failures]) for name, one in said]))
"""
FEWEST_RULES = 100
"""page 0.11.0 has 156 rules for PDF/A-3A and 104 for PDF/UA-1; with far fewer it was not asked what was meant."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every variant in every language, a report of attacks, and one of a case in which nothing was done."""
    folder = tmp_path_factory.mktemp("pdf")
    models = {f"{variant}-{name}": samples.usual(variant, name) for variant in Variant for name in LANGUAGES}
    models |= {"hostile": samples.hostile(), "hostile-restricted": samples.hostile(Variant.RESTRICTED)}
    models |= {"empty": samples.empty()}
    for name, model in models.items():
        (folder / f"{name}.pdf").write_bytes(samples.rendered(model, "pdf"))
    return [str(folder / f"{name}.pdf") for name in models]


def test_outloud_finds_nothing_against_pdf_ua(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "said.json"
    command = [
        str(PROGRAMS / "outloud"),
        "--quiet",
        "--layer",
        "conformance",
        "--skip",
        NOT_CLAIMED,
        "--json",
        str(out),
        *files,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    results = json.loads(out.read_text("utf-8"))["results"]
    wrong = [found for one in results for found in one["findings"] if found["severity"] == "error"]

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(results) == len(files)
    assert wrong == []


@pytest.mark.parametrize(("profile", "but"), [("3a", ()), ("ua1", ("PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"))])
def test_page_finds_no_broken_rule_of_pdf_a_and_pdf_ua(files: list[str], profile: str, but: tuple[str, ...]) -> None:
    """What is left out of the second says that PDF/UA is declared, which reports do not."""
    command = [str(PROGRAMS / "python"), "-c", ASK_PAGE, profile, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    said = json.loads(done.stdout)

    assert len(said) == len(files)
    assert [(name, broken) for name, rules, broken in said if rules < FEWEST_RULES or set(broken) != set(but)] == []


def test_a_report_that_was_signed_breaks_no_rule_of_pdf_a(files: list[str], tmp_path: Path) -> None:
    (tmp_path / "unit.p12").write_bytes(p12())
    signed = Path(shutil.copy(files[0], tmp_path / "signed.pdf"))
    with signed.open("r+b") as file:
        sign_pdf(file, open_certificate(tmp_path / "unit.p12", PASSPHRASE, TODAY), None)

    command = [str(PROGRAMS / "python"), "-c", ASK_PAGE, "3a", str(signed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)

    ((_, rules, broken),) = json.loads(done.stdout)
    assert (rules >= FEWEST_RULES, broken) == (True, [])


def test_pdf_oxide_takes_every_report_for_pdf_a_3a(files: list[str]) -> None:
    command = [str(PROGRAMS / "python"), "-c", ASK_PDF_OXIDE, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    said = json.loads(done.stdout)

    assert [one["errors"] for one in said] == [[]] * len(files)
    assert all(one["valid"] for one in said)
