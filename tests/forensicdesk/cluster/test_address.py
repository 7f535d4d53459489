"""Tests of which addresses and certificates a cluster is reached with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.cluster.address import parse_endpoint
from forensicdesk.cluster.certificates import check_certificates
from forensicdesk.errors import UsageError
from tests.support.labs import make_lab

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("tls://127.0.0.1:8786", "tls://127.0.0.1:8786"),
        ("tls://10.0.0.5:1", "tls://10.0.0.5:1"),
        ("tls://[fd00::5]:8786", "tls://[fd00::5]:8786"),
    ],
)
def test_an_address_of_the_lab_is_taken_as_it_stands(text: str, url: str) -> None:
    assert parse_endpoint(text).url == url


@pytest.mark.parametrize("text", ["tcp://10.0.0.5:8786", "tcp://scheduler:8786"])
def test_a_connection_without_encryption_is_refused_and_the_sentence_says_why(text: str) -> None:
    with pytest.raises(UsageError, match="unencrypted"):
        parse_endpoint(text)


@pytest.mark.parametrize(
    "text",
    [
        "tls://scheduler:8786",
        "tls://localhost:8786",
        "10.0.0.5:8786",
        "tls://10.0.0.5",
        "tls://10.0.0.5:0",
        "tls://10.0.0.5:99999",
        "tls://8.8.8.8:8786",
        "tls://0.0.0.0:8786",
        "tls://10.0.0.5:8786/x",
        "tls://999.0.0.5:8786",
        "",
    ],
)
def test_names_public_addresses_and_what_is_no_address_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_endpoint(text)


def test_a_worker_may_leave_its_port_open() -> None:
    assert parse_endpoint("tls://10.0.0.5", any_port=True).port == 0


def test_all_three_files_are_needed_and_each_must_be_in_pem_form(tmp_path: Path) -> None:
    folder = make_lab(tmp_path / "lab").folder
    ca, certificate, key = folder / "ca.pem", folder / "cert.pem", folder / "key.pem"

    assert check_certificates(ca, certificate, key).key == key
    with pytest.raises(UsageError, match="--cluster-ca, --cluster-cert and --cluster-key"):
        check_certificates(ca, certificate, None)
    with pytest.raises(UsageError, match="cannot be read"):
        check_certificates(ca, certificate, folder / "none.pem")
    (folder / "raw.der").write_bytes(b"\x30\x82\x01")
    with pytest.raises(UsageError, match="no file in PEM form"):
        check_certificates(folder / "raw.der", certificate, key)
