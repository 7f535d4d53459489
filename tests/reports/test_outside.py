"""What programs of others say of the PDF reports: `make check-pdf` installs them and runs this."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from reports.model import Variant
from reports.wording import LANGUAGES
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


def test_pdf_oxide_takes_every_report_for_pdf_a_3a(files: list[str]) -> None:
    command = [str(PROGRAMS / "python"), "-c", ASK_PDF_OXIDE, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    said = json.loads(done.stdout)

    assert [one["errors"] for one in said] == [[]] * len(files)
    assert all(one["valid"] for one in said)
