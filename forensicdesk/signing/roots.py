"""The roots that a unit supplies, to which the certificates of time-stamp authorities have to lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.signing.keys import read_small

if TYPE_CHECKING:
    from pathlib import Path


def read_roots(path: Path) -> tuple[bytes, ...]:
    """The certificates in a file, in DER; it may hold one in DER, or several in PEM.

    Raises:
        UsageError: the file holds none.
        EnvironmentProblem: the file cannot be read.
    """
    content = read_small(path, "root certificate")
    try:
        found = (
            load_pem_x509_certificates(content) if b"-----BEGIN" in content else [load_der_x509_certificate(content)]
        )
        return tuple(one.public_bytes(Encoding.DER) for one in found)
    except ValueError as error:
        msg = sentence(
            "{path} holds no certificate, in PEM or DER; give the root of the time-stamp authority.", path=path
        )
        raise UsageError(msg) from error
