"""PDF files signed with the unit's certificate, and time stamps of an authority on this machine."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.pipeline.checksums import verify_report
from forensicdesk.reporting.writing import write_reports
from forensicdesk.signing import manifest
from forensicdesk.signing.address import parse_address
from forensicdesk.signing.certificate import open_certificate
from forensicdesk.signing.finish import Finish
from forensicdesk.signing.pdf import sign_pdf, trouble_with_pdf
from forensicdesk.signing.stamping import Stamper
from forensicdesk.signing.stamps import stamp_bytes, stamped_digest
from tests.forensicdesk.signing.making import PASSPHRASE, TODAY, authority, p12
from tests.reports import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.signing.certificate import Certificate


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    path = tmp_path_factory.mktemp("certificate") / "unit.p12"
    path.write_bytes(p12())
    return open_certificate(path, PASSPHRASE, TODAY)


@pytest.fixture(scope="module")
def stamper() -> Iterator[Stamper]:
    with authority() as url:
        asking = Stamper(url)
        yield asking
        asking.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, certificate: Certificate, stamper: Stamper) -> Path:
    out = tmp_path_factory.mktemp("signed")
    write_reports(samples.usual(), out, ["pdf"], finish=Finish(certificate=certificate, stamper=stamper))
    return out


def test_a_signed_and_stamped_report_is_intact_and_what_was_rendered_stays_in_it(folder: Path, tmp_path: Path) -> None:
    write_reports(samples.usual(), tmp_path, ["pdf"])
    signed = (folder / "report-court.pdf").read_bytes()

    assert verify_report(folder) == ()
    assert signed.startswith((tmp_path / "report-court.pdf").read_bytes())
    assert trouble_with_pdf(io.BytesIO(signed)) == ""
    assert manifest.OF_AUTHORITY in (folder / manifest.MANIFEST).read_text()
    assert manifest.OF_WORKSTATION in (tmp_path / manifest.MANIFEST).read_text()


def test_poppler_finds_the_signature_valid_over_the_whole_file(folder: Path) -> None:
    done = subprocess.run(["pdfsig", folder / "report-court.pdf"], capture_output=True, text=True, check=False)

    assert "Signature is Valid" in done.stdout
    assert "ETSI.CAdES.detached" in done.stdout
    assert "Total document signed" in done.stdout


def test_a_changed_byte_and_something_added_are_said(folder: Path) -> None:
    signed = (folder / "report-court.pdf").read_bytes()
    changed = bytearray(signed)
    changed[len(signed) // 3] ^= 1

    said = trouble_with_pdf(io.BytesIO(changed))
    assert "does not belong" in said or "cannot be checked" in said
    assert "added" in trouble_with_pdf(io.BytesIO(signed + b"\n% more"))


def test_a_signed_pdf_that_was_exchanged_with_all_its_sums_is_still_named(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    path = copy / "report-court.pdf"
    before, content = hashlib.sha256(path.read_bytes()).hexdigest(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    after = hashlib.sha256(content).hexdigest()
    said = (copy / manifest.MANIFEST).read_text().replace(before, after)
    sums = (copy / "SHA256SUMS").read_text().replace(before, after)
    old = hashlib.sha256((copy / manifest.MANIFEST).read_bytes()).hexdigest()
    (copy / manifest.MANIFEST).write_text(said)
    (copy / "SHA256SUMS").write_text(sums.replace(old, hashlib.sha256(said.encode()).hexdigest()))

    proofs = {manifest.STAMP, manifest.DETACHED}
    assert {problem.where for problem in verify_report(copy)} == {"report-court.pdf", *proofs}


def test_a_time_stamp_is_about_the_manifest(folder: Path, stamper: Stamper) -> None:
    content = (folder / manifest.MANIFEST).read_bytes()

    assert stamped_digest((folder / manifest.STAMP).read_bytes()) == hashlib.sha256(content).digest()
    assert stamped_digest(stamp_bytes(b"other", stamper)) == hashlib.sha256(b"other").digest()
    assert stamped_digest(b"no token") is None


@pytest.mark.parametrize(
    ("mood", "said"), [("other", "something else"), ("long", "longer than"), ("refuse", "not 200")]
)
def test_an_authority_that_misbehaves_is_one_sentence(mood: str, said: str) -> None:
    with authority(mood) as url:
        asking = Stamper(url)
        with pytest.raises(EnvironmentProblem, match=said):
            stamp_bytes(b"content", asking)
        asking.close()


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.5/tsa", "http://tsa.example/", "http://8.8.8.8/", "http://10.0.0.5:0/", "http://10.0.0.5:99999/",
        "http://10.0.0/", "http://user@10.0.0.5/", "http://10.0.0.5/\r\nHost: x", "http://0.0.0.0/", "", "10.0.0.5",
    ],
)  # fmt: skip
def test_only_an_address_of_the_units_own_network_is_taken(url: str) -> None:
    with pytest.raises(UsageError):
        parse_address(url)


def test_an_address_is_read_as_it_stands() -> None:
    assert parse_address("http://10.0.0.5:318/tsa").path == "/tsa"
    assert parse_address("http://[fd00::5]").host == "fd00::5"


def test_a_certificate_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.p12"
    path.write_bytes(p12(ends=TODAY - timedelta(days=1)))

    with pytest.raises(UsageError, match="not today"):
        open_certificate(path, PASSPHRASE, TODAY)
    with pytest.raises(UsageError, match="the passphrase is wrong"):
        open_certificate(path, "another", TODAY)


def test_signing_loads_no_library_for_networks_and_no_lxml() -> None:
    text = "import sys, forensicdesk.signing.pdf; print(sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)

    assert "pyhanko" in done.stdout
    assert not {"requests", "urllib3", "httpx", "lxml"} & set(done.stdout.replace("'", "").strip("[]\n").split(", "))
    found = subprocess.run([sys.executable, "-c", "import aiohttp"], capture_output=True, check=False)
    assert found.returncode != 0


def test_an_unsigned_pdf_has_no_trouble_with_signatures(tmp_path: Path, certificate: Certificate) -> None:
    write_reports(samples.usual(), tmp_path, ["pdf"])
    content = (tmp_path / "report-court.pdf").read_bytes()

    assert trouble_with_pdf(io.BytesIO(content)) == ""
    with (tmp_path / "report-court.pdf").open("r+b") as file:
        sign_pdf(file, certificate, None)
    signed = (tmp_path / "report-court.pdf").read_bytes()
    assert signed.startswith(content)
    assert b"/ByteRange" in signed[len(content) :]
    assert trouble_with_pdf(io.BytesIO(signed)) == ""
