"""The certificate behind a time stamp is held against the unit's root: chain, purpose, validity at that time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.signing.hanko import result_of
from forensicdesk.signing.roots import read_roots
from forensicdesk.signing.stamping import Stamper
from forensicdesk.signing.stamps import authority_of, check_stamp
from tests.forensicdesk.signing.making import TODAY, authority, certificate, issued, root

# isort: split
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

ROOT_KEY, ROOT = root("Root of the unit")
ROOT_DER = ROOT.public_bytes(Encoding.DER)
OTHER_DER = root("Another root")[1].public_bytes(Encoding.DER)


def stamped(key: RSAPrivateKey, made: x509.Certificate, at: datetime = TODAY) -> bytes:
    """A token by an authority with this certificate."""
    loaded = asn1_x509.Certificate.load(made.public_bytes(Encoding.DER))
    private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    stamper = DummyTimeStamper(loaded, private, fixed_dt=at)
    return bytes(result_of(stamper.async_timestamp(bytes(32), "sha256")).dump())


@pytest.fixture(scope="module")
def token() -> bytes:
    return stamped(*issued(ROOT_KEY, ROOT, "Authority of the unit"))


def test_a_certificate_that_leads_to_the_root_is_said_with_it(token: bytes) -> None:
    found = check_stamp(token, [OTHER_DER, ROOT_DER])

    assert (found.trouble, found.name) == ("", "Common Name: Authority of the unit")
    assert "Root of the unit" in found.root
    assert "leads to the given root" in found.sentence("x")


def test_without_a_root_it_is_said_that_nothing_was_checked(token: bytes) -> None:
    found = check_stamp(token, [])

    assert (found.trouble, found.root) == ("", "")
    assert found.sentence("x").endswith(
        "is signed by Common Name: Authority of the unit, whose certificate was not checked against a root."
    )


def test_another_root_is_refused(token: bytes) -> None:
    assert "does not lead to the given root" in check_stamp(token, [OTHER_DER]).trouble


def test_a_certificate_for_another_purpose_is_refused() -> None:
    made = issued(ROOT_KEY, ROOT, "Signer of mail", usage=ExtendedKeyUsageOID.EMAIL_PROTECTION)

    assert "was none for time stamps" in check_stamp(stamped(*made), [ROOT_DER]).trouble


def test_what_counts_is_the_time_that_was_stamped() -> None:
    made = issued(ROOT_KEY, ROOT, "Authority of the unit", ends=TODAY - timedelta(days=5))

    assert check_stamp(stamped(*made, at=TODAY - timedelta(days=6)), [ROOT_DER]).trouble == ""
    assert "at that time" in check_stamp(stamped(*made, at=TODAY - timedelta(days=4)), [ROOT_DER]).trouble


def test_changed_bytes_end_in_an_answer_and_a_changed_signature_is_noticed(token: bytes) -> None:
    for at in range(0, len(token), 97):
        changed = bytearray(token)
        changed[at] ^= 1
        assert bytes(changed) != token
        check_stamp(bytes(changed), [ROOT_DER])  # whatever it says, it says it
    signature = bytearray(token)
    signature[-5] ^= 1
    assert "does not belong" in check_stamp(bytes(signature), [ROOT_DER]).trouble
    assert "cannot be read" in check_stamp(token[:-30], [ROOT_DER]).trouble


def test_an_authority_is_held_against_the_root_when_it_is_asked(tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(ROOT.public_bytes(Encoding.PEM))
    with authority() as url:
        asking = Stamper(url)
        try:
            assert authority_of(asking).name == "Common Name: Unit of a test"
            asking.roots = read_roots(tmp_path / "root.pem")
            with pytest.raises(EnvironmentProblem, match="does not lead to the given root"):
                authority_of(asking)
        finally:
            asking.close()


def test_a_file_without_a_certificate_is_no_root(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("-----BEGIN NOTHING-----")
    (tmp_path / "two.pem").write_bytes(ROOT.public_bytes(Encoding.PEM) + certificate()[1].public_bytes(Encoding.PEM))

    with pytest.raises(UsageError, match="holds no certificate"):
        read_roots(tmp_path / "no.pem")
    assert len(read_roots(tmp_path / "two.pem")) == 2
